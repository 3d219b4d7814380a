import type { Masked } from "../core/translation.ts";
import { proseOf } from "./mask.ts";

/** Why a translation cannot be shown. */
export type Defect = "empty" | "masks" | "script" | "length" | "echo" | "repeated" | "names";

/** Characters that say what one character of English does. Measured on the seven languages of the corpus. */
const density: Readonly<Record<string, number>> = {
  zh: 0.3,
  ja: 0.44,
  ko: 0.5,
  de: 1.2,
  fr: 1.2,
  es: 1.2,
  it: 1.15,
  pt: 1.15,
};
/** How far from what is expected a sentence may be, and how far a few words. */
const usual = { least: 0.5, most: 2 };
const brief = { least: 0.2, most: 5, below: 40 };

const scripts: Readonly<Record<string, RegExp>> = {
  zh: /\p{sc=Han}/gu,
  ja: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu,
  ko: /\p{sc=Hangul}/gu,
  ru: /\p{sc=Cyrillic}/gu,
  uk: /\p{sc=Cyrillic}/gu,
  el: /\p{sc=Greek}/gu,
  ar: /\p{sc=Arabic}/gu,
  hi: /\p{sc=Devanagari}/gu,
  th: /\p{sc=Thai}/gu,
};
/** Of its letters; an abstract full of English names has few of its own. */
const leastOfScript = 0.2;
/** Words of prose that a sentence needs before its language can be told from it. */
const fewWords = 3;

/** What services say around a translation, or leave of their own marks in it. */
const echo =
  /^\s*(?:(?:here(?:'s| is)|this is|below is|sure[,!]|certainly[,!])[^.]{0,40}\btranslat|translation\s*:|译文\s*[:：]|翻译\s*[:：]|翻譯\s*[:：]|翻訳\s*[:：]|번역\s*[:：]|übersetzung\s*:|traduction\s*:|traducción\s*:)|这里是|這裡是|以下是[^。]{0,12}(?:翻译|翻譯|译文)|as an ai\b|```|\[\[\d+\]\]|<\/?(?:var|x|span|kbd|math)\b|\bnotranslate\b|\{\s*"(?:s|i|t)"\s*:/iu;

/**
 * What is wrong with the translation of a unit, undefined where nothing is. Names are those of models and methods that
 * stood in the source's prose and must stand in the translation.
 */
export function defectOf(
  source: Masked,
  target: Masked,
  pair: { readonly from: string; readonly to: string },
  names: readonly string[] = [],
): Defect | undefined {
  if (!hasSameMasks(source, target)) return "masks";
  const [before, after] = [proseOf(source), proseOf(target)];
  if (/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return "empty";
  if (echo.test(after) && !echo.test(before)) return "echo";
  const telling = words(before, pair.from) >= fewWords;
  if (telling && fold(before) === fold(after)) return "repeated";
  if (telling && !isInScript(after, pair.to)) return "script";
  if (!hasSaneLength(before, after, pair)) return "length";
  return names.every((name) => after.includes(name)) ? undefined : "names";
}

/** Every mask exactly once, in whatever order. */
export function hasSameMasks(source: Masked, target: Masked): boolean {
  const numbers = (masked: Masked) => masked.filter((part) => typeof part === "number").sort((a, b) => a - b);
  const [expected, found] = [numbers(source), numbers(target)];
  return expected.length === found.length && expected.every((number, at) => number === found[at]);
}

/** Of scripts without spaces two characters count as a word. Words with capitals may be names, which say nothing. */
function words(text: string, language: string): number {
  const script = scripts[primary(language)];
  if (script) return (text.match(script)?.length ?? 0) / 2;
  return text.match(/(?<![\p{L}\p{N}-])\p{Ll}{2,}(?![\p{L}\p{N}])/gu)?.length ?? 0;
}

function isInScript(text: string, language: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const own = text.match(scripts[primary(language)] ?? /\p{sc=Latin}/gu)?.length ?? 0;
  return own >= letters * leastOfScript && own > 0;
}

function hasSaneLength(before: string, after: string, pair: { from: string; to: string }): boolean {
  const [source, target] = [fold(before).length, fold(after).length];
  const expected = (source * densityOf(pair.to)) / densityOf(pair.from);
  const inEnglish = source / densityOf(pair.from);
  const bounds = inEnglish < brief.below ? brief : usual;
  // A word or two have any length.
  if (inEnglish < 8) return target < 80;
  return target >= expected * bounds.least && target <= expected * bounds.most;
}

function densityOf(language: string): number {
  return density[primary(language)] ?? 1;
}

function primary(language: string): string {
  return language.split("-")[0] ?? language;
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
