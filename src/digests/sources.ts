import { arxivDay } from "../core/arxiv-calendar.ts";
import type { SourceState } from "../core/digest.ts";
import type { SearchQuery } from "../core/ports.ts";
import { inCategories } from "./news.ts";
import { civilDate } from "./schedule.ts";

/** arXiv's feeds change at midnight here. */
const arxivZone = "America/New_York";

/** The feed of one of arXiv's categories is called so. Its other sources announce nothing day by day. */
const arxivFeed = /^arxiv:(.+)$/;

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
    const [, category] = arxivFeed.exec(name) ?? [];
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
