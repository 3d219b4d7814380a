import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import { type IngestTarget, ingestCommand } from "../../src/jobs/ingest-command.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { samplePaper } from "../support/paper.ts";

let folder: string;
let store: Store;
let said: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-command-"));
  store = await openSqliteStore(join(folder, "data"));
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(content: string, updateIndex: IngestTarget["updateIndex"] = async () => true) {
  const file = join(folder, "papers.jsonl");
  writeFileSync(file, content);
  const target = {
    papers: store.papers,
    announcements: store.announcements,
    reportPath: join(folder, "bad.jsonl"),
    updateIndex,
  };
  return ingestCommand(target, [file], new AbortController().signal);
}

const good = `${JSON.stringify(samplePaper())}\n`;

test("0 when papers came, though some lines were bad", async () => {
  expect(await run(`${good}bad\n`)).toBe(0);
  expect(said).toContain("The index is up to date.");
});

test("0 for an empty file", async () => {
  expect(await run("")).toBe(0);
});

test("1 when every line was bad", async () => {
  expect(await run("bad\n".repeat(20))).toBe(1);
  expect(said).toContain("papers.jsonl: 20 read: 20 bad");
});

test("1 and a sentence when it was stopped while it indexed", async () => {
  expect(await run(good, async () => false)).toBe(1);
  expect(said).toContain("Stopped before all papers were indexed. They are kept; the next start");
});
