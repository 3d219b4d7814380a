import { ByteWriter, NumberWriter } from "./bytes.ts";
import { inOrder } from "./in-order.ts";
import type { Renumbered } from "./merge-postings.ts";
import {
  border,
  borderIn,
  contains,
  encodeWord,
  firstWord,
  gap,
  hyphen,
  irregularBit,
  lastWord,
  type Sequence,
  setPair,
  signatureWords,
  visitNeighbours,
} from "./sequences.ts";
import { noStored, StoredBytes } from "./stored.ts";
import { noTexts, type PackedTexts, Texts, TextsWriter } from "./texts.ts";
import { piecesOf } from "./wording.ts";

const mostRemembered = 60_000;

/**
 * The forward index as it is saved: the words of each document in their order (`sequences.ts`), for what postings cannot
 * tell. Every word has a number, the earliest the lowest, so that common words mostly have low ones and no merge changes any.
 */
export type PackedForward = {
  readonly bytes: StoredBytes;
  /** Where each document ends. */
  readonly ends: Uint32Array;
  readonly signatures: Uint32Array;
  /** Sorted, and the number of each. */
  readonly words: PackedTexts;
  readonly numbers: Uint32Array;
  /** Parts that occur with a hyphen between them (`pre-trained`), sorted. */
  readonly compounds: PackedTexts;
};

export const noForward: PackedForward = {
  bytes: noStored,
  ends: new Uint32Array(),
  signatures: new Uint32Array(),
  words: noTexts,
  numbers: new Uint32Array(),
  compounds: noTexts,
};

export class ForwardIndex {
  readonly #packed: PackedForward;
  readonly #words: Texts;
  readonly #compounds: Texts;
  /** Words and compounds that came since the last merge. */
  readonly #freshWords = new Map<string, number>();
  readonly #freshCompounds = new Set<string>();
  /** Frozen words that were looked up lately. */
  readonly #remembered = new Map<string, number>();
  /** In order: the documents whose terms cannot be told from their folded words. */
  readonly irregular: number[] = [];
  readonly #live = new ByteWriter(4096);
  readonly #liveEnds = new NumberWriter();
  readonly #liveSignatures = new NumberWriter();

  constructor(packed: PackedForward = noForward) {
    this.#packed = packed;
    this.#words = new Texts(packed.words);
    this.#compounds = new Texts(packed.compounds);
    for (let document = 0; document < packed.ends.length; document++)
      if (((packed.signatures[document * signatureWords] as number) & irregularBit) !== 0)
        this.irregular.push(document);
  }

  /** One more than the highest number of a document. */
  get end(): number {
    return this.#packed.ends.length + this.#liveEnds.length;
  }

  /** Adds the next document. `isIrregular`: its terms cannot be told from its folded words. */
  add(title: string, abstract: string | null, isIrregular: boolean): void {
    const signature = new Uint32Array(signatureWords);
    if (isIrregular) {
      signature[0] = irregularBit;
      this.irregular.push(this.end);
    }
    this.#write(title, signature);
    if (abstract !== null) {
      encodeWord(border, this.#live);
      this.#write(abstract, signature);
    }
    this.#liveEnds.push(this.#live.length);
    for (const bits of signature) this.#liveSignatures.push(bits);
  }

  #write(text: string, signature: Uint32Array): void {
    let last = -1;
    for (const { parts, broken } of piecesOf(text)) {
      if (broken) {
        encodeWord(gap, this.#live);
        last = -1;
      }
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          this.#learnCompound(`${parts[index - 1]}-${part}`);
          encodeWord(hyphen, this.#live);
        }
        const number = this.#numberFor(part);
        encodeWord(number, this.#live);
        if (last >= 0) setPair(signature, last, number);
        last = number;
      }
    }
  }

  #learnCompound(compound: string): void {
    if (!this.hasCompound(compound)) this.#freshCompounds.add(compound);
  }

  hasCompound(compound: string): boolean {
    return this.#freshCompounds.has(compound) || this.#compounds.find(compound) >= 0;
  }

  #numberFor(word: string): number {
    const known = this.find(word);
    if (known >= 0) return known;
    const number = Math.min(firstWord + this.#words.size + this.#freshWords.size, lastWord);
    this.#freshWords.set(word, number);
    return number;
  }

  /** The number of a word, -1 where no document has it. */
  find(word: string): number {
    const fresh = this.#freshWords.get(word) ?? this.#remembered.get(word);
    if (fresh !== undefined) return fresh;
    const place = this.#words.find(word);
    if (place < 0) return -1;
    const number = this.#packed.numbers[place] as number;
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    this.#remembered.set(word, number);
    return number;
  }

