import { fieldCount } from "./fields.ts";
import { type Part, wordIn } from "./part.ts";
import { Cursor, noDocument, type PostingList, saysFrequencies } from "./postings.ts";
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

/** Walks over the documents of a part that match a group, in order. */
export class GroupCursor {
  readonly #list: PostingList;
  readonly #whole: Cursor;
  readonly #score: WordScore;
  readonly #parts: readonly Cursor[];
  readonly #partScores: readonly WordScore[];
  readonly #weight: number;
  readonly #lengths: Uint16Array;
  readonly #frequencies = new Int32Array(fieldCount);
  document = -1;

  constructor(part: Part, whole: Word, parts: readonly Word[], weight: number) {
    this.#list = wordIn(part, whole.forms).list;
    this.#whole = new Cursor(this.#list);
    this.#score = whole.score;
    this.#parts = parts.map(({ forms }) => new Cursor(wordIn(part, forms).list));
    this.#partScores = parts.map(({ score }) => score);
    this.#weight = weight;
    this.#lengths = part.lengths;
  }

  /** The one list that it walks over; undefined where there are several. */
  get list(): PostingList | undefined {
    return this.#parts.length === 0 ? this.#list : undefined;
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
    if (this.#whole.document === this.document) {
      this.#add(this.#whole, this.#score, scores, place, this.#weight);
      return;
    }
    const weight = this.#weight / this.#parts.length;
    for (let at = 0; at < this.#parts.length; at++)
      this.#add(this.#parts[at] as Cursor, this.#partScores[at] as WordScore, scores, place, weight);
  }

  #add(cursor: Cursor, score: WordScore, scores: Float64Array, place: number, weight: number): void {
    const at = this.document * fieldCount;
    const { code } = cursor;
    if (saysFrequencies(code)) {
      score.add(scores, place, weight, code, this.#lengths, at);
      return;
    }
    const frequencies = this.#frequencies.fill(0);
    cursor.addFrequencies(frequencies);
    scores[place] = (scores[place] as number) + weight * score.of(frequencies, this.#lengths, at);
  }
}
