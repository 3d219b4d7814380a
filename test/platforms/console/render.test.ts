import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { type Card, link, note, text } from "../../../src/core/card.ts";
import { clean, controlAt, renderCard, renderControls } from "../../../src/platforms/console/render.ts";

const file = { columns: 100, styled: false };
const terminal = (columns: number) => ({ columns, styled: true });
const shown = (card: Card, columns: number) => stripVTControlCharacters(renderCard(card, terminal(columns)));

describe("a card", () => {
  test("has lines that follow one another together, and everything else apart", () => {
    const card: Card = {
      title: "Title",
      blocks: [
        text("Other title"),
        text("Authors"),
        text(link("arXiv:1", "https://arxiv.org/abs/1")),
        note("Original"),
        note("Cut"),
        { kind: "body", text: ["Abstract"] },
        { kind: "list", heading: "More", items: [["One"], ["Two"]] },
        { kind: "code", text: "@misc{\n}" },
      ],
    };
    expect(renderCard(card, file)).toBe(
      [
        "Title\n",
        "Other title\nAuthors\narXiv:1 <https://arxiv.org/abs/1>\n",
        "Original\n",
        "Cut\n",
        "Abstract\n",
        "More\n  • One\n  • Two\n",
        "@misc{\n}",
      ].join("\n"),
    );
  });

  test("may be a single line", () => {
    expect(renderCard({ blocks: [text("Done")] }, file)).toBe("Done");
    expect(renderCard({ title: "Done", blocks: [] }, file)).toBe("Done");
  });

  test("holds nothing that a terminal would obey", () => {
    const bad = "a\u001b[31mb\u0000c\u009bd\r\ne";
    const rendered = renderCard(
      {
        title: bad,
        blocks: [
          text(bad, link(bad, `https://x.org/${bad}`)),
          { kind: "list", heading: bad, items: [[bad]] },
          { kind: "code", text: bad },
        ],
      },
      file,
    );
    expect(rendered.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(rendered).toContain("a[31mbcd  e");
  });

  test("keeps the lines of code and no others", () => {
    expect(clean("a\tb\nc")).toBe("a b c");
    expect(clean("a\nb", true)).toBe("a\nb");
  });

  test("is wrapped between words, as far as the terminal is wide and lines are easy to read", () => {
    const body: Card = { blocks: [{ kind: "body", text: ["word ".repeat(60).trim()] }] };
    expect(shown(body, 20).split("\n")[0]).toBe("word word word word");
    expect(
      Math.max(
        ...shown(body, 300)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
    expect(renderCard(body, file)).not.toContain("\n");
  });

  test("has the continuation of a list's item under its beginning", () => {
    const list: Card = { blocks: [{ kind: "list", items: [["one two three four five"], ["six"]] }] };
    expect(shown(list, 16)).toBe("  • one two\n    three four\n    five\n  • six");
  });

  test("has wide characters counted as two columns", () => {
    const body: Card = { blocks: [{ kind: "body", text: ["神经坍缩".repeat(5)] }] };
    expect(
      shown(body, 20)
        .split("\n")
        .map((line) => line.length),
    ).toEqual([10, 10]);
  });

  test("has code as it is, to be copied", () => {
    const line = `  title = {${"word ".repeat(40)}}`;
    expect(shown({ blocks: [{ kind: "code", text: line }] }, 40)).toBe(line);
  });
});

describe("controls", () => {
  const card: Card = {
    blocks: [],
    controls: [
      [
        {
          kind: "select",
          placeholder: "Read",
          id: "language",
          choices: [
            { label: "English", value: "en" },
            { label: "Deutsch", value: "de" },
          ],
        },
      ],
      [
        { kind: "button", label: "BibTeX", id: "bibtex" },
        { kind: "button", label: "Share\u001b", id: "share" },
      ],
    ],
  };

  test("are numbered through all rows, a menu's entries one by one", () => {
    expect(renderControls(card, file)).toBe("Read: 1 English · 2 Deutsch\n3 BibTeX · 4 Share");
  });

  test("stand under the numbers that are shown", () => {
    expect([0, 1, 2, 3, 4, 5].map((number) => controlAt(card, number))).toEqual([
      undefined,
      { id: "language", value: "en" },
      { id: "language", value: "de" },
      { id: "bibtex" },
      { id: "share" },
      undefined,
    ]);
    expect(controlAt({ blocks: [] }, 1)).toBeUndefined();
  });
});
