/** Bytes written one after the other, in a buffer that grows. */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(room = 1024) {
    this.bytes = new Uint8Array(room);
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^32 - 1, seven bits to a byte. */
  varint(value: number): void {
    if (this.length + 5 > this.bytes.length) this.#grow(5);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  uint32(value: number): void {
    if (this.length + 4 > this.bytes.length) this.#grow(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.length++] = (value >>> shift) & 255;
  }

  copy(from: Uint8Array, start: number, end: number): void {
    if (this.length + end - start > this.bytes.length) this.#grow(end - start);
    // A native copy has a price of its own, which short pieces do not earn back.
    if (end - start > 32) {
      this.bytes.set(from.subarray(start, end), this.length);
      this.length += end - start;
    } else for (let at = start; at < end; at++) this.bytes[this.length++] = from[at] as number;
  }

  /** What was written. The writer must not be used any more, unless the bytes were used up first. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  #grow(by: number): void {
    // Large buffers grow by less, so that a merge of a large index does not hold it twice over.
    const size = this.bytes.length * (this.bytes.length > 1 << 26 ? 1.25 : 2);
    const bytes = new Uint8Array(Math.max(Math.ceil(size), this.length + by));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }
}

/** Reads what `ByteWriter` wrote. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  varint(): number {
    let byte = this.#bytes[this.at++] as number;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = this.#bytes[this.at++] as number;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }
}

export function uint32At(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  );
}

/** Numbers written one after the other, in an array that grows. */
export class NumberWriter {
  #numbers: Uint32Array;
  length = 0;

  constructor(room = 1024) {
    this.#numbers = new Uint32Array(room);
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.length++] = value;
  }

  /** What was written, in an array of its own. */
  written(): Uint32Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.length);
  }
}
