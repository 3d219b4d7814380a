import { distance } from "fastest-levenshtein";
import { foldLatin } from "./fold.ts";

/** A near word is this many times likelier than one a letter further off, all else being equal. */
const nearness = 30;
const shortest = 4;
const longest = 24;

/** The words as they are saved: all of one length in order, then those of the next. */
export interface PackedWords {
  readonly letters: Uint8Array;
  readonly counts: Uint32Array;
  /** How many words there are of each length. */
  readonly sizes: Uint32Array;
}

export const noWords: PackedWords = {
  letters: new Uint8Array(),
  counts: new Uint32Array(),
  sizes: new Uint32Array(longest + 1),
};

/** The words of one length: those of the last merge in one stretch of letters, then those that came since. */
class Bucket {
  readonly #length: number;
  readonly #letters: Buffer;
  readonly #frozen: number;
  readonly #fresh: string[] = [];
  readonly #places = new Map<string, number>();
  readonly counts: number[] = [];
  readonly #frozenCounts: Uint32Array;
  /** Which letters a frozen word has, a bit for each: most words are ruled out by this alone. Made when it is asked for. */
  #sets: Uint32Array | undefined;
  readonly #freshSets: number[] = [];

  constructor(length: number, letters: Uint8Array, counts: Uint32Array) {
    this.#length = length;
    this.#letters = Buffer.from(letters.buffer, letters.byteOffset, letters.byteLength);
    this.#frozen = counts.length;
    this.#frozenCounts = counts;
  }

  get size(): number {
    return this.#frozen + this.#fresh.length;
  }

