import type { AnnouncementStore, DigestStore, Gate } from "./digest.ts";
import type { Paper } from "./paper.ts";

/** A word as typed, or a phrase that must stand in a text just so (`exact`). */
export interface Term {
  readonly text: string;
  readonly exact: boolean;
}

/** Inclusive. 0 and 9999 stand for open ends. */
export interface Years {
  readonly from: number;
  readonly to: number;
}

/** What a paper must have nothing of, in any of its languages. */
export interface Exclusions {
  readonly terms?: readonly Term[];
  readonly by?: readonly string[];
  readonly cat?: readonly string[];
  readonly years?: readonly Years[];
}

/**
 * A search, already parsed (`src/core/query.ts`). All but `words` and `sort` restrict: what is found has all of it, each in
 * any of the paper's languages. Empty lists are left out.
 */
export interface SearchQuery {
  /** Read as words only, whatever stands in them. Up to four words (and groups of alternatives) must all occur in one text. */
  readonly words: string;
  /** Each stands in a title or an abstract just so: case, accents, hyphens and script variants aside. */
  readonly phrases?: readonly string[];
  /** At least one of each group. */
  readonly alternatives?: readonly (readonly Term[])[];
  readonly without?: Exclusions;
  /** Each an author of the paper, or one of several with bars between. */
  readonly by?: readonly string[];
  /** Each a category (`cs.LG`) or an archive (`cs`, `cs.*`) of the paper, or one of several with bars between. */
  readonly cat?: readonly string[];
  readonly years?: Years;
  /** Words, phrases and alternatives stand in a title. */
  readonly inTitle?: true;
  /** Where none is given, relevance decides and newer papers come a little before older ones that match as well. */
  readonly sort?: "relevance" | "new";
  /** Only these papers, by id; ids that are not held stand for none. */
  readonly among?: readonly string[];
}

/** Where counting the matches of a relevance search for any word stops. */
export const mostCounted = 10_000;

export interface SearchHit {
  readonly id: string;
  readonly score: number;
}

/** A category as it is written (`cs.LG`), and how many papers are in it. */
export interface CategoryCount {
  readonly category: string;
  readonly papers: number;
}

export interface SearchPage {
  /**
   * Papers that match, counted once each whatever languages they match in. Where any word of a long query will do and
   * relevance sorts, counting stops at 10,000.
   */
  readonly total: number;
  readonly hits: readonly SearchHit[];
  /** The query's words that were looked up, as typed. */
  readonly terms: readonly string[];
  /** The query is a description: any of its words will do, and most papers have one. */
  readonly anyWord?: true;
  /** The words really searched for, when a word that no paper knows was corrected. */
  readonly corrected?: string;
}

/**
 * The one index behind every surface. Each paper is indexed in every language it exists in and found once. Every
 * driver passes `test/contracts/search-index.ts`.
 */
export interface SearchIndex {
  search(query: SearchQuery, page: { readonly offset: number; readonly limit: number }): Promise<SearchPage>;
  /** Papers nearest in wording and meaning, without the paper itself and what is the same text under another id. */
  similar(id: string, limit: number): Promise<readonly SearchHit[]>;
  /** Papers whose title (in any language) or author continues what has been typed, best first. */
  suggest(typed: string, limit: number): Promise<readonly SearchHit[]>;
  /** Categories that begin with what has been typed, those with the most papers first. */
  categories(typed: string, limit: number): Promise<readonly CategoryCount[]>;
  /** Adds papers or replaces them. `mark` is the store's position that the index has then reached. */
  put(papers: readonly Paper[], mark: number): Promise<void>;
  /** The store's position that the index has reached (0 for an empty index) and the papers it holds. */
  state(): Promise<{ readonly position: number; readonly papers: number }>;
  /** Forgets every paper. */
  reset(): Promise<void>;
  /** Makes what `put` brought durable. */
  save(): Promise<void>;
  close(): Promise<void>;
}

/** What became of one paper given to `PaperStore.put`. */
export type PutOutcome = "added" | "updated" | "unchanged" | "older";

/** The papers themselves, keyed by id without version. */
export interface PaperStore {
  /** Merges each paper with what is held (`mergePaper`), all of them in one transaction. Outcomes in the order given. */
  put(papers: readonly Paper[]): Promise<readonly PutOutcome[]>;
  /** In the order asked; ids that are not held are left out. */
  get(ids: readonly string[]): Promise<readonly Paper[]>;
  /** Papers that changed after a position, oldest change first, with the position reached: never beyond the newest change. */
  since(
    position: number,
    limit: number,
  ): Promise<{ readonly papers: readonly Paper[]; readonly position: number }>;
  count(): Promise<number>;
}

export type SettingScope = "person" | "channel";

/** What people and channels chose. Keys name platform and place, for example `slack:T123:U456`. */
export interface SettingsStore {
  language(scope: SettingScope, key: string): Promise<string | undefined>;
  /** undefined forgets the choice. */
  setLanguage(scope: SettingScope, key: string, language: string | undefined): Promise<void>;
}

/** Queries too long to ride in a control, kept under an id made from their content. */
export interface QueryStore {
  keep(query: string): Promise<string>;
  find(id: string): Promise<string | undefined>;
}

/** A sentence that a service has translated: `key` tells all that decides the result, `value` is the result. */
export interface KeptSentence {
  readonly key: string;
  readonly value: string;
}

/** Translated sentences, so that each is asked for once. Holds nothing of a person. Every driver passes `test/contracts/translation-cache.ts`. */
export interface TranslationCache {
  /** Values by key; keys that are not held are left out. What is asked for counts as used. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps sentences, all of them in one transaction. Of two with one key the later stays. */
  put(sentences: readonly KeptSentence[]): Promise<void>;
  /** Lets the longest unused go until keys and values take at most `bytes` of UTF-8. Use is known to the day. */
  prune(bytes: number): Promise<void>;
}

export interface Store {
  readonly papers: PaperStore;
  readonly settings: SettingsStore;
  readonly queries: QueryStore;
  readonly translations: TranslationCache;
  readonly digests: DigestStore;
  readonly announcements: AnnouncementStore;
  readonly gate: Gate;
  close(): Promise<void>;
}
