import { readSync } from "node:fs";

/** Read at a time: a little where bytes are wanted here and there, twice as much each time they are in one go. */
const leastRead = 2 << 10;
const mostRead = 256 << 10;

/** Bytes in memory that a merge has made, or in an open file, where they cost no memory. */
type Place = Uint8Array | { readonly descriptor: number; readonly offset: number };

/** Many bytes of which few are wanted at a time. */
export class StoredBytes {
  readonly length: number;
  #place: Place;
  /** What was read last from the file, and which bytes these are. */
  #buffer = new Uint8Array();
  #from = 0;
  #to = 0;

  private constructor(place: Place, length: number) {
    this.#place = place;
    this.length = length;
  }

  static inMemory(bytes: Uint8Array): StoredBytes {
    return new StoredBytes(bytes, bytes.length);
  }

  static inFile(descriptor: number, offset: number, length: number): StoredBytes {
    return new StoredBytes({ descriptor, offset }, length);
  }

  /** They stand in a file from now on, which must stay open as long as they are read. */
  moveTo(descriptor: number, offset: number): void {
    this.#place = { descriptor, offset };
    this.#buffer = new Uint8Array();
    this.#to = this.#from = 0;
  }

  /** Bytes from one place up to another, for as long as they are wanted. */
  take(start: number, end: number): Uint8Array {
    if (this.#place instanceof Uint8Array) return this.#place.subarray(start, end);
    // All of it is filled, and it must lie where numbers of 32 bits can be read.
    const bytes = Buffer.allocUnsafeSlow(end - start);
    this.#fill(bytes, start, end - start);
    return bytes;
  }

  /** Bytes from one place up to another, valid until the next call: quickest where many are read in order. */
  read(start: number, end: number): Uint8Array {
    if (this.#place instanceof Uint8Array) return this.#place.subarray(start, end);
    if (start < this.#from || end > this.#to) this.#readFrom(start, end - start);
    return this.#buffer.subarray(start - this.#from, end - this.#from);
  }

  #readFrom(start: number, needed: number): void {
    const size = this.#buffer.length;
    const goesOn = start >= this.#from && start <= this.#to + size;
    const wanted = Math.max(needed, goesOn ? Math.min(2 * size, mostRead) : leastRead, leastRead);
    if (wanted > size || size > 4 * wanted) this.#buffer = new Uint8Array(wanted);
    const length = Math.min(this.#buffer.length, this.length - start);
    this.#to = this.#from = start;
    this.#fill(this.#buffer, start, length);
    this.#to = start + length;
  }

  /** All of them in order, each piece valid until the next is asked for. */
  *pieces(size: number): Generator<Uint8Array> {
    const buffer = new Uint8Array(this.#place instanceof Uint8Array ? 0 : Math.min(size, this.length));
    for (let at = 0; at < this.length; at += size) {
      const length = Math.min(size, this.length - at);
      if (this.#place instanceof Uint8Array) yield this.#place.subarray(at, at + length);
      else {
        this.#fill(buffer, at, length);
        yield buffer.subarray(0, length);
      }
    }
  }

  #fill(buffer: Uint8Array, start: number, length: number): void {
    const { descriptor, offset } = this.#place as Exclude<Place, Uint8Array>;
    for (let done = 0; done < length; ) {
      const read = readSync(descriptor, buffer, done, length - done, offset + start + done);
      if (read === 0) throw new Error("the search index on the disk was cut short while it was open");
      done += read;
    }
  }
}

export const noStored = StoredBytes.inMemory(new Uint8Array());
