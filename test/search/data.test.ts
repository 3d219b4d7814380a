import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { samplePaper } from "../contracts/search-index.ts";

const file = new URL("../../../shared/data/arxiv/arxiv-5k.jsonl.gz", import.meta.url);
interface Plain {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: string[];
  readonly categories: string[];
  readonly date: string;
}

describe.skipIf(!existsSync(file))("5,000 real papers (shared/data/arxiv/arxiv-5k.jsonl.gz)", () => {
  let folder: string;
  let index: MiniSearchIndex;
  let papers: Plain[];

  beforeAll(async () => {
    const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
    papers = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Plain);
    folder = await mkdtemp(join(tmpdir(), "paperboy-search-"));
    index = await MiniSearchIndex.open({ folder });
    await index.put(
      papers.map(({ id, title, abstract, authors, categories, date }) =>
        samplePaper({ id, title, abstract, authors, categories, submitted: date }),
      ),
      papers.length,
    );
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const sample = (every: number) => papers.filter((_, number) => number % every === 3);
  const firstOf = async (words: string) =>
    (await index.search({ words }, { offset: 0, limit: 1 })).hits[0]?.id;

  async function share(of: readonly Plain[], finds: (paper: Plain) => Promise<boolean>): Promise<number> {
    let found = 0;
    for (const paper of of) if (await finds(paper)) found++;
    return found / of.length;
  }

  test("a paper's title finds it first", async () => {
    const same = (paper: Plain, id?: string) =>
      papers.find((other) => other.id === id)?.title === paper.title;
    expect(
      await share(sample(25), async (paper) => same(paper, await firstOf(paper.title))),
    ).toBeGreaterThanOrEqual(0.98);
  });

  test("the beginning of a title suggests it", async () => {
    const suggests = async ({ id, title }: Plain) =>
      (await index.suggest(title.slice(0, 30), 10)).some((hit) => hit.id === id);
    expect(await share(sample(25), suggests)).toBeGreaterThanOrEqual(0.95);
  });

  test("an author's name as filter finds the author's papers", async () => {
    const finds = async ({ id, authors }: Plain) => {
      const query = { words: "", by: [authors[0] ?? ""] };
      return (await index.search(query, { offset: 0, limit: 500 })).hits.some((hit) => hit.id === id);
    };
    expect(
      await share(
        sample(25).filter(({ authors }) => authors.length > 0),
        finds,
      ),
    ).toBe(1);
  });

  test("the first page is the beginning of a long one, before and after merging and reopening", async () => {
    const queries = sample(50).flatMap(({ title, abstract, authors, categories }) => [
      { words: title },
      { words: abstract.slice(0, 150), cat: [categories[0] ?? "cs"] },
      { words: title.split(" ").slice(0, 2).join(" "), years: { from: 2000, to: 2024 } },
      { words: abstract.slice(0, 80), by: [authors[0] ?? ""] },
    ]);
    const pages = async (from: MiniSearchIndex, limit: number) => {
      const found = [];
      for (const query of queries)
        found.push((await from.search(query, { offset: 0, limit })).hits.slice(0, 10));
      return found;
    };
    const similar = async (from: MiniSearchIndex) =>
      Promise.all(sample(200).map(({ id }) => from.similar(id, 5)));
    // What words mean is learnt by a merge.
    await index.save();
    // As many as are wanted decides how the query is run.
    const all = await pages(index, 5_000);
    expect(await pages(index, 10)).toEqual(all);
    const [first, ...others] = papers as [Plain, ...Plain[]];
    const { id, title, abstract, authors, categories, date } = first;
    const again = samplePaper({ id, title, abstract, authors, categories, submitted: date });
    await index.put([again], papers.length + 1);
    expect(await pages(index, 10)).toEqual(all);
    const near = await similar(index);
    await index.save();
    expect(await pages(index, 10)).toEqual(all);
    expect(await similar(index)).toEqual(near);
    const reopened = await MiniSearchIndex.open({ folder });
    expect((await reopened.state()).papers).toBe(others.length + 1);
    expect(await pages(reopened, 10)).toEqual(all);
    expect(await similar(reopened)).toEqual(near);
  });

  test("a query takes milliseconds", async () => {
    const times: number[] = [];
    for (const { title } of sample(25)) {
      const start = performance.now();
      await firstOf(title);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(50);
  });
});
