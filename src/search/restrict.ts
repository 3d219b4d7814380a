import type { SearchQuery, Term } from "../core/ports.ts";
import { isStop, type QueryWord, queryLimits, readQueryText } from "./analysis.ts";
import { type Filter, fewShare } from "./filter.ts";
import type { ForwardIndex } from "./forward.ts";
import type { JointPostings } from "./joint.ts";
import { readPhrase } from "./phrase.ts";
import { documentsWithAll } from "./walk.ts";
import type { TermGroup } from "./words.ts";

/** What phrases, alternatives and exclusions are looked up in. */
export interface Searched {
  readonly postings: JointPostings;
  readonly forward: ForwardIndex;
  /** One more than the highest row. */
  readonly end: number;
  ownerOf(document: number): number;
  /** The terms that a term is likely to be in other languages. */
  translations(term: string): readonly string[];
}

/** Rows, a byte for each: 1 for those in the set. */
type Rows = Uint8Array;

/**
 * The rows of papers that have a query's phrases and of each group of alternatives one, and nothing of what it excludes:
 * each in any text of the paper. undefined where the query asks for none of these.
 */
export function restrictedRows(
  query: SearchQuery,
  searched: Searched,
  base: Filter | undefined,
): Rows | undefined {
  const { phrases = [], alternatives = [], without = {}, inTitle = false } = query;
  const { terms = [] } = without;
  if (phrases.length + alternatives.length + terms.length === 0) return undefined;
  let rows: Rows = new Uint8Array(searched.end).fill(1);
  if (base) for (let row = 0; row < rows.length; row++) rows[row] = base.passes(row) ? 1 : 0;
  for (const text of phrases.slice(0, queryLimits.parts))
    rows = rowsWith([{ text, exact: true }], rows, inTitle, searched);
  for (const group of alternatives.slice(0, queryLimits.parts))
    rows = rowsWith(group.slice(0, queryLimits.parts), rows, inTitle, searched);
  for (const term of terms.slice(0, queryLimits.parts)) {
    const unwanted = new Uint8Array(rows.length);
    markExcluded(term, rows, unwanted, searched);
    for (let row = 0; row < rows.length; row++) if (unwanted[row] === 1) rows[row] = 0;
  }
  return rows;
}

/** Of some rows those whose papers have one of several terms. */
function rowsWith(terms: readonly Term[], among: Rows, inTitle: boolean, searched: Searched): Rows {
  const found = new Uint8Array(among.length);
  for (const { text, exact } of terms) {
    if (exact) markPhrase(text, among, found, inTitle, searched);
    else markWords(termWords(text, searched), among, found, inTitle, searched);
  }
  return found;
}

/** What a word stands for that a query names outside of phrases; a run of a script without spaces may be several. */
export function termWords(text: string, { translations }: Pick<Searched, "translations">): TermGroup[] {
  return wordsIn(text).map(({ any, apart }) => ({ any: [...any, ...any.flatMap(translations)], apart }));
}

function wordsIn(text: string): QueryWord[] {
  return readQueryText(text).words.slice(0, queryLimits.parts);
}

/** Marks rows with a document that holds all of some words. */
export function markWords(
  words: readonly TermGroup[],
  among: Rows,
  found: Rows,
  inTitle: boolean,
  { postings, ownerOf }: Searched,
): void {
  for (const { part, base } of postings.parts)
    for (const document of documentsWithAll(part, words, inTitle)) {
      if (part.alive[document] !== 1) continue;
      const row = ownerOf(base + document);
      if (among[row] === 1) found[row] = 1;
    }
}

/** Marks rows with a document in which a phrase stands. */
function markPhrase(text: string, among: Rows, found: Rows, inTitle: boolean, searched: Searched): void {
  const { postings, forward, ownerOf } = searched;
  const { ways, words } = readPhrase(text, forward);
  if (ways.length === 0) return;
  const look = (document: number) => {
    const row = ownerOf(document);
    if (among[row] !== 1 || found[row] === 1) return;
    if (forward.holds(document, ways, inTitle)) found[row] = 1;
  };
  for (const { part, base } of postings.parts) {
    for (const document of documentsWithAll(part, words, false))
      if (part.alive[document] === 1) look(base + document);
    if (words.length === 0) {
      for (let document = 0; document < part.end; document++)
        if (part.alive[document] === 1) look(base + document);
    } else for (const document of forward.irregular) if (part.alive[document - base] === 1) look(document);
  }
}

/**
 * Marks rows with a document that has a term. A word that cannot be looked up as one term (a compound, a run of a script
 * without spaces, a stop word) is looked up as it stands.
 */
function markExcluded({ text, exact }: Term, among: Rows, found: Rows, searched: Searched): void {
  const words = exact ? [] : wordsIn(text);
  const [word, ...others] = words;
  const isTerm = word && others.length === 0;
  if (isTerm) markWords([{ any: word.any }], among, found, false, searched);
  if (!isTerm || word.apart.length > 0 || word.spelling.length === 0 || word.any.some(isStop))
    markPhrase(text, among, found, false, searched);
}

/** A set of rows as a filter. */
export function filterOfRows(rows: Rows): Filter {
  let size = 0;
  for (let row = 0; row < rows.length; row++) size += rows[row] as number;
  const isFew = size <= Math.max(500, rows.length * fewShare);
  return {
    passes: (row) => rows[row] === 1,
    few: () => {
      if (!isFew) return undefined;
      const few = new Uint32Array(size);
      for (let row = rows.indexOf(1), at = 0; row >= 0; row = rows.indexOf(1, row + 1)) few[at++] = row;
      return few;
    },
  };
}
