import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { openSearchIndex } from "../../src/search/open.ts";
import { searchIndexContract } from "../contracts/search-index.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-search-"));
  folders.push(folder);
  return folder;
}

searchIndexContract("MiniSearch in the thread", async () => {
  const folder = await newFolder();
  return () => MiniSearchIndex.open({ folder });
});

searchIndexContract("MiniSearch in a worker", async () => {
  const folder = await newFolder();
  return () => openSearchIndex({ folder });
});
