import { ByteWriter } from "./bytes.ts";

/*
 * Words in their order as bytes. A document is its title's words, a border, its abstract's words, each by its number in
 * one byte (below 128), two (lead byte 128 to 223) or three.
 */

/** The parts of a compound have this between them, and characters that are no neighbours the next. */
export const hyphen = 0;
export const gap = 1;
export const border = 2;
export const firstWord = 3;
const ofOneByte = 128;
const leadOfThree = 224;
const ofTwoBytes = ofOneByte + (leadOfThree - 128) * 256;
/** Words beyond have one number together: a phrase of them may find too much, after some two million. */
export const lastWord = ofTwoBytes + (256 - leadOfThree) * 65_536 - 1;

/** Bits of a document that say which pairs of neighbours may be in it, as numbers of 32. The first bit is `irregular`. */
export const signatureWords = 16;
export const irregularBit = 1;

/** Words side by side, as bytes (`encode`) and as the neighbours among them (`pairOf`). */
export interface Sequence {
  readonly bytes: Uint8Array;
  readonly pairs: readonly number[];
}

/** Words by their numbers as the bytes that `ForwardIndex.holds` looks for. */
export function encode(numbers: readonly number[]): Uint8Array {
  const writer = new ByteWriter(numbers.length * 3 + 3);
  for (const number of numbers) encodeWord(number, writer);
  return writer.written();
}

export function encodeWord(number: number, to: ByteWriter): void {
  if (number < ofOneByte) {
    to.byte(number);
    return;
  }
  if (number < ofTwoBytes) to.byte(128 + ((number - ofOneByte) >> 8));
  else {
    to.byte(leadOfThree + ((number - ofTwoBytes) >> 16));
    to.byte(((number - ofTwoBytes) >> 8) & 255);
  }
  to.byte(number < ofTwoBytes ? (number - ofOneByte) & 255 : (number - ofTwoBytes) & 255);
}

/** The place of a pair of neighbours among the bits of a signature, of which the first is taken. */
export function pairOf(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return 1 + (((hash ^ (hash >>> 13)) >>> 0) % (signatureWords * 32 - 1));
}

export function setPair(signature: Uint32Array, a: number, b: number): void {
  const pair = pairOf(a, b);
  signature[pair >> 5] = (signature[pair >> 5] as number) | (1 << (pair & 31));
}

function sizeOf(lead: number): number {
  return lead < ofOneByte ? 1 : lead < leadOfThree ? 2 : 3;
}

/** Where the title ends in the bytes of a document. */
export function borderIn(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && bytes[at] !== border) at += sizeOf(bytes[at] as number);
  return at;
}

/**
 * Whether a sequence stands in the bytes of a document before an end. Looks at every byte as if a word began there; whether one does is
 * seen to when all the rest is right.
 */
export function contains(bytes: Uint8Array, end: number, sequence: Uint8Array): boolean {
  const first = sequence[0] as number;
  const isOneByte = first < ofOneByte;
  const second = sequence[1];
  const last = end - sequence.length;
  for (let at = 0; at <= last; at++) {
    if (bytes[at] !== first || !(isOneByte || bytes[at + 1] === second)) continue;
    if (standsAt(bytes, at, end, sequence) && beginsWord(bytes, at)) return true;
  }
  return false;
}

/** A hyphen in the text is passed over where the sequence asks for none. */
function standsAt(bytes: Uint8Array, from: number, end: number, sequence: Uint8Array): boolean {
  let at = from;
  for (let wanted = 0; wanted < sequence.length; ) {
    const lead = sequence[wanted] as number;
    if (wanted > 0 && lead !== hyphen && bytes[at] === hyphen) at++;
    for (let left = sizeOf(lead); left > 0; left--)
      if (at >= end || bytes[at++] !== sequence[wanted++]) return false;
  }
  return true;
}

function beginsWord(bytes: Uint8Array, wanted: number): boolean {
  let at = 0;
  while (at < wanted) at += sizeOf(bytes[at] as number);
  return at === wanted;
}

/** Gives each two words that stand side by side in the bytes of a document; a hyphen between them does not part them. */
export function visitNeighbours(bytes: Uint8Array, visit: (first: number, second: number) => void): void {
  let last = -1;
  for (let at = 0; at < bytes.length; ) {
    let number = bytes[at++] as number;
    if (number >= leadOfThree) {
      number = ofTwoBytes + ((number - leadOfThree) << 16) + ((bytes[at++] as number) << 8);
      number += bytes[at++] as number;
    } else if (number >= ofOneByte) number = ofOneByte + ((number - 128) << 8) + (bytes[at++] as number);
    if (number === hyphen) continue;
    const isWord = number >= firstWord;
    if (isWord && last >= 0) visit(last, number);
    last = isWord ? number : -1;
  }
}
