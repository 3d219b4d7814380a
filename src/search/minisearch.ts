import type { Paper } from "../core/paper.ts";
import type { SearchHit, SearchIndex, SearchPage, SearchQuery } from "../core/ports.ts";
import { best } from "./best.ts";
import { documentsOf, textsOf } from "./documents.ts";
import { arxivIdOf } from "./identify.ts";
import { PackableIndex, type PackedPostings } from "./packed.ts";
import { type Filter, type PackedPapers, PaperTable } from "./papers.ts";
import { type Plan, planQuery, type Vocabulary } from "./plan.ts";
import { mostMatched, type Ranked, rankPapers } from "./rank.ts";
import { scoringFor, sentence } from "./scoring.ts";
import { inSlices } from "./slices.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import { type PackedWords, Speller } from "./speller.ts";
import { stems } from "./stem.ts";
import { type PackedSuggestions, Suggestions } from "./suggest.ts";
import type { Terms } from "./top-k.ts";

/** A sentence sorted by date lists what has this share of the words that the best paper has. */
const nearlyAll = 2 / 3;

/** A word that so few documents have may be somebody's mistake, if there is a word near it that many have. */
const misspeltBy = 3;

/** Terms of a paper that are remembered for `similar`, and how many of them make its query. */
const keptKeywords = 48;
const usedKeywords = 24;

interface Content {
  readonly postings: PackedPostings;
  readonly papers: PackedPapers;
  readonly words: PackedWords;
  readonly suggestions: PackedSuggestions;
}

export interface SearchIndexOptions {
  /** Where the snapshot `search.index` is. */
  readonly folder: string;
  /** Told when a snapshot cannot be used; the index is then empty and its position 0. */
  readonly onProblem?: (message: string) => void;
}

/**
 * The index in this very thread. Reading is immediate; whatever changes the index, and saving it, is done one after the
 * other in short slices, so that reading is never far from its turn.
 */
