import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SearchIndex } from "../../src/core/ports.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { openSearchIndex } from "../../src/search/open.ts";
import { samplePaper, samplePapers } from "../contracts/search-index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-search-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const page = { offset: 0, limit: 5 };

/** Writes the number 99 at a place of the header. */
const overwrite = (at: number) => (file: Buffer) => {
  file.writeUInt32LE(99, at);
  return file;
};

describe("snapshots", () => {
  const snapshot = () => join(folder, "search.index");

  async function saved(): Promise<Buffer> {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(samplePapers, 3);
    await index.save();
    await index.close();
    return readFile(snapshot());
  }

  async function reopened(): Promise<{ position: number; total: number; problems: string[] }> {
    const problems: string[] = [];
    const index = await MiniSearchIndex.open({ folder, onProblem: (message) => problems.push(message) });
    const { total } = await index.search({ words: "neural" }, page);
    return { position: (await index.state()).position, total, problems };
  }

  test.each([
    ["cut short", (file: Buffer) => file.subarray(0, file.length - 10), /cut short/],
    ["of a few bytes", (file: Buffer) => file.subarray(0, 5), /no search index/],
    ["empty", () => Buffer.alloc(0), /no search index/],
    ["something else", () => Buffer.from("x".repeat(500)), /no search index/],
    ["of another format", overwrite(8), /format is 99/],
    ["of another analysis", overwrite(12), /analysis is 99/],
    ["with another position", overwrite(24), /checksum/],
  ])("a snapshot %s is discarded with a reason", async (_, spoil, reason) => {
    await writeFile(snapshot(), spoil(await saved()));
    const { position, total, problems } = await reopened();
    expect([position, total]).toEqual([0, 0]);
    expect(problems).toEqual([expect.stringMatching(reason)]);
  });

  /** A bit of it flipped. */
  function spoilt(file: Buffer, at: number): Buffer {
    const other = Buffer.from(file);
    other[at] = (other[at] as number) ^ 16;
    return other;
  }

  test("a flipped bit anywhere is noticed, at the opening or when the rest is read", async () => {
    const file = await saved();
    const noticed = { opening: 0, rest: 0 };
    for (let at = 8; at < file.length; at += Math.ceil(file.length / 40)) {
      await writeFile(snapshot(), spoilt(file, at));
      const problems: string[] = [];
      const index = await MiniSearchIndex.open({ folder, onProblem: (message) => problems.push(message) });
      if (problems.length > 0) {
        expect(await index.state()).toEqual({ position: 0, papers: 0 });
        noticed.opening++;
      } else {
        await expect(index.verify()).rejects.toThrow(/checksum/);
        expect(await readdir(folder)).toEqual([]);
        noticed.rest++;
      }
      await index.close();
    }
    expect(noticed.opening).toBeGreaterThan(0);
    expect(noticed.rest).toBeGreaterThan(0);
  });

  test("what is wrong is not saved as right", async () => {
    const file = await saved();
    await writeFile(snapshot(), spoilt(file, file.length - 1));
    const index = await MiniSearchIndex.open({ folder });
    await expect(index.save()).rejects.toThrow(/checksum/);
    await index.close();
  });

  test("the worker starts again with nothing where the rest is wrong", async () => {
    const file = await saved();
    await writeFile(snapshot(), spoilt(file, file.length - 1));
    const problem = Promise.withResolvers<string>();
    const index = await openSearchIndex({ folder, onProblem: problem.resolve });
    expect(await problem.promise).toMatch(/discarded: its checksum is wrong.*started again/);
    expect(await index.state()).toEqual({ position: 0, papers: 0 });
    await index.put(samplePapers, 3);
    expect((await index.search({ words: "neural" }, page)).total).toBe(2);
    await index.close();
  });

  test("what was saved is right, also after it was added to", async () => {
    await saved();
    for (const mark of [4, 5]) {
      const index = await MiniSearchIndex.open({ folder });
      await index.verify();
      await index.put([samplePaper({ id: `2001.0000${mark}`, title: "Zebras", abstract: "Stripes." })], mark);
      await index.save();
      await index.close();
    }
    expect((await reopened()).position).toBe(5);
  });

  test("no snapshot is no problem, and saving leaves no other files", async () => {
    expect(await reopened()).toEqual({ position: 0, total: 0, problems: [] });
    await saved();
    expect(await readdir(folder)).toEqual(["search.index"]);
    expect(await reopened()).toEqual({ position: 3, total: 2, problems: [] });
  });
});

/** These merge thousands of papers several times over, and learn what their words mean. */
const patient = { timeout: 120_000 };

const many = Array.from({ length: 3_000 }, (_, number) =>
  samplePaper({
    id: `2001.${String(number).padStart(5, "0")}`,
    title: `Paper number ${number} on collapse`,
    abstract: Array.from({ length: 150 }, (_, word) => `word${(number * 7 + word * 13) % 5_000}`).join(" "),
  }),
);

