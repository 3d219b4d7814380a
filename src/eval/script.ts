const cjk = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu;
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/gu;
const hangul = /\p{sc=Hangul}/gu;

/** A character of these scripts is about three letters' worth of text: an abstract full of English terms is still Chinese. */
const lettersPerCharacter = 3;

/**
 * The language of a text by its script, as far as test collections need it: Chinese, Japanese (which has kana between its
 * Han) and Korean, else English.
 */
export function languageByScript(text: string): "zh-Hans" | "ja" | "ko" | "en" {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const characters = count(cjk);
  if (characters === 0 || characters * lettersPerCharacter < count(/\p{sc=Latin}/gu)) return "en";
  if (count(hangul) * 2 > characters) return "ko";
  return count(kana) * 10 > characters ? "ja" : "zh-Hans";
}
