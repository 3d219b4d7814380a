import { best } from "./best.ts";
import type { Content } from "./content.ts";
import type { Plan } from "./plan.ts";
import type { Ranked } from "./rank.ts";
import { sentence } from "./scoring.ts";
import type { TermGroup } from "./words.ts";

/**
 * So many of the papers that the words rank best are ordered anew by more than these words. As many for every page, so
 * that pages do not overlap.
 */
export const reordered = 200;

/** What nearness in latent space counts beside the words, which count 1 for the best paper. */
const latentWeight = { keywords: 0.1, description: 0.35 };

/** Groups that can be scored at once. */
const atOnce = 32;

/**
 * Orders the best papers of a lexical ranking anew, by what costs too much to ask of all: the remaining words of a long
 * text, and nearness in latent space. The others keep their places behind them: what is added is never negative.
 */
export function fuse(content: Content, { rows, scores, total }: Ranked, plan: Plan): Ranked {
  const order = (a: number, b: number) =>
    (scores[b] as number) - (scores[a] as number) || content.papers.compareAge(a, b);
  const leaders = Uint32Array.from(best(rows, reordered, order)).sort();
  if (plan.rest.length > 0) addRest(content, leaders, scores, plan.rest);
  scale(rows, scores);
  const query = content.latent.ofQuery([...plan.groups, ...plan.rest]);
  const weight = plan.required[0] === 0 ? latentWeight.description : latentWeight.keywords;
  if (query)
    for (const row of leaders)
      scores[row] = (scores[row] as number) + weight * content.latent.nearness(query, row);
  return { rows, scores, total };
}

/** Makes the best score 1. */
function scale(rows: readonly number[], scores: Float64Array): void {
  let most = 0;
  for (const row of rows) most = Math.max(most, scores[row] as number);
  if (most > 0) for (const row of rows) scores[row] = (scores[row] as number) / most;
}

/** Adds to the papers' scores what the remaining words of a long text give their best documents. */
function addRest(
  { papers, postings }: Content,
  rows: Uint32Array,
  scores: Float64Array,
  rest: readonly TermGroup[],
): void {
  const among = papers.documentsOf(rows);
  const sums = new Float64Array(among.length);
  for (let from = 0; from < rest.length; from += atOnce) {
    const matches = postings.match(rest.slice(from, from + atOnce), sentence, { among });
    for (let at = 0; at < among.length; at++)
      sums[at] = (sums[at] as number) + (matches.scores[among[at] as number] as number);
  }
  let at = 0;
  for (const row of rows) {
    let most = 0;
    for (const { documents } = papers.documents(row), end = at + documents; at < end; at++)
      most = Math.max(most, sums[at] as number);
    scores[row] = (scores[row] as number) + most;
  }
}
