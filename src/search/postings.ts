import type { NumberWriter } from "./bytes.ts";
import { fieldCount } from "./fields.ts";

/*
 * The postings of a term, as numbers of 32 bits:
 *   how many documents and, in the low bits, the fields that occur (a bit for each); if several do, in how many documents each;
 *   for each document, in order, its number and, in the low bits, how often the term stands in its fields (the code);
 *   for each document whose frequencies no code says: its place among the documents, and the frequency in each field.
 * Documents are not packed any tighter, so that one is found by halving and read by a shift.
 */

/** Low bits of a document's number: two for the title, four for the abstract, two for another field. */
const codeBits = 8;
/** The highest frequency in the title that a code says. */
export const mostInTitle = 3;
/** The highest frequency in the abstract that a code says. */
export const mostInAbstract = 15;
/** The last two bits of a code that says nothing: the frequencies are spelled out after the documents. */
const spelledOut = 3;
/** All of an id is one term, which stands nowhere else. */
const idOnce = 0;
const idField = 4;
const firstOther = 2;

/** An index has no more documents than have numbers here. */
export const mostDocuments = 2 ** (32 - codeBits);

/** No list has more numbers before its documents. */
export const headSize = 1 + fieldCount;

/** The document of a cursor that has come to its end: higher than any. */
export const noDocument = 0x7fffffff;

/** Where a term's postings are. */
export interface PostingList {
  readonly numbers: Uint32Array;
  readonly at: number;
  readonly end: number;
}

export function documentOf(posting: number): number {
  return posting >>> codeBits;
}

export function codeOf(posting: number): number {
  return posting & ((1 << codeBits) - 1);
}

export function saysFrequencies(code: number): boolean {
  return (code & spelledOut) !== spelledOut;
}

/** Whether a code says the frequencies and the term stands in title or abstract only. */
export function isOfText(code: number): boolean {
  return (code & 3) === 0 && code !== idOnce;
}

/** How often the term stands in the title, for a code that says so. */
export function inTitle(code: number): number {
  return code >> 6;
}

export function inAbstract(code: number): number {
  return (code >> 2) & mostInAbstract;
}

/** The one field besides title and abstract in which the term stands, once; 0 for none. */
export function otherField(code: number): number {
  if (code === idOnce) return idField;
  const other = code & 3;
  return other === 0 ? 0 : other + firstOther - 1;
}

function codeFor(frequencies: Int32Array): number {
  const [title = 0, abstract = 0, authors = 0, categories = 0, id = 0] = frequencies;
  if (id === 1 && title + abstract + authors + categories === 0) return idOnce;
  if (title > mostInTitle || abstract > mostInAbstract || authors + categories > 1 || id > 0)
    return spelledOut;
  return (title << 6) | (abstract << 2) | (authors === 1 ? 1 : categories === 1 ? 2 : 0);
}

/** Numbers that are spelled out of one document: its place and its frequencies. */
const spelledSize = 1 + fieldCount;

/** Walks over the documents of a term in order. */
export class Cursor {
  readonly #numbers: Uint32Array;
  readonly #start: number;
  readonly #end: number;
  readonly #listEnd: number;
  #at: number;
  /** The document it stands at, -1 before the first. */
  document = -1;

  constructor(list: PostingList) {
    this.#numbers = list.numbers;
    this.#start = documentsFrom(list);
    this.#end = this.#start + countOf(list);
    this.#listEnd = list.end;
    this.#at = this.#start - 1;
  }

  /** Documents in the list. */
  get count(): number {
    return this.#end - this.#start;
  }

  /** How many documents are before the one it stands at. */
  get place(): number {
    return this.#at - this.#start;
  }

