import type { TranslationCache } from "../core/ports.ts";
import type { Preparation, TranslationFailure, Translator, TranslatorFault } from "../core/translation.ts";
import { TranslatorError } from "../core/translation.ts";
import { ask, type Pair, problemOf } from "./ask.ts";
import type { Outcome } from "./compose.ts";
import type { Glossary } from "./glossary.ts";
import { keyOf } from "./key.ts";
import { hasProse, mask } from "./mask.ts";
import type { Unit } from "./units.ts";

/** How long a service is not asked again for a sentence that it could not translate. */
const badForMs = 10 * 60_000;
const mostBad = 10_000;
/** Faults that a service has whose model was being fetched. */
const fetching: ReadonlySet<TranslatorFault> = new Set(["unavailable", "rate"]);
/** After how much has been kept the cache is pruned again. */
const pruneShare = 0.05;

/** What one service said of a unit: a text, `bad`, or undefined where it failed before it answered. */
type Answer = { readonly text: string } | "bad" | undefined;
type Asked = { readonly answer: Answer; readonly fault: TranslatorFault | undefined };

export interface SentenceSettings {
  /** In the order in which they are tried. */
  readonly translators: readonly Translator[];
  readonly cache: TranslationCache;
  readonly glossary: Glossary;
  /** Bytes of sentences that are kept. */
  readonly cacheBytes: number;
  readonly now: () => number;
  readonly onProblem: (message: string) => void;
}

export interface Resolved {
  /** In the order of the units, undefined where no service that could be reached has answered. */
  readonly outcomes: readonly (Outcome | undefined)[];
  /** Of the first service that was tried in vain. */
  readonly failure: TranslationFailure;
}

/** Sentences through a chain of services: each is asked for once, kept, and given to the next service where one fails. */
export class Sentences {
  readonly #settings: SentenceSettings;
  readonly #underWay = new Map<string, Promise<Asked>>();
  /** Keys that have come out badly, and until when they are not asked for again. */
  readonly #bad = new Map<string, number>();
  #unpruned = Number.POSITIVE_INFINITY;

  constructor(settings: SentenceSettings) {
    this.#settings = settings;
  }

  /** `asking`: what is not held is asked for. Rejects only with the signal's reason. */
  async resolve(
    units: readonly Unit[],
    pair: Pair,
    asking: { readonly signal: AbortSignal; readonly preparing: (state: Preparation) => void } | undefined,
  ): Promise<Resolved> {
    const { translators, glossary } = this.#settings;
    const terms = glossary.terms(pair.to);
    const outcomes = new Map<Unit, Outcome>();
    const answeredBadly = new Set<Unit>();
    for (const unit of units)
      if (!hasProse(mask(unit, terms, { names: false }).masked))
        outcomes.set(unit, { text: unit.text, kept: false });
    let failure: TranslationFailure | undefined;
    for (const translator of translators) {
      const open = units.filter((unit) => !outcomes.has(unit));
      if (open.length === 0) break;
      let prepared = false;
      const preparing = (state: Preparation) => {
        prepared = true;
        asking?.preparing(state);
      };
      const tried = await this.#byOne(translator, open, pair, asking && { ...asking, preparing });
      for (const [unit, answer] of tried.answers) {
        if (answer === "bad") answeredBadly.add(unit);
        else if (answer) outcomes.set(unit, { text: answer.text, by: translator.credit, kept: false });
      }
      const fault = tried.fault ?? ([...tried.answers.values()].includes("bad") ? "badOutput" : undefined);
      // That a service does not know the pair says less than why another one failed.
      if (fault !== undefined && fault !== "unsupportedPair")
        failure ??= {
          fault: prepared && fetching.has(fault) ? "notPrepared" : fault,
          service: translator.credit,
        };
    }
    for (const unit of answeredBadly)
      if (!outcomes.has(unit)) outcomes.set(unit, { text: unit.text, kept: true });
    return {
      outcomes: units.map((unit) => outcomes.get(unit)),
      failure: failure ?? { fault: "unsupportedPair" },
    };
  }

