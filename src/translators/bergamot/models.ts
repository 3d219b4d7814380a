import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { TranslatorError } from "../../core/translation.ts";
import { isOwnMachine } from "../local.ts";
import { download, largestFile, MissingFile, onDisk } from "./download.ts";
import {
  type CheckedModel,
  fileName,
  type Model,
  type ModelFile,
  modelSchema,
  modelVersion,
  pinnedModel,
} from "./model.ts";
import type { Pair } from "./pairs.ts";
import { releasedModel } from "./registry.ts";

/** Where the models are, in the data folder. */
export const modelsFolder = "models";

/** Mozilla's model registry, which Firefox Translations is released from. */
export const mozillaModels =
  "https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data";

const manifestName = "model.json";
/** What gzip makes of model files, about. */
const packedShare = 0.77;
/** Of a file whose size is not known, about: a lexicon has 4 to 9 MB. */
const unknownSize = 6_000_000;

/** Bytes to fetch, about. */
export function packedSize(files: readonly ModelFile[]): number {
  return files.reduce((all, { size = unknownSize }) => all + size * packedShare, 0);
}

export type Progress = (bytes: number, total: number) => void;

/**
 * The models in a folder: one folder each, with its files and a `model.json` that says what they are. That is written
 * last, so a model that is there is whole. Several processes may use the same folder.
 */
