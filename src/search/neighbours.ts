import { isStop } from "./analysis.ts";
import type { Content } from "./content.ts";
import { stems } from "./stem.ts";
import { piecesOf } from "./wording.ts";

/** A text with fewer pairs is too short for them to tell what it is about. */
const leastPairs = 24;

/** Words of the text that are looked at, stop words included. */
const mostPieces = 300;

interface Word {
  readonly text: string;
  /** In the forward index, -1 where it is not. */
  readonly number: number;
}

const noWord: Word = { text: "", number: -1 };

interface Pair {
  readonly words: readonly [string, string];
  /** The document in which it was seen last. */
  seen: number;
}

/** Pairs are looked for in a table of so many places first (a power of two), which is quicker than a map. */
const places = 1 << 13;

/**
 * The words that stand side by side in a long text: technical terms mostly are two words, and a paper that has the same
 * ones is nearer to it than one that only has their words. Stop words and characters of scripts without spaces do not count.
 */
export class Neighbours {
  readonly #content: Content;
  readonly #pairs = new Map<number, Pair>();
  readonly #table = new Uint8Array(places);
  readonly #rarities = new Map<string, number>();

  private constructor(content: Content) {
    this.#content = content;
  }

  /** undefined where there are too few. */
  static in(text: string, content: Content): Neighbours | undefined {
    const found = new Neighbours(content);
    let last = noWord;
    for (const { kind, parts } of piecesOf(text).slice(0, mostPieces))
      for (const part of parts) {
        const word =
          kind === "word" && !isStop(part) ? { text: part, number: content.forward.find(part) } : noWord;
        if (last.number >= 0 && word.number >= 0 && last.number !== word.number) found.#add(last, word);
        last = word;
      }
    return found.#pairs.size < leastPairs ? undefined : found;
  }

  #add(first: Word, second: Word): void {
    const key = keyOf(first.number, second.number);
    if (this.#pairs.has(key)) return;
    this.#pairs.set(key, { words: [first.text, second.text], seen: -1 });
    this.#table[placeOf(first.number, second.number)] = 1;
  }

  /** The rarities of the words in the pairs that a document has too, added up. */
  sharedBy(document: number): number {
    let sum = 0;
    this.#content.forward.visitNeighbours(document, (first, second) => {
      if (this.#table[placeOf(first, second)] === 0) return;
      const pair = this.#pairs.get(keyOf(first, second));
      if (pair === undefined || pair.seen === document) return;
      pair.seen = document;
      for (const word of pair.words) sum += this.#rarity(word);
    });
    return sum;
  }

  #rarity(word: string): number {
    const known = this.#rarities.get(word) ?? rarity(word, this.#content);
    this.#rarities.set(word, known);
    return known;
  }
}

function rarity(word: string, { postings }: Content): number {
  const documents = Math.max(...stems(word).map((form) => postings.documents(form)));
  return Math.log(1 + postings.documentCount / (documents + 0.5));
}

/** Words have numbers of up to 22 bits. */
function keyOf(first: number, second: number): number {
  return first * 2 ** 22 + second;
}

function placeOf(first: number, second: number): number {
  return (Math.imul(first, 31) + second) & (places - 1);
}
