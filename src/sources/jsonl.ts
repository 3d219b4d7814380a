import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { DamagedGzip, gunzip } from "./gunzip.ts";
import { short } from "./problems.ts";

/** A longer line is not read: no record that can be held comes near. */
export const longestLine = 5 * 1024 * 1024;

export type JsonLine =
  | { readonly line: number; readonly value: unknown; readonly bytes: number }
  /** `broken`: nothing after this line can be read. */
  | { readonly line: number; readonly problem: string; readonly broken?: true };

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes read so far of the file as it is on the disk, and of how many where that is known. */
  readonly onBytes?: ((read: number, total: number | undefined) => void) | undefined;
}

/**
 * The JSON values of a `.jsonl` or `.jsonl.gz` file, line by line, in memory that does not grow with the file. Which of
 * the two it is, its first bytes tell. Empty lines are skipped; a line that cannot be read is given as a problem. Throws
 * when the file cannot be read, and with an `AbortError` when the signal asks for it.
 */
export async function* readJsonLines(path: string, options: ReadOptions = {}): AsyncGenerator<JsonLine> {
  const lines = new LineReader();
  try {
    for await (const chunk of readBytes(path, options)) yield* lines.take(chunk);
    yield* lines.rest();
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    yield { line: lines.next, problem: error.message, broken: true };
  }
}

/** The bytes of a file, unpacked where it is gzip. Throws `DamagedGzip` after what comes before the damage. */
export async function* readBytes(path: string, options: ReadOptions): AsyncGenerator<Buffer> {
  const chunks = fileChunks(path, options);
  try {
    // A pipe may give its first bytes one by one.
    let start = Buffer.alloc(0);
    while (start.length < 2) {
      const { value, done } = await chunks.next();
      if (done) break;
      start = Buffer.concat([start, value]);
    }
    const all = startingWith(start, chunks);
    yield* start[0] === 0x1f && start[1] === 0x8b ? gunzip(all) : all;
  } finally {
    await chunks.return(undefined);
  }
}

async function* startingWith(start: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* rest;
}

async function* fileChunks(path: string, { signal, onBytes }: ReadOptions): AsyncGenerator<Buffer> {
  const about = await stat(path);
  const total = about.isFile() ? about.size : undefined;
  let read = 0;
  for await (const chunk of createReadStream(path, signal ? { signal } : {})) {
    yield chunk as Buffer;
    read += (chunk as Buffer).length;
    onBytes?.(read, total);
  }
}

/** Cuts bytes into lines. Of a line that is too long only the length is kept. */
class LineReader {
  /** Number of the line that is being read, from 1. */
  next = 1;
  #parts: Buffer[] = [];
  #size = 0;
  // Fails on bytes that are not UTF-8, and takes a byte order mark off.
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });

  *take(chunk: Buffer): Generator<JsonLine> {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      this.#hold(chunk.subarray(from, end));
      yield* this.rest();
      from = end + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  /** What is held, as a line: nothing when it is empty. */
  *rest(): Generator<JsonLine> {
    const [line, bytes, parts] = [this.next++, this.#size, this.#parts];
    this.#parts = [];
    this.#size = 0;
    if (bytes > longestLine)
      yield { line, problem: `has ${bytes.toLocaleString("en")} bytes, at most 5 MB are read` };
    else if (bytes > 0) yield* this.#parse(line, Buffer.concat(parts));
  }

  #hold(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > longestLine) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  *#parse(line: number, bytes: Buffer): Generator<JsonLine> {
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      yield { line, problem: "is not valid UTF-8" };
      return;
    }
    if (text.trim() === "") return;
    try {
      yield { line, value: JSON.parse(text), bytes: bytes.length };
    } catch (error) {
      yield { line, problem: `is not valid JSON: ${short(error instanceof Error ? error.message : "")}` };
    }
  }
}
