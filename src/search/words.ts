import { fieldCount } from "./fields.ts";
import { type Part, wordIn } from "./part.ts";
import {
  Cursor,
  codeOf,
  documentOf,
  documentsFrom,
  inAbstract,
  inTitle,
  isOfAbstract,
  isOfText,
  noDocument,
  type PostingList,
  saysFrequencies,
} from "./postings.ts";
import { type SumScore, tabled, type WordScore } from "./scoring.ts";

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

/** A group of a query made ready for scoring. */
export class Group {
  readonly bit: number;
  readonly weight: number;
  readonly whole: Word;
  readonly parts: readonly Word[];
  /** How many documents match, or somewhat more; and how many do at least. */
  readonly holders: number;
  readonly surely: number;
  /** No document's score is higher. */
  readonly most: number;

  constructor(from: Omit<Group, "cursorIn">) {
    this.bit = from.bit;
    this.weight = from.weight;
    this.whole = from.whole;
    this.parts = from.parts;
    this.holders = from.holders;
    this.surely = from.surely;
    this.most = from.most;
  }

  cursorIn(part: Part): GroupCursor {
    return new GroupCursor(part, this.whole, this.parts, this.weight);
  }
}

/** Scores of neighbouring documents of a part that are worked out together. */
export class Window {
  static readonly size = 1 << 12;
  /** By the document's place in the window; 0 for one that is not touched. */
  readonly scores = new Float64Array(Window.size);
  /** Places of the documents that are looked at. */
  touched = new Uint32Array(Window.size);
  count = 0;
  /** The first document, and one more than the last. */
  start = 0;
  end = 0;

  begin(start: number, end: number): void {
    this.scores.fill(0);
    this.count = 0;
    this.start = start;
    this.end = Math.min(end, start + Window.size);
  }

  /** Goes on with the documents only that have reached so much. */
  keep(least: number): void {
    if (least <= 0) return;
    let count = 0;
    for (let at = 0; at < this.count; at++) {
      const place = this.touched[at] as number;
      if ((this.scores[place] as number) >= least) this.touched[count++] = place;
    }
    this.count = count;
  }
}

/** Where scores are no sums. */
const noSum: SumScore = {
  stretches: new Float64Array(),
  inAbstractOnly: new Float64Array(),
  rarity: 0,
  k: 0,
  d: 0,
};

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

  /** Adds its scores to those of the window's documents that pass; if `least` is given, only to those that have so much. */
  scoreIn(
    window: Window,
    { alive, dead }: Part,
    base: number,
    passes: ((document: number) => boolean) | undefined,
    least = 0,
  ): void {
    const { start, end, scores, touched } = window;
    let { count } = window;
    if (this.seek(start) >= end) return;
    if (this.#parts.length > 0) {
      for (let document = this.document; document < end; document = this.next()) {
        if (alive[document] !== 1 || (passes && !passes(base + document))) continue;
        const place = document - start;
        if ((scores[place] as number) < least) continue;
        if (scores[place] === 0) touched[count++] = place;
        this.addScore(scores, place);
      }
      window.count = count;
      return;
    }
    // Nearly all scores come by here, so it goes over the numbers themselves.
    const isWhole = dead.length === 0 && !passes;
    const { numbers } = this.#list;
    const first = documentsFrom(this.#list);
    const last = first + this.#whole.count;
    const weight = this.#weight;
    const lengths = this.#lengths;
    const { stretches, inAbstractOnly, rarity, k, d } = this.#score.ofSum ?? noSum;
    let at = first + this.#whole.place;
    for (; at < last; at++) {
      const posting = numbers[at] as number;
      const document = documentOf(posting);
      if (document >= end) break;
      if (!isWhole && (alive[document] !== 1 || (passes && !passes(base + document)))) continue;
      const place = document - start;
      const before = scores[place] as number;
      if (before < least) continue;
      if (before === 0) touched[count++] = place;
      const code = codeOf(posting);
      const abstract = lengths[document * fieldCount + 1] as number;
      if (isOfAbstract(code) && abstract < tabled && rarity > 0) {
        scores[place] =
          before + weight * (rarity * (inAbstractOnly[inAbstract(code) * tabled + abstract] as number));
        continue;
      }
      const title = lengths[document * fieldCount] as number;
      if (isOfText(code) && title < tabled && abstract < tabled && rarity > 0) {
        const sum =
          inTitle(code) * (stretches[title] as number) +
          inAbstract(code) * (stretches[tabled + abstract] as number);
        scores[place] = before + weight * (rarity * (d + (sum * (k + 1)) / (k + sum)));
      } else {
        this.#goTo(at - first);
        this.addScore(scores, place);
      }
    }
    this.#goTo(at - first);
    window.count = count;
  }

  /** Writes the next documents that are in, numbered from `base` on, and says how many there were; fewer than fit at the end. */
  read(into: Uint32Array, { alive }: Part, base: number): number {
    let count = 0;
    if (this.#parts.length > 0) {
      while (count < into.length && this.next() !== noDocument)
        if (alive[this.document] === 1) into[count++] = base + this.document;
      return count;
    }
    const { numbers } = this.#list;
    const first = documentsFrom(this.#list);
    const last = first + this.#whole.count;
    let at = first + this.#whole.place + 1;
    for (; at < last && count < into.length; at++) {
      const document = documentOf(numbers[at] as number);
      into[count] = base + document;
      count += alive[document] as number;
    }
    this.#goTo(at - 1 - first);
    return count;
  }

  /** Adds its scores to those of the documents that are touched, by looking for each. */
  lookUpIn({ start, scores, touched, count }: Window): void {
    const places = touched.subarray(0, count).sort();
    for (let at = 0; at < count; at++) {
      const place = places[at] as number;
      if (this.seek(start + place) === start + place) this.addScore(scores, place);
    }
  }

  #goTo(place: number): void {
    this.#whole.goTo(place);
    this.document = this.#whole.document;
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
