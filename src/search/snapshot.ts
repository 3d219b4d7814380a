import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { analysisVersion } from "./analysis.ts";
import { packSections, type Sections, unpackSections } from "./sections.ts";
import { StoredBytes } from "./stored.ts";

/** Goes up whenever the content of a snapshot has another form. */
const formatVersion = 9;
const magic = "PBSEARCH";
/**
 * Magic, format, analysis, checksum, documents, position, length of the content and of what of it goes into memory, and the
 * checksum of what stays in the file.
 */
const headerBytes = 8 + 4 * 4 + 8 + 8 + 8 + 8;
const checksumAt = 16;
const storedChecksumAt = 48;
/** Read, written and added up at a time, so that nothing holds the thread for long. */
const chunkBytes = 4 << 20;

/** The content is arrays of numbers, written as they are and used where they are read. */
export interface Snapshot {
  readonly position: number;
  readonly documents: number;
  readonly content: Sections;
}

/** The file of a snapshot, open for its `StoredBytes`: to be closed when nothing reads them any more. */
export type SnapshotFile = Pick<FileHandle, "close">;

function pathIn(folder: string): string {
  return join(folder, "search.index");
}

function temporaryIn(folder: string): string {
  return `${pathIn(folder)}.${process.pid}.tmp`;
}

/**
 * Writes a snapshot so that a crash at any moment leaves the old one or the new one. The content's `StoredBytes` are then
 * read from the new file.
 */
export async function writeSnapshot(folder: string, snapshot: Snapshot): Promise<SnapshotFile> {
  await mkdir(folder, { recursive: true });
  const temporary = temporaryIn(folder);
  const file = await open(temporary, "w+");
  try {
    const { parts, length, inMemory, stored } = packSections(snapshot.content, headerBytes);
    await write(file, headerOf(snapshot, length, inMemory), parts);
    await rename(temporary, pathIn(folder));
    const directory = await open(folder, "r");
    await directory.sync().catch(() => {}); // Some file systems cannot sync a folder; the rename stands all the same.
    await directory.close();
    for (const { bytes, offset } of stored) bytes.moveTo(file.fd, offset);
    return file;
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

function headerOf({ documents, position }: Snapshot, length: number, inMemory: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, "latin1");
  header.writeUInt32LE(formatVersion, 8);
  header.writeUInt32LE(analysisVersion, 12);
  header.writeUInt32LE(documents, 20);
  header.writeDoubleLE(position, 24);
  header.writeDoubleLE(length, 32);
  header.writeDoubleLE(inMemory, 40);
  return header;
}

async function write(
  file: FileHandle,
  header: Buffer,
  parts: readonly (Uint8Array | StoredBytes)[],
): Promise<void> {
  let inMemory = 0;
  let stored = 0;
  let at = headerBytes;
  for (const chunk of chunksOf(parts)) {
    if (at < headerBytes + header.readDoubleLE(40)) inMemory = crc32(chunk, inMemory);
    else stored = crc32(chunk, stored);
    await writeAll(file, chunk, at);
    at += chunk.length;
  }
  header.writeUInt32LE(stored, storedChecksumAt);
  header.writeUInt32LE(headerChecksum(header, inMemory), checksumAt);
  await writeAll(file, header, 0);
  await file.sync();
}

function* chunksOf(parts: readonly (Uint8Array | StoredBytes)[]): Generator<Uint8Array> {
  for (const part of parts)
    yield* (part instanceof StoredBytes ? part : StoredBytes.inMemory(part)).pieces(chunkBytes);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/** A snapshot of which all that goes into memory is right. */
interface Opened {
  readonly snapshot: Snapshot;
  /** Whether what stays in the file is right too. All of it is read for that, which takes longer than all the rest. */
  readonly isIntact: (signal: AbortSignal) => Promise<boolean>;
}

/** What `readSnapshot` found: a snapshot, nothing, or something that cannot be used and why. */
export type Found = (Opened & { readonly file: SnapshotFile }) | { readonly problem: string } | "nothing";

export async function readSnapshot(folder: string): Promise<Found> {
  await removeLeftovers(folder);
  let file: FileHandle | undefined;
  try {
    file = await open(pathIn(folder), "r");
    const read = await readFrom(file);
    if ("snapshot" in read) return { ...read, file };
    await file.close();
    return read;
  } catch (error) {
    await file?.close();
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "nothing";
    return { problem: `it cannot be read: ${(error as Error).message}` };
  }
}

async function readFrom(file: FileHandle): Promise<Opened | { readonly problem: string }> {
  const { size } = await file.stat();
  const header = await readBytes(file, 0, Math.min(headerBytes, size));
  if (header.length < headerBytes || header.toString("latin1", 0, 8) !== magic)
    return { problem: "it is no search index" };
  const format = header.readUInt32LE(8);
  if (format !== formatVersion) return { problem: `its format is ${format}, wanted is ${formatVersion}` };
  const analysis = header.readUInt32LE(12);
  if (analysis !== analysisVersion)
    return { problem: `its analysis is ${analysis}, wanted is ${analysisVersion}` };
  if (header.readDoubleLE(32) !== size - headerBytes) return { problem: "it is cut short or has grown" };
  const inMemory = Math.min(headerBytes + header.readDoubleLE(40), size);
  const content = await readBytes(file, 0, inMemory);
  const sum = await checksumOf(content.subarray(headerBytes));
  if (header.readUInt32LE(checksumAt) !== headerChecksum(header, sum))
    return { problem: "its checksum is wrong" };
  const stored = StoredBytes.inFile(file.fd, inMemory, size - inMemory);
  try {
    return {
      isIntact: async (signal) =>
        (await checksumOf(stored, signal)) === header.readUInt32LE(storedChecksumAt),
      snapshot: {
        position: header.readDoubleLE(24),
        documents: header.readUInt32LE(20),
        content: unpackSections(content, headerBytes, file.fd),
      },
    };
  } catch (error) {
    return { problem: `it cannot be understood: ${(error as Error).message}` };
  }
}

export async function removeSnapshot(folder: string): Promise<void> {
  await rm(pathIn(folder), { force: true });
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

/** Bytes of a file in memory that is their own and so is aligned, however many they are. */
async function readBytes(file: FileHandle, start: number, end: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, Math.min(chunkBytes, bytes.length - at), start + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

async function checksumOf(bytes: Uint8Array | StoredBytes, signal?: AbortSignal): Promise<number> {
  let sum = 0;
  for (const chunk of chunksOf([bytes])) {
    signal?.throwIfAborted();
    sum = crc32(chunk, sum);
    await turn();
  }
  return sum;
}

/** The checksum goes over the header but for itself, after what goes into memory. */
function headerChecksum(header: Buffer, inMemory: number): number {
  return crc32(header.subarray(checksumAt + 4), crc32(header.subarray(0, checksumAt), inMemory));
}
