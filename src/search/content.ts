import type { Paper } from "../core/paper.ts";
import type { SearchQuery } from "../core/ports.ts";
import { noPapers, type PackedPapers, PaperColumns } from "./columns.ts";
import { documentsOf, textsOf } from "./documents.ts";
import type { Terms } from "./fields.ts";
import { type Filter, filterOf, onlyRows } from "./filter.ts";
import { ForwardIndex, noForward, type PackedForward } from "./forward.ts";
import { FrozenPart, noPostings, type PackedPostings } from "./frozen.ts";
import { noSuggestions, type PackedSuggestions } from "./frozen-suggestions.ts";
import { JointPostings } from "./joint.ts";
import { KnownFilter } from "./known-filter.ts";
import { Latent, noLatent, type PackedLatent } from "./latent.ts";
import { mergePapers, renumber } from "./merge-papers.ts";
import { PaperTable } from "./papers.ts";
import { Ranker } from "./rank.ts";
import { filterOfRows, markWords, restrictedRows, type Searched } from "./restrict.ts";
import { sentence } from "./scoring.ts";
import { noWords, type PackedWords, Speller } from "./speller.ts";
import { stemsByAccents } from "./stem.ts";
import { Suggestions } from "./suggest.ts";
import { Texts } from "./texts.ts";
import type { TermGroup } from "./words.ts";

/** Terms of a paper that are remembered for `similar`, and how many of them make its query. */
const keptKeywords = 48;
const usedKeywords = 24;

/** Filters that are kept, with a byte for each paper in each. */
const mostFilters = 24;

/** All of an index in its frozen form. */
export type PackedContent = {
  readonly postings: PackedPostings;
  readonly papers: PackedPapers;
  readonly words: PackedWords;
  readonly suggestions: PackedSuggestions;
  readonly forward: PackedForward;
  readonly latent: PackedLatent;
};

const noContent: PackedContent = {
  postings: noPostings,
  papers: noPapers,
  words: noWords,
  suggestions: noSuggestions,
  forward: noForward,
  latent: noLatent,
};

/** What an index holds, kept in step: papers, their terms, their words and what autocomplete goes by. */
export class Content {
  readonly packed: PackedContent;
  readonly postings: JointPostings;
  readonly papers: PaperTable;
  readonly speller: Speller;
  readonly suggestions: Suggestions;
  readonly forward: ForwardIndex;
  readonly latent: Latent;
  readonly ranker: Ranker;
  readonly #filters = new Map<string, { readonly filter: Filter | undefined }>();

  constructor(packed: PackedContent = noContent) {
    this.packed = packed;
    this.postings = new JointPostings(packed.postings);
    this.papers = new PaperTable(packed.papers, this.postings.end);
    this.speller = new Speller(packed.words);
    this.suggestions = new Suggestions(this.papers, packed.suggestions);
    this.forward = new ForwardIndex(packed.forward);
    this.latent = new Latent(packed.latent, this.papers.end);
    this.ranker = new Ranker(this.papers);
  }

  /** Is told that so many papers are coming. */
  expect(papers: number): void {
    this.postings.expect(papers);
  }

  /** Adds a paper in the place of what is held of it. */
  replace(paper: Paper): void {
    this.#filters.clear();
    const old = this.papers.remove(paper.id);
    for (let document = 0; document < (old?.documents ?? 0); document++)
      this.postings.drop((old?.firstDocument ?? 0) + document);
    const texts = textsOf(paper);
    const documents = documentsOf(paper, texts);
    const numbers = documents.map((terms) => this.postings.addTerms(terms));
    const [first = 0] = numbers;
    const [original] = documents;
    for (const { language, title, abstract } of texts) {
      this.speller.learn(`${title} ${abstract ?? ""}`);
      this.forward.add(title, abstract, stemsByAccents(language));
    }
    this.speller.learn(paper.authors.join(" "));
    const keywords = original ? this.#keywords(original) : [];
    const row = this.papers.add(paper, keywords, first, numbers.length);
    this.latent.add(row, documents);
    this.suggestions.add(row, [...new Set(texts.map(({ title }) => title))], paper.authors);
  }

