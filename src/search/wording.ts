import { exact, longestTerm } from "./analysis.ts";
import { foldHan, foldLatin } from "./fold.ts";
import { hasUnspaced, kindOf, normalise, tokens, tokenTexts, wordParts } from "./tokens.ts";

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

/** Texts repeat their words, so the pieces of tokens are kept. */
const known = new Map<string, Piece>();
const mostKnown = 60_000;

/** The piece that a word or an exact token is; without parts where nothing is left of it. */
function pieceOf(token: string): Piece {
  const found = known.get(token);
  if (found) return found;
  const kind = kindOf(token) === "exact" ? "exact" : "word";
  const parts = kind === "exact" ? [exact(token)] : wordParts(token).map(foldLatin);
  const said = parts
    .filter((part) => part !== "")
    .map((part) => part.slice(0, longestTerm + 1).toWellFormed());
  const piece: Piece = { kind, parts: said, broken: false };
  if (token.length > longestTerm) return piece;
  if (known.size >= mostKnown) known.clear();
  known.set(token, piece);
  return piece;
}

/** The pieces of a text in order. Punctuation between words does not count, as people leave it out. */
export function piecesOf(text: string): Piece[] {
  const normal = foldHan(normalise(text));
  if (!hasUnspaced(normal))
    return tokenTexts(normal)
      .map(pieceOf)
      .filter(({ parts }) => parts.length > 0);
  const pieces: Piece[] = [];
  let characterEnd = -1;
  for (const { kind, text: token, start } of tokens(normal)) {
    if (kind === "word" || kind === "exact") {
      const piece = pieceOf(token);
      if (piece.parts.length > 0) pieces.push(piece);
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
