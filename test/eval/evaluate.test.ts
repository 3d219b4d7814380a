import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { FileProblem, readCollection, readJudgments } from "../../src/eval/collection.ts";
import { evaluate } from "../../src/eval/evaluate.ts";
import { syntheticId } from "../../src/eval/paper.ts";
import { languageOfText } from "../../src/eval/script.ts";
import { readRecord } from "../../src/sources/record.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-eval-test-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const lines = (...values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");

const corpus = lines(
  { _id: "fish", title: "Migration of salmon", text: "Salmon swim up the river to spawn." },
  { _id: "bird", title: "", text: "Storks fly south over the river in autumn." },
  { _id: 3, title: "鱼类的洄游", text: "鲑鱼逆流而上产卵。" },
);
const queries = lines(
  { _id: "q1", text: "salmon migration" },
  { _id: "q2", text: "storks in autumn" },
  { _id: "q3", text: "鲑鱼产卵" },
  { _id: "q4", text: "nobody judged this" },
  { _id: "q5", text: "only judged irrelevant" },
);
const qrels =
  "query-id\tcorpus-id\tscore\nq1\tfish\t2\nq1\tbird\t1\nq2\tbird\t1\nq3\t3\t1\nq5\tbird\t0\nq9\tfish\t1\n";

describe("a collection", () => {
  test("is read packed or plain, without the queries that have nothing relevant", async () => {
    const files = { "corpus.jsonl.gz": gzipSync(corpus), "queries.jsonl": queries, "qrels.tsv": qrels };
    const collection = await readCollection(await folderWith(files));
    expect(collection.documents.map(({ id }) => id)).toEqual(["fish", "bird", "3"]);
    expect(collection.queries.map(({ id }) => id)).toEqual(["q1", "q2", "q3"]);
    expect(collection.queries[0]?.grades.get("fish")).toBe(2);
  });

  test("has judgments with or without a header, and with lines ended either way", async () => {
    const folder = await folderWith({ "qrels.tsv": "a\tb\t1\r\na\tc\t0\r\n" });
    expect((await readJudgments(join(folder, "qrels.tsv"))).get("a")?.size).toBe(2);
  });

  test.each([
    ["a file is missing", { "corpus.jsonl": corpus, "qrels.tsv": qrels }],
    ["a line is no JSON", { "corpus.jsonl": "{", "queries.jsonl": queries, "qrels.tsv": qrels }],
    ["a line has no id", { "corpus.jsonl": "{}\n", "queries.jsonl": queries, "qrels.tsv": qrels }],
    ["an id comes twice", { "corpus.jsonl": corpus + corpus, "queries.jsonl": queries, "qrels.tsv": qrels }],
    ["a judgment has no grade", { "qrels.tsv": "a\tb\t1\na\tb\n" }],
    [
      "nothing is relevant",
      { "corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "q1\tfish\t0\n" },
    ],
  ])("is refused with words where %s", async (_, files) => {
    await expect(readCollection(await folderWith(files))).rejects.toThrow(FileProblem);
  });
});

test("languages are told by script, English terms among Chinese included", () => {
  expect(languageOfText("Neural collapse (神经坍缩) in transfer learning of deep models")).toBe("en");
  expect(languageOfText("基于 Transformer 的 BERT 预训练模型综述")).toBe("zh-Hans");
  expect(languageOfText("深層学習における神経崩壊のしくみ")).toBe("ja");
  expect(languageOfText("심층 학습에서의 신경 붕괴")).toBe("ko");
  expect(languageOfText("")).toBe("en");
});

test("synthetic ids are ids of papers, each another", () => {
  const ids = [0, 1, 99_999, 100_000, 1_200_000].map(syntheticId);
  expect(ids).toEqual(["9001.00000", "9001.00001", "9001.99999", "9002.00000", "9101.00000"]);
  for (const id of ids) expect(readRecord({ id, title: "A title", abstract: "A text." }).ok).toBe(true);
});

describe("evaluation", () => {
  test.each([
    "paperboy",
    "minisearch-default",
  ] as const)("ranks with %s and prints the figures", async (engine) => {
    const files = { "corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": qrels };
    const line = await evaluate(await readCollection(await folderWith(files)), engine);
    expect(Object.keys(line)).toEqual([
      "set",
      "engine",
      "docs",
      "queries",
      "ndcg@10",
      "recall@100",
      "mrr@10",
      "p50_ms",
      "p99_ms",
    ]);
    expect(line).toMatchObject({ engine, docs: 3, queries: 3 });
    // Segmenting Chinese is what MiniSearch's defaults cannot do.
    expect(line["mrr@10"]).toBeCloseTo(engine === "paperboy" ? 1 : 2 / 3, 3);
  });
});
