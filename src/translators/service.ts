import { type Masked, type TranslateOptions, type Translator, TranslatorError } from "../core/translation.ts";
import type { Encoded, MaskCodec } from "./masks.ts";

/** A pair of languages in the service's own codes. */
export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** What differs between services; `serviceTranslator` makes a translator of it. */
export interface Service {
  readonly name: string;
  readonly credit: string;
  readonly local: boolean;
  readonly masks: MaskCodec;
  /** The most that one request may hold, texts and the sum of their sizes. */
  readonly limits: {
    readonly texts: number;
    readonly size: number;
    readonly sizeOf: (text: string) => number;
  };
  /** Undefined where the service does not have the pair. */
  pair(from: string, to: string, signal: AbortSignal): Promise<Pair | undefined>;
  version(): Promise<string>;
  /** One answer for each text, in order. */
  send(texts: readonly string[], pair: Pair, signal: AbortSignal): Promise<readonly string[]>;
}

export const sizeInCharacters = (text: string) => text.length;
/** As JSON holds it. */
export const sizeInBytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

/** Whether a pair can be translated is asked before anything is shown. */
const knowingMs = 1_500;

const hasLetters = (text: string) => /\p{L}/u.test(text);
const words = (sentence: Masked) => sentence.filter((part) => typeof part === "string").join(" ");

export function serviceTranslator(service: Service): Translator {
  const closing = new AbortController();
  const { name } = service;

  async function send(texts: readonly string[], pair: Pair, signal: AbortSignal): Promise<readonly string[]> {
    const answers = await service.send(texts, pair, signal);
    if (answers.length !== texts.length)
      throw new TranslatorError(
        "badOutput",
        `${name} answered ${answers.length} texts for ${texts.length}: it does not answer as documented.`,
      );
    // LibreTranslate answers an emoji to who it takes for a robot.
    if (!answers.some(hasLetters))
      throw new TranslatorError("badOutput", `${name} answered without a word: it may refuse its key.`);
    return answers;
  }

  /** Halves what is too large, as servers have limits that they tell nobody; garbled answers are worth one such try. */
  async function sendInParts(
    texts: readonly string[],
    pair: Pair,
    signal: AbortSignal,
    garbled = 0,
  ): Promise<readonly string[]> {
    try {
      return await send(texts, pair, signal);
    } catch (error) {
      if (!(error instanceof TranslatorError) || texts.length < 2) throw error;
      const again = error.fault === "tooLarge" || (error.fault === "badOutput" && garbled === 0);
      if (!again) throw error;
      const worse = error.fault === "badOutput" ? 1 : garbled;
      const middle = Math.ceil(texts.length / 2);
      const first = await sendInParts(texts.slice(0, middle), pair, signal, worse);
      return [...first, ...(await sendInParts(texts.slice(middle), pair, signal, worse))];
    }
  }

  return {
    name,
    // A server may choose the model, which tells both, only when it is first asked.
    get local() {
      return service.local;
    },
    get credit() {
      return service.credit;
    },
    async supports(from, to) {
      try {
        const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(knowingMs)]);
        return (await service.pair(from, to, signal)) !== undefined;
      } catch {
        // Nobody knows while it cannot be asked; translating tells what is wrong.
        return !closing.signal.aborted;
      }
    },
    version: () => service.version(),
    async translate(sentences: readonly Masked[], from: string, to: string, options: TranslateOptions) {
      const signal = AbortSignal.any([options.signal, closing.signal]);
      signal.throwIfAborted();
      const pair = await service.pair(from, to, signal);
      if (!pair)
        throw new TranslatorError("unsupportedPair", `${name} does not translate from ${from} to ${to}.`);
      const result = [...sentences];
      const worded = [...sentences.entries()].filter(([, sentence]) => hasLetters(words(sentence)));
      const encoded = worded.map(([index, sentence]) => ({ index, ...service.masks(sentence) }));
      for (const batch of batches(encoded, service.limits)) {
        const texts = batch.map(({ text }) => text);
        const answers = await sendInParts(texts, pair, signal);
        for (const [at, { index, decode }] of batch.entries())
          result[index] = decode((answers[at] ?? "").trim());
      }
      return result;
    },
    async close() {
      closing.abort(new TranslatorError("unavailable", `${name} is closed.`));
    },
  };
}

/** In order, each within the limits where its texts are; a text that is too large alone goes alone. */
function batches<T extends Pick<Encoded, "text">>(items: readonly T[], limits: Service["limits"]): T[][] {
  const found: T[][] = [];
  let size = 0;
  for (const item of items) {
    const itemSize = limits.sizeOf(item.text);
    const last = found.at(-1);
    if (last && last.length < limits.texts && size + itemSize <= limits.size) {
      last.push(item);
      size += itemSize;
    } else {
      found.push([item]);
      size = itemSize;
    }
  }
  return found;
}
