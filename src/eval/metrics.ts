/** How relevant a document is to a query: 0 not at all, any grade above 0 relevant. */
export type Grades = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `depth` documents, as trec_eval has it: the gain is the grade
 * itself, the discount the logarithm (base 2) of the rank plus one. 0 where nothing is relevant.
 */
export function ndcg(ranked: readonly string[], grades: Grades, depth: number): number {
  const ideal = [...grades.values()].sort((a, b) => b - a);
  const best = discounted(ideal, depth);
  return best === 0
    ? 0
    : discounted(
        ranked.map((id) => grades.get(id) ?? 0),
        depth,
      ) / best;
}

function discounted(gains: readonly number[], depth: number): number {
  return gains.slice(0, depth).reduce((sum, gain, rank) => sum + Math.max(0, gain) / Math.log2(rank + 2), 0);
}

/** The share of the relevant documents that are among the first `depth`. */
export function recall(ranked: readonly string[], grades: Grades, depth: number): number {
  const relevant = [...grades].filter(([, grade]) => grade > 0).map(([id]) => id);
  const found = new Set(ranked.slice(0, depth));
  return relevant.length === 0 ? 0 : relevant.filter((id) => found.has(id)).length / relevant.length;
}

/** One over the rank of the first relevant document, 0 when it is not among the first `depth`. */
export function reciprocalRank(ranked: readonly string[], grades: Grades, depth: number): number {
  const rank = ranked.slice(0, depth).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return rank < 0 ? 0 : 1 / (rank + 1);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that a share of the values do not exceed (nearest rank): never one that was not measured. */
export function percentile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A figure as the tools print it: no digits that mean nothing. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
