import { ByteWriter, NumberWriter } from "./bytes.ts";

/** Texts as one stretch of UTF-8 and where each of them ends. */
export interface PackedTexts {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

export const noTexts: PackedTexts = { bytes: new Uint8Array(), ends: new Uint32Array() };

/** Many texts without a JavaScript string for each. Those that search for a text need the table to be sorted (`compareTexts`). */
export class Texts {
  readonly packed: PackedTexts;
  readonly #buffer: Buffer;

  constructor(packed: PackedTexts) {
    this.packed = packed;
    const { bytes } = packed;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get size(): number {
    return this.packed.ends.length;
  }

  start(index: number): number {
    return index === 0 ? 0 : (this.packed.ends[index - 1] as number);
  }

  end(index: number): number {
    return this.packed.ends[index] as number;
  }

  at(index: number): string {
    return this.#buffer.toString("utf8", this.start(index), this.end(index));
  }

  /** Where a text stands or would stand, and whether it is there. */
  place(text: string): { index: number; found: boolean } {
    const key = encode(text);
    const index = this.#lowerBound(key);
    return { index, found: index < this.size && this.#compare(index, key) === 0 };
  }

  /** Where a text stands, -1 where it does not. */
  find(text: string): number {
    const { index, found } = this.place(text);
    return found ? index : -1;
  }

  /** Where the texts that begin with a prefix stand: from the first number up to, but without, the second. */
  startingWith(prefix: string): [number, number] {
    const key = encode(prefix);
    // 255 is no byte of UTF-8, so it follows all that begins with the prefix.
    return [this.#lowerBound(key), this.#lowerBound(Buffer.concat([key, Buffer.of(255)]))];
  }

  /** Every text that has another anywhere: a walk over all of them. */
  *containing(text: string): Generator<number> {
    const key = encode(text);
    if (key.length === 0) return;
    let index = 0;
    for (let at = this.#buffer.indexOf(key); at >= 0; at = this.#buffer.indexOf(key, at)) {
      index = this.#textAt(at, index);
      if (at + key.length <= this.end(index)) {
        yield index;
        at = this.end(index);
      } else at++;
    }
  }

  /** Which text a byte belongs to, looking from one text on. */
  #textAt(byte: number, from: number): number {
    let low = from;
    let high = this.size - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.end(middle) <= byte) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lowerBound(key: Uint8Array): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(index: number, key: Uint8Array): number {
    const { bytes } = this.packed;
    const start = this.start(index);
    const length = this.end(index) - start;
    const shared = Math.min(length, key.length);
    for (let at = 0; at < shared; at++) {
      const difference = (bytes[start + at] as number) - (key[at] as number);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }
}

function encode(text: string): Buffer {
  return Buffer.from(text, "utf8");
}

/** The order of a sorted table: that of UTF-8 bytes, which is that of code points. Lone surrogates are not expected. */
export function compareTexts(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates before the last characters of the basic plane, though they stand for later ones. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

export class TextsWriter {
  readonly #bytes: ByteWriter;
  readonly #ends: NumberWriter;

  constructor(room = 1024, count = 1024) {
    this.#bytes = new ByteWriter(room);
    this.#ends = new NumberWriter(count);
  }

  get size(): number {
    return this.#ends.length;
  }

  push(text: string): void {
    const encoded = encode(text);
    this.#bytes.copy(encoded, 0, encoded.length);
    this.#ends.push(this.#bytes.length);
  }

  /** Takes a text over from a table. */
  copy(from: Texts, index: number): void {
    this.#bytes.copy(from.packed.bytes, from.start(index), from.end(index));
    this.#ends.push(this.#bytes.length);
  }

  written(): PackedTexts {
    return { bytes: this.#bytes.written(), ends: this.#ends.written() };
  }
}
