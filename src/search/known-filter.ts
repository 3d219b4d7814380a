import { type Filter, no, yes } from "./filter.ts";

/** A filter that remembers what it found out: people ask for the same categories and years again. */
export class KnownFilter implements Filter {
  readonly #filter: Filter;
  readonly #known: Uint8Array;
  #few: { readonly rows: Uint32Array | undefined } | undefined;

  /** `end` is one more than the highest row. */
  constructor(filter: Filter, end: number) {
    this.#filter = filter;
    this.#known = new Uint8Array(end);
  }

  passes(row: number): boolean {
    const known = this.#known[row];
    if (known !== 0) return known === yes;
    const passes = this.#filter.passes(row);
    this.#known[row] = passes ? yes : no;
    return passes;
  }

  few(): Uint32Array | undefined {
    this.#few ??= { rows: this.#filter.few() };
    return this.#few.rows;
  }
}
