import { best } from "./best.ts";
import type { Content } from "./content.ts";
import { Neighbours } from "./neighbours.ts";
import type { Plan } from "./plan.ts";
import type { Ranked } from "./rank.ts";

/**
 * So many of the papers that the words rank best are ordered anew by more than these words. As many for every page, so
 * that pages do not overlap.
 */
export const reordered = 200;

/**
 * What nearness in latent space counts beside the words, which count 1 for the best paper. For a description, nearness to
 * its best papers by words, so many of them, counts too.
 */
const latentWeight = { keywords: 0.1, description: 0.35, feedback: 0.2, paper: 0.5 };
const feedbackPapers = 10;

/** The best papers whose neighbouring words are compared with those of a long text: each costs reading its text. */
const compared = 50;
/** What it counts to share one, times the rarity of its words. */
const neighbourWeight = 1.5;

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
  const most = scale(rows, scores);
  const query = content.latent.ofQuery(plan.groups);
  if (query)
    addNearness(
      content,
      leaders,
      scores,
      plan.anyWord ? withFeedback(content, leaders, scores, query) : times(query, latentWeight.keywords),
    );
  if (fresh) addFreshness(content, leaders, scores);
  const neighbours = plan.text === undefined ? undefined : Neighbours.in(plan.text, content);
  if (neighbours) addNeighbours(content, leaders, scores, neighbours, most);
  return ranked;
}

/** Orders the papers worded most like one by nearness to it too, and leaves out those that are the same paper. */
export function fuseSimilar(content: Content, row: number, ranked: Ranked): Ranked {
  const { scores } = ranked;
  const leaders = leadersOf(content, ranked);
  scale(ranked.rows, scores);
  const place = content.latent.ofPaper(row);
  if (place) addNearness(content, leaders, scores, times(place, latentWeight.paper));
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
function leadersOf(content: Content, { rows, scores }: Ranked): Uint32Array {
  return Uint32Array.from(bestOf(content, rows, scores, reordered)).sort();
}

/** The best first. */
function bestOf({ papers }: Content, rows: Iterable<number>, scores: Float64Array, count: number): number[] {
  const order = (a: number, b: number) =>
    (scores[b] as number) - (scores[a] as number) || papers.compareAge(a, b);
  return best(rows, count, order);
}

/** `to` is as long as what nearness counts. */
function addNearness({ latent }: Content, rows: Uint32Array, scores: Float64Array, to: Float32Array): void {
  for (const row of rows) scores[row] = (scores[row] as number) + latent.nearness(to, row);
}

function times(vector: Float32Array, weight: number): Float32Array {
  return vector.map((value) => weight * value);
}

/** A description's place in latent space, drawn towards the papers that have its words (pseudo-relevance feedback). */
function withFeedback(
  content: Content,
  rows: Uint32Array,
  scores: Float64Array,
  query: Float32Array,
): Float32Array {
  const sum = new Float32Array(query.length);
  for (const row of bestOf(content, rows, scores, feedbackPapers))
    content.latent.addTo(sum, row, scores[row] as number);
  const weight = latentWeight.feedback / (Math.hypot(...sum) || 1);
  return query.map((value, axis) => latentWeight.description * value + weight * (sum[axis] as number));
}

/** `unit`: what a score of 1 was before it was scaled. */
function addNeighbours(
  content: Content,
  rows: Uint32Array,
  scores: Float64Array,
  neighbours: Neighbours,
  unit: number,
): void {
  for (const row of bestOf(content, rows, scores, compared)) {
    const { firstDocument, documents } = content.papers.documents(row);
    let most = 0;
    for (let number = 0; number < documents; number++)
      most = Math.max(most, neighbours.sharedBy(firstDocument + number));
    scores[row] = (scores[row] as number) + (neighbourWeight * most) / unit;
  }
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

/** Makes the best score 1, and says what it was. */
function scale(rows: readonly number[], scores: Float64Array): number {
  let most = 0;
  for (const row of rows) most = Math.max(most, scores[row] as number);
  if (most > 0) for (const row of rows) scores[row] = (scores[row] as number) / most;
  return most;
}
