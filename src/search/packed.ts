import { fieldNames, TopKIndex } from "./top-k.ts";

/** An index's postings as flat arrays: quick to write and to read, and a fraction of the size of the maps. */
export interface PackedPostings {
  readonly terms: readonly string[];
  /** Where the postings of a term in a field end, at `term * fields + field`. */
  readonly ends: Uint32Array;
  readonly documents: Uint32Array;
  readonly frequencies: Uint16Array;
  /** Length of each field of each document, at `document * fields + field`. */
  readonly lengths: Uint32Array;
  readonly averages: readonly number[];
}

const fields = fieldNames.length;

/** A top-k index that can be packed and made again from its packed form. */
export class PackableIndex extends TopKIndex {
  /**
   * Packs what is alive in steps. `renumber` gives each document its number in the packed form (consecutive from 0), or
   * undefined to leave it out. The index must not change between the steps.
   */
  *pack(
    renumber: (document: number) => number | undefined,
    documents: number,
  ): Generator<void, PackedPostings> {
    const numbers = new Int32Array(this._nextId).fill(-1);
    const lengths = new Uint32Array(documents * fields);
    for (const [document, row] of this._fieldLength) {
      const number = renumber(document) ?? -1;
      numbers[document] = number;
      if (number >= 0)
        for (let field = 0; field < fields; field++) lengths[number * fields + field] = row[field] ?? 0;
    }
    yield;
    const entries: [string, Map<number, Map<number, number>>][] = [];
    let room = 0;
    for (const entry of this._index) {
      entries.push(entry);
      for (const postings of entry[1].values()) room += postings.size;
      if (entries.length % 2_000 === 0) yield;
    }
    const terms: string[] = [];
    const ends = new Uint32Array(entries.length * fields);
    const packed = new Uint32Array(room);
    const frequencies = new Uint16Array(room);
    let end = 0;
    for (const [term, data] of entries) {
      const before = end;
      const row = terms.length * fields;
      for (let field = 0; field < fields; field++) {
        for (const [document, frequency] of data.get(field) ?? []) {
          const number = numbers[document] as number;
          if (number < 0) continue;
          packed[end] = number;
          frequencies[end++] = Math.min(frequency, 65_535);
        }
        ends[row + field] = end;
      }
      if (end > before) terms.push(term);
      if (terms.length % 200 === 0) yield;
    }
    return {
      terms,
      ends: ends.slice(0, terms.length * fields),
      documents: packed.slice(0, end),
      frequencies: frequencies.slice(0, end),
      lengths,
      averages: [...this._avgFieldLength],
    };
  }

  /** Fills an empty index with what `pack` gave. */
  unpack(packed: PackedPostings): void {
    const documents = packed.lengths.length / fields;
    for (let document = 0; document < documents; document++) {
      this._documentIds.set(document, document);
      this._idToShortId.set(document, document);
      const row = Array.from(packed.lengths.subarray(document * fields, (document + 1) * fields));
      this._fieldLength.set(document, row);
      this.revive(document, row);
    }
    this._nextId = documents;
    this._documentCount = documents;
    this._avgFieldLength = [...packed.averages];
    let start = 0;
    for (const [index, term] of packed.terms.entries()) {
      const data = new Map<number, Map<number, number>>();
      for (let field = 0; field < fields; field++) {
        const end = packed.ends[index * fields + field] as number;
        if (end === start) continue;
        const postings = new Map<number, number>();
        for (; start < end; start++) {
          postings.set(packed.documents[start] as number, packed.frequencies[start] as number);
        }
        data.set(field, postings);
      }
      this._index.set(term, data);
    }
  }
}
