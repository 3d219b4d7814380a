import { ByteReader, ByteWriter, uint32At } from "./bytes.ts";
import { fieldCount } from "./fields.ts";

/*
 * The postings of a term, as bytes:
 *   how many documents (varint), the fields that occur (a bit for each), and, if several do, in how many documents each;
 *   for more than one block: for each block its last document and where it ends, so that `seek` can jump;
 *   for each document: the distance from the one before (varint), then its fields and frequencies, mostly in one byte.
 */

/** Documents of a block. */
const blockSize = 128;
const blockEntry = 8;

/** The low bits of a document's code are its fields, the high ones how often the term stands in the last of them. */
const fieldBits = (1 << fieldCount) - 1;
/** Here the frequencies of all fields follow. Otherwise the last has one more than the code says and the others have 1. */
const spelledOut = 7;

/** The document of a cursor that has come to its end: higher than any. */
export const noDocument = 0x7fffffff;

/** Where a term's postings are. */
export interface PostingList {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
}

/** Walks over the documents of a term in order. */
export class Cursor {
  readonly #bytes: Uint8Array;
  /** Documents in the list. */
  readonly count: number;
  /** In how many documents the term stands, for each field. */
  readonly holders: readonly number[];
  readonly #directory: number;
  readonly #blocks: number;
  #at: number;
  #passed = 0;
  #code = 0;
  #frequenciesAt = 0;
  /** The document it stands at, -1 before the first. */
  document = -1;

  constructor(list: PostingList) {
    const head = readHead(list);
    this.#bytes = list.bytes;
    this.count = head.count;
    this.holders = head.holders;
    this.#directory = head.directory;
    this.#blocks = head.blocks;
    this.#at = head.documents;
  }

  /** A bit for each field that the term stands in. */
  get fields(): number {
    return this.#code & fieldBits;
  }

