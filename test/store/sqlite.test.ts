import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import { NodeSqliteDialect } from "../../src/store/dialect.ts";
import { explain, StoreError } from "../../src/store/errors.ts";
import { prepareFolder } from "../../src/store/folder.ts";
import type { Tables } from "../../src/store/schema.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { digestStoreContract } from "../contracts/digest-store.ts";
import { samplePaper, storeContract } from "../contracts/store.ts";
import { translationCacheContract } from "../contracts/translation-cache.ts";

const root = mkdtempSync(join(tmpdir(), "paperboy-store-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, String(++folders), "data");

describe("the SQLite store", () => {
  storeContract(() => openSqliteStore(newFolder()));
  digestStoreContract((now) => openSqliteStore(newFolder(), now));
});

describe("the SQLite store's translated sentences", () => {
  translationCacheContract((now) => openSqliteStore(newFolder(), now));
});

/** Lets another process open the store and do something with it; gives what it printed. */
async function elsewhere(folder: string, action: string): Promise<string> {
  const code = `
    import { openSqliteStore } from ${JSON.stringify(new URL("../../src/store/sqlite.ts", import.meta.url).href)};
    const store = await openSqliteStore(${JSON.stringify(folder)});
    const samplePaper = (number, changes) => ({ ...${JSON.stringify(samplePaper(0))}, id: "2401." + String(number).padStart(5, "0"), ...changes });
    ${action}
    await store.close();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const exit = await new Promise((resolve) => child.once("close", resolve));
  expect(exit).toBe(0);
  return output.trim();
}

async function using<T>(folder: string, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore(folder);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe("the file", () => {
  test("what was put is there when it is opened again", async () => {
    const folder = newFolder();
    await using(folder, async (store) => {
      await store.papers.put([samplePaper(1)]);
      await store.settings.setLanguage("person", "discord:1", "ko");
    });
    await using(folder, async (store) => {
      expect(await store.papers.get(["2401.00001"])).toEqual([samplePaper(1)]);
      expect(await store.settings.language("person", "discord:1")).toBe("ko");
    });
  });

  test("it is in WAL mode and carries when a paper was first seen", async () => {
    const folder = newFolder();
    const times = ["2026-01-01T00:00:00.000Z", "2026-02-02T00:00:00.000Z"];
    const store = await openSqliteStore(folder, () => new Date(times.shift() ?? 0));
    await store.papers.put([samplePaper(1)]);
    await store.papers.put([samplePaper(1, { version: 2 })]);
    await store.close();
    const database = new DatabaseSync(join(folder, "paperboy.db"));
    expect(database.prepare("pragma journal_mode").get()).toEqual({ journal_mode: "wal" });
    expect(database.prepare("select first_seen from papers").get()).toEqual({
      first_seen: "2026-01-01T00:00:00.000Z",
    });
    database.close();
  });

  test("a write that is under way when it is closed still happens", async () => {
    const folder = newFolder();
    const store = await openSqliteStore(folder);
    const writes = [store.papers.put([samplePaper(1)]), store.papers.put([samplePaper(2)])];
    await store.close();
    expect(await Promise.all(writes)).toEqual([["added"], ["added"]]);
    expect(await using(folder, (again) => again.papers.count())).toBe(2);
  });

  test("a database of a newer Paperboy is refused and left as it is", async () => {
    const folder = newFolder();
    await using(folder, async () => {});
    const database = new DatabaseSync(join(folder, "paperboy.db"));
    database.exec(
      "insert into kysely_migration values ('2099-01-from-the-future', '2099-01-01T00:00:00.000Z')",
    );
    database.close();
    await expect(openSqliteStore(folder)).rejects.toThrow(
      /^.*paperboy\.db was written by a newer Paperboy: start that version, or use another data folder\.$/,
    );
  });

  test("a file that is no database is refused in a sentence", async () => {
    const folder = newFolder();
    prepareFolder(folder);
    writeFileSync(join(folder, "paperboy.db"), "this is not a database ".repeat(100));
    await expect(openSqliteStore(folder)).rejects.toThrow(/is not a Paperboy database: move it away/);
  });

  test("a folder where the database should be is refused in a sentence", async () => {
    const folder = newFolder();
    prepareFolder(join(folder, "paperboy.db"));
    await expect(openSqliteStore(folder)).rejects.toThrow(/cannot be written: make it a file/);
  });
});

describe("a file that goes wrong", () => {
  const sqliteError = (errcode: number) => Object.assign(new Error("SQLite's words"), { errcode });

  test.each([
    [10, /^\/data\/paperboy\.db cannot be read or written \(I\/O error\): check the disk/],
    [10 | (12 << 8), /I\/O error/],
    [11, /^\/data\/paperboy\.db is damaged: put a copy in its place, or move it away/],
    [13, /^\/data\/paperboy\.db cannot grow, the disk is full: make room/],
  ])("result code %i is explained in a sentence", (code, sentence) => {
    const cause = sqliteError(code);
    const explained = explain(cause, "/data/paperboy.db");
    expect(explained).toBeInstanceOf(StoreError);
    expect(explained).toMatchObject({ message: expect.stringMatching(sentence), cause });
  });

  test("a full disk is told as that, though SQLite has ended the transaction by itself", async () => {
    const folder = newFolder();
    prepareFolder(folder);
    const database = new DatabaseSync(join(folder, "small.db"));
    database.exec("pragma max_page_count = 8; create table queries (id text, text text, kept_at text)");
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database, "small.db") });
    const fill = (before: () => void) =>
      db.transaction().execute(async (transaction) => {
        before();
        const text = "x".repeat(100_000);
        await transaction.insertInto("queries").values({ id: "1", text, kept_at: "" }).execute();
      });
    await expect(fill(() => {})).rejects.toThrow("small.db cannot grow, the disk is full");
    await expect(fill(() => database.exec("rollback"))).rejects.toThrow("small.db cannot grow");
    await db.destroy();
  });

  test("damage that is met while reading is told with the file's name", async () => {
    const folder = newFolder();
    await using(folder, (store) =>
      store.papers.put(Array.from({ length: 1_000 }, (_, number) => samplePaper(number))),
    );
    const file = join(folder, "paperboy.db");
    const bytes = readFileSync(file);
    // The header and the schema stay, so that it opens.
    bytes.fill(0xff, 192 * 1024);
    writeFileSync(file, bytes);
    await using(folder, async (store) => {
      for (const reading of [store.papers.since(0, 1_000), store.papers.put([samplePaper(299)])]) {
        await expect(reading).rejects.toThrow(StoreError);
        await expect(reading).rejects.toThrow(`${file} is damaged`);
      }
    });
  });

  test("a record that is no JSON is named with the file", async () => {
    const folder = newFolder();
    await using(folder, (store) => store.papers.put([samplePaper(1)]));
    const database = new DatabaseSync(join(folder, "paperboy.db"));
    database.exec("update papers set record = '{'");
    database.close();
    await using(folder, async (store) => {
      const says = /paperboy\.db is damaged \(the record of 2401\.00001 is not JSON\): put a copy/;
      await expect(store.papers.since(0, 1)).rejects.toThrow(says);
      await expect(store.papers.get(["2401.00001"])).rejects.toThrow(says);
      await expect(store.papers.put([samplePaper(1)])).rejects.toThrow(says);
    });
  });

  test("another program's database is refused in a sentence and left as it is", async () => {
    const folder = newFolder();
    prepareFolder(folder);
    const file = join(folder, "paperboy.db");
    const database = new DatabaseSync(file);
    database.exec("create table papers (whatever text)");
    await expect(openSqliteStore(folder)).rejects.toThrow(`${file} is not a Paperboy database: move it away`);
    expect(database.prepare("select name from sqlite_schema").all()).toEqual([{ name: "papers" }]);
    database.close();
  });
});

describe("the folder", () => {
  test("it is created where it is missing", () => {
    const folder = newFolder();
    prepareFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  test("a file in its place is refused in a sentence", () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    expect(() => prepareFolder(file)).toThrow(
      /^The data folder .*file cannot be used \(EEXIST\): set PAPERBOY_DATA/,
    );
  });

  test.each([
    ["NFS", 0x6969],
    ["SMB", 0x517b],
    ["SMB", 0xfe534d42],
    ["CIFS", 0xff534d42],
    ["CIFS", 0xff534d42 | 0],
  ])("one on %s (%i) is refused in a sentence", (name, type) => {
    const attempt = () => prepareFolder(newFolder(), () => type);
    expect(attempt).toThrow(StoreError);
    expect(attempt).toThrow(`is on a network file system (${name})`);
  });
});

describe("several at once", () => {
  test("two that write in turn see each other's papers and positions", async () => {
    const folder = newFolder();
    await using(folder, (one) =>
      using(folder, async (two) => {
        const writes = Array.from({ length: 50 }, (_, index) =>
          (index % 2 ? one : two).papers.put([samplePaper(index)]),
        );
        expect((await Promise.all(writes)).flat()).toEqual(Array(50).fill("added"));
        expect(await one.papers.put([samplePaper(1)])).toEqual(["unchanged"]);
        expect((await two.papers.since(0, 100)).position).toBe(50);
      }),
    );
  });

  test("a new file that is opened twice at once is set up once", async () => {
    const folder = newFolder();
    const stores = await Promise.all([1, 2, 3].map(() => openSqliteStore(folder)));
    for (const store of stores) await store.papers.put([samplePaper(1)]);
    expect(await stores[0]?.papers.since(0, 10)).toMatchObject({ position: 1 });
    for (const store of stores) await store.close();
  });

  test("reading goes on while another process holds the write lock, and writing waits without stopping us", async () => {
    const folder = newFolder();
    await using(folder, async (store) => {
      await store.papers.put([samplePaper(1)]);
      const other = new DatabaseSync(join(folder, "paperboy.db"));
      other.exec("begin immediate");
      const write = store.settings.setLanguage("person", "slack:T1:U1", "de");
      expect(await store.papers.get(["2401.00001"])).toHaveLength(1);
      expect(await store.settings.language("person", "slack:T1:U1")).toBeUndefined();
      other.exec("commit");
      other.close();
      await write;
      expect(await store.settings.language("person", "slack:T1:U1")).toBe("de");
    });
  });

  test("a new file that many processes open at once is set up once", async () => {
    const folder = newFolder();
    const counts = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        elsewhere(folder, `await store.papers.put([samplePaper(${number})]); console.log("done");`),
      ),
    );
    expect(counts).toEqual(Array(4).fill("done"));
    expect(await using(folder, (store) => store.papers.count())).toBe(4);
  });

  test("processes that change the same papers lose nothing of each other", async () => {
    const folder = newFolder();
    const rounds = 40;
    const write = (language: string) => `
      for (let round = 0; round < ${rounds}; round++) {
        const translation = { language: "${language}", title: "t", abstract: "a" + round, translator: { kind: "machine", name: "m" }, from: { language: "en" } };
        await store.papers.put([1, 2, 3].map((number) => samplePaper(number, { translations: [translation] })));
      }`;
    await using(folder, async (store) => {
      await Promise.all([
        elsewhere(folder, write("de")),
        elsewhere(folder, write("fr")),
        elsewhere(folder, write("ja")),
      ]);
      const { papers, position } = await store.papers.since(0, 10);
      expect(position).toBe(3 * 3 * rounds);
      for (const paper of papers) {
        expect(paper.translations.map((each) => each.language).sort()).toEqual(["de", "fr", "ja"]);
        expect(paper.translations.every((each) => each.abstract === `a${rounds - 1}`)).toBe(true);
      }
    });
  });
});

describe("a process that is killed", () => {
  test("leaves every acknowledged batch whole and nothing torn", async () => {
    const folder = newFolder();
    const code = `
      import { openSqliteStore } from ${JSON.stringify(new URL("../../src/store/sqlite.ts", import.meta.url).href)};
      const store = await openSqliteStore(${JSON.stringify(folder)});
      const paper = ${JSON.stringify(samplePaper(0))};
      for (let batch = 0; ; batch++) {
        await store.papers.put(Array.from({ length: 10 }, (_, index) => ({ ...paper, id: "2401." + String(batch * 10 + index).padStart(5, "0") })));
        process.stdout.write(batch + "\\n");
      }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.split("\n").length > 20) child.kill("SIGKILL");
    });
    await new Promise((resolve) => child.once("close", resolve));
    const acknowledged = output.split("\n").slice(0, -1).length;
    const held = await using(folder, (store) => store.papers.count());
    expect(held % 10).toBe(0);
    expect(held).toBeGreaterThanOrEqual(acknowledged * 10);
  });
});
