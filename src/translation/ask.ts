import {
  type Masked,
  type TranslateOptions,
  type Translator,
  TranslatorError,
  type TranslatorFault,
} from "../core/translation.ts";
import type { Term } from "./glossary.ts";
import { type MaskedUnit, mask, unmask } from "./mask.ts";
import { namesIn } from "./names.ts";
import { tidy } from "./tidy.ts";
import type { Unit } from "./units.ts";
import { type Defect, defectOf } from "./verify.ts";

/** What one request may hold: short enough for every service, and an answer comes soon enough to be kept. */
const charactersAtOnce = 5_000;

export interface Pair {
  readonly from: string;
  readonly to: string;
}

/** One service's answers in the order of the units: a text, the defect after a second try, or nothing where it failed before. */
export interface Answers {
  readonly texts: readonly (string | { readonly defect: Defect } | undefined)[];
  readonly fault?: TranslatorFault;
  /** For the log. */
  readonly problem?: string;
}

/**
 * Has units translated by one service, and those whose translation is bad once more, with names masked. `onTexts` is
 * told of good texts as soon as they are there. Rejects only with the signal's reason.
 */
export async function ask(
  translator: Translator,
  units: readonly Unit[],
  pair: Pair,
  terms: readonly Term[],
  options: TranslateOptions & { readonly onTexts: (texts: ReadonlyMap<Unit, string>) => Promise<void> },
): Promise<Answers> {
  const texts = new Map<Unit, string | { defect: Defect }>();
  const attempt = async (wanted: readonly Unit[], names: boolean): Promise<Unit[]> => {
    const masked = wanted.map((unit) => mask(unit, terms, { names }));
    const targets = await request(translator, masked, pair, options);
    const bad: Unit[] = [];
    const good = new Map<Unit, string>();
    for (const [at, unit] of wanted.entries()) {
      const judged = judge(masked[at], targets[at], pair);
      texts.set(unit, judged);
      if (typeof judged === "string") good.set(unit, judged);
      else bad.push(unit);
    }
    await options.onTexts(good);
    return bad;
  };
  try {
    for (const batch of batches(units)) {
      const bad = await attempt(batch, false);
      if (bad.length > 0) await attempt(bad, true);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    const fault = error instanceof TranslatorError ? error.fault : "unavailable";
    const problem = problemOf(translator, error);
    // A unit whose second try failed with the service is one that was not answered.
    const good = units
      .map((unit) => texts.get(unit))
      .map((text) => (typeof text === "string" ? text : undefined));
    return { texts: good, fault, problem };
  }
  return { texts: units.map((unit) => texts.get(unit)) };
}

/** For the log; what services say names them already. */
export function problemOf({ name }: Translator, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith(name) ? message : `${name}: ${message}`;
}

function judge(
  source: MaskedUnit | undefined,
  target: Masked | undefined,
  pair: Pair,
): string | { defect: Defect } {
  if (!source || !target) return { defect: "empty" };
  const shown = tidy(target, pair.to, source.masked);
  // Names in a mask of the glossary have become what the operator wants.
  const names = source.masked.flatMap((part) =>
    typeof part === "string" ? namesIn(part).map(({ from, to }) => part.slice(from, to)) : [],
  );
  const defect = defectOf(source.masked, shown, pair, names);
  return defect === undefined ? unmask(shown, source.values) : { defect };
}

/** What is too large for the service, or comes back in a form that it cannot read, is asked for in halves. */
async function request(
  translator: Translator,
  units: readonly MaskedUnit[],
  pair: Pair,
  options: TranslateOptions,
): Promise<readonly Masked[]> {
  try {
    const sentences = units.map(({ masked }) => masked);
    const targets = await translator.translate(sentences, pair.from, pair.to, options);
    if (targets.length !== units.length)
      throw new TranslatorError("badOutput", `${targets.length} sentences came back for ${units.length}`);
    return targets;
  } catch (error) {
    const halves =
      error instanceof TranslatorError && (error.fault === "tooLarge" || error.fault === "badOutput");
    options.signal.throwIfAborted();
    if (!halves || units.length < 2) throw error;
    const middle = Math.ceil(units.length / 2);
    return [
      ...(await request(translator, units.slice(0, middle), pair, options)),
      ...(await request(translator, units.slice(middle), pair, options)),
    ];
  }
}

function* batches(units: readonly Unit[]): Generator<readonly Unit[]> {
  let batch: Unit[] = [];
  let characters = 0;
  for (const unit of units) {
    if (batch.length > 0 && characters + unit.text.length > charactersAtOnce) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(unit);
    characters += unit.text.length;
  }
  if (batch.length > 0) yield batch;
}
