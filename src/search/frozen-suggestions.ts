import { ByteReader } from "./bytes.ts";
import { noTexts, type PackedTexts, Texts } from "./texts.ts";

/** What autocomplete goes by, as it is saved. */
export interface PackedSuggestions {
  /** Folded and sorted, with the row of each. */
  readonly titles: PackedTexts;
  readonly titleRows: Uint32Array;
  /** Sorted whole words of titles and names. */
  readonly words: PackedTexts;
  /** For each word how many rows have it, then these as distances; and where each word's begin. */
  readonly rows: Uint8Array;
  readonly starts: Uint32Array;
}

export const noSuggestions: PackedSuggestions = {
  titles: noTexts,
  titleRows: new Uint32Array(),
  words: noTexts,
  rows: new Uint8Array(),
  starts: new Uint32Array(),
};

/** The titles and words of the last merge: views on a snapshot, with nothing to unpack. */
export class FrozenSuggestions {
  readonly titles: Texts;
  readonly titleRows: Uint32Array;
  readonly words: Texts;
  readonly #rows: Uint8Array;
  readonly #starts: Uint32Array;

  constructor(packed: PackedSuggestions) {
    this.titles = new Texts(packed.titles);
    this.titleRows = packed.titleRows;
    this.words = new Texts(packed.words);
    this.#rows = packed.rows;
    this.#starts = packed.starts;
  }

  *titlesStartingWith(prefix: string): Generator<number> {
    const [start, end] = this.titles.startingWith(prefix);
    for (let index = start; index < end; index++) yield this.titleRows[index] as number;
  }

  *titlesContaining(text: string): Generator<number> {
    for (const index of this.titles.containing(text)) yield this.titleRows[index] as number;
  }

  /** How many rows have a word. */
  count(word: number): number {
    return word < 0 ? 0 : new ByteReader(this.#rows, this.#starts[word]).varint();
  }

  forEachRow(word: number, visit: (row: number) => void): void {
    if (word < 0) return;
    const reader = new ByteReader(this.#rows, this.#starts[word]);
    let row = -1;
    for (let left = reader.varint(); left > 0; left--) {
      row += reader.varint();
      visit(row);
    }
  }
}
