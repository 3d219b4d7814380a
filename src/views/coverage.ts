import { joinNames, joinSentences } from "../i18n/format.ts";
import type { Reader } from "./reader.ts";

/** Where the papers of a topic can come from, as `digests/sources.ts` finds out. */
export interface Coverage {
  /** arXiv's categories that are followed and that the topic wants. */
  readonly categories: readonly string[];
  /** Names of sources besides arXiv. */
  readonly others: readonly string[];
  /** Whether the topic names categories; else it takes those that are followed anyway. */
  readonly namesCategories: boolean;
  readonly asksArxiv: boolean;
}

/** Which sources are looked at for a topic, or that none is and what to do about it. */
export function sayCoverage(
  { categories, others, namesCategories, asksArxiv }: Coverage,
  { texts, language }: Reader,
): string {
  const say = texts.digest.coverage;
  const isArxivMissed = !asksArxiv && namesCategories;
  const names = [...(categories.length > 0 ? [`arXiv ${joinNames(language, categories)}`] : []), ...others];
  const lines = [
    names.length > 0 ? say.from(names.join(" · ")) : say.nothing,
    ...(isArxivMissed || (names.length === 0 && !asksArxiv) ? [say.noContact] : []),
    ...(asksArxiv && categories.length === 0 ? [say.nameCategory] : []),
    ...(categories.length > 0 && !namesCategories ? [say.addCategory] : []),
  ];
  return joinSentences(lines);
}

/** Whether something that the topic wants is not looked at. */
export function isUncovered({ categories, others, namesCategories }: Coverage): boolean {
  return categories.length === 0 && (namesCategories || others.length === 0);
}
