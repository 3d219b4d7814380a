import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Masked } from "../../src/core/translation.ts";
import { GlossaryError, parseGlossary, readGlossary } from "../../src/translation/glossary.ts";
import { keyOf } from "../../src/translation/key.ts";
import { tidy } from "../../src/translation/tidy.ts";
import { type Defect, defectOf } from "../../src/translation/verify.ts";

const sentence = "We propose a simple method that learns representations of long documents without labels.";

describe("a translation that cannot be shown", () => {
  test.each<[string, string, Masked, Masked, Defect | undefined]>([
    [
      "good Chinese",
      "zh-Hans",
      [sentence],
      ["我们提出一种简单的方法，无需标签即可学习长文档的表示。"],
      undefined,
    ],
    [
      "good German",
      "de",
      [sentence],
      ["Wir schlagen eine einfache Methode vor, die Darstellungen langer Dokumente ohne Labels lernt."],
      undefined,
    ],
    ["masks in another order", "de", ["with ", 0, " and ", 1], [1, " und ", 0], undefined],
    ["a mask is lost", "de", ["with ", 0, " and ", 1], [1, " und "], "masks"],
    ["a mask comes twice", "de", ["with ", 0], [0, " mit ", 0], "masks"],
    ["a mask nobody sent", "de", ["with ", 0], [0, " mit ", 7], "masks"],
    ["nothing", "de", [sentence], [""], "empty"],
    ["only stops", "de", [sentence], ["..."], "empty"],
    ["the source again", "de", [sentence], [sentence.toUpperCase()], "repeated"],
    ["English for Chinese", "zh-Hans", [sentence], ["We suggest an easy way to learn."], "script"],
    [
      "Chinese for German",
      "de",
      [sentence],
      ["我们提出一种简单的方法，无需标签即可学习长文档的表示。"],
      "script",
    ],
    ["much too short", "zh-Hans", [sentence], ["方法。"], "length"],
    ["much too long", "zh-Hans", [sentence], ["方法".repeat(60)], "length"],
    [
      "a prompt's echo",
      "zh-Hans",
      [sentence],
      ["这里是翻译：我们提出一种简单的方法，无需标签即可学习长文档的表示。"],
      "echo",
    ],
    [
      "a service's polite words",
      "de",
      [sentence],
      [`Here is the translation: Wir schlagen eine einfache Methode vor.`],
      "echo",
    ],
    [
      "a mask's remains",
      "de",
      [sentence, 0],
      ["Wir schlagen eine einfache Methode vor, die [[2]] Darstellungen langer Dokumente lernt.", 0],
      "echo",
    ],
    ["a name alone", "zh-Hans", ["BERT"], ["BERT"], undefined],
    ["a few words of any length", "zh-Hans", ["Results"], ["结果"], undefined],
  ])("%s", (_, to, source, target, defect) => {
    expect(defectOf(source, target, { from: "en", to })).toBe(defect);
  });

  test("lacks a name of the source's", () => {
    const target = ["Wir verwenden Bert für dieses einfache Verfahren."];
    const source = ["We use BERT for this simple method here."];
    expect(defectOf(source, target, { from: "en", to: "de" }, ["BERT"])).toBe("names");
    expect(defectOf(source, target, { from: "en", to: "de" })).toBeUndefined();
  });
});

describe("what is shown of a translation", () => {
  test.each<[string, Masked, Masked]>([
    ["zh-Hans", ["方法,结果; 问题: 好?对!"], ["方法，结果；问题：好？对！"]],
    ["zh-Hant", ["結果, 方法."], ["結果，方法。"]],
    ["zh-Hans", ["约 1,000 个, 比例 3:1, GPT-4, BERT"], ["约 1,000 个，比例 3:1, GPT-4, BERT"]],
    ["zh-Hans", ["在", 0, ", 方法"], ["在", 0, "，方法"]],
    ["zh-Hans", ["见", 0, ", ", 1], ["见", 0, ", ", 1]],
    ["ja", ["方法, 結果"], ["方法, 結果"]],
    ["de", ["Wort, Wort\u202e\u0000 ", 0], ["Wort, Wort ", 0]],
    ["de", ["  a", "b ", 0, " "], ["ab ", 0]],
  ])("%s %j", (language, given, shown) => {
    expect(tidy(given, language, given)).toEqual(shown);
  });

  test("has no mask within a word, unless it was in one", () => {
    const source = ["the ", 0, " of ", 1, "s and ", 2];
    expect(tidy(["de", 0, "ren", 1, "s und", 2], "de", source)).toEqual(["de ", 0, " ren ", 1, "s und ", 2]);
    expect(tidy(["的", 0, "和", 1, "与", 2], "zh-Hans", source)).toEqual(["的", 0, "和", 1, "与", 2]);
  });
});

describe("a glossary", () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  test("has a language's own terms before those for all, zh for both its scripts", () => {
    const glossary = parseGlossary(
      "\uFEFF# term\tlanguage\ttranslation\r\nBERT\t*\tkeep\nattention\tzh\t注意力\nbert\tzh-Hant\tB\n\n",
      "glossary.tsv",
    );
    const terms = (language: string) =>
      glossary.terms(language).map(({ term, translation }) => `${term}=${translation}`);
    expect(terms("zh-Hans")).toEqual(["attention=注意力", "BERT=keep"]);
    expect(terms("zh-Hant")).toEqual(["attention=注意力", "bert=B"]);
    expect(terms("de")).toEqual(["BERT=keep"]);
    expect(glossary.hash("zh-Hans")).not.toBe(glossary.hash("de"));
    expect(glossary.hash("fr")).toBe(glossary.hash("de"));
  });

  test.each([
    ["attention\tzh", "write a term, a language and a translation (or keep) with one tab between."],
    ["attention zh 注意力", "write a term, a language and a translation (or keep) with one tab between."],
    [
      "a\tgerman language\tb",
      "german language is no language: write a tag such as zh-Hans or de, or * for all.",
    ],
    ["…\tde\tb", "… has no letter: write a word."],
    [`${"a".repeat(201)}\tde\tb`, "longer than 200 characters: a glossary holds terms, not sentences."],
    ["ok\tde\tanders", "ok has another translation above: remove one of the two."],
  ])("%j is told with its line", (line, message) => {
    expect(() => parseGlossary(`ok\tde\tgut\n${line}\n`, "g.tsv")).toThrow(
      new GlossaryError(`g.tsv, line 2: ${message}`),
    );
  });

  test("that does not exist is none, and one that cannot be read says so", async () => {
    const folder = await mkdtemp(join(tmpdir(), "paperboy-glossary-"));
    folders.push(folder);
    expect(await readGlossary(join(folder, "none.tsv"))).toBeUndefined();
    await expect(readGlossary(folder)).rejects.toThrow(/cannot be read \(EISDIR\): make it a file/);
    await writeFile(join(folder, "g.tsv"), "a\tde\tb\n");
    expect((await readGlossary(join(folder, "g.tsv")))?.terms("de")).toHaveLength(1);
  });
});

test("the key of a kept sentence changes with everything that decides it", () => {
  const by = { translator: "babel", version: "1", from: "en", to: "de", glossary: "g" };
  const unit = { masked: ["with ", 0], values: ["x²"] };
  const keys = [
    keyOf(unit, by),
    ...Object.keys(by).map((name) => keyOf(unit, { ...by, [name]: "other" })),
    keyOf({ ...unit, masked: ["of ", 0] }, by),
    keyOf({ ...unit, values: ["y²"] }, by),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOf({ ...unit }, { ...by })).toBe(keys[0]);
});
