import { cleanText } from "./clean.ts";
import { formulaCloses, formulaOpens } from "./tex-pieces.ts";
import { TexReader } from "./tex-reader.ts";

const ANY_TEX = /[\\$`{}~]|--|''/;

/**
 * Text with TeX in it as plain Unicode: accents, quotes, dashes, styles and formulas. Never throws; takes time in
 * proportion to the length of the text; TeX that is not known is left as it is written.
 */
export function texToUnicode(s: string): string {
  return ANY_TEX.test(s) ? new TexReader(s).read() : s;
}

/** A stretch of a text in UTF-16 units, `to` excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the formulas of a text with TeX stand in what is shown of it, which is `cleanText(texToUnicode(raw))`. undefined
 * where `shown` was made in another way.
 */
export function formulasIn(shown: string, raw: string): readonly Stretch[] | undefined {
  if (raw.includes(formulaOpens) || raw.includes(formulaCloses)) return undefined;
  const marked = cleanText(new TexReader(raw, true).read());
  const formulas: Stretch[] = [];
  let plain = "";
  for (const [at, piece] of marked.split(formulaOpens).entries()) {
    const [inside = "", after] = piece.split(formulaCloses);
    if (at > 0) formulas.push({ from: plain.length, to: plain.length + inside.length });
    plain += inside + (after ?? "");
  }
  return plain === shown ? formulas.filter(({ from, to }) => to > from) : undefined;
}
