import { fieldCount } from "./fields.ts";
import { type Part, WordCache } from "./part.ts";
import { holdersOf, type PostingList } from "./postings.ts";
import { noTexts, type PackedTexts, Texts } from "./texts.ts";

/** The bulk of the index's postings, as they are saved. */
export interface PackedPostings {
  /** Sorted. */
  readonly terms: PackedTexts;
  /** The lists of the terms, one after the other, and where each begins. */
  readonly lists: Uint32Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint16Array;
}

export const noPostings: PackedPostings = {
  terms: noTexts,
  lists: new Uint32Array(),
  starts: new Uint32Array(),
  lengths: new Uint16Array(),
};

const mostRemembered = 50_000;

/** Documents that only change by being taken out: views on a snapshot, with nothing to unpack. */
export class FrozenPart implements Part {
  readonly packed: PackedPostings;
  readonly terms: Texts;
  readonly end: number;
  readonly alive: Uint8Array;
  readonly lengths: Uint16Array;
  readonly totals = new Float64Array(fieldCount);
  readonly words = new WordCache();
  #documentCount: number;
  #dead: number[] = [];
  #deadSorted = true;
  readonly #rough = new Map<string, readonly number[]>();

  constructor(packed: PackedPostings) {
    this.packed = packed;
    this.terms = new Texts(packed.terms);
    this.lengths = packed.lengths;
    this.end = packed.lengths.length / fieldCount;
    this.#documentCount = this.end;
    this.alive = new Uint8Array(this.end).fill(1);
    for (let field = 0; field < fieldCount; field++) {
      let total = 0;
      for (let at = field; at < this.lengths.length; at += fieldCount) total += this.lengths[at] as number;
      this.totals[field] = total;
    }
  }

  get documentCount(): number {
    return this.#documentCount;
  }

  /** In order. */
  get dead(): readonly number[] {
    if (!this.#deadSorted) this.#dead.sort((a, b) => a - b);
    this.#deadSorted = true;
    return this.#dead;
  }

  drop(document: number): void {
    this.alive[document] = 0;
    this.#documentCount--;
    this.#dead.push(document);
    this.#deadSorted = false;
    for (let field = 0; field < fieldCount; field++)
      this.totals[field] =
        (this.totals[field] as number) - (this.lengths[document * fieldCount + field] as number);
    this.words.clear();
  }

  list(term: string): PostingList | undefined {
    const index = this.terms.find(term);
    return index < 0 ? undefined : this.listAt(index);
  }

  listAt(index: number): PostingList {
    const { lists, starts } = this.packed;
    return { numbers: lists, at: starts[index] as number, end: starts[index + 1] ?? lists.length };
  }

  roughly(term: string, field: number): number {
    let holders = this.#rough.get(term);
    if (!holders) {
      const list = this.list(term);
      holders = list ? holdersOf(list) : [];
      if (this.#rough.size >= mostRemembered) this.#rough.clear();
      this.#rough.set(term, holders);
    }
    return holders[field] ?? 0;
  }
}
