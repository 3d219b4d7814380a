import { simplified, traditional } from "./han-variants.ts";

/** Letters that do not decompose into a base letter and an accent. */
const letters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ŋ: "n",
};
const ascii = /^[\0-\x7f]*$/;
const special = /[ßæœøłđðþıŋ]/g;
/** Only marks on Latin letters go: in other scripts a mark makes another letter. */
const latinMarks = /(?<=\p{Script=Latin})\p{M}+/gu;

const hasHan = /[\u3400-\u9fff]/;

/** Made for the first Chinese text: a start does not wait for it. */
let simplify: ((text: string) => string) | undefined;

function makeSimplify(): (text: string) => string {
  // Pairs of single UTF-16 units.
  const units = new Map([...traditional].map((character, index) => [character, simplified[index] ?? ""]));
  const variants = new RegExp(`[${traditional}]`, "g");
  return (text) => text.replace(variants, (character) => units.get(character) ?? character);
}

/**
 * Traditional Chinese characters as simplified ones, all else and every position as it was. Characters that Japanese
 * shares with traditional Chinese change too, in texts and queries alike.
 */
export function foldHan(text: string): string {
  if (!hasHan.test(text)) return text;
  simplify ??= makeSimplify();
  return simplify(text);
}

/** Lower case without accents on Latin letters; other scripts keep their marks (in composed form). */
export function foldLatin(text: string): string {
  const lower = text.toLowerCase();
  if (ascii.test(lower)) return lower;
  return lower
    .replace(special, (letter) => letters[letter] ?? letter)
    .normalize("NFD")
    .replace(latinMarks, "")
    .normalize("NFC");
}

/** A title or a typed text as autocomplete compares them: folded words with single spaces between. */
export function foldTitle(text: string): string {
  return foldHan(foldLatin(text.toWellFormed().normalize("NFKC")))
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}
