import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Paper } from "../core/paper.ts";
import type { CategoryCount, SearchHit, SearchIndex, SearchPage, SearchQuery } from "../core/ports.ts";
import { Content, type PackedContent } from "./content.ts";
import { type Lexicon, readLexicon } from "./lexicon.ts";
import { Searcher } from "./searcher.ts";
import type { Sections } from "./sections.ts";
import { inSlices } from "./slices.ts";
import { readSnapshot, removeSnapshot, type SnapshotFile, writeSnapshot } from "./snapshot.ts";

/**
 * The fresh part is merged into the frozen one when it has so many documents, or this share of the frozen ones: later where
 * many come at once, as a merge copies all there is.
 */
const mostFresh = {
  fewAtOnce: { documents: 2_000, share: 0.03 },
  manyAtOnce: { documents: 6_000, share: 0.06 },
} as const;

/** Titles that are asked for after opening, where nobody has asked for anything for so many milliseconds. */
const warming = { queries: 300, quiet: 50 } as const;

export interface SearchIndexOptions {
  /** Where the snapshot `search.index` is. */
  readonly folder: string;
  /** File of a dictionary (`npm run lexicon`), by which a query finds papers of other languages; none where absent. */
  readonly lexicon?: string;
  /** Told when a snapshot cannot be used (the index is then empty and its position 0), or the dictionary cannot. */
  readonly onProblem?: (message: string) => void;
}

/**
 * The index in this very thread. Reading is immediate; whatever changes the index, and saving it, is done one after the
 * other in short slices, so that reading is never far from its turn.
 */
export class MiniSearchIndex implements SearchIndex {
  readonly #folder: string;
  readonly #lexicon: Lexicon | undefined;
  #content = new Content();
  #searcher: Searcher;
  #position = 0;
  #lastAsked = Number.NEGATIVE_INFINITY;
  /** The snapshot from which the content reads what is not in memory. */
  #file: SnapshotFile | undefined;
  #changes: Promise<unknown> = Promise.resolve();
  /** Whether what was opened is right, as far as that was not seen to yet. */
  #isIntact: ((signal: AbortSignal) => Promise<boolean>) | undefined;
  readonly #closing = new AbortController();

  private constructor(folder: string, lexicon: Lexicon | undefined) {
    this.#folder = folder;
    this.#lexicon = lexicon;
    this.#searcher = new Searcher(this.#content, lexicon);
  }

  static async open(options: SearchIndexOptions): Promise<MiniSearchIndex> {
    const index = new MiniSearchIndex(options.folder, await openLexicon(options));
    const problem = await index.#load();
    if (problem !== undefined) options.onProblem?.(`the saved search index was discarded: ${problem}`);
    return index;
  }

  /** Takes up what was saved, or says why it cannot. */
  async #load(): Promise<string | undefined> {
    const found = await readSnapshot(this.#folder);
    if (found === "nothing") return undefined;
    if ("problem" in found) return found.problem;
    const { content, position, documents } = found.snapshot;
    let problem = "it does not hold as many documents as it says";
    try {
      const opened = new Content(content as Sections & PackedContent);
      if (opened.postings.end === documents) {
        this.#use(opened);
        this.#position = position;
        this.#file = found.file;
        this.#isIntact = found.isIntact;
        return undefined;
      }
    } catch (error) {
      problem = (error as Error).message;
    }
    await found.file.close();
    return problem;
  }

