import type { Context } from "../core/command.ts";
import { detectLanguage, languageByScript } from "../core/detect-language.ts";
import type { SearchPage, SearchQuery } from "../core/ports.ts";

/** The language of nearly all papers. */
const ofPapers = "en";
/** How many of the best of each search are put together. Pages beyond come from one of them. */
const deepest = 100;
/** From so many hits on, a query in Latin letters is taken to have been understood. */
const enough = 5;
/** How much less the next rank counts, as reciprocal rank fusion has it (Cormack, Clarke and Büttcher, SIGIR 2009). */
const damping = 60;

export interface Found extends SearchPage {
  /** The query in the other language that was searched for as well. */
  readonly also?: string;
}

/**
 * What a query finds as typed and, where that can add something and a service may be asked, in the papers' language too:
 * one hit for each paper. Phrases, alternatives and filters stay as they were typed.
 */
export async function searchBoth(
  { library, translations }: Context,
  query: SearchQuery,
  page: { readonly offset: number; readonly limit: number },
): Promise<Found> {
  const { words } = query;
  const foreign = languageByScript(words) !== undefined;
  const asked = foreign ? translations.query(words, ofPapers) : undefined;
  const found = await library.search(query, page);
  const also = await (asked ?? inLatin());
  if (also === undefined || also.toLowerCase() === words.toLowerCase()) return found;
  const other = { ...query, words: also };
  const best = { offset: 0, limit: deepest };
  const [typed, translated] = await Promise.all([library.search(query, best), library.search(other, best)]);
  if (translated.total === 0) return found;
  const hits = fused(typed.hits, translated.hits);
  const total = Math.max(typed.total, translated.total, hits.length);
  if (page.offset < hits.length)
    return { ...found, also, total, hits: hits.slice(page.offset, page.offset + page.limit) };
  const deeper = await library.search(typed.total > translated.total ? query : other, page);
  return { ...found, also, total, hits: deeper.hits };

  async function inLatin(): Promise<string | undefined> {
    if (words === "" || found.total >= enough) return undefined;
    const language = await detectLanguage(words);
    return language === undefined || language === ofPapers ? undefined : translations.query(words, ofPapers);
  }
}

/** Papers of both lists by their ranks in them: what both find comes before what one of them finds. */
function fused(...lists: readonly SearchPage["hits"][]): SearchPage["hits"] {
  const scores = new Map<string, number>();
  for (const hits of lists)
    for (const [rank, { id }] of hits.entries())
      scores.set(id, (scores.get(id) ?? 0) + 1 / (damping + rank + 1));
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
