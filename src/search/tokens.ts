export type TokenKind = "word" | "exact" | "han" | "katakana" | "hangul";

/** A stretch of text that is looked up as one: `start` counts in the text that was given. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

const archives =
  "astro-ph|cond-mat|cs|econ|eess|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|nlin|nucl-ex|nucl-th|physics|q-bio|q-fin|quant-ph|stat";

const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々〆]`;

/**
 * In order: things that are themselves with their punctuation (orders of growth, arXiv categories, old arXiv ids, C++ and
 * its like); katakana runs, which Intl.Segmenter would shred; Han and hiragana; Hangul; and words of all other scripts
 * with the hyphens, apostrophes and decimal points inside them.
 */
const pattern = new RegExp(
  [
    String.raw`(?:\b[OΘΩ]\([^\(\)\n]{1,24}\)|\b(?:${archives})\.[A-Za-z]{2,8}(?:-[a-z]{2,5})?(?![\p{L}\p{N}])|\b[a-z\-]{2,8}\/\d{7}\b|\b[A-Za-z](?:\+\+|#)(?![\p{L}\p{N}]))`,
    String.raw`(?:[\p{sc=Katakana}ー]+)`,
    String.raw`(?:[\p{sc=Han}\p{sc=Hiragana}々〆]+)`,
    String.raw`(?:\p{sc=Hangul}+)`,
    String.raw`(?:[[\p{L}\p{N}]--${unspaced}][[\p{L}\p{N}\p{M}]--${unspaced}]*(?:(?:[\-‐‑'’_]|(?<=\p{N})\.(?=\p{N}))[[\p{L}\p{N}\p{M}]--${unspaced}]+)*)`,
  ].join("|"),
  "gv",
);

const anyUnspaced = new RegExp(unspaced, "v");
const ofKatakana = /^[\p{sc=Katakana}ー]/u;
const ofHan = /^[\p{sc=Han}\p{sc=Hiragana}々〆]/u;
const ofHangul = /^\p{sc=Hangul}/u;
const lastLatin = "\u024f";
/** No word has any of these inside. */
const exactOnly = /[(/+#]|\.[A-Za-z]/;

/** What a token is: named groups would tell, and take as long as all the rest. */
export function kindOf(text: string): TokenKind {
  if (text.charAt(0) > lastLatin) {
    if (ofHan.test(text)) return "han";
    if (ofKatakana.test(text)) return "katakana";
    if (ofHangul.test(text)) return "hangul";
  }
  return exactOnly.test(text) ? "exact" : "word";
}

/** NFKC of a text with lone surrogates replaced: what `tokens` expects. */
export function normalise(text: string): string {
  return text.toWellFormed().normalize("NFKC");
}

/** The texts of `tokens`, where their places do not matter: a fraction of the time. */
export function tokenTexts(normalised: string): readonly string[] {
  return normalised.match(pattern) ?? [];
}

/** Whether a text has anything of the scripts that are written without spaces between words. */
export function hasUnspaced(text: string): boolean {
  return anyUnspaced.test(text);
}

/** The tokens of a normalised text. Han runs are not yet divided into words (`hanWords`). */
export function* tokens(normalised: string): Generator<Token> {
  for (const match of normalised.matchAll(pattern)) {
    yield { kind: kindOf(match[0]), text: match[0], start: match.index };
  }
}

/** Chinese and Japanese share one dictionary in ICU, so one segmenter serves both. Made for the first text of theirs. */
let segmenter: Intl.Segmenter | undefined;

/**
 * A Han run as words. Characters that the dictionary leaves single side by side are one word that it does not know
 * (卷|积, 坍|缩), unless one of them stands alone in the language (`isWord`: the stop words).
 */
export function hanWords(run: string, isWord: (character: string) => boolean): string[] {
  segmenter ??= new Intl.Segmenter("zh", { granularity: "word" });
  const words: string[] = [];
  let single = "";
  for (const { segment } of segmenter.segment(run)) {
    if (segment.length === 1 && !isWord(segment)) {
      single += segment;
      continue;
    }
    if (single !== "") words.push(single);
    single = "";
    words.push(segment);
  }
  if (single !== "") words.push(single);
  return words;
}

/** Pairs of neighbouring characters: how a long Han or Hangul word is found by its parts. */
export function pairs(word: string): string[] {
  const characters = [...word];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The parts of a word with hyphens or apostrophes, without elisions (l'image) and the possessive s (Bayes's). */
export function wordParts(word: string): string[] {
  if (!/[-‐‑'’_]/.test(word)) return [word];
  const bare = word.replace(/^(?:[ldjmnstc]|qu)['’]/i, "").replace(/['’]s$/i, "");
  return bare.split(/[-‐‑'’_]/);
}
