import { isStop } from "./analysis.ts";
import type { Content } from "./content.ts";
import { stems } from "./stem.ts";
import { type Piece, piecesOf } from "./wording.ts";

/** Pairs of words in a text: with fewer it is too short for them to tell what it is about. */
const leastPairs = 24;

/** What a pair of characters counts beside one of words: every word has some. */
const characterShare = 0.2;

/** Words of the text that are looked at, stop words included. */
const mostPieces = 300;

/** A word, or one character of a script without spaces. */
interface Unit {
  readonly kind: Piece["kind"];
  readonly text: string;
  /** In the forward index, -1 where it is not. */
  readonly number: number;
}

interface Pair {
  readonly units: readonly [Unit, Unit];
  /** The document in which it was seen last. */
  seen: number;
}

/** Pairs are looked for in a table of so many places first (a power of two), which is quicker than a map. */
const places = 1 << 13;

/**
 * What stands side by side in a description: technical terms mostly are two words, and a paper that has the same ones is
 * nearer to a long text than one that only has their words. In scripts without spaces it is characters, also of short
 * texts, whose words may have been divided in another way than those of a paper. Stop words do not count.
 */
export class Neighbours {
  readonly #content: Content;
  readonly #pairs = new Map<number, Pair>();
  readonly #table = new Uint8Array(places);
  readonly #rarities = new Map<string, number>();

  private constructor(content: Content) {
    this.#content = content;
  }

  /** undefined where they tell nothing. */
  static in(text: string, content: Content): Neighbours | undefined {
    const found = new Neighbours(content);
    let last: Unit | undefined;
    let ofCharacters = 0;
    for (const { kind, parts, broken } of piecesOf(text).slice(0, mostPieces)) {
      if (broken) last = undefined;
      for (const part of parts) {
        const unit =
          isStop(part) && kind === "word"
            ? undefined
            : { kind, text: part, number: content.forward.find(part) };
        if (last && unit && last.kind === kind) {
          found.#add(last, unit);
          if (kind === "character") ofCharacters++;
        }
        last = unit;
      }
    }
    return ofCharacters > 0 || found.#pairs.size >= leastPairs ? found : undefined;
  }

  #add(first: Unit, second: Unit): void {
    if (first.number < 0 || second.number < 0 || first.number === second.number) return;
    const key = keyOf(first.number, second.number);
    if (this.#pairs.has(key)) return;
    this.#pairs.set(key, { units: [first, second], seen: -1 });
    this.#table[placeOf(first.number, second.number)] = 1;
  }

  /** The rarities of what stands in the pairs that a document has too, added up. */
  sharedBy(document: number): number {
    let sum = 0;
    this.#content.forward.visitNeighbours(document, (first, second) => {
      if (this.#table[placeOf(first, second)] === 0) return;
      const pair = this.#pairs.get(keyOf(first, second));
      if (pair === undefined || pair.seen === document) return;
      pair.seen = document;
      sum += this.#worth(pair);
    });
    return sum;
  }

  #worth({ units: [first, second] }: Pair): number {
    return first.kind === "character"
      ? characterShare * this.#rarity(first.text + second.text)
      : this.#rarity(first.text) + this.#rarity(second.text);
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

/** Numbers have up to 22 bits. */
function keyOf(first: number, second: number): number {
  return first * 2 ** 22 + second;
}

function placeOf(first: number, second: number): number {
  return (Math.imul(first, 31) + second) & (places - 1);
}