export class MiniSearchIndex implements SearchIndex {
  readonly #folder: string;
  #postings = new PackableIndex();
  #papers = new PaperTable();
  #speller = new Speller();
  #suggestions = new Suggestions(this.#papers);
  #position = 0;
  #changes: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open({ folder, onProblem }: SearchIndexOptions): Promise<MiniSearchIndex> {
    const found = await readSnapshot<Content>(folder);
    if (found === "nothing") return new MiniSearchIndex(folder);
    if ("snapshot" in found) {
      const index = new MiniSearchIndex(folder);
      try {
        index.#load(found.snapshot.content);
        index.#position = found.snapshot.position;
        return index;
      } catch (error) {
        onProblem?.(`the saved search index was discarded: ${(error as Error).message}`);
      }
    } else onProblem?.(`the saved search index was discarded: ${found.problem}`);
    return new MiniSearchIndex(folder);
  }

  async search(
    query: SearchQuery,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<SearchPage> {
    const filter = this.#papers.filter(query);
    const id = arxivIdOf(query.words);
    if (id !== undefined) {
      const row = this.#papers.find(id);
      const rows = row === undefined || (filter && !filter(row)) ? [] : [row];
      return this.#page(rows, {
        offset,
        limit,
        score: () => 1,
        sort: "relevance",
        terms: [query.words.trim()],
      });
    }
    if (query.words.trim() === "") {
      const list = filter !== undefined || query.sort === "new";
      const rows = list ? [...this.#papers.live()].filter(filter ?? (() => true)) : [];
      return this.#page(rows, { offset, limit, score: () => 0, sort: "new", terms: [] });
    }
    return this.#searchWords(query, filter, { offset, limit });
  }

  #searchWords(
    query: SearchQuery,
    filter: Filter | undefined,
    page: { offset: number; limit: number },
  ): SearchPage {
    const sort = query.sort ?? "relevance";
    let plan = planQuery(query.words, this.#vocabulary);
    let ranked = this.#rank(plan, filter, sort);
    if (ranked.rows.length === 0 && plan.groups.length > 0) {
      // Papers have misspelt words too: where nothing is found, a word that hardly any paper knows counts as unknown.
      const other = planQuery(query.words, this.#vocabulary, misspeltBy);
      if (other.corrected !== undefined && other.corrected !== plan.corrected) {
        const found = this.#rank(other, filter, sort);
        if (found.rows.length > 0) [plan, ranked] = [other, found];
      }
    }
    const { rows, scores } = ranked;
    const score = (row: number) => scores[row] as number;
    const shown = this.#page(rows, { ...page, score, sort, terms: plan.terms });
    return plan.corrected === undefined ? shown : { ...shown, corrected: plan.corrected };
  }

  #rank(plan: Plan, filter: Filter | undefined, sort: string): Ranked {
    const matches = this.#postings.match(plan.groups, scoringFor(plan.groups.length));
    let ranked: Ranked | undefined;
    for (const required of plan.required) {
      const least = required === 0 && sort === "new" ? Math.ceil(mostMatched(matches) * nearlyAll) : 1;
      ranked = rankPapers(matches, this.#papers, { required, least }, filter);
      if (ranked.rows.length > 0) break;
    }
    return ranked ?? { rows: [], scores: new Float64Array() };
  }

  readonly #vocabulary: Vocabulary = {
    documents: (term) => this.#postings.documents(term),
    isWritten: (word) => this.#speller.has(word),
    correct: (word, documents) =>
      this.#speller.correct(word, (candidate) =>
        stems(candidate).some((form) => this.#postings.documents(form) > documents),
      ),
  };

  #page(
    rows: readonly number[],
    how: {
      offset: number;
      limit: number;
      score: (row: number) => number;
      sort: string;
      terms: readonly string[];
    },
  ): SearchPage {
    const offset = Math.max(0, Math.trunc(how.offset) || 0);
    const limit = Math.max(0, Math.trunc(how.limit) || 0);
    const { score } = how;
    const byAge = (a: number, b: number) => this.#papers.compareAge(a, b);
    const order = how.sort === "new" ? byAge : (a: number, b: number) => score(b) - score(a) || byAge(a, b);
    const shown = best(rows, Math.min(rows.length, offset + limit), order).slice(offset, offset + limit);
    return { total: rows.length, hits: shown.map((row) => this.#hit(row, score(row))), terms: how.terms };
  }

  #hit(row: number, score: number): SearchHit {
    return { id: this.#papers.row(row).id, score };
  }

  async similar(id: string, limit: number): Promise<readonly SearchHit[]> {
    const self = this.#papers.find(id);
    if (self === undefined) return [];
    const { keywords: kept, firstDocument } = this.#papers.row(self);
    const total = this.#postings.documentCount;
    const telling = kept
      .split(" ")
      .filter((term) => term !== "")
      .map((term) => {
        const title = this.#postings.frequency(term, "title", firstDocument);
        const abstract = this.#postings.frequency(term, "abstract", firstDocument);
        const frequency = 2 * title.inDocument + abstract.inDocument;
        const rarity = Math.log(1 + total / (1 + Math.max(title.documents, abstract.documents)));
        const weight = frequency / (frequency + sentence.k);
        // A term that only this paper has finds nothing else.
        return { any: [term], weight, worth: abstract.documents + title.documents > 1 ? weight * rarity : 0 };
      })
      .sort((a, b) => b.worth - a.worth)
      .slice(0, usedKeywords);
    const matches = this.#postings.match(telling, sentence);
    const { rows, scores } = rankPapers(
      matches,
      this.#papers,
      { required: 0, least: 1 },
      (row) => row !== self,
    );
    const score = (row: number) => scores[row] as number;
    return this.#page(rows, { offset: 0, limit, score, sort: "relevance", terms: [] }).hits;
  }

  async suggest(typed: string, limit: number): Promise<readonly SearchHit[]> {
    const id = arxivIdOf(typed);
    const row = id === undefined ? undefined : this.#papers.find(id);
    if (row !== undefined) return limit > 0 ? [this.#hit(row, 2)] : [];
    return this.#suggestions.find(typed, limit).map(({ row: found, score }) => this.#hit(found, score));
  }

  put(papers: readonly Paper[], mark: number): Promise<void> {
    return this.#change(async () => {
      await inSlices(this.#putting(papers));
      if (this.#postings.dirtFactor > 0.1 && this.#postings.dirtCount > 1_000) {
        await this.#postings.vacuum({ batchSize: 200, batchWait: 1 });
      }
      this.#position = mark;
    });
  }

  *#putting(papers: readonly Paper[]): Generator<void, void> {
    for (const paper of papers) {
      if (this.#closed) throw new Error("The search index is closed.");
      this.#replace(paper);
      yield;
    }
  }

  #replace(paper: Paper): void {
    const old = this.#papers.remove(paper.id);
    for (let document = 0; document < (old?.documents ?? 0); document++) {
      this.#postings.drop((old?.firstDocument ?? 0) + document);
    }
    const texts = textsOf(paper);
    const documents = documentsOf(paper, texts);
    const numbers = documents.map((terms) => this.#postings.addTerms(terms));
    const [first = 0] = numbers;
    const [original] = documents;
    for (const { title, abstract } of texts) this.#speller.learn(`${title} ${abstract ?? ""}`);
    this.#speller.learn(paper.authors.join(" "));
    const own = original ? this.#keywords(original, first) : "";
    const row = this.#papers.add(paper, own, first, numbers.length);
    this.#suggestions.add(row, [...new Set(texts.map(({ title }) => title))], paper.authors);
  }

  /** The terms that may set a paper apart. How rare they are is weighed again when they are used: papers will have come. */
  #keywords(terms: Terms, document: number): string {
    const worth = new Map<string, number>();
    const total = this.#postings.documentCount;
    for (const term of new Set([...terms.title, ...terms.abstract])) {
      const { inDocument, documents } = this.#postings.frequency(term, "abstract", document);
      const frequency = inDocument + 2 * this.#postings.frequency(term, "title", document).inDocument;
      worth.set(term, frequency * Math.log(1 + total / (1 + documents)));
    }
    const sorted = [...worth.keys()].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
    return sorted.slice(0, keptKeywords).join(" ");
  }

  async state(): Promise<{ position: number; papers: number }> {
    return { position: this.#position, papers: this.#papers.size };
  }

  reset(): Promise<void> {
    return this.#change(async () => {
      this.#postings = new PackableIndex();
      this.#papers = new PaperTable();
      this.#speller = new Speller();
      this.#suggestions = new Suggestions(this.#papers);
      this.#position = 0;
    });
  }

  save(): Promise<void> {
    return this.#change(async () => {
      const { papers, order, rows } = this.#papers.pack();
      const numbers = new Map(order.map((document, index) => [document, index]));
      const rowNumbers = new Map(rows.map((row, index) => [row, index]));
      const postings = await inSlices(this.#postings.pack((document) => numbers.get(document), order.length));
      const suggestions = await inSlices(this.#suggestions.pack((row) => rowNumbers.get(row)));
      const content: Content = { postings, papers, words: this.#speller.pack(), suggestions };
      await writeSnapshot(this.#folder, { position: this.#position, documents: order.length, content });
    });
  }

  #load({ postings, papers, words, suggestions }: Content): void {
    this.#postings.unpack(postings);
    this.#papers.unpack(papers);
    this.#speller.unpack(words);
    this.#suggestions.unpack(suggestions);
  }

  /** Stops what is being put, if anything; what was saved stays. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#changes;
  }

  #change(work: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(() => {
      if (this.#closed) throw new Error("The search index is closed.");
      return work();
    });
    this.#changes = done.catch(() => {});
    return done;
  }
}
