import { arxivDay } from "../core/arxiv-calendar.ts";
import { arxivCategoryIn, isArxivSource } from "../core/arxiv-source.ts";
import type { SourceState } from "../core/digest.ts";
import type { SearchQuery } from "../core/ports.ts";
import type { Followed } from "../core/source.ts";
import type { Coverage } from "../views/coverage.ts";
import { inCategories } from "./news.ts";
import { civilDate } from "./schedule.ts";

/** arXiv's feeds change at midnight here. */
const arxivZone = "America/New_York";

/** Where the papers of a topic can come from. */
export function coverage({ sources, asksArxiv }: Followed, topic: SearchQuery): Coverage {
  return {
    categories: sources.flatMap((name) => arxivCategoryIn(name) ?? []).filter((one) => isWanted(one, topic)),
    others: sources.filter((name) => !isArxivSource(name)),
    namesCategories: topic.cat !== undefined,
    asksArxiv,
  };
}

/** Whether a category's feed can bring papers of a topic; of one that must be in several categories each feed can. */
function isWanted(category: string, { cat }: SearchQuery): boolean {
  return cat?.some((one) => inCategories([category], { words: "", cat: [one] })) ?? true;
}

/** A source that has failed for less may answer before anybody misses it, in ms. */
const shortFailure = 24 * 3_600_000;

/**
 * How the sources of a topic stand: whether today's announcement is there, is late, or is none. `broken`: what arXiv
 * announces is known, and another source has failed for more than a day.
 */
export type Standing =
  | { readonly kind: "current" | "weekend" | "holiday" }
  | { readonly kind: "late"; readonly sources: readonly string[]; readonly why?: string }
  | { readonly kind: "broken"; readonly why: string };

/**
 * Whether all that arXiv's feeds should hold by now is known. The calendar only explains an empty day: what came all the
 * same is news.
 */
export function standing(sources: readonly SourceState[], topic: SearchQuery, now: Date): Standing {
  const today = civilDate(now, arxivZone);
  const day = arxivDay(today);
  const feeds = sources.flatMap((state) => {
    const category = arxivCategoryIn(state.name);
    return category !== undefined && isWanted(category, topic) ? [{ ...state, category }] : [];
  });
  const late = feeds.filter(({ announced }) => announced === undefined || announced < today);
  if (late.length > 0 && day === "announcement") {
    const why = late.find(({ failure }) => failure)?.failure?.why;
    return {
      kind: "late",
      sources: late.map(({ category }) => `arXiv ${category}`),
      ...(why !== undefined && { why }),
    };
  }
  for (const { name, failure } of sources)
    if (failure && !isArxivSource(name) && now.getTime() - failure.since.getTime() > shortFailure)
      return { kind: "broken", why: `${name}: ${failure.why}` };
  return { kind: feeds.length === 0 || day === "announcement" ? "current" : day };
}
