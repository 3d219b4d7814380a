import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { PaperLibrary } from "../../src/app/library.ts";
import { openForIngest } from "../../src/compose.ts";
import type { Paper } from "../../src/core/paper.ts";
import type { SearchIndex, Store } from "../../src/core/ports.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { openTestApp, removeTestFolders } from "../support/app.ts";
import { samplePaper } from "../support/paper.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-library-"));
  store = await openSqliteStore(folder);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(removeTestFolders);

const paper = (number: number, changes: Partial<Paper> = {}) =>
  samplePaper({ id: `2401.${String(number).padStart(5, "0")}`, ...changes });
const papers = (count: number) => Array.from({ length: count }, (_, number) => paper(number));

/** An index that only counts. `onPut` happens after each put, `onSave` before each save. */
function fakeIndex(hooks: { onPut?: () => void; onSave?: () => void } = {}) {
  const ids = new Set<string>();
  const index = { position: 0, puts: [] as number[], savedAt: [] as number[], ids };
  const unused = async () => {
    throw new Error("not used here");
  };
  const search: SearchIndex = {
    search: unused,
    similar: unused,
    suggest: unused,
    categories: unused,
    async put(given, mark) {
      for (const { id } of given) ids.add(id);
      index.puts.push(given.length);
      index.position = mark;
      hooks.onPut?.();
    },
    state: async () => ({ position: index.position, papers: ids.size }),
    async reset() {
      ids.clear();
      index.position = 0;
    },
    async save() {
      hooks.onSave?.();
      index.savedAt.push(ids.size);
    },
    close: async () => {},
  };
  return Object.assign(index, { search });
}

const never = (error: unknown) => {
  throw error;
};

describe("catching up", () => {
  test("gives the index what it lacks, in batches, saves it, and then has nothing to do", async () => {
    await store.papers.put(papers(1_200));
    const index = fakeIndex();
    const library = new PaperLibrary(store.papers, index.search, never);
    const told: number[] = [];
    expect(await library.sync({ progress: (done) => told.push(done) })).toBe(1_200);
    expect([index.puts, told, index.savedAt]).toEqual([[500, 500, 200], [500, 1_000, 1_200], [1_200]]);
    expect(await library.sync()).toBe(0);
    expect(index.savedAt).toHaveLength(1);
  });

  test("a sync joins the one that runs", async () => {
    await store.papers.put(papers(3));
    const index = fakeIndex();
    const library = new PaperLibrary(store.papers, index.search, never);
    expect(await Promise.all([library.sync(), library.sync()])).toEqual([3, 3]);
    expect(index.puts).toEqual([3]);
  });

  test("saves every 10,000 papers on the way", async () => {
    await store.papers.put(papers(20_700));
    const index = fakeIndex();
    await new PaperLibrary(store.papers, index.search, never).sync();
    expect(index.savedAt).toEqual([10_000, 20_000, 20_700]);
  });

  test("stops between batches when it is told to, saves, and goes on the next time", async () => {
    await store.papers.put(papers(1_200));
    const stop = new AbortController();
    const index = fakeIndex({ onPut: () => stop.abort() });
    const library = new PaperLibrary(store.papers, index.search, never);
    expect(await library.sync({ signal: stop.signal })).toBe(500);
    expect([index.puts, index.savedAt]).toEqual([[500], [500]]);
    expect(await library.state()).toEqual({ papers: 500, pending: 700 });
    expect(await library.sync()).toBe(700);
  });

  test.each([
    ["is further than the store", 9, 1],
    ["holds more papers than the store", 2, 4],
  ])("an index that %s is of other data: everything is indexed again", async (_, position, held) => {
    await store.papers.put(papers(3));
    const index = fakeIndex();
    for (let number = 0; number < held; number++) index.ids.add(`2301.0000${number}`);
    index.position = position;
    const library = new PaperLibrary(store.papers, index.search, never);
    expect((await library.state()).pending).toBe(3);
    expect(await library.sync()).toBe(3);
    expect([...index.ids]).toEqual(papers(3).map(({ id }) => id));
    expect(await library.state()).toEqual({ papers: 3, pending: 0 });
  });

  test("papers that changed are pending as new ones are", async () => {
    await store.papers.put(papers(3));
    const library = new PaperLibrary(store.papers, fakeIndex().search, never);
    await library.sync();
    await store.papers.put([paper(1, { title: "Changed" }), paper(7)]);
    expect(await library.state()).toEqual({ papers: 3, pending: 2 });
  });
});

