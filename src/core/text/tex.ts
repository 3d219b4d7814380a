import { TexReader } from "./tex-reader.ts";

const ANY_TEX = /[\\$`{}~]|--|''/;

/**
 * Text with TeX in it as plain Unicode: accents, quotes, dashes, styles and formulas. Never throws; takes time in
 * proportion to the length of the text; TeX that is not known is left as it is written.
 */
export function texToUnicode(s: string): string {
  return ANY_TEX.test(s) ? new TexReader(s).read() : s;
}
