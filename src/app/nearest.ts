import type { Library } from "../core/command.ts";
import type { SearchPage, SearchQuery } from "../core/ports.ts";

/** What a query finds with a part of it left out. */
export interface Nearest {
  readonly dropped: string;
  readonly page: SearchPage;
}

/** A query of more words is searched for any of them, so that leaving one out finds nothing new. */
const mostWords = 4;

/** The query with as little left out as finds anything: one word or filter, else two, and so on; the fewest papers first. */
export async function nearest(
  library: Library,
  query: SearchQuery,
  words: readonly string[],
): Promise<readonly Nearest[]> {
  const filters = (["by", "cat", "years"] as const).filter((filter) => query[filter] !== undefined);
  const parts = [...(words.length <= mostWords ? words.map((_, index) => index) : []), ...filters];
  for (let left = 1; left <= parts.length; left++) {
    const tried = await Promise.all(
      subsets(parts, left).map(async (dropped) => ({
        dropped: dropped
          .map((part) => (typeof part === "number" ? (words[part] ?? "") : label(query, part)))
          .join(", "),
        page: await library.search(without(query, words, dropped), { offset: 0, limit: 3 }),
      })),
    );
    const found = tried.filter(({ page }) => page.total > 0);
    if (found.length > 0) return found.sort((a, b) => a.page.total - b.page.total);
  }
  return [];
}

/** A word by its place, or a filter. */
type Part = number | "by" | "cat" | "years";

function without(query: SearchQuery, words: readonly string[], dropped: readonly Part[]): SearchQuery {
  const kept = Object.entries(query).filter(([key]) => !dropped.includes(key as Part));
  return {
    ...(Object.fromEntries(kept) as unknown as SearchQuery),
    words: words.filter((_, index) => !dropped.includes(index)).join(" "),
  };
}

function label(query: SearchQuery, filter: Exclude<Part, number>): string {
  if (filter !== "years") return `${filter}:${query[filter]}`;
  const { from = 0, to = 0 } = query.years ?? {};
  return `year:${from === to ? from : `${from || ""}..${to === 9999 ? "" : to}`}`;
}

function subsets<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
