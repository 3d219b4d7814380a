import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lexicon, readLexicon, writeLexicon } from "../../src/search/lexicon.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { openSearchIndex } from "../../src/search/open.ts";
import { samplePaper } from "../support/paper.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-lexicon-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lexicon = Lexicon.of([
  {
    from: "en",
    to: "zh",
    entries: new Map([
      [
        "converg",
        [
          { term: "收敛", weight: 0.7 },
          { term: "聚合", weight: 0.125 },
        ],
      ],
    ]),
  },
  { from: "zh", to: "en", entries: new Map([["收敛", [{ term: "converg", weight: 1 }]]]) },
]);

async function written(): Promise<string> {
  const path = join(folder, "deep", "lexicon.jsonl.gz");
  await writeLexicon(path, lexicon);
  return path;
}

test("a dictionary is read as it was written", async () => {
  const read = await readLexicon(await written());
  expect(read.translate("converg", "en", "zh")).toEqual(lexicon.translate("converg", "en", "zh"));
  expect(read.sections).toEqual([
    { from: "en", to: "zh", terms: 1 },
    { from: "zh", to: "en", terms: 1 },
  ]);
  expect(read.lines()).toEqual(lexicon.lines());
});

test("languages are looked up by their primary subtag, whatever their script", () => {
  expect(lexicon.translate("收敛", "zh-Hans", "en-GB")).toEqual([{ term: "converg", weight: 1 }]);
});

test("a term that has translations in one direction only has none in the other", () => {
  expect(lexicon.translate("聚合", "zh", "en")).toEqual([]);
});

test("an unknown term or language has no translation", () => {
  expect(lexicon.translate("absent", "en", "zh")).toEqual([]);
  expect(lexicon.translate("converg", "en", "ko")).toEqual([]);
});

describe("what is no dictionary is refused with words", () => {
  const changed = async (change: (text: string) => string) => {
    const { readFile } = await import("node:fs/promises");
    const path = join(folder, "changed.jsonl");
    await writeFile(path, change(gunzipSync(await readFile(await written())).toString()));
    return readLexicon(path);
  };

  test("as such it is read unpacked too", async () => {
    expect((await changed((text) => text)).sections).toHaveLength(2);
  });

  test.each([
    ["empty", () => "", /no dictionary/],
    ["something else", () => '{"title":"a paper"}\n', /expected paperboy-lexicon/],
    ["cut short", (text: string) => text.split("\n").slice(0, -2).join("\n"), /cut short/],
    [
      "of another analysis",
      (text: string) => text.replace(/"analysis":\d+/, '"analysis":0'),
      /learn it again/,
    ],
  ])("%s", async (_, change, message) => {
    await expect(changed(change)).rejects.toThrow(message);
  });
});

test("what a term may be in other languages leaves out the unlikely and what is Latin on both sides", () => {
  const mixed = Lexicon.of([
    {
      from: "en",
      to: "zh",
      entries: new Map([
        [
          "cnn",
          [
            { term: "cnn", weight: 0.6 },
            { term: "网络", weight: 0.3 },
            { term: "卷积", weight: 0.05 },
          ],
        ],
      ]),
    },
    { from: "zh", to: "en", entries: new Map([["cnn", [{ term: "network", weight: 0.9 }]]]) },
  ]);
  expect(mixed.likely("cnn", 0.1, 4)).toEqual(["网络"]);
  expect(lexicon.likely("收敛", 0.1, 4)).toEqual(["converg"]);
  expect(lexicon.likely("converg", 0.1, 1)).toEqual(["收敛"]);
});

describe("an index with a dictionary", () => {
  const page = { offset: 0, limit: 5 };
  const papers = [
    samplePaper({ id: "2401.00001", title: "Convergence of gradient descent" }),
    samplePaper({ id: "2401.00002", title: "Giraffes and their necks" }),
    samplePaper({ id: "2401.00003", title: "梯度下降的收敛", language: "zh-Hans", abstract: "证明收敛。" }),
  ];

  test("finds papers of another language, each once, and those of its own first", async () => {
    const index = await openSearchIndex({
      folder: await mkdtemp(join(folder, "index-")),
      lexicon: await written(),
    });
    await index.put(papers, 3);
    expect((await index.search({ words: "收敛" }, page)).hits.map((hit) => hit.id)).toEqual([
      "2401.00003",
      "2401.00001",
    ]);
    expect((await index.search({ words: "convergence" }, page)).hits.map((hit) => hit.id).sort()).toEqual([
      "2401.00001",
      "2401.00003",
    ]);
    await index.close();
  });

  test("works without one that cannot be read, and says so", async () => {
    const broken = join(folder, "broken.jsonl.gz");
    await writeFile(broken, "no dictionary");
    const problems: string[] = [];
    const index = await MiniSearchIndex.open({
      folder: await mkdtemp(join(folder, "index-")),
      lexicon: broken,
      onProblem: (message) => problems.push(message),
    });
    await index.put(papers, 3);
    expect((await index.search({ words: "收敛" }, page)).total).toBe(1);
    expect(problems).toEqual([expect.stringContaining("broken.jsonl.gz is no dictionary that can be used")]);
    await index.close();
  });
});