  /** Whether neighbours may all be in a document: mostly false where they are not. */
  #mayHold(document: number, pairs: readonly number[]): boolean {
    // Every document of the index may come by here, so no object is made.
    const isFrozen = document < this.#packed.ends.length;
    const signatures = isFrozen ? this.#packed.signatures : this.#liveSignatures.numbers;
    const at = (isFrozen ? document : document - this.#packed.ends.length) * signatureWords;
    for (let index = 0; index < pairs.length; index++) {
      const pair = pairs[index] as number;
      if (((signatures[at + (pair >> 5)] as number) & (1 << (pair & 31))) === 0) return false;
    }
    return true;
  }

  #signatureOf(document: number): { signatures: Uint32Array; at: number } {
    const frozen = this.#packed.ends.length;
    return document < frozen
      ? { signatures: this.#packed.signatures, at: document * signatureWords }
      : { signatures: this.#liveSignatures.numbers, at: (document - frozen) * signatureWords };
  }

  /** Whether one of several sequences stands in a document, or in its title, without a border inside. */
  holds(document: number, sequences: readonly Sequence[], inTitle: boolean): boolean {
    for (const { pairs, bytes } of sequences)
      if (this.#mayHold(document, pairs) && this.#stands(document, bytes, inTitle)) return true;
    return false;
  }

  #stands(document: number, sequence: Uint8Array, inTitle: boolean): boolean {
    const bytes = this.#textOf(document);
    return contains(bytes, inTitle ? borderIn(bytes) : bytes.length, sequence);
  }

  /** Gives each two words that stand side by side in a document, in order, by their numbers. */
  visitNeighbours(document: number, visit: (first: number, second: number) => void): void {
    visitNeighbours(this.#textOf(document), visit);
  }

  /** The words of a document, valid until the next call. */
  #textOf(document: number): Uint8Array {
    const { bytes, ends } = this.#packed;
    if (document < ends.length)
      return bytes.read(document === 0 ? 0 : (ends[document - 1] as number), ends[document] as number);
    const index = document - ends.length;
    const live = this.#liveEnds.numbers;
    return this.#live.bytes.subarray(index === 0 ? 0 : live[index - 1], live[index]);
  }

  /** All of it in its frozen form, with documents by their new numbers, in steps between which nothing may change. */
  *merge({ numbers, documents }: Renumbered): Generator<void, PackedForward> {
    const old = this.#packed;
    const bytes = new ByteWriter(old.bytes.length + this.#live.length + 16);
    const ends = new Uint32Array(documents);
    const signatures = new Uint32Array(documents * signatureWords);
    for (const [document, number] of numbers.entries()) {
      if (number < 0) continue;
      const text = this.#textOf(document);
      bytes.copy(text, 0, text.length);
      ends[number] = bytes.length;
      const { signatures: held, at } = this.#signatureOf(document);
      for (let word = 0; word < signatureWords; word++)
        signatures[number * signatureWords + word] = held[at + word] as number;
      if (document % 500 === 499) yield;
    }
    const words = new TextsWriter(old.words.bytes.length + 4096, this.#words.size + 4096);
    const wordNumbers = new NumberWriter(this.#words.size + this.#freshWords.size + 1);
    const fresh = [...this.#freshWords.keys()];
    for (const [step, place] of this.#steps(this.#words, fresh)) {
      if (step % 2_000 === 0) yield;
      if (place.old >= 0) {
        words.copy(this.#words, place.old);
        wordNumbers.push(old.numbers[place.old] as number);
      } else {
        const word = fresh[place.fresh] as string;
        words.push(word);
        wordNumbers.push(this.#freshWords.get(word) as number);
      }
    }
    const compounds = new TextsWriter(old.compounds.bytes.length + 4096, this.#compounds.size + 4096);
    const freshCompounds = [...this.#freshCompounds];
    for (const [step, place] of this.#steps(this.#compounds, freshCompounds)) {
      if (step % 2_000 === 0) yield;
      if (place.old >= 0) compounds.copy(this.#compounds, place.old);
      else compounds.push(freshCompounds[place.fresh] as string);
    }
    return {
      bytes: StoredBytes.inMemory(bytes.written()),
      ends,
      signatures,
      words: words.written(),
      numbers: wordNumbers.written(),
      compounds: compounds.written(),
    };
  }

  *#steps(table: Texts, fresh: readonly string[]): Generator<[number, { old: number; fresh: number }]> {
    let step = 0;
    for (const place of inOrder(table, fresh)) if (place) yield [++step, place];
  }
}
