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
    const bytes = new Uint8Array(Math.max(grownSize(this.bytes.length), this.length + by));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }
}

/** Large buffers grow by less, so that a merge of a large index does not hold it twice over. */
function grownSize(size: number): number {
  return Math.ceil(size * (size > 1 << 20 ? 1.25 : 2));
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

/** Numbers written one after the other, in an array that grows. */
export class NumberWriter {
  #numbers: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(room = 1024) {
    this.#numbers = new Uint32Array(room);
  }

  /** What was written, and room after it. */
  get numbers(): Uint32Array {
    return this.#numbers;
  }

  push(value: number): void {
    if (this.length === this.#numbers.length) this.#grow(1);
    this.#numbers[this.length++] = value;
  }

  copy(from: Uint32Array, start: number, end: number): void {
    if (this.length + end - start > this.#numbers.length) this.#grow(end - start);
    if (end - start > 16) {
      this.#numbers.set(from.subarray(start, end), this.length);
      this.length += end - start;
    } else for (let at = start; at < end; at++) this.#numbers[this.length++] = from[at] as number;
  }

  /** What was written. The writer must not be used any more, unless the numbers were used up first. */
  written(): Uint32Array<ArrayBuffer> {
    return this.#numbers.subarray(0, this.length);
  }

  /** The same as bytes. */
  bytes(): Uint8Array {
    const { buffer, byteOffset, byteLength } = this.written();
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  #grow(by: number): void {
    const numbers = new Uint32Array(Math.max(grownSize(this.#numbers.length), this.length + by));
    numbers.set(this.#numbers.subarray(0, this.length));
    this.#numbers = numbers;
  }
}
