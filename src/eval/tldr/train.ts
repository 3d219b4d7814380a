import { standingAlone, type Weights } from "../../summaries/extract.ts";
import { featureNames, featuresOf } from "../../summaries/features.ts";
import { mean } from "../metrics.ts";
import { rouge } from "./rouge.ts";
import type { SummarisedPaper } from "./scitldr.ts";

/** Any from 1 to 30 gives nearly the same figures. */
const ridge = 5;

/**
 * Weights by which a sentence's features tell its mean ROUGE F1 (1, 2 and L), by ridge regression. Values are taken
 * relative to the paper's own mean: sentences compete within a paper only.
 */
export function trainWeights(papers: readonly SummarisedPaper[], withCues: boolean): Weights {
  const size = featureNames.length;
  const products = featureNames.map(
    (_, row) => featureNames.map((_, column) => (row === column ? ridge : 0)) as number[],
  );
  const sums: number[] = new Array(size).fill(0);
  for (const { title, sentences, references } of papers) {
    const rows = featuresOf(title, sentences, withCues).map((one) => featureNames.map((name) => one[name]));
    const features = transpose(transpose(rows).map(centred));
    const worth = centred(
      sentences.map((sentence) => {
        const { rouge1, rouge2, rougeL } = rouge(standingAlone(sentence, "en"), references);
        return mean([rouge1, rouge2, rougeL]);
      }),
    );
    for (const [at, row] of features.entries()) {
      for (const [i, value] of row.entries()) sums[i] = (sums[i] ?? 0) + value * (worth[at] ?? 0);
      for (const [i, sum] of products.entries())
        for (const [j, other] of row.entries()) sum[j] = (sum[j] ?? 0) + (row[i] ?? 0) * other;
    }
  }
  const solved = solve(products, sums);
  return Object.fromEntries(
    featureNames.map((name, at) => [name, Number((solved[at] ?? 0).toFixed(5))]),
  ) as Weights;
}

function centred(values: readonly number[]): readonly number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

function transpose(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
}

/** x of Ax = b for a symmetric positive definite A, by Gauss and Jordan. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  const rows = a.map((row, at) => [...row, b[at] ?? 0]);
  for (const [at, pivot] of rows.entries()) {
    const scale = pivot[at] ?? 1;
    for (const [column, value] of pivot.entries()) pivot[column] = value / scale;
    for (const row of rows) {
      const factor = row[at] ?? 0;
      if (row === pivot) continue;
      for (const [column, value] of pivot.entries()) row[column] = (row[column] ?? 0) - factor * value;
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
