import {
  type CategoryCount,
  mostCounted,
  type SearchHit,
  type SearchPage,
  type SearchQuery,
} from "../core/ports.ts";
import { type QueryText, queryLimits, readQueryText } from "./analysis.ts";
import { best } from "./best.ts";
import { completeCategories } from "./categories.ts";
import type { Content } from "./content.ts";
import type { Filter } from "./filter.ts";
import { fuse, fuseSimilar, reordered } from "./fusion.ts";
import { paperIdOf } from "./identify.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Wanted } from "./matches.ts";
import { isDescription, leastDescribing, type Plan, planQuery, type Vocabulary } from "./plan.ts";
import { mostMatched, noRows, type Ranked } from "./rank.ts";
import { termWords } from "./restrict.ts";
import { keywords, sentence } from "./scoring.ts";
import { stems } from "./stem.ts";
import type { TermGroup } from "./words.ts";

/** A sentence sorted by date lists what has this share of the words that the best paper has. */
const nearlyAll = 2 / 3;

/** A translation less likely than this brings more that is wrong than right; and so many of each language will do. */
const leastLikely = 0.1;
const mostTranslations = 4;

/** A word that so few documents have may be somebody's mistake, if there is a word near it that many have. */
const misspeltBy = 3;

/** A page that ends later than this is found by scoring all that matches. */
const mostBest = 200;

/** How words are looked up: `scored` are terms that count but need not occur. */
interface How {
  readonly filter: Filter | undefined;
  readonly sort: string;
  /** Newer papers come a little before older ones that match as well. */
  readonly fresh: boolean;
  readonly best?: number;
  readonly scored: readonly TermGroup[];
  readonly inTitle: boolean;
}

/** Answers what is asked of an index's content. */
export class Searcher {
  readonly #content: Content;
  readonly #lexicon: Lexicon | undefined;

  constructor(content: Content, lexicon: Lexicon | undefined) {
    this.#content = content;
    this.#lexicon = lexicon;
  }

