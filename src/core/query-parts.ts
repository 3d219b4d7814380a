import type { Exclusions, SearchQuery } from "./ports.ts";

/** A query of more words is searched for any of them, so that leaving one out finds nothing new. */
const mostWords = 4;

/**
 * A query taken apart into queries of one thing each: a word, a phrase, a filter. `words` are those that were looked up
 * (`SearchPage.terms`); where they are many they stay together.
 */
export function partsOf(query: SearchQuery, words: readonly string[]): SearchQuery[] {
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
export function together(parts: readonly SearchQuery[]): SearchQuery {
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
