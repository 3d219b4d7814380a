import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { TranslatorError } from "../../core/translation.ts";

/** A connection that brings nothing for so long counts as cut. */
const stallMs = 30_000;
/** So many tries in a row that bring nothing end a download. */
const fruitlessTries = 3;
const retryMs = 250;
/** A part that nobody has written to for so long belongs to no running process. */
const abandonedMs = 2 * stallMs;
/** A model is 60 MB at most; whatever is larger is no model. */
export const largestFile = 256 * 1024 * 1024;

export interface Download {
  readonly url: string;
  readonly folder: string;
  /** Of the unpacked file. */
  readonly name: string;
  readonly size?: number | undefined;
  readonly sha256?: string | undefined;
  readonly signal: AbortSignal;
  /** Bytes of the packed file that are there, and all of them where the server said. */
  readonly progress: (bytes: number, total: number | undefined) => void;
}

/** The registry does not have the file. */
export class MissingFile extends TranslatorError {}

/** A file that is not what it must be. */
class WrongFile extends Error {}

/**
 * Fetches a gzip file and puts it, unpacked and checked, into the folder under its name in one step. A part that was
 * fetched earlier is gone on with where the server still has the same file. One that turns out wrong is deleted and
 * fetched once more. Rejects with a `TranslatorError`, or with the signal's reason.
 */
export async function download(file: Download): Promise<{ size: number; sha256: string }> {
  const { folder, name, signal } = file;
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  const fresh = join(folder, `${name}.${randomUUID()}.new`);
  for (let last = false; ; last = true) {
    const part = await new PartFile(file).fetch();
    try {
      const unpacked = await unpack(part, fresh, file);
      await onDisk(folder, () => rename(fresh, join(folder, name)));
      return unpacked;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof WrongFile)) throw error;
      if (last)
        throw new TranslatorError(
          "unavailable",
          `${file.url} ${error.message}, twice in a row: nothing of it is used. Try again later, or set BERGAMOT_MODELS_URL to another mirror.`,
        );
    } finally {
      await rm(part, { force: true });
      await rm(fresh, { force: true });
    }
  }
}

/** A GET that fails as a `TranslatorError` where the answer is no success, and when the answer stalls. */
export async function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  // Packed files are wanted as they are stored: ranges and hashes count their bytes.
  const response = await fetch(url, { headers: { "accept-encoding": "identity", ...headers }, signal });
  if (response.ok) {
    if (url.startsWith("https:") && !response.url.startsWith("https:"))
      throw new TranslatorError(
        "unavailable",
        `${url} leads to an address without https: nothing is fetched.`,
      );
    return response;
  }
  await response.body?.cancel();
  const says = `${url} cannot be fetched: the server answered with status ${response.status}.`;
  if (response.status === 404 || response.status === 403 || response.status === 410)
    throw new MissingFile("unavailable", says);
  if (response.status < 500 && response.status !== 429 && response.status !== 416)
    throw new TranslatorError("unavailable", says);
  throw new Error(says);
}

/**
 * The packed file while it is fetched. Its name holds a token of its own, so that processes that fetch the same file
 * never write to the same part, and the server's entity tag, by which a later try knows whether it may go on.
 */
class PartFile {
  readonly #file: Download;
  #path: string | undefined;
  #tag = "";
  #length = 0;

  constructor(file: Download) {
    this.#file = file;
  }

