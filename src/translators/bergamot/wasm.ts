import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { compileFunction } from "node:vm";

/** What of Bergamot's Embind classes is used here. Each object lives in the WASM memory until `delete()`. */
export interface Bergamot {
  readonly BlockingService: new (options: { cacheSize: number }) => Service;
  readonly AlignedMemory: new (size: number, alignment: number) => AlignedMemory;
  readonly AlignedMemoryList: new () => List<AlignedMemory>;
  readonly VectorString: new () => List<string>;
  readonly VectorResponseOptions: new () => List<ResponseOptions>;
  readonly TranslationModel: new (
    config: string,
    model: AlignedMemory,
    shortlist: AlignedMemory,
    vocabs: List<AlignedMemory>,
    qualityModel: null,
  ) => TranslationModel;
}

interface Deletable {
  delete(): void;
}
interface List<T> extends Deletable {
  push_back(item: T): void;
}
interface AlignedMemory extends Deletable {
  getByteArrayView(): Int8Array;
}
interface ResponseOptions {
  readonly alignment: boolean;
  readonly html: boolean;
  readonly qualityScores: boolean;
}
export type TranslationModel = Deletable;
interface Responses extends Deletable {
  get(index: number): { getTranslatedText(): string };
}
interface Service {
  translate(model: TranslationModel, texts: List<string>, options: List<ResponseOptions>): Responses;
  translateViaPivoting(
    first: TranslationModel,
    second: TranslationModel,
    texts: List<string>,
    options: List<ResponseOptions>,
  ): Responses;
}

/** The matrix multiplications that a browser may bring along, and the module's own that stand in for them. */
const gemm = {
  int8_prepare_a: "int8PrepareAFallback",
  int8_prepare_b: "int8PrepareBFallback",
  int8_prepare_b_from_transposed: "int8PrepareBFromTransposedFallback",
  int8_prepare_b_from_quantized_transposed: "int8PrepareBFromQuantizedTransposedFallback",
  int8_prepare_bias: "int8PrepareBiasFallback",
  int8_multiply_and_add_bias: "int8MultiplyAndAddBiasFallback",
  int8_select_columns_of_b: "int8SelectColumnsOfBFallback",
};

/** TypeScript declares it for browsers only. */
declare const WebAssembly: {
  compile(bytes: Buffer): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
};

type Exports = Record<string, (...args: readonly unknown[]) => unknown>;

/**
 * The engine of `@browsermt/bergamot-translator`, without the package's own worker, which does not run on Node. Of one
 * thread only one instance may be made: a second one corrupts the memory of the first. `log` gets what it prints.
 */
export async function openBergamotWasm(log: (line: string) => void): Promise<Bergamot> {
  const require = createRequire(import.meta.url);
  const fileOf = (name: string) => require.resolve(`@browsermt/bergamot-translator/worker/${name}`);
  const glueFile = fileOf("bergamot-translator-worker.js");
  const compiled = await WebAssembly.compile(readFileSync(fileOf("bergamot-translator-worker.wasm")));
  return new Promise((resolve, reject) => {
    const module: { asm?: Exports } & Record<string, unknown> = {
      print: log,
      printErr: log,
      onAbort: log,
      instantiateWasm(imports: object, accept: (instance: object) => void) {
        const fallbacks = Object.entries(gemm).map(([name, fallback]) => [
          name,
          (...args: readonly unknown[]) => module.asm?.[fallback]?.(...args),
        ]);
        const all = { ...imports, wasm_gemm: Object.fromEntries(fallbacks) };
        WebAssembly.instantiate(compiled, all).then(accept, reject);
        return {};
      },
      onRuntimeInitialized: () => resolve(module as unknown as Bergamot),
    };
    compileFunction(readFileSync(glueFile, "utf8"), ["Module"], { filename: glueFile })(module);
  });
}
