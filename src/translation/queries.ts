import { detectLanguage } from "../core/detect-language.ts";
import type { Translator } from "../core/translation.ts";
import type { Pair } from "./ask.ts";
import type { Glossary } from "./glossary.ts";
import { hasProse, mask, unmask } from "./mask.ts";
import { tidy } from "./tidy.ts";
import { titleUnit } from "./units.ts";
import { defectOf } from "./verify.ts";

export interface QuerySettings {
  readonly translators: readonly Translator[];
  readonly glossary: Glossary;
  /** Whether services that are not local may see what people search for. */
  readonly allowQueries: boolean;
  readonly deadlineMs: number;
  readonly closing: AbortSignal;
}

const longestQuery = 200;
const mostRemembered = 1_000;
/** What a service may take at most: an answer that comes too late for this search is there for the next one. */
const abandonedAfterMs = 15_000;

/** Queries of searches in other languages. They are held in memory only, since they are people's words. */
export class Queries {
  readonly #settings: QuerySettings;
  readonly #answers = new Map<string, Promise<string | undefined>>();

  constructor(settings: QuerySettings) {
    this.#settings = settings;
  }

  /** undefined where no service may, can, or could in time. */
  async translate(words: string, to: string): Promise<string | undefined> {
    const typed = words.normalize("NFC").replace(/\s+/g, " ").trim();
    if (typed === "" || typed.length > longestQuery) return undefined;
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => late.resolve(undefined), this.#settings.deadlineMs);
    try {
      return await Promise.race([this.#answer(typed, to), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #answer(words: string, to: string): Promise<string | undefined> {
    const key = JSON.stringify([words, to]);
    const answer = this.#answers.get(key) ?? this.#ask(words, to, key);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostRemembered && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }

  async #ask(words: string, to: string, key: string): Promise<string | undefined> {
    // A few Latin words are most likely English: papers' own words are.
    const detected = (await detectLanguage(words)) ?? "en";
    const from = detected === "zh" ? "zh-Hans" : detected;
    if (from === to) return undefined;
    let failed = false;
    for (const translator of this.#settings.translators) {
      if (!translator.local && !this.#settings.allowQueries) continue;
      try {
        const text = await this.#byOne(translator, words, { from, to });
        if (text !== undefined) return text;
      } catch {
        // Why a service fails is told where papers are translated: a query must not get into a log with it.
        failed = true;
      }
    }
    if (failed) this.#answers.delete(key);
    return undefined;
  }

  async #byOne(translator: Translator, words: string, pair: Pair): Promise<string | undefined> {
    if (!(await translator.supports(pair.from, pair.to))) return undefined;
    const terms = this.#settings.glossary.terms(pair.to);
    const source = mask(titleUnit(words), terms, { names: true });
    if (!hasProse(source.masked)) return unmask(source.masked, source.values);
    const abandon = new AbortController();
    const signal = AbortSignal.any([
      abandon.signal,
      this.#settings.closing,
      AbortSignal.timeout(abandonedAfterMs),
    ]);
    const [target] = await translator.translate([source.masked], pair.from, pair.to, {
      signal,
      // A search starts no download of a model.
      preparing: () => abandon.abort(),
    });
    const shown = target && tidy(target, pair.to, source.masked);
    return shown && defectOf(source.masked, shown, pair) === undefined
      ? unmask(shown, source.values)
      : undefined;
  }
}
