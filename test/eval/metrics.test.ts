import { describe, expect, test } from "vitest";
import { mean, ndcg, percentile, recall, reciprocalRank } from "../../src/eval/metrics.ts";

const grades = new Map([
  ["a", 3],
  ["b", 2],
  ["c", 0],
  ["d", 1],
]);

describe("nDCG", () => {
  test("takes the grade itself as gain and the logarithm of the rank as discount", () => {
    // b first, nothing second, a third: 2/log2(2) + 3/log2(4) = 3.5, of 3 + 2/log2(3) + 1/2 = 4.761860.
    expect(ndcg(["b", "x", "a"], grades, 10)).toBeCloseTo(3.5 / 4.761859507, 8);
  });

  test("is 1 for the ideal order and 0 without a relevant document", () => {
    expect(ndcg(["a", "b", "d", "c"], grades, 10)).toBe(1);
    expect(ndcg(["c", "x"], grades, 10)).toBe(0);
    expect(ndcg(["c"], new Map([["c", 0]]), 10)).toBe(0);
  });

  test("looks no further than its depth, in the ideal order too", () => {
    expect(ndcg(["x", "a"], grades, 1)).toBe(0);
    expect(ndcg(["b", "a"], grades, 1)).toBeCloseTo(2 / 3, 10);
  });
});

test("recall is the share of the relevant documents, whatever their grade", () => {
  expect(recall(["d", "c", "x", "a"], grades, 100)).toBeCloseTo(2 / 3, 10);
  expect(recall(["d", "c", "x", "a"], grades, 3)).toBeCloseTo(1 / 3, 10);
});

test("reciprocal rank is that of the first relevant document within the depth", () => {
  expect(reciprocalRank(["x", "c", "d", "a"], grades, 10)).toBeCloseTo(1 / 3, 10);
  expect(reciprocalRank(["x", "c", "d"], grades, 2)).toBe(0);
});

test("a percentile is a value that was measured", () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(percentile(values, 0.5)).toBe(100);
  expect(percentile(values, 0.99)).toBe(198);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBe(0);
});

test("the mean of nothing is 0", () => {
  expect(mean([])).toBe(0);
  expect(mean([1, 2, 6])).toBe(3);
});
