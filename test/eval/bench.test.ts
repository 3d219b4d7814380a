import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allEngines } from "../../src/eval/bench/engines/index.ts";
import { readPapers, resample } from "../../src/eval/bench/papers.ts";
import { makeQueries } from "../../src/eval/bench/queries.ts";
import { type BenchLine, bench } from "../../src/eval/bench/run.ts";
import { FileProblem } from "../../src/eval/collection.ts";
import { syntheticId } from "../../src/eval/paper.ts";
import { Random } from "../../src/eval/random.ts";
import { samplePaper } from "../support/paper.ts";

const subjects = [
  "convergence",
  "kernels",
  "graphs",
  "attention",
  "diffusion",
  "bandits",
  "parsing",
  "gravity",
];
const papers = subjects.map((subject, number) =>
  samplePaper({
    id: `2401.0000${number}`,
    title: `Sharper bounds on ${subject} with random features`,
    abstract: `We study ${subject} in depth. Experiments confirm robust ${subject} behaviour! Code is available.`,
    submitted: `20${10 + number}-03-04`,
  }),
);
const sentences = new Set(papers.flatMap(({ abstract }) => (abstract ?? "").split(/(?<=[.!]) /)));

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-bench-test-"));
  file = join(folder, "papers.jsonl");
  await writeFile(file, [...papers.map((paper) => JSON.stringify(paper)), "no paper"].join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the papers", () => {
  test("are those of the file, or a sample of them that the seed decides", async () => {
    const read = (limit: number) => readPapers(file, limit, new Random(1));
    expect((await read(100)).map(({ id }) => id)).toEqual(papers.map(({ id }) => id));
    const sample = await read(3);
    expect(new Set(sample.map(({ id }) => id)).size).toBe(3);
    expect(await read(3)).toEqual(sample);
  });

  test("a file without any is refused with words", async () => {
    const empty = join(folder, "empty.jsonl");
    await writeFile(empty, "{}\n");
    await expect(readPapers(empty, 10, new Random(1))).rejects.toThrow(FileProblem);
  });

  test("are resampled from whole real sentences, under ids of their own", () => {
    const more = resample(papers, new Random(2));
    for (let number = 0; number < 50; number++) {
      const { value } = more.next();
      expect(value.id).toBe(syntheticId(number));
      expect(papers.map(({ title }) => title)).toContain(value.title);
      for (const sentence of value.abstract?.split(/(?<=[.!]) /) ?? []) expect(sentences).toContain(sentence);
    }
  });
});

describe("the queries", () => {
  const queries = makeQueries(papers, 400, new Random(3));

  test("are the same for the same seed", () => {
    expect(makeQueries(papers, 400, new Random(3))).toEqual(queries);
    expect(makeQueries(papers, 400, new Random(4))).not.toEqual(queries);
  });

  test("have 2 to 6 words and no stop words", () => {
    expect(queries).toHaveLength(400);
    for (const { words } of queries) {
      expect(words.split(" ").length).toBeGreaterThanOrEqual(2);
      expect(words.split(" ").length).toBeLessThanOrEqual(6);
      expect(words).not.toMatch(/\b(on|with|we|in|is)\b/);
    }
  });

  test("have a filter in about 30 of 100 and a typo in about 10", () => {
    const known = new Set(
      papers.flatMap(({ title, abstract }) => `${title} ${abstract}`.toLowerCase().match(/\w+/g) ?? []),
    );
    const share = (of: (query: (typeof queries)[number]) => boolean) => queries.filter(of).length / 400;
    expect(share(({ cat }) => cat !== undefined)).toBeCloseTo(0.15, 1);
    expect(share(({ years }) => years !== undefined)).toBeCloseTo(0.15, 1);
    expect(share(({ words }) => words.split(" ").some((word) => !known.has(word)))).toBeCloseTo(0.1, 1);
  });
});

async function all(lines: AsyncGenerator<BenchLine>): Promise<BenchLine[]> {
  const found: BenchLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe("a run", () => {
  test("measures the product and MiniSearch, and says how many papers are resampled", async () => {
    const lines = await all(bench({ file, limit: 20, seconds: 1 }));
    expect(lines.map(({ engine }) => engine)).toEqual(["paperboy", "minisearch-default"]);
    for (const line of lines) {
      expect(line).toMatchObject({ papers: 20, resampled: 12, queries: 600 });
      expect(line.answered).toBeGreaterThan(0.8);
      for (const figure of ["build_s", "heap_mb", "rss_mb", "disk_mb", "load_s", "load_cpu_s"])
        expect(line[figure]).toBeTypeOf("number");
      for (const figure of ["p50_ms", "p95_ms", "p99_ms", "stall_p99_ms"])
        expect(line[figure]).toBeTypeOf("number");
    }
    expect(lines.map((line) => typeof line.suggest_p99_ms)).toEqual(["number", "undefined"]);
  }, 60_000);

  test("goes on to the next engine when one cannot be fetched", async () => {
    // npm in a child process asks a registry that is not there.
    const before = { ...process.env };
    Object.assign(process.env, { npm_config_registry: "http://127.0.0.1:9", npm_config_fetch_retries: "0" });
    try {
      const lines = await all(bench({ file, seconds: 1, engines: allEngines }));
      expect(lines.map(({ engine, error }) => [engine, error !== undefined])).toEqual([
        ["paperboy", false],
        ["minisearch-default", false],
        ["sqlite-fts5", false],
        ["flexsearch", true],
        ["orama", true],
        ["lancedb", true],
      ]);
      expect(lines.at(-1)?.error).toMatch(/npm could not fetch/);
      expect(lines[2]?.answered).toBeGreaterThan(0.8);
    } finally {
      process.env = before;
    }
  }, 120_000);
});