  /** How often the term stands in the fields, if `saysFrequencies`. */
  get code(): number {
    return codeOf(this.#numbers[this.#at] as number);
  }

  /** A bit for each field that the term stands in. */
  get fields(): number {
    const { code } = this;
    if (saysFrequencies(code)) {
      const other = otherField(code);
      return (inTitle(code) > 0 ? 1 : 0) | (inAbstract(code) > 0 ? 2 : 0) | (other > 0 ? 1 << other : 0);
    }
    const at = this.#spelledAt();
    let fields = 0;
    for (let field = 0; field < fieldCount; field++)
      if ((this.#numbers[at + field] as number) > 0) fields |= 1 << field;
    return fields;
  }

  /** Goes to a place in the list. */
  goTo(place: number): void {
    this.#at = this.#start + place;
    this.document = this.#at < this.#end ? documentOf(this.#numbers[this.#at] as number) : noDocument;
  }

  next(): number {
    const at = this.#at + 1;
    this.#at = at;
    this.document = at < this.#end ? documentOf(this.#numbers[at] as number) : noDocument;
    return this.document;
  }

  /** Goes on to the first document that is not before the given one. */
  seek(document: number): number {
    if (this.document >= document) return this.document;
    const numbers = this.#numbers;
    const end = this.#end;
    // Most ways are short: steps that double, then halving between the last two.
    let low = this.#at + 1;
    let step = 1;
    while (low + step < end && documentOf(numbers[low + step] as number) < document) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, end);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (documentOf(numbers[middle] as number) < document) low = middle + 1;
      else high = middle;
    }
    this.#at = low;
    this.document = low < end ? documentOf(numbers[low] as number) : noDocument;
    return this.document;
  }

  /** Adds how often the term stands in each field of the document to five sums. */
  addFrequencies(sums: Int32Array): void {
    const { code } = this;
    if (saysFrequencies(code)) {
      const other = otherField(code);
      sums[0] = (sums[0] as number) + inTitle(code);
      sums[1] = (sums[1] as number) + inAbstract(code);
      if (other > 0) sums[other] = (sums[other] as number) + 1;
      return;
    }
    const at = this.#spelledAt();
    for (let field = 0; field < fieldCount; field++)
      sums[field] = (sums[field] as number) + (this.#numbers[at + field] as number);
  }

  /** Where the frequencies of the document are that it stands at. */
  #spelledAt(): number {
    const place = this.#at - this.#start;
    let low = 0;
    let high = (this.#listEnd - this.#end) / spelledSize;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[this.#end + middle * spelledSize] as number) < place) low = middle + 1;
      else high = middle;
    }
    return this.#end + low * spelledSize + 1;
  }
}

/** In how many documents the term stands. */
export function countOf({ numbers, at }: PostingList): number {
  return (numbers[at] as number) >>> fieldCount;
}

/** Where the documents of a list begin: as many numbers as `countOf` says. */
export function documentsFrom({ numbers, at }: PostingList): number {
  const fields = fieldsOf(numbers[at] as number);
  return at + 1 + (isOne(fields) ? 0 : bitCount(fields));
}

/** In how many documents the term stands, for each field. */
export function holdersOf(list: PostingList): number[] {
  const { numbers, at } = list;
  const fields = fieldsOf(numbers[at] as number);
  let next = at + 1;
  return Array.from({ length: fieldCount }, (_, field) => {
    if ((fields & (1 << field)) === 0) return 0;
    return isOne(fields) ? countOf(list) : (numbers[next++] as number);
  });
}

function fieldsOf(head: number): number {
  return head & ((1 << fieldCount) - 1);
}

function isOne(fields: number): boolean {
  return (fields & (fields - 1)) === 0;
}

function bitCount(set: number): number {
  let count = 0;
  for (let bits = set; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Writes lists of postings one after the other. */
export class PostingsWriter {
  readonly #to: NumberWriter;
  readonly #holders = new Uint32Array(fieldCount);
  #documents = new Uint32Array(1024);
  #count = 0;
  #spelled: number[] = [];

  constructor(to: NumberWriter) {
    this.#to = to;
  }

  /** Begins with the documents of a list, numbered as they are. */
  take(list: PostingList): void {
    this.#holders.set(holdersOf(list));
    this.#copy(list, 0, countOf(list));
  }

  /** Writes all documents of several lists as one list, in which a document's frequencies are added up. */
  takeAll(lists: readonly PostingList[]): void {
    const [longest, ...others] = lists.toSorted((a, b) => countOf(b) - countOf(a));
    if (!longest) return;
    this.#room(lists.reduce((sum, list) => sum + countOf(list), 0));
    this.#holders.set(holdersOf(longest));
    const main = new Cursor(longest);
    const cursors = others.map((list) => new Cursor(list));
    for (const cursor of cursors) cursor.next();
    const frequencies = new Int32Array(fieldCount);
    for (let copied = 0; ; ) {
      const document = cursors.reduce((least, cursor) => Math.min(least, cursor.document), noDocument);
      const found = main.seek(document);
      this.#copy(longest, copied, main.place);
      if (document === noDocument) return;
      copied = main.place;
      frequencies.fill(0);
      let counted = 0;
      if (found === document) {
        counted = main.fields;
        main.addFrequencies(frequencies);
        copied++;
      }
      for (const cursor of cursors) {
        if (cursor.document !== document) continue;
        cursor.addFrequencies(frequencies);
        cursor.next();
      }
      this.add(document, frequencies, counted);
    }
  }

  /** Copies documents of a list from one place up to another. */
  #copy(list: PostingList, from: number, to: number): void {
    const { numbers, end } = list;
    const start = documentsFrom(list);
    this.#room(this.#count + to - from);
    this.#documents.set(numbers.subarray(start + from, start + to), this.#count);
    for (let at = start + countOf(list); at < end; at += spelledSize) {
      const place = numbers[at] as number;
      if (place < from || place >= to) continue;
      this.#spelled.push(place - from + this.#count, ...numbers.subarray(at + 1, at + spelledSize));
    }
    this.#count += to - from;
  }

  /**
   * Adds a document, higher than the one before, with how often the term stands in each of its fields. `counted` has a
   * bit for each field in which the list is known to have it.
   */
  add(document: number, frequencies: Int32Array, counted = 0): void {
    this.#room(this.#count + 1);
    const code = codeFor(frequencies);
    for (let field = 0; field < fieldCount; field++)
      if ((frequencies[field] as number) > 0 && ((counted >> field) & 1) === 0)
        this.#holders[field] = (this.#holders[field] as number) + 1;
    if (!saysFrequencies(code)) this.#spelled.push(this.#count, ...frequencies);
    this.#documents[this.#count++] = (document << codeBits) | code;
  }

  #room(count: number): void {
    if (count <= this.#documents.length) return;
    const documents = new Uint32Array(Math.max(count, this.#documents.length * 2));
    documents.set(this.#documents.subarray(0, this.#count));
    this.#documents = documents;
  }

  /** Ends the list and says how many documents it has. Nothing is written for none. */
  end(): number {
    const count = this.#count;
    if (count > 0) {
      const fields = this.#holders.reduce((bits, held, field) => bits | (held > 0 ? 1 << field : 0), 0);
      this.#to.push(count * (1 << fieldCount) + fields);
      if (!isOne(fields)) for (const held of this.#holders) if (held > 0) this.#to.push(held);
      this.#to.copy(this.#documents, 0, count);
      for (const number of this.#spelled) this.#to.push(number);
    }
    this.#spelled = [];
    this.#holders.fill(0);
    this.#count = 0;
    return count;
  }
}
