import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateTldr } from "../../src/eval/tldr/evaluate.ts";
import { rouge } from "../../src/eval/tldr/rouge.ts";
import { readSummarised } from "../../src/eval/tldr/scitldr.ts";
import { trainWeights } from "../../src/eval/tldr/train.ts";
import weights from "../../src/summaries/weights.json" with { type: "json" };

describe("ROUGE", () => {
  test("gives the figures of rouge_score's own example", () => {
    // https://github.com/google-research/google-research/tree/master/rouge
    const figures = rouge("The quick brown dog jumps on the log.", [
      "The quick brown fox jumps over the lazy dog",
    ]);
    expect(figures.rouge1).toBeCloseTo(2 / (8 / 6 + 9 / 6), 10);
    expect(figures.rougeL).toBeCloseTo(2 / (8 / 5 + 9 / 5), 10);
    expect(figures.rouge2).toBeCloseTo(2 / (7 / 2 + 8 / 2), 10);
  });

  test("stems words of more than three letters, and knows no case or punctuation", () => {
    expect(rouge("Networks were RUNNING!", ["network were run"]).rouge2).toBe(1);
    expect(rouge("bus", ["bu"]).rouge1).toBe(0);
  });

  test("counts a word as often as the reference has it", () => {
    expect(rouge("the the the", ["the cat"]).rouge1).toBeCloseTo(2 / 5, 10);
  });

  test("takes the best of several references, for each figure by itself", () => {
    const figures = rouge("a b c d", ["a b x y", "d c b a"]);
    expect(figures).toEqual({ rouge1: 1, rouge2: 1 / 3, rougeL: 0.5 });
  });

  test("of nothing is nothing", () => {
    expect(rouge("", ["a"])).toEqual({ rouge1: 0, rouge2: 0, rougeL: 0 });
    expect(rouge("a", [""])).toEqual({ rouge1: 0, rouge2: 0, rougeL: 0 });
  });
});

describe("files of SciTLDR", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "paperboy-tldr-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = async (text: string) => {
    const path = join(folder, "papers.jsonl");
    await writeFile(path, text);
    return path;
  };

  test("are read, their white space tidied", async () => {
    const path = await file('{"title":"T","source":["A\\n b. ",""],"target":["C."],"paper_id":"x"}\n');
    expect(await readSummarised(path)).toEqual([{ title: "T", sentences: ["A b."], references: ["C."] }]);
  });

  test.each(['{"title":"T"}', "[]", "not JSON", ""])("are refused when they hold: %s", async (text) => {
    await expect(readSummarised(await file(text))).rejects.toThrow(/papers\.jsonl/);
  });
});

const data = join(import.meta.dirname, "../../../shared/data/scitldr");

describe.skipIf(!existsSync(data))("on SciTLDR (../shared)", () => {
  test("extracted summaries reach 41.0 / 20.5 / 33.5 on dev", async () => {
    const figures = evaluateTldr(await readSummarised(join(data, "dev.jsonl.gz")), "en");
    expect(figures.papers).toBe(619);
    expect(figures.rouge1).toBeGreaterThanOrEqual(41);
    expect(figures.rouge2).toBeGreaterThanOrEqual(20.5);
    expect(figures.rougeL).toBeGreaterThanOrEqual(33.5);
  });

  test("the shipped weights are those that training gives", async () => {
    const papers = await readSummarised(join(data, "train.jsonl.gz"));
    expect(trainWeights(papers, true)).toEqual(weights.english);
    expect(trainWeights(papers, false)).toEqual(weights.other);
  });
});

test("the weights say where they come from", async () => {
  const text = await readFile(new URL("../../src/summaries/weights.json", import.meta.url), "utf8");
  expect(text).toContain("Apache-2.0");
});
