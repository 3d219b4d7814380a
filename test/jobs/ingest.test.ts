import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import type { PaperStore, Store } from "../../src/core/ports.ts";
import { type IngestOptions, type IngestProgress, ingest, summaryLines } from "../../src/jobs/ingest.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";

let folder: string;
let store: Store;
let reportPath: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-ingest-"));
  reportPath = join(folder, "reports", "bad.jsonl");
  store = await openSqliteStore(join(folder, "data"));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function plain(at: number, more: object = {}) {
  const id = `2301.${String(at).padStart(5, "0")}`;
  return {
    id,
    title: `Paper ${at}`,
    abstract: `About $\\alpha_${at}$.`,
    authors: ["A. Author"],
    categories: ["cs.LG"],
    ...more,
  };
}

function lines(...values: unknown[]): string {
  return values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");
}

const many = (count: number) => lines(...Array.from({ length: count }, (_, at) => plain(at)));

const run = (files: string[], more: Partial<IngestOptions> = {}) =>
  ingest({
    files,
    papers: store.papers,
    announcements: store.announcements,
    today: "2026-11-22",
    reportPath,
    ...more,
  });

async function everything(papers: PaperStore): Promise<Paper[]> {
  const all = await papers.since(0, 100_000);
  return [...all.papers].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function report(path = reportPath): unknown[] {
  const text = readFileSync(path, "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("ingest", () => {
  it("adds papers, and finds nothing to do the second time", async () => {
    const path = file("a.jsonl", many(1_234));
    const none = { updated: 0, unchanged: 0, older: 0, bad: 0 };
    const first = await run([path]);
    const total = { read: 1_234, added: 1_234, ...none };
    expect(first).toEqual({ files: [{ file: path, ...total }], total, failed: false });
    const held = await store.papers.since(0, 10_000);
    expect((await run([path])).total).toEqual({ ...total, added: 0, unchanged: 1_234 });
    expect(await store.papers.since(0, 10_000)).toEqual(held);
    expect(held.papers[7]).toMatchObject({ abstract: "About α₇.", raw: { abstract: "About $\\alpha_7$." } });
  });

  it("lets the newest version win, in whatever order versions come", async () => {
    const versions = [
      plain(1, { version: 2, title: "Two" }),
      { ...plain(1), id: "2301.00001v3", title: "Three" },
    ];
    const path = file("a.jsonl", lines(...versions, plain(1, { version: 1, title: "One" }), plain(2)));
    expect((await run([path])).total).toMatchObject({ read: 4, added: 2, updated: 1, older: 1 });
    expect(await store.papers.get(["2301.00001"])).toMatchObject([{ version: 3, title: "Three" }]);
    expect((await run([path])).total).toMatchObject({ added: 0, updated: 0, unchanged: 2, older: 2 });
  });

  it("counts each file by itself", async () => {
    const files = [file("a.jsonl", many(3)), file("b.jsonl.gz", gzipSync(many(5)))];
    const summary = await run(files);
    expect(summary.files.map(({ read, added, unchanged }) => [read, added, unchanged])).toEqual([
      [3, 3, 0],
      [5, 2, 3],
    ]);
    expect(summaryLines(summary)).toEqual([
      "a.jsonl: 3 read: 3 added",
      "b.jsonl.gz: 5 read: 2 added, 3 unchanged",
      "All files: 8 read: 5 added, 3 unchanged",
    ]);
  });

  it("puts whole batches, smaller ones where records are long", async () => {
    const sizes: number[] = [];
    const papers = spy((batch) => sizes.push(batch.length));
    await run([file("a.jsonl", many(1_100))], { papers });
    expect(sizes).toEqual([500, 500, 100]);
    sizes.length = 0;
    const long = Array.from({ length: 10 }, (_, at) => plain(at, { padding: "x".repeat(3 * 1024 * 1024) }));
    await run([file("long.jsonl", lines(...long))], { papers });
    expect(sizes).toEqual([3, 3, 3, 1]);
  });

  it("tells how far it is", async () => {
    const told: IngestProgress[] = [];
    const path = file("a.jsonl", many(2_000));
    await run([path], { onProgress: (progress) => told.push(progress) });
    const size = readFileSync(path).length;
    expect(told.at(-1)).toEqual({ file: path, bytesRead: size, bytesTotal: size, papers: 2_000 });
    expect(told.length).toBeGreaterThan(2);
  });
});

describe("bad lines", () => {
  it("are reported with number, field and reason, and stop nothing", async () => {
    const bad = [
      plain(1),
      "",
      "{",
      plain(2, { title: 5 }),
      plain(3, { abstract: "", published: "soon" }),
      "[]",
      plain(4),
    ];
    const summary = await run([
      file("some bad.jsonl", lines(...bad)),
      file("more.jsonl", lines({ id: "x" })),
    ]);
    expect(summary).toMatchObject({ total: { read: 7, added: 2, bad: 5 }, failed: false, reportPath });
    const name = "some bad.jsonl";
    expect(report()).toEqual([
      { file: name, line: 3, field: "(line)", reason: expect.stringMatching(/^is not valid JSON/) },
      { file: name, line: 4, field: "title", reason: "expected text, found a number" },
      {
        ...{ file: name, line: 5, field: "abstract", reason: "is empty" },
        also: [{ field: "published", reason: "expected YYYY[-MM[-DD[Thh:mm:ssZ]]]" }],
      },
      { file: name, line: 6, field: "(line)", reason: "expected an object, found a list" },
      expect.objectContaining({ file: "more.jsonl", line: 1, field: "abstract", reason: "is missing" }),
    ]);
    expect(summaryLines(summary)).toContain(`Bad lines are listed in ${reportPath}`);
  });

  it("leave no report where there are none, and that of the run before is removed", async () => {
    await run([file("a.jsonl", "{\n")]);
    expect(report()).toHaveLength(1);
    const summary = await run([file("a.jsonl", many(1))]);
    expect(existsSync(reportPath)).toBe(false);
    expect(summary).not.toHaveProperty("reportPath");
  });
});

describe("a file that cannot be read", () => {
  it("is named, and the others are read all the same", async () => {
    const missing = join(folder, "missing.jsonl");
    const summary = await run([missing, folder, file("a.jsonl", many(2))]);
    expect(summary).toMatchObject({ total: { read: 2, added: 2 }, failed: true });
    expect(summary.files.map(({ error }) => error)).toEqual([
      `${missing}: there is no such file`,
      `${folder}: this is a folder, not a file`,
      undefined,
    ]);
  });

  it("gives what comes before the place where it was cut off", async () => {
    const whole = gzipSync(many(1_500));
    const path = file("a.jsonl.gz", whole.subarray(0, whole.length - 8));
    const summary = await run([path, file("b.jsonl", many(1))]);
    expect(summary).toMatchObject({ failed: true, files: [{ added: 1_500, bad: 1 }, { unchanged: 1 }] });
    expect(summary.files[0]?.error).toBe(`${path}: line 1501: the file ends early: it was cut off`);
    expect(report()).toMatchObject([{ file: "a.jsonl.gz", line: 1_501, field: "(line)" }]);
  });

  it("is not blamed for an error of the store", async () => {
    const papers = spy(() => {
      throw new Error("disk full");
    });
    await expect(run([file("a.jsonl", `{\n${many(1)}`)], { papers })).rejects.toThrow("disk full");
    expect(report()).toHaveLength(1);
  });
});

describe("a run that is stopped", () => {
  it("ends with the batch that is being put, says how far it came, and goes on the next time", async () => {
    const controller = new AbortController();
    const [path, next] = [file("a.jsonl", many(1_800)), file("b.jsonl", many(1))];
    const papers = spy(() => controller.abort());
    const summary = await run([path, next], { papers, signal: controller.signal });
    expect(summary).toMatchObject({
      stopped: { file: path, line: 500 },
      total: { read: 500, added: 500 },
      failed: false,
    });
    expect(summary.files).toHaveLength(1);
    expect(summaryLines(summary).at(-1)).toMatch(/^Stopped at line 500 of .*run the same command again/);
    expect(await store.papers.count()).toBe(500);
    expect((await run([path, next])).total).toMatchObject({ added: 1_300, unchanged: 501 });
  });

  it("does nothing when it was stopped before it began", async () => {
    const path = file("a.jsonl", many(1));
    const summary = await run([path], { signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ files: [], stopped: { file: path, line: 0 }, failed: false });
    expect(await store.papers.count()).toBe(0);
  });

  it("is not one that was asked to stop when all had been read", async () => {
    const controller = new AbortController();
    const papers = spy(() => controller.abort());
    const summary = await run([file("a.jsonl", many(3))], { papers, signal: controller.signal });
    expect(summary).not.toHaveProperty("stopped");
  });
});

describe("a process that is ended in the middle", () => {
  const total = 6_000;

  it("by kill -9 leaves whole batches and a whole report; a rerun comes to the same end", async () => {
    const content = many(total).replaceAll(/(?<=\n)(?=.*"2301\.0\d{3}7")/g, "not JSON\n");
    const path = file("a.jsonl.gz", gzipSync(content));
    for (const killAt of ["put 1", "put 2", "done 3", "put 7"]) {
      const child = start(path, join(folder, "killed"));
      await said(child, killAt);
      child.kill("SIGKILL");
      await ended(child);
      const killed = await openSqliteStore(join(folder, "killed"));
      const held = await killed.papers.count();
      await killed.close();
      expect(held % 500).toBe(0);
      expect(held).toBeLessThan(total);
      report(join(folder, "killed", "bad.jsonl"));
    }
    expect(await ended(start(path, join(folder, "killed")))).toBe(0);
    await run([path]);
    const killed = await openSqliteStore(join(folder, "killed"));
    const [after, straight] = [await everything(killed.papers), await everything(store.papers)];
    await killed.close();
    expect(straight).toHaveLength(total);
    expect(after).toEqual(straight);
    expect(report(join(folder, "killed", "bad.jsonl"))).toEqual(report());
    expect(report()).toHaveLength(total / 10);
  });

  it("by Ctrl-C stops after a batch", async () => {
    const child = start(file("a.jsonl", many(total)), join(folder, "killed"));
    await said(child, "done 2");
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    const killed = await openSqliteStore(join(folder, "killed"));
    const held = await killed.papers.count();
    await killed.close();
    expect(held).toBeGreaterThanOrEqual(1_000);
    expect(held).toBeLessThan(total);
  });
});

describe("../shared", () => {
  const awkward = new URL("../../../shared/data/arxiv/awkward.jsonl.gz", import.meta.url).pathname;
  it.skipIf(!existsSync(awkward))("awkward.jsonl.gz (skipped without ../shared): loads whole", async () => {
    expect((await run([awkward])).total).toMatchObject({ read: 143, added: 142, unchanged: 1, bad: 0 });
    expect((await run([awkward])).total).toMatchObject({ read: 143, added: 0, updated: 0, unchanged: 143 });
    const [paper] = await store.papers.get(["2507.06261"]);
    expect(paper?.authors).toHaveLength(3_303);
  });
});

/** The test's store, with something that happens before each batch is put. */
function spy(before: (papers: readonly Paper[]) => void): PaperStore {
  return {
    ...store.papers,
    put: (papers) => {
      before(papers);
      return store.papers.put(papers);
    },
  };
}

describe("news", () => {
  const announced = async () =>
    (await store.announcements.since(0, 100)).map(
      ({ paper, source, type, date }) => `${paper} ${source} ${type} ${date}`,
    );

  it("is what is dated in the last week; what is older only fills the index", async () => {
    const papers = lines(
      plain(1, { published: "2026-11-15" }),
      plain(2, { published: "2026-11-14" }),
      plain(3, { announced: ["2023-01-20"] }),
    );
    await run([file("a.jsonl", papers)]);
    expect(await announced()).toEqual(["2301.00001 file new 2026-11-15"]);
  });

  it("is what nobody has dated, once, on the day it comes", async () => {
    const bib = file(
      "refs.bib",
      "@article{a, title={T}, doi={10.1234/a}}\n@article{b, title={U}, doi={10.1234/b}, year={2026}}",
    );
    await run([bib]);
    await run([bib], { today: "2026-11-23" });
    expect(await announced()).toEqual(["doi:10.1234/a file new 2026-11-22"]);
    expect(await store.papers.count()).toBe(2);
  });

  it("of a feed in a file has the feed's types and dates", async () => {
    const item = (id: string, type: string) =>
      `<item><guid>oai:arXiv.org:${id}v2</guid><title>T</title><description>A</description><pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>${type}</arxiv:announce_type></item>`;
    const path = file(
      "feed.xml",
      `<rss xmlns:arxiv="http://arxiv.org/schemas/atom"><channel>${item("2301.00001", "replace")}${item("2611.00001", "new")}</channel></rss>`,
    );
    const summary = await run([path]);
    expect(summary.total).toMatchObject({ read: 2, added: 2 });
    expect(await announced()).toEqual([
      "2301.00001 file replace 2026-11-20",
      "2611.00001 file new 2026-11-20",
    ]);
  });

  it("that a killed run had not announced is announced by the next", async () => {
    const path = file("a.jsonl", lines(plain(1, { published: "2026-11-20" })));
    await run([path], { announcements: { ...store.announcements, add: async () => 0 } });
    await run([path]);
    expect(await announced()).toEqual(["2301.00001 file new 2026-11-20"]);
  });
});

describe("other files", () => {
  it("a record that cannot be read is reported with its line, the others are kept", async () => {
    const summary = await run([
      file(
        "refs.ris.gz",
        gzipSync("TY  - JOUR\nTI  - T\nDO  - 10.1234/a\nER  -\nTY  - JOUR\nDO  - 10.1234/b\nER  -\n"),
      ),
    ]);
    expect(summary.total).toMatchObject({ read: 2, added: 1, bad: 1 });
    expect(report()).toEqual([{ file: "refs.ris.gz", line: 5, field: "title", reason: "is missing" }]);
  });

  it("a feed that is cut off gives what it has and says that it was", async () => {
    const path = file(
      "feed.rss",
      "<rss><channel><item><title>T</title><link>https://example.org/1</link></item><item><ti",
    );
    const summary = await run([path]);
    expect(summary).toMatchObject({ failed: true, total: { added: 1, bad: 1 } });
    expect(summaryLines(summary).join("\n")).toContain("it was cut off");
  });
});

/** An import in a process of its own, which says `put N` and `done N` around each batch. */
function start(path: string, data: string): ChildProcess {
  const module = (name: string) => JSON.stringify(new URL(`../../src/${name}`, import.meta.url).href);
  const code = `
    import { openSqliteStore } from ${module("store/sqlite.ts")};
    import { ingest } from ${module("jobs/ingest.ts")};
    const [path, data] = process.argv.slice(1);
    const store = await openSqliteStore(data);
    const stop = new AbortController();
    process.once("SIGINT", () => stop.abort());
    let batches = 0;
    const put = async (papers) => {
      console.log("put " + ++batches);
      const outcomes = await store.papers.put(papers);
      console.log("done " + batches);
      // Time for the test to answer: batches are put faster than a signal travels.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return outcomes;
    };
    const reportPath = data + "/bad.jsonl";
    const papers = { ...store.papers, put };
    const { announcements } = store;
    const today = "2026-11-22";
    const summary = await ingest({ files: [path], papers, announcements, today, reportPath, signal: stop.signal });
    await store.close();
    process.exitCode = summary.stopped ? 130 : 0;
  `;
  const args = ["--no-warnings", "--input-type=module", "-e", code, path, data];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

async function said(child: ChildProcess, text: string): Promise<void> {
  if (!child.stdout) throw new Error("no output to read");
  for await (const line of createInterface(child.stdout)) if (line === text) return;
  throw new Error(`ended without saying ${text}`);
}

function ended(child: ChildProcess): Promise<number | null> {
  child.stdout?.resume();
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}
