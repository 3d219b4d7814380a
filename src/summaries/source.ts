import type { Paper } from "../core/paper.ts";
import { cleanText } from "../core/text/clean.ts";
import { clampGraphemes } from "../core/text/graphemes.ts";
import { sentences } from "../core/text/sentences.ts";
import type { Source } from "./prompt.ts";

/** Characters of an abstract that are sent. */
const room = 6_000;

/** Sentences that speak to a model instead of saying something of the paper. */
const toModels = new RegExp(
  [
    "\\b(?:ignore|disregard|forget|override)\\b.{0,60}\\b(?:instructions?|prompts?|rules|guidelines|above|previous|everything)\\b",
    "\\bsystem prompt\\b|<\\/?(?:system|user|assistant|instructions?)>|\\[\\/?INST\\]|<\\|\\w+\\|>",
    "\\b(?:as an?|you are(?: now)? an?|dear|note to|attention,?) (?:ai|llm|language model|assistant|chatbot)\\b",
    "\\b(?:respond|reply|answer|output)\\b.{0,20}\\b(?:only|exactly|with|in json)\\b",
    "(?:忽略|无视|無視).{0,20}(?:指令|指示|提示|命令|要求)",
  ].join("|"),
  "iu",
);

/**
 * What a model gets of a paper: the title and the abstract, the original where it is held, without sentences that are
 * meant for models. undefined where too little is left to summarise.
 */
export function sourceOf(paper: Paper): Source | undefined {
  const held = paper.abstract === null ? paper.translations[0] : { ...paper, abstract: paper.abstract };
  if (!held) return undefined;
  const all = sentences(clampGraphemes(cleanText(held.abstract), room), held.language);
  const kept = all.filter((sentence) => !toModels.test(sentence));
  const title = cleanText(held.title);
  return kept.length < 2 ? undefined : { title, abstract: kept.join(" ") };
}
