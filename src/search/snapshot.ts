import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { analysisVersion } from "./analysis.ts";

/** Goes up whenever the content of a snapshot has another form. */
const formatVersion = 1;
const magic = "PBSEARCH";
/** Magic, format, analysis, checksum, documents, position, length of the content. */
const headerBytes = 8 + 4 * 4 + 8 + 8;
const checksumAt = 16;

/** `content` is written part by part, so that no part holds the thread for long. */
export interface Snapshot<T> {
  readonly position: number;
  readonly documents: number;
  readonly content: T;
}

function pathIn(folder: string): string {
  return join(folder, "search.index");
}

function temporaryIn(folder: string): string {
  return `${pathIn(folder)}.${process.pid}.tmp`;
}

/** Writes a snapshot so that a crash at any moment leaves the old one or the new one. */
export async function writeSnapshot(folder: string, snapshot: Snapshot<object>): Promise<void> {
  try {
    await write(folder, snapshot);
  } catch (error) {
    await rm(temporaryIn(folder), { force: true }).catch(() => {});
    throw error;
  }
}

async function write(folder: string, snapshot: Snapshot<object>): Promise<void> {
  const parts: Buffer[] = [];
  for (const part of Object.entries(snapshot.content)) {
    const bytes = serialize(part);
    const length = Buffer.alloc(8);
    length.writeDoubleLE(bytes.length);
    parts.push(length, bytes);
    await turn();
  }
  const header = Buffer.alloc(headerBytes);
  header.write(magic, "latin1");
  header.writeUInt32LE(formatVersion, 8);
  header.writeUInt32LE(analysisVersion, 12);
  header.writeUInt32LE(snapshot.documents, 20);
  header.writeDoubleLE(snapshot.position, 24);
  header.writeDoubleLE(
    parts.reduce((sum, part) => sum + part.length, 0),
    32,
  );
  let sum = headerChecksum(header);
  for (const part of parts) {
    sum = crc32(part, sum);
    await turn();
  }
  header.writeUInt32LE(sum, checksumAt);
  await mkdir(folder, { recursive: true });
  const temporary = temporaryIn(folder);
  const file = await open(temporary, "w");
  try {
    await file.writeFile(header);
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, pathIn(folder));
  const directory = await open(folder, "r");
  await directory.sync().catch(() => {}); // Some file systems cannot sync a folder; the rename stands all the same.
  await directory.close();
}

/** What `readSnapshot` found: a snapshot, nothing, or something that cannot be used and why. */
export type Found<T> = { readonly snapshot: Snapshot<T> } | { readonly problem: string } | "nothing";

export async function readSnapshot<T>(folder: string): Promise<Found<T>> {
  await removeLeftovers(folder);
  let file: Buffer;
  try {
    file = await readFile(pathIn(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "nothing";
    return { problem: `it cannot be read: ${(error as Error).message}` };
  }
  if (file.length < headerBytes || file.toString("latin1", 0, 8) !== magic)
    return { problem: "it is no search index" };
  const header = file.subarray(0, headerBytes);
  const content = file.subarray(headerBytes);
  const format = header.readUInt32LE(8);
  if (format !== formatVersion) return { problem: `its format is ${format}, wanted is ${formatVersion}` };
  const analysis = header.readUInt32LE(12);
  if (analysis !== analysisVersion)
    return { problem: `its analysis is ${analysis}, wanted is ${analysisVersion}` };
  if (header.readDoubleLE(32) !== content.length) return { problem: "it is cut short or has grown" };
  if (header.readUInt32LE(checksumAt) !== crc32(content, headerChecksum(header)))
    return { problem: "its checksum is wrong" };
  try {
    return {
      snapshot: {
        position: header.readDoubleLE(24),
        documents: header.readUInt32LE(20),
        content: Object.fromEntries(partsOf(content)) as T,
      },
    };
  } catch (error) {
    return { problem: `it cannot be understood: ${(error as Error).message}` };
  }
}

/** Removes what saves left behind whose process was killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^search\.index\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid === undefined || savesElsewhere(Number(pid))) continue;
    await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

/** True of another process that lives. This one is only opening the index, so it saves nothing. */
function savesElsewhere(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function* partsOf(content: Buffer): Generator<[string, unknown]> {
  for (let at = 0; at < content.length; ) {
    const end = at + 8 + content.readDoubleLE(at);
    yield deserialize(content.subarray(at + 8, end)) as [string, unknown];
    at = end;
  }
}

/** The checksum goes over all of the file but itself. */
function headerChecksum(header: Buffer): number {
  return crc32(header.subarray(checksumAt + 4), crc32(header.subarray(0, checksumAt)));
}
