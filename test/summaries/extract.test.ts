import { describe, expect, test } from "vitest";
import type { Translation } from "../../src/core/paper.ts";
import { extractSummary } from "../../src/summaries/extract.ts";
import { samplePaper } from "../support/paper.ts";

const background = "Deep networks are trained for longer than they need to be.";
const claim = "In this paper, we show that neural collapse makes the last layer simple.";
const results = "Experiments on seven benchmarks agree with the theory in nearly every case.";
const paper = samplePaper({ title: "Neural Collapse", abstract: `${background} ${claim} ${results}` });

const german: Translation = {
  language: "de",
  title: "Neuronaler Kollaps",
  abstract:
    "Tiefe Netze werden zu lange trainiert. In dieser Arbeit geht es um Einfachheit. Versuche bestätigen es.",
  translator: { kind: "machine", name: "Babel" },
  from: { language: "en" },
};
const tldr = (shown: { abstract: string; language: string }, of = paper) => extractSummary(of, shown)?.tldr;
const own = (abstract: string, changes: Parameters<typeof samplePaper>[0] = {}) => {
  const made = samplePaper({ title: "Neural Collapse", abstract, ...changes });
  return tldr({ abstract, language: made.language }, made);
};

describe("the extracted summary", () => {
  test("is the sentence that says what is done, wherever it stands, without what leads over to it", () => {
    const said = "We show that neural collapse makes the last layer simple.";
    expect(own(`${background} ${claim} ${results}`)).toBe(said);
    expect(own(`${claim} ${background} ${results}`)).toBe(said);
    expect(own(`${background} ${results} ${claim}`)).toBe(said);
  });

  test("is said to be extracted, and is the same each time", () => {
    const shown = { abstract: paper.abstract ?? "", language: "en" };
    expect(extractSummary(paper, shown)?.by).toEqual({ kind: "extracted" });
    expect(extractSummary(paper, shown)).toEqual(extractSummary(paper, shown));
  });

  test("of a translation is the sentence in the same place", () => {
    const translated = { ...paper, translations: [german] };
    expect(tldr(german, translated)).toBe("In dieser Arbeit geht es um Einfachheit.");
  });

  test("of a translation with other sentences, or without its original, is found in the translation", () => {
    const abstract =
      "Netze lernen. Man trainiert sie lange. Wir zeigen den neuronalen Kollaps der Netze. Es geht. Gut.";
    const translation = { ...german, abstract };
    expect(tldr(translation, { ...paper, translations: [translation] })).toContain("Kollaps");
    expect(tldr(translation, { ...paper, abstract: null, translations: [translation] })).toContain("Kollaps");
  });

  test("of a Chinese paper is most like its title, cues or none", () => {
    const abstract = "深度网络训练时间很长。本文研究神经坍缩的几何结构。实验结果令人满意。";
    expect(own(abstract, { language: "zh-Hans", title: "神经坍缩的几何" })).toBe(
      "本文研究神经坍缩的几何结构。",
    );
  });

  test.each([
    ["Here we propose collapse.", "We propose collapse."],
    ["To this end, we propose collapse.", "We propose collapse."],
    ["In this work we propose collapse.", "We propose collapse."],
    ["Here be dragons of collapse.", "Here be dragons of collapse."],
    ["iCollapse is proposed here.", "iCollapse is proposed here."],
  ])("%s → %s", (sentence, alone) => {
    expect(own(`${sentence} So so.`)).toBe(alone);
  });

  test("leaves openings of other languages as they are", () => {
    expect(own("Here we collapse alle samen. Nee.", { language: "nl" })).toBe("Here we collapse alle samen.");
  });

  test("is never the sentence that the source tore", () => {
    const torn = `${background} In this paper, we propose neural collapse, which is a`;
    expect(own(torn, { truncated: true })).toBeUndefined();
    expect(own(`${background} ${torn}`, { truncated: true })).toBe(background);
  });

  test("is left out where the abstract is as short, and cut where its sentence is long", () => {
    expect(own(claim)).toBeUndefined();
    const long = own(`We propose neural collapse ${"and then some ".repeat(60)}. It is so.`) ?? "";
    expect(long.length).toBeLessThanOrEqual(400);
    expect(long.endsWith("…")).toBe(true);
  });

  test.each([
    "( a. ".repeat(10_000),
    "(a. )(".repeat(8_000),
    "a. ".repeat(16_000),
    "code ".repeat(10_000),
    "神。".repeat(25_000),
  ])("comes of anything at all: %.12s…", (abstract) => {
    expect(() => own(abstract)).not.toThrow();
  });
});
