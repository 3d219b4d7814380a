import type { Masked, Preparation, Translator } from "../../core/translation.ts";
import { TranslatorError } from "../../core/translation.ts";
import { varMasks } from "../masks.ts";
import { DamagedModel, Engine, type EngineOptions } from "./engine.ts";
import { type CheckedModel, fileName } from "./model.ts";
import { Models, mozillaModels } from "./models.ts";
import { type Pair, routeOf } from "./pairs.ts";
import type { LoadableModel } from "./protocol.ts";
import { restoreSpaces } from "./spaces.ts";

export interface BergamotOptions extends EngineOptions {
  /** Where the models are, or are fetched to. */
  readonly folder: string;
  /** A mirror of the model registry: `db/models.json` and what that names stand below this address. */
  readonly modelsUrl?: string | undefined;
}

/** Characters of a sentence; the engine takes a second or two for a thousand. */
const longestSentence = 10_000;

/** Part of every version: another release of the engine may translate differently. */
const engineVersion = "0.4.9";

/**
 * Firefox Translations on this machine's processor. Nothing is loaded or fetched before the first translation. Texts
 * never leave the machine.
 */
export function openBergamot(options: BergamotOptions): Translator {
  const models = new Models(options.folder, options.modelsUrl ?? mozillaModels);
  const engine = new Engine(options);

  const loadable = (model: CheckedModel): LoadableModel => ({
    pair: model.pair,
    folder: models.folderOf(model.pair),
    files: model.files.map((file) => ({ role: file.role, name: fileName(file), sha256: file.sha256 })),
  });

  async function prepare(
    route: readonly Pair[],
    preparing: (bytes: number, total: number) => void,
  ): Promise<LoadableModel[]> {
    const state = new Map<Pair, { bytes: number; total: number }>();
    const prepared = route.map(async (pair) => {
      const model = await models.ensure(pair, (bytes, total) => {
        state.set(pair, { bytes, total });
        const sum = (key: "bytes" | "total") => [...state.values()].reduce((all, each) => all + each[key], 0);
        preparing(sum("bytes"), sum("total"));
      });
      return loadable(model);
    });
    return Promise.all(prepared);
  }

  return {
    name: "bergamot",
    credit: "Firefox Translations (Bergamot)",
    local: true,
    async supports(from, to) {
      return routeOf(from, to) !== undefined;
    },
    async version(from, to) {
      const route = requireRoute(from, to);
      const versions = await Promise.all(route.map((pair) => models.version(pair)));
      return [engineVersion, ...versions].join(" ");
    },
    async translate(sentences, from, to, { signal, preparing }) {
      signal.throwIfAborted();
      const route = requireRoute(from, to);
      const report = (bytes: number, total: number) =>
        preparing?.({ language: to, bytes, total } satisfies Preparation);
      const fetched = () => unlessAborted(prepare(route, report), signal);

      async function one(sentence: Masked): Promise<Masked> {
        if (!/\p{L}/u.test(sentence.filter((part) => typeof part === "string").join(""))) return sentence;
        const { text, decode } = varMasks(sentence);
        if (text.length > longestSentence)
          throw new TranslatorError("tooLarge", `bergamot takes ${longestSentence} characters a sentence.`);
        const answer = await engine.translate(await prepared, text.trim(), signal);
        return restoreSpaces(decode(answer), sentence);
      }

      let prepared = fetched();
      const translated: Masked[] = [];
      await prepared;
      for (const sentence of sentences) {
        try {
          translated.push(await one(sentence));
        } catch (error) {
          if (!(error instanceof DamagedModel)) throw error;
          await models.discard(error.pair, error.file);
          prepared = fetched();
          translated.push(await one(sentence));
        }
      }
      return translated;
    },
    async close() {
      models.close();
      await engine.close();
    },
  };
}

function requireRoute(from: string, to: string): readonly Pair[] {
  const route = routeOf(from, to);
  if (!route)
    throw new TranslatorError("unsupportedPair", `bergamot does not translate from ${from} to ${to}.`);
  return route;
}

/** What is fetched goes on being fetched for the next who asks; only this one stops waiting. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
