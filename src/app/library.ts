import type { Library } from "../core/command.ts";
import type { Paper } from "../core/paper.ts";
import type { PaperStore, SearchIndex } from "../core/ports.ts";

/** Papers handed to the index at a time. */
const batch = 500;

/** The papers and their index, kept in step: what the store gains, here or from another process, the index is given. */
export class PaperLibrary implements Library {
  readonly #papers: PaperStore;
  readonly #index: SearchIndex;
  #syncing: Promise<number> | undefined;

  constructor(papers: PaperStore, index: SearchIndex) {
    this.#papers = papers;
    this.#index = index;
  }

  search: Library["search"] = (query, page) => this.#index.search(query, page);

  get: Library["get"] = (ids) => this.#papers.get(ids);

  count: Library["count"] = () => this.#papers.count();

  async similar(id: string, limit: number): Promise<readonly Paper[]> {
    return this.get((await this.#index.similar(id, limit)).map((hit) => hit.id));
  }

  async suggest(typed: string, limit: number): Promise<readonly Paper[]> {
    return this.get((await this.#index.suggest(typed, limit)).map((hit) => hit.id));
  }

  /** Gives the index what the store has and it has not. Resolves to the number of papers given. */
  sync(progress?: (done: number) => void): Promise<number> {
    this.#syncing ??= this.#catchUp(progress).finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  async #catchUp(progress?: (done: number) => void): Promise<number> {
    const state = await this.#index.state();
    const { position: latest } = await this.#papers.since(Number.MAX_SAFE_INTEGER, 1);
    // The data folder was emptied or replaced under a snapshot that stayed.
    if (state.position > latest) await this.#index.reset();
    let from = state.position > latest ? 0 : state.position;
    let done = 0;
    for (;;) {
      const { papers, position } = await this.#papers.since(from, batch);
      if (papers.length === 0) break;
      await this.#index.put(papers, position);
      from = position;
      done += papers.length;
      progress?.(done);
    }
    if (done > 0) await this.#index.save();
    return done;
  }
}
