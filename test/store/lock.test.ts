import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { StoreError } from "../../src/store/errors.ts";
import { holdServingLock } from "../../src/store/lock.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";

const root = mkdtempSync(join(tmpdir(), "paperboy-lock-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Starts a process that serves the folder until it is killed. */
async function serveElsewhere(folder: string): Promise<ChildProcess> {
  const code = `
    import { holdServingLock } from ${JSON.stringify(new URL("../../src/store/lock.ts", import.meta.url).href)};
    globalThis.free = holdServingLock(${JSON.stringify(folder)});
    setInterval(() => {}, 1000);
    process.stdout.write("serving");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("a folder that another process serves is refused in a sentence, until that process is killed", async () => {
  const folder = join(root, "killed");
  const child = await serveElsewhere(folder);
  try {
    expect(() => holdServingLock(folder)).toThrow(StoreError);
    expect(() => holdServingLock(folder)).toThrow(
      `Another Paperboy already serves the data folder ${folder}: stop it first, or give this one another folder with PAPERBOY_DATA.`,
    );
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
  holdServingLock(folder)();
});

test("a lock is held once in one process too, and can be taken again when it is freed", () => {
  const folder = join(root, "twice");
  const free = holdServingLock(folder);
  expect(() => holdServingLock(folder)).toThrow(folder);
  free();
  free();
  holdServingLock(folder)();
});

test("other folders can be served meanwhile", () => {
  const frees = ["one", "two"].map((name) => holdServingLock(join(root, name)));
  for (const free of frees) free();
});

test("the store of a served folder stays open to others, such as an import", async () => {
  const folder = join(root, "import");
  const free = holdServingLock(folder);
  const store = await openSqliteStore(folder);
  expect(await store.papers.count()).toBe(0);
  await store.close();
  free();
});