  next(): number {
    if (this.#passed >= this.count) {
      this.document = noDocument;
      return noDocument;
    }
    this.#passed++;
    const bytes = this.#bytes;
    let at = this.#at;
    let byte = bytes[at++] as number;
    let distance = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++] as number;
      distance |= (byte & 127) << shift;
    }
    const code = bytes[at++] as number;
    if (code >> fieldCount === spelledOut) {
      this.#frequenciesAt = at;
      for (let rest = code & fieldBits; rest !== 0; rest &= rest - 1) while ((bytes[at++] as number) > 127);
    }
    this.#at = at;
    this.#code = code;
    this.document += distance;
    return this.document;
  }

  /** Goes on to the first document that is not before the given one. */
  seek(document: number): number {
    // Mostly it is the very next one.
    if (this.document >= document || this.next() >= document) return this.document;
    if (this.#blocks > 0) this.#jump(document);
    while (this.document < document) this.next();
    return this.document;
  }

  /** Goes to the beginning of the block that a document would be in, if that is further on. */
  #jump(document: number): void {
    const current = Math.max(0, this.#passed - 1) >> 7;
    if (current >= this.#blocks || this.#lastOf(current) >= document) return;
    // Most jumps are short: steps that double, then halving between the last two.
    let low = current + 1;
    let step = 1;
    while (low + step < this.#blocks && this.#lastOf(low + step - 1) < document) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, this.#blocks);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lastOf(middle) < document) low = middle + 1;
      else high = middle;
    }
    if (low >= this.#blocks) {
      this.#passed = this.count;
      this.document = noDocument;
      return;
    }
    const before = this.#directory + (low - 1) * blockEntry;
    this.document = uint32At(this.#bytes, before);
    this.#at = this.#directory + this.#blocks * blockEntry + uint32At(this.#bytes, before + 4);
    this.#passed = low * blockSize;
  }

  #lastOf(block: number): number {
    return uint32At(this.#bytes, this.#directory + block * blockEntry);
  }

  /** How often the term stands in the last of its fields, if it stands once in each of the others; 0 otherwise. */
  get inLastField(): number {
    const extra = this.#code >> fieldCount;
    return extra === spelledOut ? 0 : 1 + extra;
  }

  /** Adds how often the term stands in each field of the document to five sums. */
  addFrequencies(sums: Int32Array): void {
    const code = this.#code;
    const fields = code & fieldBits;
    const last = 31 - Math.clz32(fields);
    const extra = code >> fieldCount;
    if (extra !== spelledOut) {
      for (let field = 0; field < last; field++)
        sums[field] = (sums[field] as number) + ((fields >> field) & 1);
      sums[last] = (sums[last] as number) + 1 + extra;
      return;
    }
    const reader = new ByteReader(this.#bytes, this.#frequenciesAt);
    for (let field = 0; field <= last; field++)
      if ((fields >> field) & 1) sums[field] = (sums[field] as number) + reader.varint();
  }
}

interface Head {
  readonly count: number;
  readonly holders: readonly number[];
  readonly blocks: number;
  /** Where the blocks' directory is, and where the documents begin. */
  readonly directory: number;
  readonly documents: number;
}

function readHead({ bytes, at }: PostingList): Head {
  const reader = new ByteReader(bytes, at);
  const count = reader.varint();
  const fields = reader.varint();
  const several = (fields & (fields - 1)) !== 0;
  const holders: number[] = [];
  for (let field = 0; field < fieldCount; field++)
    holders.push((fields & (1 << field)) === 0 ? 0 : several ? reader.varint() : count);
  const blocks = count > blockSize ? Math.ceil(count / blockSize) : 0;
  return { count, holders, blocks, directory: reader.at, documents: reader.at + blocks * blockEntry };
}

/** Writes lists of postings one after the other. */
export class PostingsWriter {
  readonly #to: ByteWriter;
  readonly #documents = new ByteWriter();
  readonly #directory: number[] = [];
  readonly #holders = new Uint32Array(fieldCount);
  #count = 0;
  #last = -1;

  constructor(to: ByteWriter) {
    this.#to = to;
  }

  /** Begins with the documents of a list, numbered as they are. */
  take(list: PostingList): void {
    const { count, holders, blocks, directory, documents } = readHead(list);
    this.#documents.copy(list.bytes, documents, list.end);
    this.#holders.set(holders);
    this.#count = count;
    // The last block may not be full, so `add` or `end` closes it anew.
    for (let at = directory; at < documents - blockEntry; at += 4)
      this.#directory.push(uint32At(list.bytes, at));
    if (blocks > 0) this.#last = uint32At(list.bytes, documents - blockEntry);
    else {
      const cursor = new Cursor(list);
      while (cursor.next() !== noDocument) this.#last = cursor.document;
    }
  }

  /** Adds a document, higher than the one before, with how often the term stands in each of its fields. */
  add(document: number, frequencies: Int32Array): void {
    if (this.#count > 0 && this.#count % blockSize === 0)
      this.#directory.push(this.#last, this.#documents.length);
    this.#documents.varint(document - this.#last);
    this.#last = document;
    this.#count++;
    let fields = 0;
    let ones = true;
    let last = 0;
    for (let field = 0; field < fieldCount; field++) {
      const frequency = frequencies[field] as number;
      if (frequency === 0) continue;
      if (fields !== 0 && last !== 1) ones = false;
      last = frequency;
      fields |= 1 << field;
      this.#holders[field] = (this.#holders[field] as number) + 1;
    }
    if (ones && last <= spelledOut) {
      this.#documents.byte(fields | ((last - 1) << fieldCount));
      return;
    }
    this.#documents.byte(fields | (spelledOut << fieldCount));
    for (const frequency of frequencies) if (frequency > 0) this.#documents.varint(frequency);
  }

  /** Ends the list and says how many documents it has. Nothing is written for none. */
  end(): number {
    const count = this.#count;
    if (count > 0) {
      this.#writeHead(count);
      this.#to.copy(this.#documents.bytes, 0, this.#documents.length);
    }
    this.#documents.length = 0;
    this.#directory.length = 0;
    this.#holders.fill(0);
    this.#count = 0;
    this.#last = -1;
    return count;
  }

  #writeHead(count: number): void {
    this.#to.varint(count);
    const mask = this.#holders.reduce((bits, holders, field) => bits | (holders > 0 ? 1 << field : 0), 0);
    this.#to.byte(mask);
    if ((mask & (mask - 1)) !== 0)
      for (const holders of this.#holders) if (holders > 0) this.#to.varint(holders);
    if (count <= blockSize) return;
    this.#directory.push(this.#last, this.#documents.length);
    for (const value of this.#directory) this.#to.uint32(value);
  }
}