describe("an index that cannot be saved", () => {
  test("is warned of, is complete, and is saved later without new papers", async () => {
    await store.papers.put(papers(3));
    let [full, now] = [true, 0];
    const index = fakeIndex({
      onSave: () => {
        if (full) throw new Error("ENOSPC");
      },
    });
    const warnings: unknown[] = [];
    const library = new PaperLibrary(
      store.papers,
      index.search,
      (error) => warnings.push(error),
      () => now,
    );
    expect(await library.sync()).toBe(3);
    expect(await library.state()).toEqual({ papers: 3, pending: 0 });
    expect(warnings).toEqual([new Error("ENOSPC")]);
    full = false;
    now = 5_000;
    await library.sync();
    expect(index.savedAt).toEqual([]);
    now = 65_000;
    await library.sync();
    expect(index.savedAt).toEqual([3]);
    now = 165_000;
    await library.sync();
    expect([index.savedAt, warnings.length]).toEqual([[3], 1]);
  });
});

describe("the whole app", () => {
  const translation = (title: string, date?: string): Paper["translations"][number] => ({
    language: "de",
    title,
    abstract: "Eine Zusammenfassung.",
    translator: { kind: "machine", name: "Paperboy project" },
    from: { language: "en" },
    ...(date === undefined ? {} : { date }),
  });
  const shipped = "2212.12206";

  test("answers where search.index is a folder, and says once that it cannot be saved", async () => {
    const app = await openTestApp();
    const { data } = app.config;
    await app.close();
    await rm(join(data, "search.index"));
    await writeFile(join(data, "search.index.999999999.tmp"), "left behind");
    await mkdir(join(data, "search.index"));
    const again = await openTestApp({ data });
    expect(await again.library.state()).toEqual({ papers: 10, pending: 0 });
    expect(again.logged.filter((line) => line.includes("could not be saved"))).toHaveLength(1);
    expect((await readdir(data)).filter((name) => name.startsWith("search.index"))).toEqual(["search.index"]);
    await again.close();
  });

  test("a translation that somebody ingested outlives a restart when it is later than the shipped one", async () => {
    const app = await openTestApp();
    const [held] = await app.library.get([shipped]);
    if (!held) throw new Error("not shipped");
    await app.add({ ...held, translations: [translation("Ein besserer Titel", "2999-01-01")] });
    await app.close();
    const again = await openTestApp({ data: app.config.data });
    const [after] = await again.library.get([shipped]);
    expect(after?.translations.find(({ language }) => language === "de")?.title).toBe("Ein besserer Titel");
    await again.close();
  });

  test("a correction of the corpus reaches a folder that exists, but not arXiv's own record", async () => {
    const app = await openTestApp();
    const other = "2212.14150";
    const [one, two] = await app.library.get([shipped, other]);
    if (!one || !two) throw new Error("not shipped");
    await app.add({ ...one, title: "With a mistake" }, { ...two, title: "As arXiv has it", version: 2 });
    await app.close();
    const again = await openTestApp({ data: app.config.data });
    expect((await again.library.get([shipped, other])).map(({ title }) => title)).toEqual([
      one.title,
      "As arXiv has it",
    ]);
    await again.close();
  });

  test("an import that is stopped while it indexes says that it is not done, and the next start goes on", async () => {
    const app = await openTestApp();
    const { config, log } = app;
    await app.close();
    const target = await openForIngest(config, log);
    await target.papers.put(papers(1_200));
    const stop = new AbortController();
    expect(await target.updateIndex(() => stop.abort(), stop.signal)).toBe(false);
    expect(await target.updateIndex(() => {}, new AbortController().signal)).toBe(true);
    await target.close();
  });
});