export class Models {
  readonly #folder: string;
  readonly #url: string;
  readonly #fetching = new Map<Pair, { done: Promise<CheckedModel>; listeners: Set<Progress> }>();
  readonly #closing = new AbortController();

  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.#url = url.replace(/\/+$/, "");
  }

  folderOf(pair: Pair): string {
    return join(this.#folder, pair);
  }

  /** What is there. Its files are there in their sizes; what is in them is checked when they are loaded. */
  async installed(pair: Pair): Promise<CheckedModel | undefined> {
    const model = await this.#manifest(pair);
    for (const file of model?.files ?? [])
      if ((await sizeOf(join(this.folderOf(pair), fileName(file)))) !== file.size) return undefined;
    return model;
  }

  /** Of the model that is there, or of the one that would be fetched. Asks nobody. */
  async version(pair: Pair): Promise<string> {
    return modelVersion((await this.installed(pair)) ?? pinnedModel(pair));
  }

  /** Fetches what is missing of a model. Whoever asks meanwhile shares the work. */
  async ensure(pair: Pair, progress: Progress = () => {}): Promise<CheckedModel> {
    const model = await this.installed(pair);
    if (model) return model;
    const running = this.#fetching.get(pair);
    if (running) {
      running.listeners.add(progress);
      return running.done;
    }
    // Who waits is told at once what is begun, also where nothing answers.
    progress(0, packedSize(pinnedModel(pair).files));
    const listeners = new Set([progress]);
    const done = this.#fetch(pair, (bytes, total) => {
      for (const listener of listeners) listener(bytes, total);
    }).finally(() => this.#fetching.delete(pair));
    this.#fetching.set(pair, { done, listeners });
    return done;
  }

  /** Deletes a file that is not what it was; `ensure` then fetches it again and takes nothing else for it. */
  async discard(pair: Pair, name: string): Promise<void> {
    await rm(join(this.folderOf(pair), name), { force: true });
  }

  /** False where there is no such model. */
  async remove(pair: Pair): Promise<boolean> {
    const folder = this.folderOf(pair);
    const there = (await sizeOf(folder)) !== undefined;
    await onDisk(folder, () => rm(folder, { recursive: true, force: true }));
    return there;
  }

  /** Ends what is being fetched; what came of it is gone on with the next time. */
  close(): void {
    this.#closing.abort(new TranslatorError("unavailable", "The translator is closed."));
  }

  async #manifest(pair: Pair): Promise<CheckedModel | undefined> {
    try {
      const json: unknown = JSON.parse(await readFile(join(this.folderOf(pair), manifestName), "utf8"));
      const model = modelSchema.safeParse(json).data;
      const known = model?.files.every(({ size, sha256 }) => size !== undefined && sha256 !== undefined);
      return model && known ? ({ pair, ...model } as CheckedModel) : undefined;
    } catch {
      return undefined;
    }
  }

  async #fetch(pair: Pair, progress: Progress): Promise<CheckedModel> {
    const known = (await this.#manifest(pair)) ?? pinnedModel(pair);
    try {
      return await this.#fetchFiles(known, progress);
    } catch (error) {
      // The registry has let go of this model: the one that it now releases takes its place.
      if (!(error instanceof MissingFile)) throw error;
      return this.#fetchFiles(await this.#released(pair), progress);
    }
  }

  async #released(pair: Pair): Promise<Model> {
    const signal = this.#closing.signal;
    try {
      return await releasedModel(this.#url, pair, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TranslatorError) throw error;
      throw new TranslatorError("unavailable", `The model registry at ${this.#url} cannot be read.`, {
        cause: error,
      });
    }
  }

  async #fetchFiles(model: Model, progress: Progress): Promise<CheckedModel> {
    const folder = this.folderOf(model.pair);
    await onDisk(folder, () => mkdir(folder, { recursive: true }));
    const there = await Promise.all(model.files.map((file) => isThere(folder, file)));
    const missing = model.files.filter((_, index) => !there[index]);
    for (const file of missing) this.#refuseUnchecked(file);
    await haveRoom(folder, missing);
    const packed = missing.map(({ size }) => ({ bytes: 0, total: (size ?? unknownSize) * packedShare }));
    const sum = (key: "bytes" | "total") => Math.round(packed.reduce((all, each) => all + each[key], 0));
    const found = new Map<ModelFile, { size: number; sha256: string; recorded?: true }>();
    for (const [index, file] of missing.entries()) {
      const fetched = await download({
        url: `${this.#url}/${file.path}`,
        folder,
        name: fileName(file),
        size: file.size,
        sha256: file.sha256,
        signal: this.#closing.signal,
        progress: (bytes, total) => {
          const known = packed[index];
          packed[index] = { bytes, total: Math.max(bytes, total ?? known?.total ?? 0) };
          progress(sum("bytes"), sum("total"));
        },
      });
      found.set(file, file.sha256 === undefined ? { ...fetched, recorded: true } : fetched);
    }
    const checked = { ...model, files: model.files.map((file) => ({ ...file, ...found.get(file) })) };
    await this.#keep(checked as CheckedModel);
    return checked as CheckedModel;
  }

  /** What a first fetch brings is kept as the right file: that needs a connection that nobody can change. */
  #refuseUnchecked({ sha256, path }: ModelFile): void {
    if (sha256 === undefined && !this.#url.startsWith("https:") && !isOwnMachine(this.#url))
      throw new TranslatorError(
        "unavailable",
        `No sha256 is published for ${path}, and ${this.#url} is not https: set BERGAMOT_MODELS_URL to an https address, or bring the model's folder from another machine.`,
      );
  }

  async #keep({ pair, ...model }: CheckedModel): Promise<void> {
    const folder = this.folderOf(pair);
    const fresh = join(folder, `${manifestName}.${randomUUID()}.new`);
    await onDisk(folder, async () => {
      await writeFile(fresh, `${JSON.stringify(model, null, 2)}\n`, { flush: true });
      await rename(fresh, join(folder, manifestName));
    });
  }
}

/** Refuses before the disk is full, which would harm everything else on it. */
async function haveRoom(folder: string, files: readonly ModelFile[]): Promise<void> {
  const { bavail, bsize } = await onDisk(folder, () => statfs(folder));
  const needed = files.reduce((all, { size = unknownSize }) => all + size * (1 + packedShare), 0);
  if (bavail * bsize < needed)
    throw new TranslatorError(
      "unavailable",
      `The disk of ${folder} has ${megabytes(bavail * bsize)} left, a model needs ${megabytes(needed)}: make room on it, then ask again.`,
    );
}

/** Whether the file is there already, brought by hand or by a fetch that was interrupted. */
async function isThere(folder: string, file: ModelFile): Promise<boolean> {
  const path = join(folder, fileName(file));
  const size = await sizeOf(path);
  if (file.sha256 === undefined || size === undefined || size !== file.size || size > largestFile)
    return false;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex") === file.sha256;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1_000_000))} MB`;
}
