import { fieldCount } from "./fields.ts";
import type { Part } from "./part.ts";
import { Cursor, noDocument } from "./postings.ts";
import type { WordScore } from "./scoring.ts";

/**
 * What a document must hold to match one word of a query: any of the forms in `any`, or a form of each of the parts in
 * `apart` (the word written apart).
 */
export interface TermGroup {
  readonly any: readonly string[];
  readonly apart?: readonly (readonly string[])[];
  readonly weight?: number;
}

/** Forms of a word with what it is worth to hold them. */
export interface Word {
  readonly forms: readonly string[];
  readonly score: WordScore;
}

/** Walks over the documents of a part that hold any form of a word. */
class WordCursor {
  readonly #cursors: readonly Cursor[];
  readonly #score: WordScore;
  readonly #lengths: Uint16Array;
  readonly #frequencies = new Int32Array(fieldCount);
  /** The only one that stands at the document, as is nearly always the case; undefined where several do. */
  #only: Cursor | undefined;
  document = -1;

  constructor(part: Part, { forms, score }: Word) {
    this.#cursors = forms
      .map((form) => part.list(form))
      .filter((list) => list !== undefined)
      .map((list) => new Cursor(list));
    this.#only = this.#cursors[0];
    this.#score = score;
    this.#lengths = part.lengths;
    if (this.#cursors.length === 0) this.document = noDocument;
  }

  next(): number {
    if (this.#cursors.length !== 1) return this.seek(this.document + 1);
    this.document = (this.#only as Cursor).next();
    return this.document;
  }

  seek(document: number): number {
    if (this.document >= document) return this.document;
    let least = noDocument;
    for (let at = 0; at < this.#cursors.length; at++) {
      const cursor = this.#cursors[at] as Cursor;
      const found = cursor.document >= document ? cursor.document : cursor.seek(document);
      if (found < least) {
        least = found;
        this.#only = cursor;
      } else if (found === least) this.#only = undefined;
    }
    this.document = least;
    return least;
  }

  /** Adds the document's score, times a weight, to a number of `scores`. */
  addScore(scores: Float64Array, place: number, weight: number): void {
    const at = this.document * fieldCount;
    const only = this.#only;
    const inLast = only ? only.inLastField : 0;
    if (only && inLast > 0) {
      this.#score.add(scores, place, weight, only.fields, inLast, this.#lengths, at);
      return;
    }
    const frequencies = this.#frequencies.fill(0);
    for (const cursor of this.#cursors)
      if (cursor.document === this.document) cursor.addFrequencies(frequencies);
    scores[place] = (scores[place] as number) + weight * this.#score.of(frequencies, this.#lengths, at);
  }
}

/** Walks over the documents of a part that match a group, in order. */
export class GroupCursor {
  readonly #whole: WordCursor;
  readonly #parts: readonly WordCursor[];
  readonly #weight: number;
  document = -1;

  constructor(part: Part, whole: Word, parts: readonly Word[], weight: number) {
    this.#whole = new WordCursor(part, whole);
    this.#parts = parts.map((word) => new WordCursor(part, word));
    this.#weight = weight;
  }

  next(): number {
    if (this.#parts.length > 0) return this.seek(this.document + 1);
    this.document = this.#whole.next();
    return this.document;
  }

  seek(document: number): number {
    if (this.document >= document) return this.document;
    const whole = this.#whole.seek(document);
    this.document = this.#parts.length === 0 ? whole : Math.min(whole, this.#seekParts(document));
    return this.document;
  }

  /** The next document that holds all the parts. */
  #seekParts(from: number): number {
    let document = from;
    for (let agreed = 0; agreed < this.#parts.length; ) {
      agreed = 0;
      for (const part of this.#parts) {
        const found = part.seek(document);
        if (found === noDocument) return noDocument;
        if (found > document) {
          document = found;
          break;
        }
        agreed++;
      }
    }
    return document;
  }

  /** Adds the document's score to a number of `scores`. A word written apart is as good as its mean part. */
  addScore(scores: Float64Array, place: number): void {
    if (this.#whole.document === this.document) this.#whole.addScore(scores, place, this.#weight);
    else for (const part of this.#parts) part.addScore(scores, place, this.#weight / this.#parts.length);
  }
}
