import { NumberWriter } from "./bytes.ts";
import { longestField, noLengths, takeOff, twiceAsLong } from "./field-lengths.ts";
import { fieldCount, fieldNames, type Terms } from "./fields.ts";
import { type FreshPart, WordCache } from "./part.ts";
import { type PostingList, PostingsWriter } from "./postings.ts";

/** Low bits of an occurrence: its field. The others say how often the term stands there. */
const fieldBits = 3;
const once = 1 << fieldBits;

/** The occurrences in the order of their terms: those of term n from `starts[n]` up to `starts[n + 1]`. */
interface Sorted {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * The documents of large batches since the last merge. What a term has in a field of a document is written down as it
 * comes and sorted by term only when a term is asked for, which takes a fraction of the time of MiniSearch's tree.
 */
export class BatchPart implements FreshPart {
  alive = new Uint8Array(1024);
  lengths = noLengths(1024);
  readonly totals = new Float64Array(fieldCount);
  readonly words = new WordCache();
  /** Lists are made without what was taken out. */
  readonly dead: readonly number[] = [];
  readonly #numbers = new Map<string, number>();
  /** Occurrences by row: the term, the document, and the field with how often. */
  readonly #terms = new NumberWriter(1 << 14);
  readonly #documents = new NumberWriter(1 << 14);
  readonly #occurrences = new NumberWriter(1 << 14);
  /** The row that was written last for each term. */
  readonly #lastRows: number[] = [];
  /** In how many documents each term stands, for each field; with those that were taken out. */
  readonly #holders: number[] = [];
  #sorted: Sorted | undefined;
  #end = 0;
  #documentCount = 0;

  get end(): number {
    return this.#end;
  }

  get documentCount(): number {
    return this.#documentCount;
  }

  addTerms(terms: Terms): number {
    const document = this.#end++;
    this.#documentCount++;
    if (document >= this.alive.length) this.#grow();
    this.alive[document] = 1;
    for (const [field, name] of fieldNames.entries()) {
      const before = this.#terms.length;
      for (const term of terms[name]) this.#addOne(term, document, field);
      // As MiniSearch counts: each term once in a field.
      const length = Math.min(this.#terms.length - before, longestField);
      (this.lengths[field] as Uint16Array)[document] = length;
      this.totals[field] = (this.totals[field] as number) + length;
    }
    this.#sorted = undefined;
    this.words.clear();
    return document;
  }

  #addOne(text: string, document: number, field: number): void {
    let term = this.#numbers.get(text);
    if (term === undefined) {
      term = this.#numbers.size;
      this.#numbers.set(text, term);
      this.#lastRows.push(-1);
      for (let number = 0; number < fieldCount; number++) this.#holders.push(0);
    }
    const last = this.#lastRows[term] as number;
    const occurrences = this.#occurrences.numbers;
    if (
      last >= 0 &&
      this.#documents.numbers[last] === document &&
      ((occurrences[last] as number) & (once - 1)) === field
    ) {
      occurrences[last] = (occurrences[last] as number) + once;
      return;
    }
    const held = term * fieldCount + field;
    this.#holders[held] = (this.#holders[held] as number) + 1;
    this.#lastRows[term] = this.#terms.length;
    this.#terms.push(term);
    this.#documents.push(document);
    this.#occurrences.push(once | field);
  }

  drop(document: number): void {
    this.alive[document] = 0;
    this.#documentCount--;
    takeOff(this.totals, this.lengths, document);
    this.words.clear();
  }

  roughly(text: string): ArrayLike<number> {
    const term = this.#numbers.get(text);
    return term === undefined ? [] : this.#holders.slice(term * fieldCount, (term + 1) * fieldCount);
  }

  allTerms(): string[] {
    return [...this.#numbers.keys()];
  }

  list(term: string): PostingList | undefined {
    const to = new NumberWriter(16);
    return this.write(term, new PostingsWriter(to)) === 0
      ? undefined
      : { numbers: to.written(), at: 0, end: to.length };
  }

  write(text: string, writer: PostingsWriter): number {
    const term = this.#numbers.get(text);
    if (term === undefined) return 0;
    this.#sorted ??= this.#sort();
    const { starts, rows } = this.#sorted;
    const documents = this.#documents.numbers;
    const occurrences = this.#occurrences.numbers;
    const frequencies = new Int32Array(fieldCount);
    const end = starts[term + 1] as number;
    for (let at = starts[term] as number; at < end; ) {
      const document = documents[rows[at] as number] as number;
      frequencies.fill(0);
      for (; at < end && documents[rows[at] as number] === document; at++) {
        const occurrence = occurrences[rows[at] as number] as number;
        frequencies[occurrence & (once - 1)] = occurrence >> fieldBits;
      }
      if (this.alive[document] === 1) writer.add(document, frequencies);
    }
    return writer.end();
  }

  /** By counting; rows of one term stay in their order. */
  #sort(): Sorted {
    const terms = this.#terms.written();
    const starts = new Uint32Array(this.#numbers.size + 1);
    for (const term of terms) starts[term + 1] = (starts[term + 1] as number) + 1;
    for (let term = 1; term < starts.length; term++)
      starts[term] = (starts[term] as number) + (starts[term - 1] as number);
    const next = starts.slice();
    const rows = new Uint32Array(terms.length);
    for (let row = 0; row < terms.length; row++) {
      const term = terms[row] as number;
      rows[next[term] as number] = row;
      next[term] = (next[term] as number) + 1;
    }
    return { starts, rows };
  }

  #grow(): void {
    const alive = new Uint8Array(this.alive.length * 2);
    alive.set(this.alive);
    this.alive = alive;
    this.lengths = twiceAsLong(this.lengths);
  }
}
