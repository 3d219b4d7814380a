import type { Library } from "../core/command.ts";
import type { Exclusions, SearchPage, SearchQuery } from "../core/ports.ts";
import { formatQuery } from "../core/query.ts";

/** What a query finds with a part of it left out. */
export interface Nearest {
  readonly dropped: string;
  readonly page: SearchPage;
}

/** A query of more words is searched for any of them, so that leaving one out finds nothing new. */
const mostWords = 4;

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

/** A query taken apart into queries of one thing each: a word, a phrase, a filter. Its words stay together where they are many. */
function partsOf(query: SearchQuery, words: readonly string[]): SearchQuery[] {
  const { phrases = [], alternatives = [], without = {}, by = [], cat = [], years, inTitle } = query;
  const one = (part: Partial<SearchQuery>): SearchQuery => ({ words: "", ...part });
  const single = words.length <= mostWords && query.words.trim() !== "";
  return [
    ...(single ? words : [query.words]).filter((word) => word !== "").map((word) => one({ words: word })),
    ...phrases.map((phrase) => one({ phrases: [phrase] })),
    ...alternatives.map((group) => one({ alternatives: [group] })),
    ...entries(without).map((exclusion) => one({ without: exclusion })),
    ...by.map((name) => one({ by: [name] })),
    ...cat.map((category) => one({ cat: [category] })),
    ...(years ? [one({ years })] : []),
    ...(inTitle ? [one({ inTitle })] : []),
  ];
}

function entries(without: Exclusions): Exclusions[] {
  return Object.entries(without).flatMap(([key, values]) =>
    (values as readonly unknown[]).map((value) => ({ [key]: [value] }) as Exclusions),
  );
}

/** The query of which these are parts. */
function together(parts: readonly SearchQuery[]): SearchQuery {
  const lists: Record<string, unknown[]> = {};
  const without: Record<string, unknown[]> = {};
  const rest: Record<string, unknown> = {};
  const words: string[] = [];
  const gather = (into: Record<string, unknown[]>, values: object) => {
    for (const [key, value] of Object.entries(values)) {
      if (Array.isArray(value)) into[key] = [...(into[key] ?? []), ...value];
      else rest[key] = value;
    }
  };
  for (const { words: word, without: exclusion = {}, ...others } of parts) {
    if (word !== "") words.push(word);
    gather(lists, others);
    gather(without, exclusion);
  }
  return {
    ...rest,
    ...lists,
    ...(Object.keys(without).length > 0 && { without }),
    words: words.join(" "),
  };
}

function subsets<T>(of: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
