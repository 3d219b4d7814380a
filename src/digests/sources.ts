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
    categories: sources
      .flatMap((name) => arxivCategoryIn(name) ?? [])
      .filter((one) => inCategories([one], topic)),
    others: sources.filter((name) => !isArxivSource(name)),
    namesCategories: topic.cat !== undefined,
    asksArxiv,
  };
}

/** How the sources of a topic stand: whether today's announcement is there, is late, or is none. */
export type Standing =
  | { readonly kind: "current" | "weekend" | "holiday" }
  | { readonly kind: "late"; readonly sources: readonly string[]; readonly why?: string };

/**
 * Whether all that arXiv's feeds should hold by now is known. The calendar only explains an empty day: what came all the
 * same is news.
 */
export function standing(sources: readonly SourceState[], topic: SearchQuery, now: Date): Standing {
  const wanted = sources.filter(({ name }) => {
    const category = arxivCategoryIn(name);
    return category !== undefined && inCategories([category], topic);
  });
  if (wanted.length === 0) return { kind: "current" };
  const today = civilDate(now, arxivZone);
  const day = arxivDay(today);
  if (day !== "announcement") return { kind: day };
  const late = wanted.filter(({ announced }) => announced === undefined || announced < today);
  if (late.length === 0) return { kind: "current" };
  const why = late.find(({ failure }) => failure)?.failure?.why;
  return { kind: "late", sources: late.map(({ name }) => name), ...(why !== undefined && { why }) };
}
