import { sentences } from "../../core/text/sentences.ts";
import { bestSentence, standingAlone } from "../../summaries/extract.ts";
import { mean, rounded } from "../metrics.ts";
import { rouge } from "./rouge.ts";
import type { SummarisedPaper } from "./scitldr.ts";

/**
 * Mean F1 over the papers, in per cent, of the extracted summaries as they are shown, the best reference counting.
 * Sentences are found anew, because that is what readers get. In a `language` other than English the texts are judged
 * as if they were in that one.
 */
export function evaluateTldr(papers: readonly SummarisedPaper[], language: string) {
  const figures = papers.map((paper) => {
    const all = sentences(paper.sentences.join(" "), language);
    const best = all[bestSentence(paper.title, all, language)] ?? "";
    return rouge(standingAlone(best, language), paper.references);
  });
  const per = (name: "rouge1" | "rouge2" | "rougeL") =>
    rounded(100 * mean(figures.map((one) => one[name])), 2);
  return { papers: papers.length, rouge1: per("rouge1"), rouge2: per("rouge2"), rougeL: per("rougeL") };
}
