import type { TermTranslation } from "../../search/lexicon.ts";
import type { Side } from "./bitext.ts";

export interface Model1Options {
  /** Rounds of expectation and maximisation. */
  readonly rounds: number;
  /** A term that stands in fewer stretches is not learnt, and none is learnt to mean it. */
  readonly leastCount: number;
  /** Candidates that a term begins with: those it stands together with most, for their number (Dice). */
  readonly candidates: number;
  /** Less likely translations are dropped. */
  readonly floor: number;
  /** Translations that a term keeps. */
  readonly keep: number;
}

export const defaults: Model1Options = { rounds: 5, leastCount: 2, candidates: 150, floor: 0.02, keep: 8 };

/** One unseen occurrence that meant nothing here: what stood once beside something is not certain to mean it. */
const doubt = 1;

/** Translations of each term with their probabilities: those of term n lie between `ends[n - 1]` and `ends[n]`. */
interface Table {
  readonly ends: Uint32Array;
  readonly terms: Uint32Array;
  readonly chances: Float32Array;
}

/**
 * IBM's model 1 (Brown et al. 1993): every term of the target was made by one term of the source stretch, or by none
 * (the null word), and expectation maximisation finds the probabilities that explain the texts best.
 *
 * The table is kept row by row, candidates alone, and each round goes over the source terms one after the other, with
 * the row of the one at hand laid out flat: no hash is looked up, and memory is that of the texts and of the table.
 */
export function learnModel1(
  source: Side,
  target: Side,
  options: Model1Options = defaults,
  onRound?: (round: number) => void,
): Map<string, TermTranslation[]> {
  const stretches = source.stretches();
  const table = firstGuess(source, target, stretches, options);
  const nobody = Float64Array.from(target.counts, (count) => count / Math.max(1, target.tokenCount));
  const explained = new Float64Array(target.tokenCount);
  for (let round = 1; round <= options.rounds; round++) {
    for (let at = 0; at < explained.length; at++)
      explained[at] = nobody[target.tokens[at] as number] as number;
    const row = new Float64Array(target.terms.length);
    // How well all terms of its stretch together explain each token of the target.
    eachTerm(source, target, stretches, table, row, (from, to) => {
      for (let at = from; at < to; at++)
        explained[at] = (explained[at] as number) + (row[target.tokens[at] as number] as number);
    });
    // The share of each term in that is what its new probabilities are made of.
    const shares = new Float64Array(target.terms.length);
    const settle = (begin: number, end: number) => {
      let sum = doubt;
      for (let at = begin; at < end; at++) sum += shares[table.terms[at] as number] as number;
      for (let at = begin; at < end; at++) {
        const term = table.terms[at] as number;
        table.chances[at] = (shares[term] as number) / sum;
        shares[term] = 0;
      }
    };
    const credit = (from: number, to: number) => {
      for (let at = from; at < to; at++) {
        const term = target.tokens[at] as number;
        const chance = row[term] as number;
        if (chance > 0) shares[term] = (shares[term] as number) + chance / (explained[at] as number);
      }
    };
    eachTerm(source, target, stretches, table, row, credit, settle);
    renewNobody(nobody, target, explained);
    onRound?.(round);
  }
  return likeliest(source, target, table, options);
}

type Stretches = ReturnType<Side["stretches"]>;

/** For every source term: lays out its row, visits the target tokens of each of its stretches, and clears the row. */
function eachTerm(
  source: Side,
  target: Side,
  { ends, list }: Stretches,
  table: Table,
  row: Float64Array,
  visit: (from: number, to: number) => void,
  done?: (begin: number, end: number) => void,
): void {
  let begin = 0;
  let first = 0;
  for (let term = 0; term < source.terms.length; term++) {
    const end = table.ends[term] as number;
    const last = ends[term] as number;
    if (end > begin) {
      for (let at = begin; at < end; at++) row[table.terms[at] as number] = table.chances[at] as number;
      for (let at = first; at < last; at++) {
        const stretch = list[at] as number;
        visit(target.start(stretch), target.start(stretch + 1));
      }
      for (let at = begin; at < end; at++) row[table.terms[at] as number] = 0;
      done?.(begin, end);
    }
    begin = end;
    first = last;
  }
}

/** The candidates of each term, as likely as they stand together. */
function firstGuess(
  source: Side,
  target: Side,
  { ends, list }: Stretches,
  { leastCount, candidates }: Model1Options,
): Table {
  const together = new Uint32Array(target.terms.length);
  const rowEnds = new Uint32Array(source.terms.length);
  const terms: number[] = [];
  const chances: number[] = [];
  let first = 0;
  for (let term = 0; term < source.terms.length; term++) {
    const last = ends[term] as number;
    const own = last - first;
    if (own >= leastCount) {
      const found: number[] = [];
      for (let at = first; at < last; at++) {
        const stretch = list[at] as number;
        for (let token = target.start(stretch); token < target.start(stretch + 1); token++) {
          const other = target.tokens[token] as number;
          if (together[other] === 0) found.push(other);
          together[other] = (together[other] as number) + 1;
        }
      }
      const dice = (other: number) =>
        (2 * (together[other] as number)) / (own + (target.counts[other] as number));
      const best = found
        .filter((other) => (together[other] as number) >= leastCount)
        .map((other) => ({ other, dice: dice(other) }))
        .sort((a, b) => b.dice - a.dice)
        .slice(0, candidates);
      for (const other of found) together[other] = 0;
      const sum = best.reduce((all, one) => all + one.dice, 0);
      for (const one of best) {
        terms.push(one.other);
        chances.push(one.dice / sum);
      }
    }
    rowEnds[term] = terms.length;
    first = last;
  }
  return { ends: rowEnds, terms: Uint32Array.from(terms), chances: Float32Array.from(chances) };
}

/** The null word stands in every stretch. */
function renewNobody(nobody: Float64Array, target: Side, explained: Float64Array): void {
  const shares = new Float64Array(nobody.length);
  let sum = 0;
  for (let at = 0; at < explained.length; at++) {
    const term = target.tokens[at] as number;
    const share = (nobody[term] as number) / (explained[at] as number);
    shares[term] = (shares[term] as number) + share;
    sum += share;
  }
  for (let term = 0; term < nobody.length; term++) nobody[term] = (shares[term] as number) / sum;
}

function likeliest(
  source: Side,
  target: Side,
  table: Table,
  { floor, keep }: Model1Options,
): Map<string, TermTranslation[]> {
  const entries = new Map<string, TermTranslation[]>();
  let begin = 0;
  for (const [number, term] of source.terms.entries()) {
    const end = table.ends[number] as number;
    const translations: TermTranslation[] = [];
    for (let at = begin; at < end; at++) {
      const weight = table.chances[at] as number;
      if (weight >= floor)
        translations.push({ term: target.terms[table.terms[at] as number] as string, weight });
    }
    translations.sort((a, b) => b.weight - a.weight);
    if (translations.length > 0) entries.set(term, translations.slice(0, keep));
    begin = end;
  }
  return entries;
}
