import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { analysisVersion } from "./analysis.ts";
import { packSections, type Sections, unpackSections } from "./sections.ts";

/** Goes up whenever the content of a snapshot has another form. */
const formatVersion = 6;
const magic = "PBSEARCH";
/** Magic, format, analysis, checksum, documents, position, length of the content. */
const headerBytes = 8 + 4 * 4 + 8 + 8;
const checksumAt = 16;
/** Read, written and added up at a time, so that nothing holds the thread for long. */
const chunkBytes = 4 << 20;

/** The content is arrays of numbers, written as they are and used where they are read. */
export interface Snapshot {
  readonly position: number;
  readonly documents: number;
  readonly content: Sections;
}

function pathIn(folder: string): string {
  return join(folder, "search.index");
}

function temporaryIn(folder: string): string {
  return `${pathIn(folder)}.${process.pid}.tmp`;
}

/** Writes a snapshot so that a crash at any moment leaves the old one or the new one. */
export async function writeSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  try {
    await write(folder, snapshot);
  } catch (error) {
    await rm(temporaryIn(folder), { force: true }).catch(() => {});
    throw error;
  }
}

async function write(folder: string, snapshot: Snapshot): Promise<void> {
  const parts = packSections(snapshot.content, headerBytes);
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
  await mkdir(folder, { recursive: true });
  const temporary = temporaryIn(folder);
  const file = await open(temporary, "w");
  try {
    let sum = headerChecksum(header);
    let at = headerBytes;
    for (const chunk of chunksOf(parts)) {
      sum = crc32(chunk, sum);
      await writeAll(file, chunk, at);
      at += chunk.length;
    }
    header.writeUInt32LE(sum, checksumAt);
    await writeAll(file, header, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, pathIn(folder));
  const directory = await open(folder, "r");
  await directory.sync().catch(() => {}); // Some file systems cannot sync a folder; the rename stands all the same.
  await directory.close();
}

function* chunksOf(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const part of parts)
    for (let at = 0; at < part.length; at += chunkBytes) yield part.subarray(at, at + chunkBytes);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/** What `readSnapshot` found: a snapshot, nothing, or something that cannot be used and why. */
export type Found = { readonly snapshot: Snapshot } | { readonly problem: string } | "nothing";

export async function readSnapshot(folder: string): Promise<Found> {
  await removeLeftovers(folder);
  let file: Buffer<ArrayBuffer>;
  try {
    file = await readWhole(pathIn(folder));
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
  let sum = headerChecksum(header);
  for (const chunk of chunksOf([content])) {
    sum = crc32(chunk, sum);
    await turn();
  }
  if (header.readUInt32LE(checksumAt) !== sum) return { problem: "its checksum is wrong" };
  try {
    return {
      snapshot: {
        position: header.readDoubleLE(24),
        documents: header.readUInt32LE(20),
        content: unpackSections(file, headerBytes),
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

/** All of a file in memory that is its own and so is aligned, whatever its size. */
async function readWhole(path: string): Promise<Buffer<ArrayBuffer>> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = Buffer.allocUnsafeSlow(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, Math.min(chunkBytes, size - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}

/** The checksum goes over all of the file but itself. */
function headerChecksum(header: Buffer): number {
  return crc32(header.subarray(checksumAt + 4), crc32(header.subarray(0, checksumAt)));
}
