import type { SearchIndex } from "../core/ports.ts";

/** The calls that cross to the worker. */
export type Method = Exclude<keyof SearchIndex, "close">;

/** To the worker: a call under a number of its own. */
export interface Call {
  readonly number: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

/** From the worker: that it is ready, something for the log, or what came of a call. */
export type Message =
  | { readonly kind: "ready" }
  | { readonly kind: "problem"; readonly message: string }
  | { readonly kind: "done"; readonly number: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly number: number; readonly message: string };
