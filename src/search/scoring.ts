import type { Scoring } from "./top-k.ts";

/** Keywords: a word in the title says more than one in the abstract. */
const keywords: Scoring = {
  combine: "apart",
  weights: { title: 3, abstract: 1, authors: 2, categories: 1, id: 2 },
  k: 1.2,
  b: 0.7,
  d: 0.5,
};

/** Descriptions and titles: a word's occurrences are added up over the fields, so that no field outvotes the others. */
export const sentence: Scoring = { ...keywords, combine: "together", k: 1.4, b: 0.75, d: 0 };

/** From so many words on, a query is a sentence. */
const sentenceWords = 5;

export function scoringFor(words: number): Scoring {
  return words < sentenceWords ? keywords : sentence;
}
