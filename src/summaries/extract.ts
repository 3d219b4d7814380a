import type { Paper } from "../core/paper.ts";
import type { ShownText, Summary } from "../core/summary.ts";
import { clampGraphemes } from "../core/text/graphemes.ts";
import { sentences } from "../core/text/sentences.ts";
import { type Features, featureNames, featuresOf } from "./features.ts";
import weights from "./weights.json" with { type: "json" };

export type Weights = Readonly<Record<(typeof featureNames)[number], number>>;

/** Characters that a card has for one. */
const room = 400;
/** Sentences that are compared, each with each: an abstract has about eight. */
const most = 60;

/**
 * The sentence of the shown text that says best what the paper is about. Of a translation it is the one that stands
 * where the original's best stands, as long as the two have the same number of sentences. undefined for texts of less
 * than two sentences, which are as short themselves.
 */
export function extractSummary(paper: Paper, shown: ShownText): Summary | undefined {
  const all = wholeSentences(paper, shown.abstract, shown.language);
  if (all.length < 2) return undefined;
  const own = paper.abstract === null ? [] : wholeSentences(paper, paper.abstract, paper.language);
  const translation = paper.translations.find(({ abstract }) => abstract === shown.abstract);
  const at =
    own.length === all.length
      ? bestSentence(paper.title, own, paper.language)
      : bestSentence((translation ?? paper).title, all, shown.language);
  const tldr = standingAlone(all[at] ?? "", shown.language);
  return { tldr: clampGraphemes(tldr, room), by: { kind: "extracted" } };
}

/** Of a text that the source cut short, the last sentence is a torn one. */
function wholeSentences({ truncated }: Paper, abstract: string, language: string): readonly string[] {
  const all = sentences(abstract, language);
  return (truncated ? all.slice(0, -1) : all).slice(0, most);
}

/**
 * The number (from 0) of the best of at least one sentence, by a linear model with weights learnt on English papers
 * (`npm run train:tldr`). Other languages are judged without its phrases.
 */
export function bestSentence(title: string, of: readonly string[], language: string): number {
  const english = isEnglish(language);
  const chosen: Weights = english ? weights.english : weights.other;
  const scores = featuresOf(title, of, english).map((features) => score(features, chosen));
  return scores.indexOf(Math.max(...scores));
}

function score(features: Features, chosen: Weights): number {
  return featureNames.reduce((sum, name) => sum + features[name] * chosen[name], 0);
}

/** Words that lead over from the sentences before, which are not shown. */
const opening =
  /^(?:here|to (?:this|that) end|(?:in|with) (?:this|the present|our) (?:paper|work|article|study|letter|report|note))(?:,\s*|\s+(?=(?:we|i)\s))|^(?:thus|therefore|hence|however|specifically|in particular|accordingly|consequently|furthermore|moreover|additionally|in addition|finally),\s+/i;

/** A sentence that stands alone. Only English openings are known. */
export function standingAlone(sentence: string, language: string): string {
  if (!isEnglish(language)) return sentence;
  const rest = sentence.replace(opening, "");
  return rest === sentence ? sentence : rest.charAt(0).toUpperCase() + rest.slice(1);
}

function isEnglish(language: string): boolean {
  return language === "en" || language.startsWith("en-");
}
