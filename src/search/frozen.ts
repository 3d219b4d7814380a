import { columnsOf, type FieldLengths, takeOff } from "./field-lengths.ts";
import { fieldCount } from "./fields.ts";
import { type Part, WordCache } from "./part.ts";
import { headSize, holdersOf, type PostingList } from "./postings.ts";
import { noStored, type StoredBytes } from "./stored.ts";
import { noTexts, type PackedTexts, Texts } from "./texts.ts";

/** The bulk of the index's postings, as they are saved. */
export interface PackedPostings {
  /** Sorted. */
  readonly terms: PackedTexts;
  /** The lists of the terms, one after the other as numbers of 32 bits, and at which number each begins. */
  readonly lists: StoredBytes;
  readonly starts: Uint32Array;
  /** The columns of the documents' `FieldLengths`, one after the other. */
  readonly lengths: Uint16Array;
}

export const noPostings: PackedPostings = {
  terms: noTexts,
  lists: noStored,
  starts: new Uint32Array(),
  lengths: new Uint16Array(),
};

const mostRemembered = 50_000;

const sizeOfNumber = Uint32Array.BYTES_PER_ELEMENT;

function listOf(bytes: Uint8Array): PostingList {
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / sizeOfNumber);
  return { numbers, at: 0, end: numbers.length };
}

/** Documents that only change by being taken out: views on a snapshot, with nothing to unpack. */
export class FrozenPart implements Part {
  readonly packed: PackedPostings;
  readonly terms: Texts;
  readonly end: number;
  readonly alive: Uint8Array;
  readonly lengths: FieldLengths;
  readonly totals = new Float64Array(fieldCount);
  readonly words = new WordCache();
  #documentCount: number;
  #dead: number[] = [];
  #deadSorted = true;
  readonly #rough = new Map<string, readonly number[]>();

  constructor(packed: PackedPostings) {
    this.packed = packed;
    this.terms = new Texts(packed.terms);
    this.lengths = columnsOf(packed.lengths);
    this.end = packed.lengths.length / fieldCount;
    this.#documentCount = this.end;
    this.alive = new Uint8Array(this.end).fill(1);
    for (const [field, column] of this.lengths.entries()) {
      let total = 0;
      for (let document = 0; document < column.length; document++) total += column[document] as number;
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
    takeOff(this.totals, this.lengths, document);
    this.words.clear();
  }

  list(term: string): PostingList | undefined {
    const index = this.terms.find(term);
    if (index < 0) return undefined;
    const { lists } = this.packed;
    return listOf(lists.take(sizeOfNumber * this.#start(index), sizeOfNumber * this.#start(index + 1)));
  }

  /** The list of a term by its number, valid until the next call. */
  listAt(index: number): PostingList {
    return this.#read(this.#start(index), this.#start(index + 1));
  }

  #read(start: number, end: number): PostingList {
    return listOf(this.packed.lists.read(sizeOfNumber * start, sizeOfNumber * end));
  }

  #start(index: number): number {
    const { starts, lists } = this.packed;
    return starts[index] ?? lists.length / sizeOfNumber;
  }

  roughly(term: string): ArrayLike<number> {
    let holders = this.#rough.get(term);
    if (!holders) {
      const index = this.terms.find(term);
      const start = index < 0 ? 0 : this.#start(index);
      // Only the head of the list says it.
      holders =
        index < 0 ? [] : holdersOf(this.#read(start, Math.min(this.#start(index + 1), start + headSize)));
      if (this.#rough.size >= mostRemembered) this.#rough.clear();
      this.#rough.set(term, holders);
    }
    return holders;
  }
}