  /** The path of the whole file. */
  async fetch(): Promise<string> {
    const { url, signal } = this.#file;
    await this.#adopt();
    for (let fruitless = 0; ; ) {
      const before = this.#length;
      try {
        return await this.#attempt();
      } catch (error) {
        if (error instanceof DiskError) {
          await this.#discard();
          throw error;
        }
        if (signal.aborted || error instanceof TranslatorError) {
          await this.#release();
          signal.throwIfAborted();
          throw error;
        }
        fruitless = this.#length > before ? 0 : fruitless + 1;
        if (fruitless >= fruitlessTries) {
          await this.#release();
          throw new TranslatorError(
            "unavailable",
            `${url} cannot be fetched (${reason(error)}): check the connection, or set BERGAMOT_MODELS_URL to a mirror that this machine reaches.`,
            { cause: error },
          );
        }
        await sleep(retryMs * 2 ** fruitless, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #attempt(): Promise<string> {
    const { url, folder, signal, progress } = this.#file;
    const stall = new AbortController();
    const timer = setTimeout(() => stall.abort(new Error("the connection stalls")), stallMs);
    try {
      const resumed = this.#length > 0 && this.#tag !== "";
      const response = await request(
        url,
        resumed ? { range: `bytes=${this.#length}-`, "if-range": this.#tag } : {},
        AbortSignal.any([signal, stall.signal]),
      ).catch(async (error: unknown) => {
        // A part that is as long as the file, or longer, cannot be gone on with.
        if (resumed && String(error).includes("status 416")) await this.#discard();
        throw error;
      });
      if (response.status !== 206 || !resumed) await this.#begin(response);
      const path = this.#path as string;
      const rest = Number(response.headers.get("content-length") ?? Number.NaN);
      const total = Number.isFinite(rest) ? this.#length + rest : undefined;
      const handle = await onDisk(folder, () => open(path, "a"));
      try {
        progress(this.#length, total);
        for await (const chunk of response.body ?? []) {
          timer.refresh();
          await onDisk(folder, () => handle.appendFile(chunk));
          this.#length += chunk.length;
          if (this.#length > largestFile)
            throw new TranslatorError("unavailable", `${url} is larger than any model: it is not fetched.`);
          progress(this.#length, total);
        }
      } finally {
        await handle.close();
      }
      if (total !== undefined && this.#length < total) throw new Error("the connection was cut");
      return path;
    } finally {
      clearTimeout(timer);
    }
  }

  async #begin(response: Response): Promise<void> {
    await this.#discard();
    const tag = response.headers.get("etag") ?? "";
    // A weak tag does not promise the same bytes.
    this.#tag = tag.startsWith('"') && tag.length <= 80 ? tag : "";
    this.#path = this.#newPath();
  }

  #newPath(): string {
    const { folder, name } = this.#file;
    return join(folder, `${name}.${randomUUID()}.${Buffer.from(this.#tag).toString("base64url")}.part`);
  }

  /** Makes an abandoned part its own: of several processes that try, one wins. What is of no use is deleted. */
  async #adopt(): Promise<void> {
    const { folder, name } = this.#file;
    const unfinished = (await readdir(folder)).filter(
      (each) => each.startsWith(`${name}.`) && /\.(part|new)$/.test(each),
    );
    for (const part of unfinished) {
      const path = join(folder, part);
      try {
        const { mtimeMs, size } = await stat(path);
        if (Date.now() - mtimeMs < abandonedMs) continue;
        const tag = Buffer.from(part.split(".").at(-2) ?? "", "base64url").toString();
        if (this.#path || tag === "" || size === 0 || part.endsWith(".new")) {
          await rm(path, { force: true });
          continue;
        }
        this.#tag = tag;
        const own = this.#newPath();
        await rename(path, own);
        this.#path = own;
        this.#length = size;
      } catch {
        // Another process was faster.
      }
    }
  }

  /** Leaves what is there to whoever tries next. */
  async #release(): Promise<void> {
    if (this.#path) await utimes(this.#path, 0, 0).catch(() => {});
  }

  async #discard(): Promise<void> {
    if (this.#path) await rm(this.#path, { force: true });
    this.#path = undefined;
    this.#length = 0;
  }
}

/** Also takes a file that a server or a mirror has unpacked on the way. */
async function unpack(
  part: string,
  target: string,
  file: Download,
): Promise<{ size: number; sha256: string }> {
  const { folder, signal } = file;
  const limit = file.size ?? largestFile;
  const hash = createHash("sha256");
  let size = 0;
  const packed = createReadStream(part, { signal });
  const source = (await isGzip(part)) ? packed.pipe(createGunzip()) : packed;
  packed.on("error", (error) => source.destroy(error));
  const handle = await onDisk(folder, () => open(target, "wx"));
  try {
    for await (const chunk of damagedAsWrong(source)) {
      size += chunk.length;
      if (size > limit) throw new WrongFile(`is larger than ${limit} bytes when unpacked`);
      hash.update(chunk);
      await onDisk(folder, () => handle.appendFile(chunk));
    }
    await onDisk(folder, () => handle.sync());
  } finally {
    packed.destroy();
    source.destroy();
    await handle.close();
  }
  const sha256 = hash.digest("hex");
  if (file.sha256 !== undefined && sha256 !== file.sha256)
    throw new WrongFile(`does not have the sha256 that it must have (${file.sha256})`);
  return { size, sha256 };
}

async function* damagedAsWrong(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw new WrongFile("is a damaged gzip file");
    throw error;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await handle.close();
  }
}

/** What the disk refuses; the message says what to do. */
class DiskError extends TranslatorError {}

export async function onDisk<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const code = reason(error);
    const says =
      code === "ENOSPC" || code === "EDQUOT"
        ? `The disk of ${folder} is full: make room on it, then ask again.`
        : `${folder} cannot be written (${code}): make it a folder that this user may write to.`;
    throw new DiskError("unavailable", says, { cause: error });
  }
}

/** A code such as ECONNREFUSED where there is one. */
function reason(error: unknown): string {
  const { code, cause, message } = Object(error) as { code?: unknown; cause?: unknown; message?: unknown };
  return String(Object(cause).code ?? code ?? message);
}
