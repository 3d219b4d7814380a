import { exact, longestTerm } from "./analysis.ts";
import { foldHan, foldLatin } from "./fold.ts";
import { normalise, tokens, wordParts } from "./tokens.ts";

/**
 * A piece of a text as phrases see it: a word, the parts of a compound, or one character of a script without spaces.
 * Folded, but neither stemmed nor divided by a dictionary, and stop words count.
 */
export interface Piece {
  readonly kind: "word" | "exact" | "character";
  readonly parts: readonly string[];
  /** Between this character and the one before stands more than white space: they are no neighbours. */
  readonly broken: boolean;
}

/** The pieces of a text in order. Punctuation between words does not count, as people leave it out. */
export function piecesOf(text: string): Piece[] {
  const normal = foldHan(normalise(text));
  const pieces: Piece[] = [];
  let characterEnd = -1;
  for (const { kind, text: token, start } of tokens(normal)) {
    if (kind === "word" || kind === "exact") {
      const parts = kind === "exact" ? [exact(token)] : wordParts(token).map(foldLatin);
      const said = parts
        .filter((part) => part !== "")
        .map((part) => part.slice(0, longestTerm + 1).toWellFormed());
      if (said.length > 0) pieces.push({ kind, parts: said, broken: false });
      continue;
    }
    const broken = characterEnd >= 0 && normal.slice(characterEnd, start).trim() !== "";
    let isFirst = true;
    for (const character of token) {
      pieces.push({ kind: "character", parts: [character], broken: broken && isFirst });
      isFirst = false;
    }
    characterEnd = start + token.length;
  }
  return pieces;
}
