import { distance } from "fastest-levenshtein";
import { foldLatin } from "./fold.ts";

/** A near word is this many times likelier than one a letter further off, all else being equal. */
const nearness = 30;
const shortest = 4;
const longest = 24;

interface Bucket {
  readonly words: string[];
  /** Which letters a word has, a bit for each: most words are ruled out by this alone. */
  readonly letters: number[];
  readonly counts: number[];
}

export interface PackedWords {
  readonly words: readonly string[];
  readonly counts: readonly number[];
}

/** The Latin words that papers use, to correct the words that none of them knows. */
export class Speller {
  readonly #buckets: Bucket[] = Array.from({ length: longest + 1 }, () => ({
    words: [],
    letters: [],
    counts: [],
  }));
  readonly #places = new Map<string, number>();

  /** Takes in the words of a document, each counted once. */
  learn(text: string): void {
    const seen = new Set(foldLatin(text).match(/(?<![\p{L}\p{N}])[a-z]{4,24}(?![\p{L}\p{N}])/gu));
    for (const word of seen) this.#count(word, 1);
  }

  has(word: string): boolean {
    return this.#places.has(word);
  }

  #count(word: string, times: number): void {
    const bucket = this.#buckets[word.length];
    if (!bucket) return;
    const place = this.#places.get(word);
    if (place !== undefined) {
      bucket.counts[place] = (bucket.counts[place] ?? 0) + times;
      return;
    }
    this.#places.set(word, bucket.words.length);
    bucket.words.push(word);
    bucket.letters.push(lettersOf(word));
    bucket.counts.push(times);
  }

  /**
   * The likeliest word that was meant by a folded one of five letters or more: one letter off (two for eight letters
   * or more; two letters swapped are one), nearer and commoner words first. `accept` has the last word.
   */
  correct(word: string, accept: (candidate: string) => boolean): string | undefined {
    if (word.length < 5 || word.length > longest || !/^[a-z]+$/.test(word)) return undefined;
    const reach = word.length >= 8 ? 2 : 1;
    const letters = lettersOf(word);
    const found: { word: string; worth: number }[] = [];
    for (let length = Math.max(shortest, word.length - reach); length <= word.length + reach; length++) {
      const bucket = this.#buckets[length];
      for (let place = 0; place < (bucket?.words.length ?? 0); place++) {
        // An edit changes at most two letters of the set.
        if (bitCount((bucket?.letters[place] as number) ^ letters) > 2 * reach) continue;
        const candidate = bucket?.words[place] as string;
        const edits = editsBetween(word, candidate);
        if (edits === 0 || edits > reach) continue;
        found.push({
          word: candidate,
          worth: (bucket?.counts[place] as number) * (edits === 1 ? nearness : 1),
        });
      }
    }
    return found
      .sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1))
      .find((entry) => accept(entry.word))?.word;
  }

  pack(): PackedWords {
    return {
      words: this.#buckets.flatMap((bucket) => bucket.words),
      counts: this.#buckets.flatMap((bucket) => bucket.counts),
    };
  }

  unpack(packed: PackedWords): void {
    for (const [index, word] of packed.words.entries()) this.#count(word, packed.counts[index] ?? 1);
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
