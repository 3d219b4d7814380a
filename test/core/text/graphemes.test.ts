import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampGraphemes } from "../../../src/core/text/graphemes.ts";

describe("clampGraphemes", () => {
  it("returns a text that fits as it is", () => {
    expect(clampGraphemes("abc", 3)).toBe("abc");
    expect(clampGraphemes("", 0)).toBe("");
  });
  it("prefers to cut between words", () => {
    expect(clampGraphemes("several words, altogether", 16)).toBe("several words…");
  });
  it("cuts a long word where it must", () => {
    expect(clampGraphemes("a pneumonoultramicroscopic", 10)).toBe("a pneumon…");
  });
  it("never cuts an emoji, a flag or an accented letter apart", () => {
    expect(clampGraphemes("ab👩‍💻cd", 6)).toBe("ab…");
    expect(clampGraphemes("🇨🇭🇨🇦🇨🇱", 9)).toBe("🇨🇭🇨🇦…");
    expect(clampGraphemes("ae\u0301xyz", 3)).toBe("a…");
  });
  it("leaves something of a grapheme that is longer than the room", () => {
    expect(clampGraphemes(`a${"\u0301".repeat(50)}b`, 3)).toBe("a\u0301\u0301");
    expect(clampGraphemes("😀😀", 1)).toBe("…");
    expect(clampGraphemes("abc", 1)).toBe("a");
  });
  it("takes another ellipsis", () => {
    expect(clampGraphemes("abcdefgh", 6, "...")).toBe("abc...");
  });
  it("clamps a very long text", () => {
    expect(clampGraphemes("x".repeat(200_000), 100)).toHaveLength(100);
  });
  it("keeps its bounds, leaves something, and leaves the beginning of the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.integer({ min: 1, max: 60 }),
        (text, max) => {
          const out = clampGraphemes(text, max);
          expect(out.length).toBeLessThanOrEqual(max);
          expect(out === "").toBe(text === "");
          expect(out.isWellFormed()).toBe(true);
          expect(out === "…" || text.startsWith(out) || text.startsWith(out.slice(0, -1))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
