import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { formatQuery, parseQuery } from "../../src/core/query.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { describeQuery } from "../../src/views/query-line.ts";

const word = (text: string) => ({ text, exact: false });
const exact = (text: string) => ({ text, exact: true });

describe("the query language", () => {
  test.each([
    ["neural collapse", { words: "neural collapse" }],
    ['neural "exact  phrase" x', { words: "neural x", phrases: ["exact phrase"] }],
    ["「精确短语」 词", { words: "词", phrases: ["精确短语"] }],
    [
      "neural collapse | convergence",
      { words: "neural", alternatives: [[word("collapse"), word("convergence")]] },
    ],
    [
      "neural collapse|convergence",
      { words: "neural", alternatives: [[word("collapse"), word("convergence")]] },
    ],
    ['"x y" | z｜w', { words: "", alternatives: [[exact("x y"), word("z"), word("w")]] }],
    [
      "a | b c || d",
      {
        words: "",
        alternatives: [
          [word("a"), word("b")],
          [word("c"), word("d")],
        ],
      },
    ],
    ["a | a", { words: "a" }],
    ["| a | | b |", { words: "", alternatives: [[word("a"), word("b")]] }],
    ["the norm |x|", { words: "the norm |x|" }],
    ["learning p(x|y) by f(g(x|y))", { words: "learning p(x|y) by f(g(x|y))" }],
    ["neural -survey", { words: "neural", without: { terms: [word("survey")] } }],
    [
      '-"a review" –survey —overview －综述 −x',
      {
        words: "",
        without: { terms: [exact("a review"), word("survey"), word("overview"), word("综述"), word("x")] },
      },
    ],
    ["-a | b", { words: "", without: { terms: [word("a"), word("b")] } }],
    ["self-attention - layers -- x ->", { words: "self-attention - layers -- x ->" }],
    ["-self-attention", { words: "", without: { terms: [word("self-attention")] } }],
    [
      "-cat:cs.CV -by:“Qing Qu” -year:2020",
      {
        words: "",
        without: { by: ["Qing Qu"], cat: ["cs.CV"], years: [{ from: 2020, to: 2020 }] },
      },
    ],
    ["by:papyan BY:“Qing Qu”", { words: "", by: ["papyan", "Qing Qu"] }],
    ["cat:cs.LG|cs.CV", { words: "", cat: ["cs.LG|cs.CV"] }],
    ["cat:cs.LG | cat:cs.CV x", { words: "x", cat: ["cs.LG|cs.CV"] }],
    [
      "by: papyan year： 2020..2022 in：title sort:new",
      {
        words: "",
        by: ["papyan"],
        years: { from: 2020, to: 2022 },
        inTitle: true,
        sort: "new",
      },
    ],
    ["year:2020..", { words: "", years: { from: 2020, to: 9999 } }],
    ["year:..2020", { words: "", years: { from: 0, to: 2020 } }],
    ["arXiv:2212.12206", { words: "arXiv:2212.12206" }],
    ["https://arxiv.org/abs/2212.12206", { words: "https://arxiv.org/abs/2212.12206" }],
    ["BERT: pre-training", { words: "BERT: pre-training" }],
    ['5" disk', { words: "5 disk" }],
    ['"" x "…"', { words: "x" }],
    ["C++ O(n log n)", { words: "C++ O(n log n)" }],
  ])("reads %s", (typed, expected) => {
    expect(parseQuery(typed)).toEqual(expected);
  });

  test.each([
    ["colour:red", "`colour:` is not a filter. The filters are `by:`, `cat:`, `year:`, `in:`, `sort:`."],
    ["-author:qu", "Did you mean `by:`?"],
    ["by:", "Something is missing: `by`."],
    ["by:|", "Something is missing: `by`."],
    ["by: cat:x", "Something is missing: `by`."],
    ["year:20", "`20` is not a year or a range."],
    ["year:2020 year:2021", "`year:` is given twice."],
    ["sort:old", "`old` is not a value that `sort:` takes."],
    ["in:abstract", "`abstract` is not a value that `in:` takes. Choose one of: title."],
    ["-sort:new", "`sort:` cannot be left out with a minus."],
    ["-in:title", "`in:` cannot be left out with a minus."],
    ["a | -b", "I cannot read `-b` as an alternative."],
    ["a | by:qu", "I cannot read `by:qu` as an alternative."],
    ["by:qu | cat:cs", "I cannot read `cat:cs` as an alternative."],
    ["year:2020 | year:2021", "I cannot read `year:2021` as an alternative."],
    [`by:${"x".repeat(101)}`, "is not a value that `by:` takes"],
    [Array.from({ length: 500 }, (_, n) => `"phrase ${n}"`).join(" "), "more than 16 phrases"],
    [Array.from({ length: 500 }, (_, n) => `-x${n}`).join(" "), "more than 16 phrases"],
    [Array.from({ length: 500 }, (_, n) => `x${n}`).join("|"), "more than 16 phrases"],
  ])("answers %s", (typed, message) => {
    let said = "";
    try {
      parseQuery(typed);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      said = error.say(catalogs.en);
    }
    expect(said).toContain(message);
  });

  const piece = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        "neural",
        "collapse",
        "神经网络",
        "self-attention",
        "C++",
        "p(x|y)",
        "BERT:",
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(" ", " ", "|", " | ", "-", '"', "“", "(", ")", "–", "\u3000", ":"),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "by:qu",
        'by:"Qing Qu"',
        "-cat:cs.CV",
        "cat:cs.*",
        "year:2020..",
        "-year:1999",
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
  );
  const typed = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));

  function parsed(text: string) {
    try {
      return parseQuery(text);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  test("what is written out is read back the same", () => {
    fc.assert(
      fc.property(typed, (text) => {
        const query = parsed(text);
        if (query) expect(parseQuery(formatQuery(query))).toEqual(query);
      }),
      { numRuns: 3_000 },
    );
  });

  test("reads any text in no time, or says what is wrong", () => {
    for (const text of [
      "(".repeat(10_000),
      "|".repeat(10_000),
      '"'.repeat(9_999),
      "-".repeat(10_000),
      "a:".repeat(5_000),
      "\ud800|".repeat(3_000),
    ])
      parsed(text);
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => void parsed(text)));
  });

  test("is shown in a line where it is more than words", () => {
    const line = (text: string, language: "en" | "de" | "zh-Hans" = "en") =>
      describeQuery(parseQuery(text), catalogs[language]);
    expect(line("neural collapse")).toBeUndefined();
    expect(line('neural "exact phrase" a | b -survey cat:cs.LG year:2020..2022 in:title sort:new')).toBe(
      'neural · "exact phrase" · a or b · not: survey · category: cs.LG · 2020–2022 · in titles · newest first',
    );
    expect(line("-by:qu by:papyan|han year:2021.. -year:2023", "de")).toBe(
      "von: papyan oder han · ohne: von: qu · 2021– · ohne: 2023",
    );
    expect(line("神经 -综述", "zh-Hans")).toBe("神经 · 排除：综述");
  });
});