describe("merging", () => {
  const total = async (index: SearchIndex, words: string) => (await index.search({ words }, page)).total;

  test("goes on beside queries and puts, and nothing is lost or found twice", patient, async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(many, 1);
    // Enough for a merge, which has begun but is not done; all this comes into the middle of it.
    const totals = new Set<number>();
    let done = false;
    const replaced = many.slice(0, 500).map((paper) => ({ ...paper, title: "On zebras" }));
    const putting = index.put(replaced, 2).then(() => {
      done = true;
    });
    while (!done) {
      totals.add((await total(index, "collapse")) + (await total(index, "zebras")));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await putting;
    // Both queries run in one turn of the event loop, with no paper put in between.
    for (const seen of totals) expect(seen).toBe(many.length);
    expect(await total(index, "collapse")).toBe(2_500);
    expect(await index.state()).toEqual({ position: 2, papers: 3_000 });
    await index.save();
    const reopened = await MiniSearchIndex.open({ folder });
    for (const held of [index, reopened]) {
      expect([await total(held, "zebras"), await total(held, "collapse")]).toEqual([500, 2_500]);
      expect(await held.suggest("paper number 7", 5)).toHaveLength(5);
      expect((await held.suggest("on zeb", 600)).length).toBe(500);
      expect(await held.state()).toEqual({ position: 2, papers: 3_000 });
    }
    await index.close();
  });

  test(
    "a stop at any moment of a save leaves what was saved before or all of what is new",
    patient,
    async () => {
      const first = await openSearchIndex({ folder });
      await first.put(samplePapers, 1);
      await first.save();
      await first.close();
      const positions = new Set<number>();
      for (const milliseconds of [0, 3, 10, 30, 60, 100, 200, 400]) {
        const problems: string[] = [];
        const index = await openSearchIndex({ folder, onProblem: (message) => problems.push(message) });
        const { position, papers } = await index.state();
        expect([1, 2]).toContain(position);
        expect(papers).toBe(position === 1 ? samplePapers.length : samplePapers.length + 1_000);
        expect(await total(index, "neural collapse")).toBe(2);
        positions.add(position);
        await index.put(many.slice(0, 1_000), 2);
        const saving = index.save().catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        await index.close();
        await saving;
        expect(problems).toEqual([]);
      }
      expect(positions).toContain(1);
    },
  );
});

describe("any input", () => {
  test("queries never throw, and what is found holds every word", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(samplePapers, 1);
    const vocabulary = fc.constantFrom(
      "neural",
      "collapse",
      "networks",
      "papyan",
      "神经",
      "崩壊",
      "the",
      "gpt-4",
      "xyz",
      "qu",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(vocabulary, { maxLength: 6 }).map((words) => words.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.option(text, { nil: undefined }), fc.nat(5), async (words, other, limit) => {
        const filters = other === undefined ? {} : { by: [other], cat: [other] };
        for (const query of [{ words }, { words, ...filters }]) {
          const found = await index.search(query, { offset: 0, limit });
          expect(found.total).toBeGreaterThanOrEqual(found.hits.length);
          expect(found.hits.length).toBeLessThanOrEqual(limit);
          expect(new Set(found.hits.map((hit) => hit.id)).size).toBe(found.hits.length);
        }
        await index.suggest(words, limit);
        await index.similar(words, limit);
      }),
      { numRuns: 400 },
    );
  });

  test("of up to four words, each finds on its own what they find together", async () => {
    const index = await MiniSearchIndex.open({ folder });
    const words = "alpha beta gamma delta omega sigma".split(" ");
    const titles = fc.array(fc.subarray(words, { minLength: 1 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(titles, fc.subarray(words, { minLength: 1, maxLength: 4 }), async (all, query) => {
        const papers = all.map((title, number) =>
          samplePaper({ id: `2001.${String(number).padStart(5, "0")}`, title: title.join(" ") }),
        );
        await index.put(papers, 1);
        const found = await index.search({ words: query.join(" ") }, { offset: 0, limit: 100 });
        for (const { id } of found.hits) {
          const paper = papers.find((candidate) => candidate.id === id);
          if (paper) for (const term of query) expect(paper.title).toContain(term);
        }
        const wanted = papers.filter((paper) => query.every((term) => paper.title.includes(term)));
        expect(found.hits.map((hit) => hit.id)).toEqual(
          expect.arrayContaining(wanted.map((paper) => paper.id)),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("the worker", () => {
  test("answers while a long put is under way, and keeps this thread free", patient, async () => {
    const index = await openSearchIndex({ folder });
    await index.put(samplePapers, 1);
    let done = false;
    const putting = index.put(many, 2).then(() => {
      done = true;
    });
    const { total } = await index.search({ words: "neural collapse" }, page);
    expect(total).toBe(2);
    expect(done).toBe(false);
    expect((await index.state()).position).toBe(1);
    await putting;
    expect((await index.state()).position).toBe(2);
    await index.close();
  });

  test("closing rejects what is waiting", async () => {
    const index = await openSearchIndex({ folder });
    const putting = expect(index.put(many, 2)).rejects.toThrow(/closed/);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await index.close();
    await putting;
    await expect(index.search({ words: "x" }, page)).rejects.toThrow(/closed/);
  });

  test("a worker that stops fails what was asked, and starts again once", patient, async () => {
    const problems: string[] = [];
    const index = await openSearchIndex({
      folder,
      memoryMegabytes: 48,
      onProblem: (message) => problems.push(message),
    });
    await index.put(samplePapers, 5);
    await index.save();
    const tooMuch = () =>
      index.put(
        many.map((paper) => ({ ...paper, abstract: `${paper.id} `.repeat(20_000) })),
        6,
      );

    await expect(tooMuch()).rejects.toThrow(/stopped: .*memory/);
    expect((await index.state()).position).toBe(5);
    expect((await index.search({ words: "neural collapse" }, page)).total).toBe(2);
    expect(problems).toEqual([expect.stringMatching(/started again/)]);

    await expect(tooMuch()).rejects.toThrow(/stopped: .*memory/);
    await expect(index.state()).rejects.toThrow(/stays stopped/);
    await index.close();
  });
});
