import { ByteReader } from "./bytes.ts";
import { paperIdOf } from "./identify.ts";
import { noStored, type StoredBytes } from "./stored.ts";
import { noTexts, type PackedTexts, Texts } from "./texts.ts";

/** What the index keeps of each paper besides its terms, as it is saved: columns by row. */
export interface PackedPapers {
  readonly ids: PackedTexts;
  /** The rows in the order of their keys (`keyOf`). */
  readonly byKey: Uint32Array;
  /** yyyymmdd, with zeros for what is not known. */
  readonly dates: Uint32Array;
  readonly categorySets: PackedTexts;
  /** The number of each row's set. */
  readonly categories: Uint32Array;
  /** `packNames`. */
  readonly authors: PackedTexts;
  /** Numbers of the terms that may set a paper apart, as distances, and where those of each row end. */
  readonly keywords: StoredBytes;
  readonly keywordEnds: Uint32Array;
  /** The number of each row's first document: they are consecutive, the original first. */
  readonly documents: Uint32Array;
}

export const noPapers: PackedPapers = {
  ids: noTexts,
  byKey: new Uint32Array(),
  dates: new Uint32Array(),
  categorySets: noTexts,
  categories: new Uint32Array(),
  authors: noTexts,
  keywords: noStored,
  keywordEnds: new Uint32Array(),
  documents: new Uint32Array(),
};

/** Ids are found under their canonical form, whatever form they come in. */
export function keyOf(id: string): string {
  return paperIdOf(id) ?? id;
}

/** The rows of the last merge: views on a snapshot, with nothing to unpack. */
export class PaperColumns {
  readonly packed: PackedPapers;
  readonly #ids: Texts;
  readonly authors: Texts;
  readonly #documentCount: number;
  readonly #owners: Uint32Array;
  /** The place of each row in the order of keys. */
  readonly #keyRanks: Uint32Array;

  constructor(packed: PackedPapers, documents: number) {
    this.packed = packed;
    this.#ids = new Texts(packed.ids);
    this.authors = new Texts(packed.authors);
    this.#documentCount = documents;
    this.#owners = new Uint32Array(documents);
    this.#keyRanks = new Uint32Array(this.size);
    for (let rank = 0; rank < this.size; rank++) this.#keyRanks[packed.byKey[rank] as number] = rank;
    for (let row = 1; row < this.size; row++)
      this.#owners.fill(row, packed.documents[row] as number, packed.documents[row + 1] ?? documents);
  }

  get size(): number {
    return this.packed.dates.length;
  }

  /** Negative where the key of a row is before that of another. */
  compareKeys(a: number, b: number): number {
    return (this.#keyRanks[a] as number) - (this.#keyRanks[b] as number);
  }

  id(row: number): string {
    return this.#ids.at(row);
  }

  get ids(): Texts {
    return this.#ids;
  }

  ownerOf(document: number): number {
    return this.#owners[document] as number;
  }

  /** The first document of a row and how many it has. */
  documents(row: number): { firstDocument: number; documents: number } {
    const firstDocument = this.packed.documents[row] as number;
    return {
      firstDocument,
      documents: (this.packed.documents[row + 1] ?? this.#documentCount) - firstDocument,
    };
  }

  /** Numbers of terms, in order. */
  keywords(row: number): number[] {
    const { keywords, keywordEnds } = this.packed;
    const start = row === 0 ? 0 : (keywordEnds[row - 1] as number);
    const bytes = keywords.read(start, keywordEnds[row] as number);
    const reader = new ByteReader(bytes);
    const terms: number[] = [];
    for (let term = -1; reader.at < bytes.length; terms.push(term)) term += reader.varint();
    return terms;
  }

  /** The place of a key among the rows in their order, and whether a row there has it. */
  place(key: string): { index: number; found: boolean } {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keyAt(middle) < key) low = middle + 1;
      else high = middle;
    }
    return { index: low, found: low < this.size && this.#keyAt(low) === key };
  }

  #keyAt(index: number): string {
    return keyOf(this.id(this.packed.byKey[index] as number));
  }

  find(key: string): number | undefined {
    const { index, found } = this.place(key);
    return found ? this.packed.byKey[index] : undefined;
  }
}