  /** The terms that may set a paper apart. How rare they are is weighed again when they are used: papers will have come. */
  #keywords({ title, abstract }: Terms): string[] {
    const frequencies = new Map<string, number>();
    const count = (terms: readonly string[], times: number) => {
      for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + times);
    };
    count(title, 2);
    count(abstract, 1);
    if (frequencies.size <= keptKeywords) return [...frequencies.keys()];
    const total = this.postings.documentCount;
    const worth = [...frequencies].map(([term, frequency]) => {
      const share = this.postings.roughShare(term, "abstract");
      return { term, worth: frequency * Math.log(1 + 1 / (share + 1 / total)) };
    });
    worth.sort((a, b) => b.worth - a.worth);
    return worth.slice(0, keptKeywords).map(({ term }) => term);
  }

  keywordsOf(row: number): readonly string[] {
    return this.papers.keywords(row, (term) => this.postings.termAt(term));
  }

  /** A query for papers like the one in a row: the terms that set it apart the most. */
  telling(row: number): TermGroup[] {
    const { papers, postings } = this;
    const { firstDocument } = papers.documents(row);
    const total = postings.documentCount;
    return this.keywordsOf(row)
      .map((term) => {
        const [inTitle = 0, inAbstract = 0] = postings.frequencies(term, firstDocument);
        const [titles = 0, abstracts = 0] = postings.inFields(term);
        const frequency = 2 * inTitle + inAbstract;
        const rarity = Math.log(1 + total / (1 + Math.max(titles, abstracts)));
        const weight = frequency / (frequency + sentence.k);
        // A term that only this paper has finds nothing else.
        return { term, any: [term], weight, worth: titles + abstracts > 1 ? weight * rarity : 0 };
      })
      .sort((a, b) => b.worth - a.worth || (a.term < b.term ? -1 : 1))
      .slice(0, usedKeywords);
  }

  /** Everything in a query that restricts but its words. `translations` are of other languages. */
  filter(query: SearchQuery, translations: (term: string) => readonly string[]): Filter | undefined {
    const { words: _, sort: __, among, ...asked } = query;
    if (among) return this.#newFilter(query, translations, this.#rowsOf(among));
    const key = JSON.stringify(asked);
    const known = this.#filters.get(key);
    const filter = known ? known.filter : this.#newFilter(query, translations);
    // The one that was asked for last stands last.
    this.#filters.delete(key);
    this.#filters.set(key, { filter });
    for (const [oldest] of this.#filters) {
      if (this.#filters.size <= mostFilters) break;
      this.#filters.delete(oldest);
    }
    return filter;
  }

  #newFilter(
    query: SearchQuery,
    translations: (term: string) => readonly string[],
    among?: Uint32Array,
  ): Filter | undefined {
    const { papers } = this;
    const { dates, categories } = papers.frozen.packed;
    const made = filterOf(query, {
      end: papers.end,
      // Filters look at every row, nearly all of which are frozen.
      date: (row) => dates[row] ?? papers.date(row),
      categorySet: (row) => categories[row] ?? papers.categorySet(row),
      sets: papers.categorySets.length,
      categories: (set) => papers.categories(set),
      authors: (row) => papers.authors(row),
      rowsWithName: (word) => this.#rowsWithName(word),
    });
    const known = among ? onlyRows(among, made) : made && new KnownFilter(made, papers.end);
    const rows = restrictedRows(query, this.#searched(translations), known);
    return rows ? filterOfRows(rows) : known;
  }

  #rowsOf(ids: readonly string[]): Uint32Array {
    const rows = ids.flatMap((id) => this.papers.find(id) ?? []);
    return Uint32Array.from(new Set(rows)).sort();
  }

  /** A filter's papers in one of whose titles all of some words stand, or any. */
  titled(words: readonly TermGroup[], wanted: "all" | "any", filter: Filter | undefined): Filter {
    const { end } = this.papers;
    const among = new Uint8Array(end).fill(1);
    if (filter) for (let row = 0; row < end; row++) among[row] = filter.passes(row) ? 1 : 0;
    const found = new Uint8Array(end);
    const searched = this.#searched(() => []);
    for (const together of wanted === "all" ? [words] : words.map((word) => [word]))
      markWords(together, among, found, true, searched);
    return filterOfRows(found);
  }

  #searched(translations: (term: string) => readonly string[]): Searched {
    const { postings, forward, papers } = this;
    return {
      postings,
      forward,
      end: papers.end,
      ownerOf: (document) => papers.ownerOf(document),
      translations,
    };
  }

  *#rowsWithName(word: string): Generator<number> {
    for (const document of this.postings.holders(word)) yield this.papers.ownerOf(document);
  }

  /** Whether a merge that may learn has anything to do. */
  get isUnfinished(): boolean {
    return this.postings.hasChanged || this.latent.isOutgrownBy(this.papers.size);
  }

  /**
   * All of it in its frozen form, made in steps between which nothing may change. `learn`: with what its words mean, if that
   * is to be learnt anew.
   */
  *merge(learn: boolean): Generator<void, PackedContent> {
    const renumbered = renumber(this.papers, this.postings.end);
    const { packed: postings, termNumbers } = yield* this.postings.merge(renumbered);
    const terms = new Texts(postings.terms);
    const papers = yield* mergePapers(this.papers, renumbered, termNumbers, terms);
    const words = yield* this.speller.merge();
    const suggestions = yield* this.suggestions.merge(renumbered.rows);
    const forward = yield* this.forward.merge(renumbered);
    const columns = new PaperColumns(papers, renumbered.documents);
    const owners = {
      papers: renumbered.papers,
      ownerOf: (document: number) => columns.ownerOf(document),
      firstDocument: (row: number) => columns.documents(row).firstDocument,
    };
    const latent = yield* this.latent.merge(renumbered.rows, new FrozenPart(postings), owners, learn);
    return { postings, papers, words, suggestions, forward, latent };
  }
}
