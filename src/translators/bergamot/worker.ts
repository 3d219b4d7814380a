/** The thread that holds the engine: one instance, and the models that were used last. One job at a time. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import type { Pair } from "./pairs.ts";
import type { Job, LoadableModel, Outcome } from "./protocol.ts";
import { openBergamotWasm, type TranslationModel } from "./wasm.ts";

const port = parentPort;
if (!port) throw new Error("src/translators/bergamot/worker.ts runs as a worker thread only");

/** A pair that goes through English needs two. */
const modelsInMemory = 2;

/** `ssplit-mode: sentence`: one sentence a line. The engine's own splitter has no list of abbreviations. */
const config = `beam-size: 1
normalize: 1.0
word-penalty: 0
max-length-break: 128
mini-batch-words: 1024
workspace: 128
max-length-factor: 2.0
skip-cost: true
cpu-threads: 0
gemm-precision: int8shiftAlphaAll
alignment: soft
quiet: true
quiet-translation: true
ssplit-mode: sentence
`;

class DamagedFile extends Error {
  readonly pair: Pair;
  readonly file: string;

  constructor(pair: Pair, file: string) {
    super(`${file} of ${pair} is not what it was when it was fetched`);
    this.pair = pair;
    this.file = file;
  }
}

let lastLine = "";
const engine = openBergamotWasm((line) => {
  // What comes last of an abort says only that there was one.
  if (/error/i.test(line)) lastLine = line;
});
/** A failure is told by the first job. */
engine.catch(() => {});
const service = engine.then(({ BlockingService }) => new BlockingService({ cacheSize: 0 }));
service.catch(() => {});

/** The one that was used last stands last. A model is known by its hash: another one may have taken its place. */
const models = new Map<string, TranslationModel>();

port.on("message", async (job: Job) => {
  port.postMessage(await outcomeOf(job));
});

async function outcomeOf({ route, html }: Job): Promise<Outcome> {
  let loading = true;
  try {
    const loaded: TranslationModel[] = [];
    for (const model of route) loaded.push(await modelOf(model, route));
    loading = false;
    return { kind: "done", html: await translate(loaded, html) };
  } catch (error) {
    if (error instanceof DamagedFile) return { kind: "damaged", pair: error.pair, name: error.file };
    const message = lastLine || (error instanceof Error ? error.message : String(error));
    return { kind: "crashed", message, loading };
  }
}

async function translate([first, second]: readonly TranslationModel[], html: string): Promise<string> {
  const { VectorString, VectorResponseOptions } = await engine;
  if (!first) throw new Error("no model");
  const texts = new VectorString();
  const options = new VectorResponseOptions();
  texts.push_back(html);
  options.push_back({ alignment: false, html: true, qualityScores: false });
  const responses = second
    ? (await service).translateViaPivoting(first, second, texts, options)
    : (await service).translate(first, texts, options);
  const translated = responses.get(0).getTranslatedText();
  for (const object of [responses, texts, options]) object.delete();
  return translated;
}

const keyOf = ({ pair, files }: LoadableModel) => [pair, ...files.map(({ sha256 }) => sha256)].join(" ");

async function modelOf(model: LoadableModel, route: readonly LoadableModel[]): Promise<TranslationModel> {
  const key = keyOf(model);
  const held = models.get(key);
  models.delete(key);
  if (!held) makeRoom(route.map(keyOf));
  const loaded = held ?? (await load(model));
  models.set(key, loaded);
  return loaded;
}

function makeRoom(needed: readonly string[]): void {
  for (const [key, model] of models) {
    if (models.size < modelsInMemory) return;
    if (needed.includes(key)) continue;
    model.delete();
    models.delete(key);
  }
}

async function load(model: LoadableModel): Promise<TranslationModel> {
  const { AlignedMemory, AlignedMemoryList, TranslationModel } = await engine;
  const memoryOf = (bytes: Buffer, alignment: number) => {
    const memory = new AlignedMemory(bytes.length, alignment);
    memory.getByteArrayView().set(bytes);
    return memory;
  };
  const bytes = new Map(model.files.map(({ role, name, sha256 }) => [role, read(model, name, sha256)]));
  const vocabs = new AlignedMemoryList();
  for (const role of ["vocab", "srcvocab", "trgvocab"]) {
    const vocab = bytes.get(role);
    if (vocab) vocabs.push_back(memoryOf(vocab, 64));
  }
  return new TranslationModel(
    config,
    memoryOf(bytes.get("model") ?? Buffer.alloc(0), 256),
    memoryOf(bytes.get("lex") ?? Buffer.alloc(0), 64),
    vocabs,
    null,
  );
}

function read({ pair, folder }: LoadableModel, name: string, sha256: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, name));
  } catch {
    throw new DamagedFile(pair, name);
  }
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new DamagedFile(pair, name);
  return bytes;
}
