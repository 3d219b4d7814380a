import type { Paper } from "./paper.ts";

/** What a paper is about, in a line. */
export interface Summary {
  readonly tldr: string;
  readonly problem?: string;
  readonly method?: string;
  readonly result?: string;
  /** `extracted`: a sentence of the text that is shown. A model's words were checked against the abstract. */
  readonly by: { readonly kind: "extracted" } | { readonly kind: "model"; readonly name: string };
}

/** The words of a paper that its card shows: the paper's own or those of a translation. */
export interface ShownText {
  readonly abstract: string;
  readonly language: string;
}

export interface Summaries {
  /** At once, from the shown text itself; undefined where it is no longer than a summary, or summaries are turned off. */
  extracted(paper: Paper, shown: ShownText): Summary | undefined;
  /** A model's summary in this language where it is kept already. */
  held(paper: Paper, language: string): Promise<Summary | undefined>;
  /**
   * A model's summary in this language, asked for where it is not kept. undefined where none is set up or none could be
   * had: what was extracted stays. Readers of the same paper share the work. Rejects with the signal's reason only.
   */
  summarise(paper: Paper, language: string, signal: AbortSignal): Promise<Summary | undefined>;
  /** Who gets titles and abstracts, as readers are told; absent where nothing leaves the process. */
  readonly service?: { readonly credit: string; readonly local: boolean };
  close(): Promise<void>;
}