  search(query: SearchQuery, { offset, limit }: { offset: number; limit: number }): SearchPage {
    const { papers } = this.#content;
    const id = paperIdOf(query.words);
    const text = readQueryText(query.words);
    const { restricting, others } = sortAlternatives(query, text);
    const filter = this.#content.filter(restricting, this.#vocabulary.translations);
    if (id !== undefined) {
      const row = papers.find(id);
      const rows = row === undefined || (filter && !filter.passes(row)) ? [] : [row];
      return this.#page(rows, {
        offset,
        limit,
        score: () => 1,
        sort: "relevance",
        terms: [query.words.trim()],
      });
    }
    // What people put between phrases and filters may be no word at all.
    if (text.words.length === 0 && (filter || query.words.trim() === ""))
      return this.#searchRestricted(query, filter, { offset, limit });
    return this.#searchWords(query, text, filter, others, { offset, limit });
  }

  /** Everything that passes: the newest first, or what has the terms of phrases and alternatives best. */
  #searchRestricted(
    query: SearchQuery,
    filter: Filter | undefined,
    page: { offset: number; limit: number },
  ): SearchPage {
    const rows = filter || query.sort === "new" ? this.#listed(filter) : [];
    const groups = query.sort === "new" ? [] : this.#scored(query);
    if (groups.length === 0 || rows.length === 0)
      return this.#page(rows, { ...page, score: () => 0, sort: "new", terms: [] });
    const end = Math.trunc(page.offset + page.limit) || 0;
    const wanted = this.#wantedOfAny(filter, end <= mostBest ? Math.max(1, end) : undefined);
    const { visitOthers: _, ...matches } = this.#content.postings.match(groups, keywords, wanted);
    const ranked = this.#content.ranker.rank(matches, { required: 0, least: 1 }, filter);
    const known = new Set(ranked.rows);
    // Where fewer than a page has are scored, the others follow.
    const shown = known.size >= Math.min(end, rows.length) ? ranked.rows : rows;
    const score = (row: number) => (known.has(row) ? (ranked.scores[row] as number) : 0);
    return this.#page(shown, { ...page, total: rows.length, score, sort: "relevance", terms: [] });
  }

  /** The terms of phrases and alternatives, for the order of what they found. */
  #scored({ phrases = [], alternatives = [] }: SearchQuery): TermGroup[] {
    const texts = [...alternatives.flat().map(({ text }) => text), ...phrases];
    return texts.slice(0, queryLimits.parts).flatMap((text) => termWords(text, this.#vocabulary));
  }

  #listed(filter: Filter | undefined): readonly number[] {
    const { papers } = this.#content;
    const few = filter?.few();
    if (!filter || !few) return papers.rows(filter?.passes);
    return [...few].filter((row) => papers.isLive(row) && filter.passes(row));
  }

  #searchWords(
    query: SearchQuery,
    text: QueryText,
    filter: Filter | undefined,
    others: number,
    page: { offset: number; limit: number },
  ): SearchPage {
    const sort = query.sort ?? "relevance";
    const end = Math.trunc(page.offset + page.limit) || 0;
    const how = {
      filter,
      sort,
      fresh: query.sort === undefined,
      scored: this.#scored(query),
      inTitle: query.inTitle === true,
      ...(sort === "relevance" && end <= mostBest ? { best: Math.max(reordered, end) } : {}),
    };
    let plan = planQuery(text, this.#vocabulary, others);
    let ranked = this.#rank(plan, how);
    if (ranked.rows.length === 0 && plan.groups.length > 0) {
      // Papers have misspelt words too: where nothing is found, a word that hardly any paper knows counts as unknown.
      const other = planQuery(text, this.#vocabulary, others, misspeltBy);
      if (other.corrected !== undefined && other.corrected !== plan.corrected) {
        const found = this.#rank(other, how);
        if (found.rows.length > 0) [plan, ranked] = [other, found];
      }
    }
    if (ranked.rows.length === 0 && !query.among && isUnspaced(text)) {
      plan = { ...plan, required: [0], anyWord: true };
      ranked = this.#rank(plan, how);
    }
    const { rows, scores, total } = ranked;
    const score = (row: number) => scores[row] as number;
    return {
      ...this.#page(rows, { ...page, total, score, sort, terms: plan.terms }),
      ...(plan.anyWord && { anyWord: true as const }),
      ...(plan.corrected !== undefined && { corrected: plan.corrected }),
    };
  }

  #rank(plan: Plan, { filter: restricting, sort, fresh, best: count, scored, inTitle }: How): Ranked {
    const { postings, ranker } = this.#content;
    const groups = [...plan.groups, ...scored];
    for (const required of plan.required) {
      const anyWord = required === 0;
      const needed = plan.groups.filter((_, index) => anyWord || ((required >>> index) & 1) === 1);
      const filter = inTitle
        ? this.#content.titled(needed, anyWord ? "any" : "all", restricting)
        : restricting;
      const wanted = anyWord ? this.#wantedOfAny(filter, count) : this.#wantedOfAll(filter, required, count);
      const matches = postings.match(groups, anyWord ? sentence : keywords, wanted);
      const least = anyWord && sort === "new" ? Math.ceil(mostMatched(matches) * nearlyAll) : 1;
      const ranked = ranker.rank(matches, { required, least }, filter);
      if (ranked.rows.length === 0) continue;
      const ordered = sort === "new" ? ranked : fuse(this.#content, ranked, plan, fresh);
      return anyWord ? { ...ordered, total: Math.min(ordered.total, mostCounted) } : ordered;
    }
    return noRows;
  }

  #wantedOfAll(filter: Filter | undefined, required: number, count: number | undefined): Wanted {
    return { required, ...this.#passing(filter), ...this.#bestOf(count) };
  }

  /** Where any word will do, most documents match: only few are looked at, or only so many of the best. */
  #wantedOfAny(filter: Filter | undefined, count: number | undefined): Wanted {
    const few = filter?.few();
    if (few) return { among: this.#content.papers.documentsOf(few) };
    return count === undefined ? {} : { ...this.#passing(filter), ...this.#bestOf(count) };
  }

  #passing(filter: Filter | undefined): Pick<Wanted, "passes"> {
    const { papers } = this.#content;
    return filter ? { passes: (document) => filter.passes(papers.ownerOf(document)) } : {};
  }

  #bestOf(count: number | undefined): Pick<Wanted, "best"> {
    const { papers } = this.#content;
    return count === undefined ? {} : { best: { count, owner: (document) => papers.ownerOf(document) } };
  }

  readonly #vocabulary: Vocabulary = {
    documents: (term) => this.#content.postings.documents(term),
    translations: (term) => this.#lexicon?.likely(term, leastLikely, mostTranslations) ?? [],
    isWritten: (word) => this.#content.speller.has(word),
    correct: (word, documents) =>
      this.#content.speller.correct(word, (candidate) =>
        stems(candidate).some((form) => this.#content.postings.documents(form) > documents),
      ),
  };

  #page(
    rows: readonly number[],
    how: {
      offset: number;
      limit: number;
      /** Where more match than `rows`. */
      total?: number;
      score: (row: number) => number;
      sort: string;
      terms: readonly string[];
    },
  ): SearchPage {
    const offset = Math.max(0, Math.trunc(how.offset) || 0);
    const limit = Math.max(0, Math.trunc(how.limit) || 0);
    const { score } = how;
    const byAge = (a: number, b: number) => this.#content.papers.compareAge(a, b);
    const order = how.sort === "new" ? byAge : (a: number, b: number) => score(b) - score(a) || byAge(a, b);
    const shown = best(rows, Math.min(rows.length, offset + limit), order).slice(offset, offset + limit);
    return {
      total: how.total ?? rows.length,
      hits: shown.map((row) => this.#hit(row, score(row))),
      terms: how.terms,
    };
  }

  #hit(row: number, score: number): SearchHit {
    return { id: this.#content.papers.id(row), score };
  }

  similar(id: string, limit: number): readonly SearchHit[] {
    const { papers, postings, ranker } = this.#content;
    const self = papers.find(id);
    if (self === undefined) return [];
    const others: Filter = { passes: (row) => row !== self, few: () => undefined };
    const wanted = this.#wantedOfAny(others, limit <= mostBest ? reordered : undefined);
    const { visitOthers: _, ...matches } = postings.match(this.#content.telling(self), sentence, wanted);
    const ranked = ranker.rank(matches, { required: 0, least: 1 }, others);
    const { rows, scores } = fuseSimilar(this.#content, self, ranked);
    const score = (row: number) => scores[row] as number;
    return this.#page(rows, { offset: 0, limit, score, sort: "relevance", terms: [] }).hits;
  }

  suggest(typed: string, limit: number): readonly SearchHit[] {
    const { papers, suggestions } = this.#content;
    const id = paperIdOf(typed);
    const row = id === undefined ? undefined : papers.find(id);
    if (row !== undefined) return limit > 0 ? [this.#hit(row, 2)] : [];
    return suggestions.find(typed, limit).map(({ row: found, score }) => this.#hit(found, score));
  }

  categories(typed: string, limit: number): readonly CategoryCount[] {
    return completeCategories(this.#content.papers, typed, limit);
  }
}

/**
 * Whether a query is several words written as one. Where no paper has them all it is read as a description: people did
 * not say that these were its words, we did.
 */
function isUnspaced({ normalised, words }: QueryText): boolean {
  return words.length >= leastDescribing && !/\s/.test(normalised.trim());
}

/**
 * Alternatives restrict, but in a description a group of single words is one word more, of which any will do. `others`
 * is the number of groups that count as words.
 */
function sortAlternatives(query: SearchQuery, { words, normalised }: QueryText) {
  const { alternatives = [], ...rest } = query;
  const withPhrase = alternatives.filter((group) => group.some(({ exact }) => exact));
  const others = alternatives.length - withPhrase.length;
  const strict = words.filter(({ optional }) => !optional);
  if (words.length === 0 || !isDescription(strict, normalised, others)) return { restricting: query, others };
  return { restricting: { ...rest, ...(withPhrase.length > 0 && { alternatives: withPhrase }) }, others };
}
