import { fieldCount } from "./fields.ts";
import { Intersection } from "./intersection.ts";
import { type Part, wordIn } from "./part.ts";
import {
  Cursor,
  codeOf,
  documentOf,
  documentsFrom,
  inAbstract,
  inTitle,
  isOfText,
  noDocument,
  type PostingList,
  saysFrequencies,
} from "./postings.ts";
import { tabled, type WordScore } from "./scoring.ts";
import { anyScore, Window, type WindowPair } from "./window.ts";
import type { Word } from "./words.ts";

/** Looking one document up in a list takes about as long as walking over so many. */
const stepsOfSeek = 6;

/** Where the parts of a word written apart are brought together, of one word at a time. */
const apart: WindowPair = [new Window(), new Window()];

/** Walks over the documents of a part that match a group, in order. */
export class GroupCursor {
  readonly #part: Part;
  readonly #list: PostingList;
  readonly #whole: Cursor;
  readonly #score: WordScore;
  readonly #parts: readonly GroupCursor[];
  readonly #together: Intersection | undefined;
  readonly #weight: number;
  readonly #frequencies = new Int32Array(fieldCount);
  readonly #sum = new Float64Array(1);
  /** Documents that match, or somewhat more. */
  readonly #holders: number;
  document = -1;

  constructor(part: Part, whole: Word, parts: readonly Word[], weight: number) {
    this.#part = part;
    this.#list = wordIn(part, whole.forms).list;
    this.#whole = new Cursor(this.#list);
    this.#score = whole.score;
    const ofPart = (word: Word) => new GroupCursor(part, word, [], weight / parts.length);
    this.#parts = parts.map(ofPart);
    this.#together = parts.length > 0 ? new Intersection(parts.map((word) => () => ofPart(word))) : undefined;
    this.#weight = weight;
    this.#holders =
      this.#whole.count +
      (parts.length === 0 ? 0 : Math.min(...this.#parts.map((cursor) => cursor.#holders)));
  }

  /** Whether documents may hold the word written apart. */
  get isApart(): boolean {
    return this.#parts.length > 0;
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

  /** Has all documents of the window looked at, dead ones too, for next to no score. Not for words written apart. */
  touchIn(window: Window): void {
    const { start, end, scores, touched } = window;
    const { numbers } = this.#list;
    this.#whole.seek(start);
    const first = documentsFrom(this.#list);
    const last = first + this.#whole.count;
    let at = first + this.#whole.place;
    let count = 0;
    for (; at < last; at++) {
      const document = documentOf(numbers[at] as number);
      if (document >= end) break;
      touched[count++] = document - start;
      scores[document - start] = anyScore;
    }
    window.count = count;
    this.#goTo(at - first);
  }

  /** Adds its scores to those of all documents of the window that are in. */
  scoreIn(window: Window): void {
    this.#scan(window, window, 0);
  }

  /**
   * Adds its scores to those that documents have in a window, if they have so much; the sums are in `into`, which is a
   * clear window of the same documents or the same window.
   */
  addTo(window: Window, into: Window, least = anyScore): void {
    if (window.count * stepsOfSeek * this.#part.end > this.#holders * Window.size)
      this.#scan(window, into, least);
    else this.#lookUp(window, into);
  }

  #scan(from: Window, into: Window, least: number): void {
    const { start, end, scores: before } = from;
    const { scores, touched } = into;
    const { alive, dead, lengths } = this.#part;
    const [titleLengths, abstractLengths] = lengths as [Uint16Array, Uint16Array];
    let { count } = into;
    this.#whole.seek(start);
    // Nearly all scores come by here, so it goes over the numbers themselves.
    const isWhole = least > 0 || dead.length === 0;
    const { numbers } = this.#list;
    const first = documentsFrom(this.#list);
    const last = first + this.#whole.count;
    const weight = this.#weight;
    const score = this.#score;
    const { together, stretches, titleRarity, abstractRarity, k, d } = score.ofText;
    const { inTitles, inAbstracts } = score.ofText;
    const begin = first + this.#whole.place;
    let at = begin;
    for (; at < last; at++) {
      const posting = numbers[at] as number;
      const document = documentOf(posting);
      if (document >= end) break;
      if (!isWhole && alive[document] !== 1) continue;
      const place = document - start;
      const sum = before[place] as number;
      if (sum < least) continue;
      if (scores[place] === 0) touched[count++] = place;
      const code = codeOf(posting);
      const abstract = abstractLengths[document] as number;
      if (isOfText(code) && abstract < tabled) {
        const frequency = inTitle(code);
        const ofAbstract = abstractRarity * (inAbstracts[inAbstract(code) * tabled + abstract] as number);
        const title = frequency === 0 ? 0 : (titleLengths[document] as number);
        if (frequency === 0) {
          scores[place] = sum + weight * ofAbstract;
          continue;
        }
        if (title < tabled && !together) {
          const ofTitle = titleRarity * (inTitles[frequency * tabled + title] as number);
          scores[place] = sum + weight * (ofTitle + ofAbstract);
          continue;
        }
        if (title < tabled) {
          const both =
            frequency * (stretches[title] as number) +
            inAbstract(code) * (stretches[tabled + abstract] as number);
          scores[place] = sum + weight * (abstractRarity * (d + (both * (k + 1)) / (k + both)));
          continue;
        }
      }
      scores[place] = sum;
      if (saysFrequencies(code)) score.add(scores, place, weight, code, lengths, document);
      else {
        this.#goTo(at - first);
        this.addScore(scores, place);
      }
    }
    this.#goTo(at - first);
    into.count = count;
    if (this.#together) this.#scanParts(this.#together, from, into, least, numbers.subarray(begin, at));
  }

  /** Of documents that hold the word written apart; those of `whole`, which hold it in one, are done. */
  #scanParts(together: Intersection, from: Window, into: Window, least: number, whole: Uint32Array): void {
    const { start, end } = from;
    const { alive } = this.#part;
    const found = together.find(apart, start, end);
    for (let at = 0; at < whole.length; at++) found.scores[documentOf(whole[at] as number) - start] = 0;
    let { count } = into;
    for (let at = 0; at < found.count; at++) {
      const place = found.touched[at] as number;
      const score = found.scores[place] as number;
      const sum = from.scores[place] as number;
      if (score === 0 || sum < least || alive[start + place] !== 1) continue;
      if (into.scores[place] === 0) into.touched[count++] = place;
      into.scores[place] = sum + score;
    }
    found.clear();
    into.count = count;
    this.document = end - 1;
  }

  /** Looks for each of the window's documents. */
  #lookUp(from: Window, into: Window): void {
    const { start } = from;
    if (from === into) from.sort();
    let { count } = into;
    for (let at = 0; at < from.count; at++) {
      const place = from.touched[at] as number;
      if (this.seek(start + place) !== start + place) continue;
      if (into.scores[place] === 0) into.touched[count++] = place;
      into.scores[place] = from.scores[place] as number;
      this.addScore(into.scores, place);
    }
    into.count = count;
  }

  /** Writes the next documents that are in, numbered from `base` on, and says how many there were; fewer than fit at the end. */
  read(into: Uint32Array, base: number): number {
    const { alive } = this.#part;
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

  #goTo(place: number): void {
    this.#whole.goTo(place);
    this.document = this.#whole.document;
  }

  /** Adds the document's score to a number of `scores`. A word written apart is as good as its mean part. */
  addScore(scores: Float64Array, place: number): void {
    if (this.#whole.document === this.document) {
      this.#addWhole(scores, place);
      return;
    }
    this.#sum[0] = 0;
    for (const part of this.#parts) part.addScore(this.#sum, 0);
    scores[place] = (scores[place] as number) + this.#sum[0];
  }

  #addWhole(scores: Float64Array, place: number): void {
    const { document } = this;
    const { lengths } = this.#part;
    const { code } = this.#whole;
    if (saysFrequencies(code)) {
      this.#score.add(scores, place, this.#weight, code, lengths, document);
      return;
    }
    const frequencies = this.#frequencies.fill(0);
    this.#whole.addFrequencies(frequencies);
    scores[place] = (scores[place] as number) + this.#weight * this.#score.of(frequencies, lengths, document);
  }
}
