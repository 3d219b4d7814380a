import type { Paper } from "../../core/paper.ts";
import { paperDate } from "../../core/paper-date.ts";
import type { BenchQuery } from "./queries.ts";

/** A search engine under measurement. One process holds one of them. */
export interface BenchEngine {
  add(papers: readonly Paper[]): Promise<void>;
  /** Writes the index into its folder, for `open` of another process to find. */
  save(): Promise<void>;
  /** The ten best; gives how many were found, at most ten. */
  search(query: BenchQuery): Promise<number>;
  /** Completes what was typed to papers and to categories, where the engine can; gives how many it came to. */
  suggest?(typed: string): Promise<number>;
  close(): Promise<void>;
}

export interface OpenEngine {
  readonly folder: string;
  /** Load what `save` left in the folder; else begin with an empty index. */
  readonly saved: boolean;
  /** Imports one of the engine's packages. */
  readonly load: (name: string) => Promise<unknown>;
}

export interface EngineKind {
  /** False where the engine cannot filter: it is then asked for the words alone. */
  readonly filters: boolean;
  /** True where no query may cost too much: it is then also asked misspelt and hostile ones. */
  readonly bounded?: boolean;
  /** Fetched from npm into a temporary folder, as `name@version`. The product needs none of them. */
  readonly packages: readonly string[];
  readonly open: (options: OpenEngine) => Promise<BenchEngine>;
}

/** Hits that every engine is asked for. */
export const wanted = 10;

/** What the peers index of a paper. (The product indexes authors and ids too, which costs it, not them.) */
export interface PeerPaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly categories: readonly string[];
  readonly year: number;
}

export function peerPaper(paper: Paper): PeerPaper {
  const { id, title, abstract, categories } = paper;
  return {
    id,
    title,
    abstract: abstract ?? "",
    categories,
    year: Number(paperDate(paper)?.slice(0, 4)) || 0,
  };
}
