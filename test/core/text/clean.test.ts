import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText } from "../../../src/core/text/clean.ts";

describe("cleanText", () => {
  it("folds every kind of white space to one space and trims", () => {
    expect(cleanText(" a\r\n\tb\u00a0\u3000c\u2028d\u0085e ")).toBe("a b c d e");
  });
  it("composes to NFC", () => {
    expect(cleanText("e\u0301")).toBe("é");
  });
  it("replaces lone surrogates", () => {
    expect(cleanText("a\ud800b")).toBe("a\ufffdb");
  });
  it("removes controls, the soft hyphen and non-characters", () => {
    expect(cleanText("a\u0000\u001b\u007f\u009b\u00adb\uffff\ufdd0")).toBe("ab");
  });
  it("removes marks of direction", () => {
    expect(cleanText("a\u202e\u2066b\u200e\u200f\u061c\u2069")).toBe("ab");
  });
  it("removes zero-width characters", () => {
    expect(cleanText("@every\u200bone\u2060\ufeff")).toBe("@everyone");
  });
  it("removes tag characters", () => {
    expect(cleanText("hi\u{e0041}\u{e007f}")).toBe("hi");
  });
  it("keeps no more than three marks on a base", () => {
    expect(cleanText(`z${"\u0335".repeat(5_000)}`)).toBe(`z${"\u0335".repeat(3)}`);
  });
  it("keeps joiners in Persian, in Indic scripts and in emoji", () => {
    for (const text of ["می\u200cخواهم", "क्\u200dष", "👩\u200d💻", "👩🏽\u200d💻", "❤\ufe0f\u200d🔥"])
      expect(cleanText(text)).toBe(text);
  });
  it("removes joiners elsewhere", () => {
    expect(cleanText("pay\u200dpal \u200c文\u200d字 1\u200d2\u200c")).toBe("paypal 文字 12");
  });

  const nasty = fc.constantFrom(
    ..."aéक्می文👩💻↔=<1",
    ..."\u0301\u0338\u0323\u0335\ufe0f\u200d\u200c\u200b\u202e\u00ad\u00a0\u3000\ufeff\u0085\u1100\u1161\ud800",
    "\u{e0041}",
    "🏽",
    " ",
    "\n",
  );
  it("changes nothing more when it is applied again", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(nasty).map((all) => all.join("")),
        ),
        (text) => {
          const once = cleanText(text);
          expect(cleanText(once)).toBe(once);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
