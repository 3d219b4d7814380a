import type { Library } from "../core/command.ts";
import type { Paper } from "../core/paper.ts";
import type { PaperStore, SearchIndex } from "../core/ports.ts";

/** Papers handed to the index at a time. */
const batch = 500;
/** Papers after which the index is saved while more come, so that a stop does not lose all the work. */
const saveEvery = 10_000;
/** How long an index that could not be saved waits for its next try when no papers come, in ms. */
const savePause = 60_000;

export interface SyncOptions {
  /** Told the papers given to the index so far. */
  readonly progress?: (done: number) => void;
  /** Stops between two batches. What was given by then is saved; the next sync goes on from there. */
  readonly signal?: AbortSignal;
}

/** The papers and their index, kept in step: what the store gains, here or from another process, the index is given. */
export class PaperLibrary implements Library {
  readonly #papers: PaperStore;
  readonly #index: SearchIndex;
  readonly #onUnsaved: (error: unknown) => void;
  readonly #now: () => number;
  #syncing: Promise<number> | undefined;
  /** Papers given to the index since it was saved. */
  #unsaved = 0;
  #triedToSave = Number.NEGATIVE_INFINITY;

  /** `onUnsaved` is told why the index could not be saved: it answers all the same. */
  constructor(
    papers: PaperStore,
    index: SearchIndex,
    onUnsaved: (error: unknown) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#papers = papers;
    this.#index = index;
    this.#onUnsaved = onUnsaved;
    this.#now = now;
  }

  search: Library["search"] = (query, page) => this.#index.search(query, page);

  get: Library["get"] = (ids) => this.#papers.get(ids);

  count: Library["count"] = () => this.#papers.count();

  async similar(id: string, limit: number): Promise<readonly Paper[]> {
    return this.get((await this.#index.similar(id, limit)).map((hit) => hit.id));
  }

  categories: Library["categories"] = (typed, limit) => this.#index.categories(typed, limit);

  async suggest(typed: string, limit: number): Promise<readonly Paper[]> {
    return this.get((await this.#index.suggest(typed, limit)).map((hit) => hit.id));
  }

  /** Papers in the index, and how many at most it has yet to be given because they are new or have changed. */
  async state(): Promise<{ readonly papers: number; readonly pending: number }> {
    const { papers, from, newest, held } = await this.#compare();
    // A paper that changed twice has used two positions.
    return { papers, pending: Math.min(held, newest - from) };
  }

  /**
   * Gives the index what the store has and it has not. Resolves to the number of papers given. While one runs it is
   * joined, whatever the options.
   */
  sync(options: SyncOptions = {}): Promise<number> {
    this.#syncing ??= this.#catchUp(options).finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  async #catchUp({ progress, signal }: SyncOptions): Promise<number> {
    const { from: start, foreign } = await this.#compare();
    if (foreign) await this.#index.reset();
    let from = start;
    let done = 0;
    while (!signal?.aborted) {
      const { papers, position } = await this.#papers.since(from, batch);
      if (papers.length === 0) break;
      await this.#index.put(papers, position);
      from = position;
      done += papers.length;
      this.#unsaved += papers.length;
      progress?.(done);
      if (this.#unsaved >= saveEvery && !signal?.aborted) await this.#save();
    }
    if (done > 0 || this.#now() - this.#triedToSave >= savePause) await this.#save();
    return done;
  }

  /** How far the index is behind the store. `foreign`: the data was emptied or replaced under a snapshot that stayed. */
  async #compare() {
    // The index first: what a sync brings it meanwhile must not look like more than the store has.
    const { position, papers } = await this.#index.state();
    const [{ position: newest }, held] = await Promise.all([
      this.#papers.since(Number.MAX_SAFE_INTEGER, 1),
      this.#papers.count(),
    ]);
    const foreign = position > newest || papers > held;
    return { papers, newest, held, foreign, from: foreign ? 0 : position };
  }

  /** An index that cannot be saved is complete in memory: what is missing on the disk is indexed again at a start. */
  async #save(): Promise<void> {
    if (this.#unsaved === 0) return;
    this.#triedToSave = this.#now();
    const saving = this.#unsaved;
    try {
      await this.#index.save();
      this.#unsaved -= saving;
    } catch (error) {
      this.#onUnsaved(error);
    }
  }
}
