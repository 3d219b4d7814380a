import type { Library } from "../core/command.ts";
import type { SearchPage, SearchQuery } from "../core/ports.ts";
import { formatQuery } from "../core/query.ts";
import { partsOf, together } from "../core/query-parts.ts";

/** What a query finds with a part of it left out. */
export interface Nearest {
  readonly dropped: string;
  readonly page: SearchPage;
}

/** Queries tried for one that found nothing. */
const mostTried = 130;

/** The query with as little left out as finds anything: one part, else two, and so on; the fewest papers first. */
export async function nearest(
  library: Library,
  query: SearchQuery,
  words: readonly string[],
): Promise<readonly Nearest[]> {
  const parts = partsOf(query, words);
  let tries = 0;
  for (let left = 1; left <= parts.length; left++) {
    const choices = subsets(parts, left);
    tries += choices.length;
    if (left > 1 && tries > mostTried) return [];
    const tried = await Promise.all(
      choices.map(async (dropped) => {
        const kept = parts.filter((part) => !dropped.includes(part));
        const rest = together([...kept, ...(query.sort ? [{ words: "", sort: query.sort }] : [])]);
        return {
          dropped: dropped.map(formatQuery).join(", "),
          page: await library.search(rest, { offset: 0, limit: 3 }),
        };
      }),
    );
    const found = tried.filter(({ page }) => page.total > 0);
    if (found.length > 0) return found.sort((a, b) => a.page.total - b.page.total);
  }
  return [];
}

function subsets<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
