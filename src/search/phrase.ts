import { isStop, longestTerm, queryLimits } from "./analysis.ts";
import { foldLatin } from "./fold.ts";
import type { ForwardIndex } from "./forward.ts";
import { encode, gap, hyphen, pairOf, type Sequence } from "./sequences.ts";
import { stems } from "./stem.ts";
import { type Piece, piecesOf } from "./wording.ts";
import type { TermGroup } from "./words.ts";

/** Pieces of a phrase that are looked at, and ways of writing it. */
const mostPieces = 40;
const mostWays = 16;

/** A phrase made ready for the index. */
export interface Phrase {
  /** Its words as the forward index has them: any of these. None where some word is in no document. */
  readonly ways: readonly Sequence[];
  /** What a regular document with the phrase holds. */
  readonly words: readonly TermGroup[];
}

/**
 * Reads a phrase. A hyphen that was typed stands for a hyphen, a space or nothing in a text, a space for a space or a
 * hyphen; a word in one piece is also found with a hyphen inside (`pretrained` in pre-trained).
 */
export function readPhrase(text: string, forward: ForwardIndex): Phrase {
  const pieces = piecesOf(text.slice(0, queryLimits.characters)).slice(0, mostPieces);
  let ways: number[][] = [[]];
  for (const [index, piece] of pieces.entries()) {
    const own = waysOf(piece, forward);
    const before = piece.broken && index > 0 ? [gap] : [];
    ways = ways.flatMap((way) => own.map((next) => [...way, ...before, ...next])).slice(0, mostWays);
  }
  return {
    ways: pieces.length === 0 ? [] : ways.map(written),
    words: pieces.flatMap((piece) => wordsOf(piece, forward)),
  };
}

/** Sequences of numbers that a piece may be in a text. */
function waysOf({ kind, parts }: Piece, forward: ForwardIndex): number[][] {
  const apart = parts.map((part) => forward.find(part));
  const found = apart.includes(-1) ? [] : [apart];
  const add = (word: string) => {
    const number = forward.find(word);
    if (number >= 0) found.push([number]);
  };
  if (kind !== "word") return found;
  if (parts.length > 1) {
    add(parts.join(""));
    return found;
  }
  const [word = ""] = parts;
  for (const [left, right] of hyphenations(word, forward))
    found.push([forward.find(left), hyphen, forward.find(right)]);
  return found;
}

/** Where some text has a hyphen inside a word. */
function hyphenations(word: string, forward: ForwardIndex): [string, string][] {
  const cuts = Array.from({ length: Math.max(0, word.length - 1) }, (_, at): [string, string] => [
    word.slice(0, at + 1),
    word.slice(at + 1),
  ]);
  return cuts.filter(([left, right]) => forward.hasCompound(`${left}-${right}`));
}

/** A way of writing a phrase, by the numbers of its words. */
function written(way: readonly number[]): Sequence {
  const words = way.filter((number) => number !== hyphen);
  const pairs = words
    .slice(1)
    .map((next, index) => [words[index] as number, next] as const)
    .filter((pair) => !pair.includes(gap))
    .map(([word, next]) => pairOf(word, next));
  return { bytes: encode(way), pairs: [...new Set(pairs)] };
}

/** The terms of which a document that is analysed by its folded words has one, whatever the word's capitals were. */
function wordsOf({ kind, parts }: Piece, forward: ForwardIndex): TermGroup[] {
  if (kind === "character") return [];
  if (kind === "exact") return [{ any: parts }];
  const whole = formsOf(parts.join(""));
  const [split, ...others] = parts.length === 1 ? hyphenations(parts[0] as string, forward) : [parts];
  if (!whole || others.length > 0) return [];
  if (!split) return [{ any: whole }];
  const apart = split.filter((part) => !isStop(part)).map(formsOf);
  return apart.length === 0 || apart.includes(undefined) ? [] : [{ any: whole, apart: apart as string[][] }];
}

/** undefined where a document need not have any. */
function formsOf(folded: string): string[] | undefined {
  if (folded.length > longestTerm || isStop(folded)) return undefined;
  const forms = new Set(stems(folded));
  for (const form of stems(folded.toUpperCase())) forms.add(form);
  // An acronym's plural (GANs) is indexed without its s.
  if (folded.endsWith("s")) forms.add(folded.slice(0, -1));
  const all = [...forms].map(foldLatin);
  return all.some(isStop) ? undefined : all;
}
