import { describe, expect, test } from "vitest";
import { planQuery, type Vocabulary } from "../../src/search/plan.ts";

/** Knows every word; the longer ones are rarer. */
const vocabulary: Vocabulary = {
  documents: (term) => 1_000 - term.length,
  isWritten: () => true,
  correct: () => undefined,
  translations: () => [],
};

describe("which words must occur", () => {
  test.each([
    ["graph neural networks", [0b111]],
    ["theory of mind", [0b11]],
    ["attention is all you need", [0b11]],
    ["heads of the wings", [0b11]],
  ])("all of: %s", (query, required) => {
    expect(planQuery(query, vocabulary).required).toEqual(required);
  });

  test.each([
    "graph neural networks predict molecules",
    "antidepressants increase the severity of migraines",
    "DUSP4 decreases apoptosis.",
    "关于助推算法的对偶形式",
  ])("any of: %s", (query) => {
    expect(planQuery(query, vocabulary).required).toEqual([0]);
  });
});

test("a long text is looked for by its rarest words, the others are kept for the best", () => {
  const words = Array.from({ length: 45 }, (_, number) => "x".repeat(number + 1));
  const { groups, rest } = planQuery(words.join(" "), vocabulary);
  expect(groups).toHaveLength(32);
  expect(rest).toHaveLength(13);
  expect(groups[0]?.any).toContain("x".repeat(45));
  expect(rest.at(-1)?.any).toContain("x");
});