  word(place: number): string {
    if (place >= this.#frozen) return this.#fresh[place - this.#frozen] as string;
    return this.#letters.toString("latin1", place * this.#length, (place + 1) * this.#length);
  }

  count(place: number): number {
    return (place < this.#frozen ? this.#frozenCounts[place] : this.counts[place - this.#frozen]) as number;
  }

  letters(place: number): number {
    if (place >= this.#frozen) return this.#freshSets[place - this.#frozen] as number;
    this.#sets ??= this.#makeSets();
    return this.#sets[place] as number;
  }

  #makeSets(): Uint32Array {
    const sets = new Uint32Array(this.#frozen);
    for (let place = 0, at = 0; place < this.#frozen; place++) {
      let set = 0;
      for (let letter = 0; letter < this.#length; letter++)
        set |= 1 << ((this.#letters[at++] as number) - 97);
      sets[place] = set;
    }
    return sets;
  }

  /** Where a word would stand among the frozen ones. */
  lowerBound(word: string): number {
    let low = 0;
    let high = this.#frozen;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, word) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(word: string): boolean {
    return this.#places.has(word) || this.#frozenPlace(word) >= 0;
  }

  #frozenPlace(word: string): number {
    const place = this.lowerBound(word);
    return place < this.#frozen && this.#compare(place, word) === 0 ? place : -1;
  }

  /** Letter by letter: every word of a text comes by here, so no string is made. */
  #compare(place: number, word: string): number {
    const start = place * this.#length;
    for (let at = 0; at < this.#length; at++) {
      const difference = (this.#letters[start + at] as number) - word.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  learn(word: string): void {
    const fresh = this.#places.get(word);
    if (fresh !== undefined) {
      this.counts[fresh] = (this.counts[fresh] ?? 0) + 1;
      return;
    }
    const frozen = this.#frozenPlace(word);
    if (frozen >= 0) {
      this.#frozenCounts[frozen] = (this.#frozenCounts[frozen] as number) + 1;
      return;
    }
    this.#places.set(word, this.#fresh.length);
    this.#fresh.push(word);
    this.#freshSets.push(lettersOf(word));
    this.counts.push(1);
  }

  /** All places in the order of their words. */
  *inOrder(): Generator<number> {
    const fresh = this.#fresh
      .map((word, index) => ({ word, index, at: this.lowerBound(word) }))
      .sort((a, b) => a.at - b.at || (a.word < b.word ? -1 : 1));
    let old = 0;
    for (const { index, at } of fresh) {
      for (; old < at; old++) yield old;
      yield this.#frozen + index;
    }
    for (; old < this.#frozen; old++) yield old;
  }
}

/** The Latin words that papers use, to correct the words that none of them knows. */
export class Speller {
  readonly #buckets: Bucket[] = [];

  constructor({ letters, counts, sizes }: PackedWords = noWords) {
    let word = 0;
    let at = 0;
    for (const [length, size] of sizes.entries()) {
      const end = at + size * length;
      this.#buckets.push(new Bucket(length, letters.subarray(at, end), counts.subarray(word, word + size)));
      word += size;
      at = end;
    }
  }

  /** Takes in the words of a document, each counted once. */
  learn(text: string): void {
    for (const word of new Set(foldLatin(text).match(/[\p{L}\p{N}]{4,}/gu)))
      if (/^[a-z]{4,24}$/.test(word)) this.#buckets[word.length]?.learn(word);
  }

  has(word: string): boolean {
    return this.#buckets[word.length]?.has(word) ?? false;
  }

  /**
   * The likeliest word that was meant by a folded one of five letters or more: one letter off (two for eight letters
   * or more; two letters swapped are one), nearer and commoner words first. `accept` has the last word.
   */
  correct(word: string, accept: (candidate: string) => boolean): string | undefined {
    if (word.length < 5 || word.length > longest || !/^[a-z]+$/.test(word)) return undefined;
    const reach = word.length >= 8 ? 2 : 1;
    const letters = lettersOf(word);
    let best: { word: string; worth: number } | undefined;
    // Most words that are meant are as long as what was typed, and whatever is found spares looking at rarer ones.
    for (const longer of [0, 1, -1, 2, -2]) {
      const bucket = this.#buckets[word.length + longer];
      if (!bucket || Math.abs(longer) > reach || word.length + longer < shortest) continue;
      for (let place = 0; place < bucket.size; place++) {
        const count = bucket.count(place);
        if (best && count * nearness < best.worth) continue;
        // An edit changes at most two letters of the set.
        const least = (bitCount(bucket.letters(place) ^ letters) + 1) >> 1;
        if (least > reach || (best && least > 1 && count < best.worth)) continue;
        const candidate = bucket.word(place);
        const edits = editsBetween(word, candidate);
        if (edits === 0 || edits > reach) continue;
        const worth = count * (edits === 1 ? nearness : 1);
        const isBetter = !best || worth > best.worth || (worth === best.worth && candidate < best.word);
        if (isBetter && accept(candidate)) best = { word: candidate, worth };
      }
    }
    return best?.word;
  }

  /** All words as one frozen table, in steps between which nothing may change. */
  *merge(): Generator<void, PackedWords> {
    const sizes = Uint32Array.from(this.#buckets, (bucket) => bucket.size);
    const letters = Buffer.alloc(sizes.reduce((sum, size, length) => sum + size * length, 0));
    const counts = new Uint32Array(sizes.reduce((sum, size) => sum + size, 0));
    let word = 0;
    let at = 0;
    for (const [length, bucket] of this.#buckets.entries()) {
      for (const place of bucket.inOrder()) {
        letters.write(bucket.word(place), at, "latin1");
        counts[word++] = bucket.count(place);
        at += length;
        if (word % 1_000 === 0) yield;
      }
    }
    return { letters, counts, sizes };
  }
}

function lettersOf(word: string): number {
  let set = 0;
  for (let index = 0; index < word.length; index++) set |= 1 << (word.charCodeAt(index) - 97);
  return set;
}

function bitCount(set: number): number {
  let bits = set - ((set >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Levenshtein's distance, with two neighbouring letters that changed places counted as one edit. */
function editsBetween(a: string, b: string): number {
  const edits = distance(a, b);
  return edits === 2 && a.length === b.length && isSwap(a, b) ? 1 : edits;
}

function isSwap(a: string, b: string): boolean {
  let at = 0;
  while (a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
