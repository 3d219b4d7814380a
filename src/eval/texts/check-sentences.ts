import { sentences } from "../../core/text/sentences.ts";
import { rounded } from "../metrics.ts";

/**
 * How many abstracts come apart again into the sentences that they were joined of, in per cent. Counted are those of
 * which every sentence ends with a stop and none begins with a small letter: the others were split wrongly in the data.
 */
export function checkSentences(papers: readonly { readonly sentences: readonly string[] }[]) {
  const all = papers.map((paper) => paper.sentences.map((sentence) => sentence.replace(/\s+/g, " ").trim()));
  const clean = all.filter((abstract) => abstract.every(isWhole));
  const exact = (abstracts: readonly (readonly string[])[]) =>
    abstracts.filter((abstract) => sameAs(abstract, sentences(abstract.join(" "), "en"))).length;
  const share = (abstracts: readonly (readonly string[])[]) =>
    rounded((100 * exact(abstracts)) / Math.max(1, abstracts.length), 2);
  return {
    abstracts: clean.length,
    exact_pct: share(clean),
    unclean_too: { abstracts: all.length, exact_pct: share(all) },
  };
}

function isWhole(sentence: string): boolean {
  return /[.!?]["'”’)\]]*$/.test(sentence) && !/^\p{Ll}/u.test(sentence);
}

function sameAs(expected: readonly string[], found: readonly string[]): boolean {
  return expected.length === found.length && expected.every((sentence, at) => sentence === found[at]);
}
