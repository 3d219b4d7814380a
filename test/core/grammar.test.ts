import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { language } from "../../commands/language.ts";
import { paper } from "../../commands/paper.ts";
import { UserError } from "../../src/core/errors.ts";
import { formatOptions, parseOptions } from "../../src/core/grammar.ts";
import { optionSpecs } from "../../src/core/options.ts";
import { parseQuery } from "../../src/core/query.ts";
import { catalogs } from "../../src/i18n/index.ts";

const specs = optionSpecs(paper.input);
const read = (typed: string) => parseOptions(specs, "query", typed);

function said(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.say(catalogs.en);
    throw error;
  }
  return "nothing";
}

describe("what people type", () => {
  test.each([
    ["neural collapse", { query: "neural collapse" }],
    ["neural collapse lang:zh", { query: "neural collapse", lang: "zh-Hans" }],
    ["lang:ZH neural collapse", { query: "neural collapse", lang: "zh-Hans" }],
    ["神经坍缩 lang：zh", { query: "神经坍缩", lang: "zh-Hans" }],
    ["神经坍缩\u3000lang：中文", { query: "神经坍缩", lang: "zh-Hans" }],
    ["collapse by:“Qing Qu” sort:new lang:de", { query: 'collapse by:"Qing Qu" sort:new', lang: "de" }],
    ["collapse by:「Qing Qu」", { query: 'collapse by:"Qing Qu"' }],
    ["“neural collapse” by:qu", { query: '"neural collapse" by:qu' }],
    ['-"neural collapse"|x lang:de', { query: '-"neural collapse"|x', lang: "de" }],
    ["BERT: pre-training lang:es", { query: "BERT: pre-training", lang: "es" }],
    ["year:2020..2022 cat:cs.LG", { query: "year:2020..2022 cat:cs.LG" }],
    ["arXiv:2212.12206", { query: "arXiv:2212.12206" }],
    ["https://arxiv.org/abs/2212.12206 lang:de", { query: "https://arxiv.org/abs/2212.12206", lang: "de" }],
    ["doi:10.48550/arXiv.2212.12206", { query: "doi:10.48550/arXiv.2212.12206" }],
    ["3:4 ratio", { query: "3:4 ratio" }],
    ["lang:français x", { query: "x", lang: "fr" }],
    ["lang:francais x", { query: "x", lang: "fr" }],
    ["x lang: zh", { query: "x", lang: "zh-Hans" }],
    ['x by: "Qing Qu" memes', { query: 'x by: "Qing Qu" memes' }],
    ["ｌａｎｇ：日文 ２０２１", { query: "2021", lang: "ja" }],
    ['5" disk lang:de', { query: "5 disk", lang: "de" }],
    ['x by:"Qing Qu', { query: "x by:Qing Qu" }],
    ['"std::vector"', { query: '"std::vector"' }],
  ])("reads %s", (typed, expected) => {
    expect(read(typed)).toEqual(expected);
  });

  test.each([
    ["langauge:zh x", "`langauge:` is not a filter. Did you mean `lang:`?"],
    ["author:qu x", "`author:` is not a filter. Did you mean `by:`?"],
    [
      "colour:red x",
      "`colour:` is not a filter. The filters are `lang:`, `by:`, `cat:`, `year:`, `in:`, `sort:`. To search for it as text, put it in quotes.",
    ],
    ["x lang:de lang:fr", "`lang:` is given twice. Keep one of them."],
  ])("answers %s", (typed, message) => {
    expect(said(() => read(typed))).toContain(message);
  });

  test("names the languages when one is unknown", () => {
    expect(said(() => read("x lang:klingon"))).toContain(
      "`klingon` is not a language I reply in. I reply in: en (English), zh-Hans",
    );
  });

  test("reads `zh for channel` beside an option of few choices", () => {
    const languageSpecs = optionSpecs(language.input);
    expect(parseOptions(languageSpecs, "code", "zh for channel")).toEqual({
      code: "zh-Hans",
      for: "channel",
    });
    expect(parseOptions(languageSpecs, "code", "auto for:me")).toEqual({ code: "auto", for: "me" });
    expect(said(() => parseOptions(languageSpecs, "code", ""))).toContain("Choose one of: en (English)");
  });

  test("is written back as it is read", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}( [a-z0-9]{1,8}){0,2}$/);
    fc.assert(
      fc.property(
        part,
        fc.option(part, { nil: undefined }),
        fc.option(fc.constantFrom("relevance", "new"), { nil: undefined }),
        (query, by, sort) => {
          const options = { query, ...(by && { by }), ...(sort && { sort }) };
          const { query: text } = read(formatOptions(specs, "query", options));
          expect(parseQuery(String(text))).toEqual({
            words: query,
            ...(by && { by: [by] }),
            ...(sort && { sort }),
          });
        },
      ),
    );
  });

  test("a free text with an open quote does not swallow the filters after it", () => {
    expect(read(formatOptions(specs, "query", { query: '5" disk', by: "Qing Qu", cat: "" }))).toEqual({
      query: '5 disk by:"Qing Qu"',
    });
  });

  test("never fails but with something to say", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (typed) => {
        expect(said(() => read(typed))).not.toBe("");
      }),
    );
  });
});

test("an option that no platform can show is refused at start-up", () => {
  expect(() => optionSpecs(z.object({ list: z.array(z.string()) }))).toThrow(
    "option list: no platform can show the type array",
  );
});
