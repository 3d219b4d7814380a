import type { Pair } from "./pairs.ts";

/** A model as the thread loads it; the files' order is that of `model.json`. */
export interface LoadableModel {
  readonly pair: Pair;
  readonly folder: string;
  readonly files: readonly { readonly role: string; readonly name: string; readonly sha256: string }[];
}

/** One sentence as HTML, by one model or through two. */
export interface Job {
  readonly route: readonly LoadableModel[];
  readonly html: string;
}

export type Outcome =
  | { readonly kind: "done"; readonly html: string }
  /** A file is not what it was when it was fetched. The thread goes on. */
  | { readonly kind: "damaged"; readonly pair: Pair; readonly name: string }
  /** The WASM has aborted, or what the thread needs is not there. The thread is of no use any more. */
  | { readonly kind: "crashed"; readonly message: string; readonly loading: boolean };
