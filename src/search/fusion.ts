import { best } from "./best.ts";
import type { Content } from "./content.ts";
import type { Plan } from "./plan.ts";
import type { Ranked } from "./rank.ts";

/**
 * So many of the papers that the words rank best are ordered anew by more than these words. As many for every page, so
 * that pages do not overlap.
 */
export const reordered = 200;

/** What nearness in latent space counts beside the words, which count 1 for the best paper. */
const latentWeight = { keywords: 0.1, description: 0.35, paper: 0.5 };

/** What it counts to be as new as the newest; half of it for a paper so many years older. */
const freshness = { weight: 0.03, halvedAfter: 3 };

/** Papers that have this share of the words that set one apart are the same under another id, if there are enough words. */
const sameWords = { share: 0.9, least: 8 };

/**
 * Orders the best papers of a lexical ranking anew, by what costs too much to ask of all: nearness in latent space, and,
 * where `fresh`, a little for new papers. The others keep their places behind them: what is added is never negative.
 */
export function fuse(content: Content, ranked: Ranked, plan: Plan, fresh: boolean): Ranked {
  const { rows, scores } = ranked;
  const leaders = leadersOf(content, ranked);
  scale(rows, scores);
  const query = content.latent.ofQuery(plan.groups);
  const weight = plan.required[0] === 0 ? latentWeight.description : latentWeight.keywords;
  if (query) addNearness(content, leaders, scores, query, weight);
  if (fresh) addFreshness(content, leaders, scores);
  return ranked;
}

/** Orders the papers worded most like one by nearness to it too, and leaves out those that are the same paper. */
export function fuseSimilar(content: Content, row: number, ranked: Ranked): Ranked {
  const { scores } = ranked;
  const leaders = leadersOf(content, ranked);
  scale(ranked.rows, scores);
  const place = content.latent.ofPaper(row);
  if (place) addNearness(content, leaders, scores, place, latentWeight.paper);
  const same = content.suggestions.namesakes(row);
  const words = new Set(content.keywordsOf(row));
  for (const other of leaders) if (isSameText(words, content.keywordsOf(other))) same.add(other);
  return { ...ranked, rows: ranked.rows.filter((other) => !same.has(other)) };
}

function isSameText(words: ReadonlySet<string>, others: readonly string[]): boolean {
  const most = Math.max(words.size, others.length);
  return most >= sameWords.least && others.filter((word) => words.has(word)).length >= sameWords.share * most;
}

/** In order. */
function leadersOf({ papers }: Content, { rows, scores }: Ranked): Uint32Array {
  const order = (a: number, b: number) =>
    (scores[b] as number) - (scores[a] as number) || papers.compareAge(a, b);
  return Uint32Array.from(best(rows, reordered, order)).sort();
}

function addNearness(
  { latent }: Content,
  rows: Uint32Array,
  scores: Float64Array,
  to: Float32Array,
  weight: number,
): void {
  for (const row of rows) scores[row] = (scores[row] as number) + weight * latent.nearness(to, row);
}

/** Papers of an unknown date get nothing. */
function addFreshness({ papers }: Content, rows: Uint32Array, scores: Float64Array): void {
  const years = (date: number) => Math.floor(date / 10_000) + (Math.floor(date / 100) % 100) / 12;
  const newest = rows.reduce((most, row) => Math.max(most, papers.date(row)), 0);
  for (const row of rows) {
    const date = papers.date(row);
    if (date === 0) continue;
    const age = years(newest) - years(date);
    scores[row] = (scores[row] as number) + freshness.weight * 0.5 ** (age / freshness.halvedAfter);
  }
}

/** Makes the best score 1. */
function scale(rows: readonly number[], scores: Float64Array): void {
  let most = 0;
  for (const row of rows) most = Math.max(most, scores[row] as number);
  if (most > 0) for (const row of rows) scores[row] = (scores[row] as number) / most;
}