  async #byOne(
    translator: Translator,
    units: readonly Unit[],
    pair: Pair,
    asking: { readonly signal: AbortSignal; readonly preparing: (state: Preparation) => void } | undefined,
  ): Promise<{ answers: ReadonlyMap<Unit, Answer>; fault?: TranslatorFault }> {
    const answers = new Map<Unit, Answer>();
    let keys: ReadonlyMap<Unit, string>;
    try {
      if (asking && !(await translator.supports(pair.from, pair.to)))
        return { answers, fault: "unsupportedPair" };
      keys = await this.#keys(translator, units, pair);
    } catch (error) {
      if (!asking) return { answers };
      asking.signal.throwIfAborted();
      return { answers, fault: this.#report(translator, error) };
    }
    const held = await this.#held([...keys.values()]);
    const wanted = new Map<string, Unit>();
    for (const [unit, key] of keys) {
      const text = held.get(key);
      if (text !== undefined) answers.set(unit, { text });
      else if (asking ? this.#isBad(key) : this.#bad.has(key)) answers.set(unit, "bad");
      else wanted.set(key, unit);
    }
    if (!asking || wanted.size === 0) return { answers };
    const asked = await this.#ask(translator, wanted, pair, asking);
    let fault: TranslatorFault | undefined;
    for (const [unit, key] of keys) {
      const got = asked.get(key);
      if (got) answers.set(unit, got.answer);
      fault ??= got?.fault;
    }
    return { answers, ...(fault && { fault }) };
  }

  /** Whoever wants a sentence that is being asked for waits for that answer. */
  async #ask(
    translator: Translator,
    wanted: ReadonlyMap<string, Unit>,
    pair: Pair,
    asking: { readonly signal: AbortSignal; readonly preparing: (state: Preparation) => void },
  ): Promise<ReadonlyMap<string, Asked>> {
    const mine = [...wanted].filter(([key]) => !this.#underWay.has(key));
    const units = mine.map(([, unit]) => unit);
    const keyOfUnit = new Map(mine.map(([key, unit]) => [unit, key]));
    const work =
      units.length === 0
        ? undefined
        : ask(translator, units, pair, this.#settings.glossary.terms(pair.to), {
            signal: asking.signal,
            preparing: asking.preparing,
            onTexts: (texts) =>
              this.#keep([...texts].map(([unit, value]) => ({ key: keyOfUnit.get(unit) ?? "", value }))),
          });
    void work
      ?.then(({ problem }) => problem !== undefined && this.#settings.onProblem(problem))
      .catch(() => {});
    for (const [at, [key]] of mine.entries()) {
      const part = (work as NonNullable<typeof work>)
        .then(({ texts, fault }): Asked => {
          const text = texts[at];
          if (typeof text === "object") this.#setBad(key);
          else if (text !== undefined) this.#bad.delete(key);
          const answer: Answer = typeof text === "string" ? { text } : text === undefined ? undefined : "bad";
          return { answer, fault: answer === undefined ? fault : undefined };
        })
        .finally(() => this.#underWay.delete(key));
      // Everybody who waits hears of a failure, and there may be nobody.
      part.catch(() => {});
      this.#underWay.set(key, part);
    }
    const parts = [...wanted.keys()].map(async (key) => [key, await this.#underWay.get(key)] as const);
    const done = await Promise.all(parts);
    return new Map(done.flatMap(([key, asked]) => (asked ? [[key, asked]] : [])));
  }

  async #keys(
    translator: Translator,
    units: readonly Unit[],
    { from, to }: Pair,
  ): Promise<ReadonlyMap<Unit, string>> {
    const { glossary } = this.#settings;
    const version = await translator.version(from, to);
    const by = { translator: translator.name, version, from, to, glossary: glossary.hash(to) };
    return new Map(units.map((unit) => [unit, keyOf(mask(unit, glossary.terms(to), { names: false }), by)]));
  }

  /** A cache that fails costs time, not the translation. */
  async #held(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      return await this.#settings.cache.get(keys);
    } catch (error) {
      this.#settings.onProblem(`Translations cannot be read: ${messageOf(error)}`);
      return new Map();
    }
  }

  async #keep(sentences: readonly { readonly key: string; readonly value: string }[]): Promise<void> {
    const { cache, cacheBytes } = this.#settings;
    try {
      await cache.put(sentences);
      for (const { key, value } of sentences) this.#unpruned += key.length + Buffer.byteLength(value);
      if (this.#unpruned < cacheBytes * pruneShare) return;
      this.#unpruned = 0;
      await cache.prune(cacheBytes);
    } catch (error) {
      this.#settings.onProblem(`Translations cannot be kept: ${messageOf(error)}`);
    }
  }

  #isBad(key: string): boolean {
    return (this.#bad.get(key) ?? 0) > this.#settings.now();
  }

  #setBad(key: string): void {
    this.#bad.delete(key);
    this.#bad.set(key, this.#settings.now() + badForMs);
    const [oldest] = this.#bad.keys();
    if (this.#bad.size > mostBad && oldest !== undefined) this.#bad.delete(oldest);
  }

  #report(translator: Translator, error: unknown): TranslatorFault {
    this.#settings.onProblem(problemOf(translator, error));
    return error instanceof TranslatorError ? error.fault : "unavailable";
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