  #use(content: Content): void {
    this.#content = content;
    this.#searcher = new Searcher(content, this.#lexicon);
  }

  /** From now on the content reads from another file. */
  async #readFrom(file: SnapshotFile | undefined): Promise<void> {
    const old = this.#file;
    this.#file = file;
    await old?.close();
  }

  async search(query: SearchQuery, page: { offset: number; limit: number }): Promise<SearchPage> {
    this.#lastAsked = performance.now();
    return this.#searcher.search(query, page);
  }

  async similar(id: string, limit: number): Promise<readonly SearchHit[]> {
    return this.#searcher.similar(id, limit);
  }

  async suggest(typed: string, limit: number): Promise<readonly SearchHit[]> {
    return this.#searcher.suggest(typed, limit);
  }

  async categories(typed: string, limit: number): Promise<readonly CategoryCount[]> {
    return this.#searcher.categories(typed, limit);
  }

  /**
   * Reads all that opening left in the file, in between what is asked. Where it is not what was saved, the snapshot is
   * removed and it rejects: the index is then to be opened anew.
   */
  verify(): Promise<void> {
    return this.#change(() => this.#verifyOnce());
  }

  async #verifyOnce(): Promise<void> {
    const isIntact = this.#isIntact;
    this.#isIntact = undefined;
    if (!isIntact || (await isIntact(this.#closing.signal))) return;
    await removeSnapshot(this.#folder);
    throw new Error("the saved search index was discarded: its checksum is wrong");
  }

  /**
   * Asks for titles of its own papers while nobody else asks: code that has run some hundred times is several times faster
   * than code that has not.
   */
  async warmUp(): Promise<void> {
    for (const words of this.#content.suggestions.someTitles(warming.queries)) {
      await this.#quiet();
      if (this.#closing.signal.aborted) return;
      this.#searcher.search({ words }, { offset: 0, limit: 10 });
    }
  }

  async #quiet(): Promise<void> {
    for (let wait = 1; wait > 0; wait = this.#lastAsked + warming.quiet - performance.now())
      await sleep(wait);
  }

  put(papers: readonly Paper[], mark: number): Promise<void> {
    const done = this.#change(async () => {
      await inSlices(this.#putting(papers));
      this.#position = mark;
    });
    // Nobody waits for a merge: what is put meanwhile comes after it.
    done.then(() => this.#change(() => this.#mergeIfLarge())).catch(() => {});
    return done;
  }

  *#putting(papers: readonly Paper[]): Generator<void, void> {
    this.#content.expect(papers.length);
    for (const paper of papers) {
      if (this.#closing.signal.aborted) throw new Error("The search index is closed.");
      this.#content.replace(paper);
      yield;
    }
  }

  async #mergeIfLarge(): Promise<void> {
    const { since, frozen, manyAtOnce } = this.#content.postings.changes;
    const most = manyAtOnce ? mostFresh.manyAtOnce : mostFresh.fewAtOnce;
    // What words mean is learnt before a save: a large index is filled in many merges, and each would learn it anew.
    if (since >= Math.max(most.documents, most.share * frozen)) await this.#merge(false);
  }

  /** Makes the frozen form of everything while queries go on over what there is, and takes its place at the end. */
  async #merge(learn: boolean): Promise<void> {
    this.#use(new Content(await inSlices(this.#merging(learn))));
  }

  *#merging(learn: boolean): Generator<void, PackedContent> {
    const merging = this.#content.merge(learn);
    for (;;) {
      const step = merging.next();
      if (step.done) return step.value;
      if (this.#closing.signal.aborted) throw new Error("The search index is closed.");
      yield;
    }
  }

  async state(): Promise<{ position: number; papers: number }> {
    return { position: this.#position, papers: this.#content.papers.size };
  }

  reset(): Promise<void> {
    return this.#change(async () => {
      this.#use(new Content());
      this.#position = 0;
      this.#isIntact = undefined;
      await this.#readFrom(undefined);
    });
  }

  save(): Promise<void> {
    return this.#change(async () => {
      // What is wrong would be saved as right.
      await this.#verifyOnce();
      if (this.#content.isUnfinished) await this.#merge(true);
      const { packed, postings } = this.#content;
      const file = await writeSnapshot(this.#folder, {
        position: this.#position,
        documents: postings.end,
        content: packed as PackedContent & Sections,
      });
      await this.#readFrom(file);
    });
  }

  /** Stops what is being put, if anything; what was saved stays. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#changes;
    this.#use(new Content());
    await this.#readFrom(undefined);
  }

  #change(work: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(() => {
      if (this.#closing.signal.aborted) throw new Error("The search index is closed.");
      return work();
    });
    this.#changes = done.catch(() => {});
    return done;
  }
}

/** The index works without its dictionary, so one that cannot be used is only told of. */
async function openLexicon({ lexicon, onProblem }: SearchIndexOptions): Promise<Lexicon | undefined> {
  if (lexicon === undefined || !existsSync(lexicon)) return undefined;
  try {
    return await readLexicon(lexicon);
  } catch (error) {
    onProblem?.((error as Error).message);
    return undefined;
  }
}
