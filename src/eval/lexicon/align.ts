import { sentencesOf } from "../sentences.ts";

/** How many sentences on each side may stand for each other, and what it costs: one for one is by far the commonest. */
const steps = [
  { source: 1, target: 1, cost: 0 },
  { source: 1, target: 2, cost: 2.5 },
  { source: 2, target: 1, cost: 2.5 },
  { source: 2, target: 2, cost: 4.5 },
  { source: 1, target: 0, cost: 5 },
  { source: 0, target: 1, cost: 5 },
] as const;

/** Variance of a translation's length for each character of the original, after Gale and Church. */
const variance = 6.8;
/** A text of more sentences is aligned as one: the work grows with the square. */
const mostSentences = 150;

/**
 * Divides a text and its translation into stretches that translate each other, by the lengths of their sentences (Gale
 * and Church 1993). A word is then matched against the twenty words of a sentence instead of the two hundred of an
 * abstract, which is faster and finds more.
 */
export function alignSentences(source: string, target: string): [string, string][] {
  const [from, to] = [sentencesOf(source), sentencesOf(target)];
  if (from.length <= 1 || to.length <= 1 || from.length > mostSentences || to.length > mostSentences)
    return [[source, target]];
  const ratio = target.length / source.length;
  const width = to.length + 1;
  const costs = new Float64Array((from.length + 1) * width).fill(Number.POSITIVE_INFINITY);
  const taken = new Int8Array(costs.length).fill(-1);
  costs[0] = 0;
  for (let row = 0; row <= from.length; row++) {
    for (let column = 0; column <= to.length; column++) {
      for (const [number, step] of steps.entries()) {
        if (step.source > row || step.target > column) continue;
        const before = costs[(row - step.source) * width + column - step.target] as number;
        const length = (list: readonly string[], end: number, count: number) =>
          list.slice(end - count, end).reduce((sum, sentence) => sum + sentence.length, 0);
        const expected = length(from, row, step.source) * ratio;
        const off = length(to, column, step.target) - expected;
        const unlikely =
          step.source * step.target === 0 ? 0 : off ** 2 / (2 * variance * ratio * (expected + 1));
        const cost = before + step.cost + unlikely;
        if (cost < (costs[row * width + column] as number)) {
          costs[row * width + column] = cost;
          taken[row * width + column] = number;
        }
      }
    }
  }
  const aligned: [string, string][] = [];
  let [row, column] = [from.length, to.length];
  while (row > 0 || column > 0) {
    const step = steps[taken[row * width + column] as number];
    if (!step) break;
    if (step.source > 0 && step.target > 0)
      aligned.push([
        from.slice(row - step.source, row).join(" "),
        to.slice(column - step.target, column).join(" "),
      ]);
    row -= step.source;
    column -= step.target;
  }
  return aligned.reverse();
}
