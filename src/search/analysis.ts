import { foldHan, foldLatin } from "./fold.ts";
import { nameWords } from "./names.ts";
import { stem, stemHangul, stems } from "./stem.ts";
import { stopRole } from "./stop-words.ts";
import { hanWords, kindOf, normalise, pairs, type Token, tokens, tokenTexts, wordParts } from "./tokens.ts";

/** Goes up whenever the same text would give other terms: an index made by another analysis is made anew. */
export const analysisVersion = 2;

/** What a hostile query can cost is bounded here. A whole abstract is within. */
export const queryLimits = { characters: 3_000, words: 160, parts: 16 } as const;

/** In a text of more words than this, one or two small letters are a variable or a piece of a word. */
const longText = 32;
const smallWord = /^\p{Ll}{1,2}$/u;

export const longestTerm = 48;
const mostParts = 5;

/** One word of a query with the forms under which papers may hold it. */
export interface QueryWord {
  /** As typed, normalised. */
  readonly typed: string;
  /** Where it stands in the normalised query. */
  readonly start: number;
  /** How often the query says it. */
  readonly times: number;
  /** An initial, or a stop word of some language: not required where nothing has it and all the others. */
  readonly optional: boolean;
  /** Forms of the same word, any of which counts as the word. */
  readonly any: readonly string[];
  /** The word written apart: a form of every part must occur. Empty where it cannot be. */
  readonly apart: readonly (readonly string[])[];
  /** The Latin words in it that may be misspelt, folded. */
  readonly spelling: readonly string[];
}

/** The terms of a token, and those of them that are no stop words. */
interface Forms {
  readonly all: readonly string[];
  readonly content: readonly string[];
}

/** Texts repeat their words: terms are worked out once for each word and language. */
const cache = new Map<string, Map<string, Forms>>();
/** Up to this many capitals are taken for an acronym. */
const shortestShouted = 3;
const cacheLimit = 60_000;

/**
 * The terms of a text in a language, in order and with repetitions. A hyphenated compound gives itself in one word and
 * its parts. Titles keep their stop words, so that a query of nothing else still finds the paper that is called so.
 */
export function textTerms(text: string, language: string, stopWords: "drop" | "keep" = "drop"): string[] {
  const known = cacheOf(language);
  const terms: string[] = [];
  let normal = foldHan(normalise(text));
  // A title in capitals is no list of acronyms.
  if (normal.length > 20 && !/\p{Ll}/u.test(normal)) normal = normal.toLowerCase();
  for (const token of tokenTexts(normal)) {
    let forms = known.get(token);
    if (!forms) {
      const all = tokenTerms(token, language);
      forms = { all, content: all.filter((term) => !isStop(term)) };
      if (known.size >= cacheLimit) known.clear();
      known.set(token, forms);
    }
    for (const form of stopWords === "keep" ? forms.all : forms.content) terms.push(form);
  }
  return terms;
}

function cacheOf(language: string): Map<string, Forms> {
  const base = language.split("-")[0] ?? "";
  let found = cache.get(base);
  if (!found) {
    // Tags come from papers, so their number is not ours to trust.
    if (cache.size > 20) cache.clear();
    found = new Map();
    cache.set(base, found);
  }
  return found;
}

function tokenTerms(token: string, language: string): string[] {
  switch (kindOf(token)) {
    case "exact":
      return [exact(token)];
    case "katakana":
      return token.length > longestTerm ? [] : [token];
    case "han":
      return hanWords(token, isStop).flatMap(hanTerms);
    case "hangul":
      return hangulTerms(token);
    case "word":
      return compoundTerms(token, language);
  }
}

/** O(n^2), O(n²) and O(n log n) without what only sets their type. */
export function exact(text: string): string {
  return foldLatin(text).replace(/[\s^{}\\]/g, "");
}

function hanTerms(word: string): string[] {
  if (word.length <= 2 || isStop(word)) return [word];
  return [...(word.length > longestTerm ? [] : [word]), ...pairs(word)];
}

function hangulTerms(word: string): string[] {
  const bare = stemHangul(word);
  return [...(bare.length > longestTerm ? [] : [bare]), ...(bare.length > 2 ? pairs(bare) : [])];
}

function compoundTerms(word: string, language: string): string[] {
  const parts = wordParts(word).filter((part) => part !== "");
  const terms = parts
    .filter((part) => parts.length === 1 || !isStop(foldLatin(part)))
    .flatMap((part) => latinTerms(part, language));
  return parts.length < 2 || parts.length > mostParts
    ? terms
    : [...latinTerms(parts.join(""), language), ...terms];
}

/** One Latin word, also with its umlauts written out: Schrödinger is Schroedinger, except where all words have umlauts. */
function latinTerms(word: string, language: string): string[] {
  if (word.length > longestTerm) return [];
  const folded = foldLatin(word);
  if (stopRole(folded) !== "keep") return [folded];
  const term = stem(word, language);
  if (language.startsWith("de") || !/[äöü]/i.test(word)) return [term];
  return [term, stem(writtenOut(word), language)];
}

function writtenOut(word: string): string {
  return word.normalize("NFC").replace(/[äöüÄÖÜ]/g, (letter) => `${letter.normalize("NFD")[0] ?? ""}e`);
}

/** The terms of people's names: never stemmed, no stop words (Do, An and Le are names). */
export function nameTerms(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const words = nameWords(name);
    const joined = name.includes("-") ? compoundNames(name) : [];
    const umlauts = /[äöü]/i.test(name)
      ? nameWords(writtenOut(name)).filter((word) => !words.includes(word))
      : [];
    return [...words, ...joined, ...umlauts].filter((word) => word.length <= longestTerm);
  });
}

function compoundNames(name: string): string[] {
  return name
    .split(/\s+/)
    .filter((part) => /\p{L}-\p{L}/u.test(part))
    .flatMap((part) => nameWords(part.replaceAll("-", "")));
}

/** The whole words of a text, folded but not stemmed: what autocomplete continues and spelling is corrected to. */
export function plainWords(text: string): string[] {
  const words: string[] = [];
  for (const token of tokens(foldHan(normalise(text)))) {
    if (token.kind === "word") words.push(...wordParts(token.text).map(foldLatin));
    else if (token.kind === "han") words.push(...hanWords(token.text, isStop));
    else words.push(foldLatin(token.text));
  }
  return words.filter((word) => word !== "" && word.length <= longestTerm);
}

export function isStop(folded: string): boolean {
  return stopRole(folded) === "drop";
}

/** A query as it is read: normalised and cut to the limits. */
export function normaliseQuery(text: string): string {
  return normalise(normalise(text.slice(0, queryLimits.characters)).slice(0, queryLimits.characters));
}

/**
 * The words of a normalised query, each once. Its language is not known, so a word is looked up in the forms of all
 * languages. Stop words go or are optional, but a query of nothing else keeps them all.
 */
export function queryWords(normalised: string): QueryWord[] {
  const words = new Map<string, QueryWord>();
  const isTelling = ({ any: [form = ""], typed }: QueryWord) => !isStop(form) && !smallWord.test(typed);
  let telling = 0;
  for (const token of tokens(foldHan(normalised))) {
    for (const word of wordsOf(token, normalised)) {
      const [form] = word.any;
      if (!form) continue;
      const known = words.get(form);
      words.set(form, known ? { ...known, times: known.times + 1 } : word);
      if (!known && isTelling(word)) telling++;
    }
    if (telling >= queryLimits.words) break;
  }
  const all = [...words.values()];
  const kept = all.filter((word) => (telling > longText ? isTelling(word) : !isStop(word.any[0] ?? "")));
  const required = kept.some((word) => !word.optional);
  if (kept.length === 0) return all.map((word) => ({ ...word, optional: false })).slice(0, queryLimits.words);
  return kept.map((word) => (required ? word : { ...word, optional: false })).slice(0, queryLimits.words);
}

/** A query's text and the words in it. */
export interface QueryText {
  readonly normalised: string;
  readonly words: readonly QueryWord[];
  /** Whether all of it was read, and no letters are broken. */
  readonly isWhole: boolean;
}

export function readQueryText(text: string): QueryText {
  const normalised = normaliseQuery(text);
  const words = queryWords(normalised);
  const isRead = text.length <= queryLimits.characters && words.length < queryLimits.words;
  return { normalised, words, isWhole: isRead && text.isWellFormed() };
}

/** How many words a normalised query has, stop words included: people write sentences with them, keywords without. */
export function countWords(normalised: string): number {
  let count = 0;
  for (const { kind, text } of tokens(normalised))
    count += kind === "han" ? hanWords(text, isStop).length : 1;
  return count;
}

/** The words of a token of a folded query, which `normalised` holds unfolded at the same place. */
function wordsOf({ kind, text: folded, start }: Token, normalised: string): QueryWord[] {
  const typed = normalised.slice(start, start + folded.length);
  const plain = { typed, start, times: 1, optional: false, apart: [], spelling: [] };
  switch (kind) {
    case "exact":
      return [{ ...plain, any: [exact(typed)] }];
    case "katakana":
      return [{ ...plain, any: [typed] }];
    case "han": {
      let at = start;
      return hanWords(folded, isStop).map((word) => {
        const here = at;
        at += word.length;
        return {
          ...plain,
          typed: normalised.slice(here, at),
          start: here,
          any: [word],
          apart: pairsApart(word),
        };
      });
    }
    case "hangul": {
      const bare = stemHangul(typed);
      return [{ ...plain, any: [...new Set([bare, typed])], apart: pairsApart(bare) }];
    }
    case "word":
      // Papers give names in full.
      return [latinWord(typed, start, /^\p{Lu}$/u.test(typed) && normalised[start + 1] === ".")];
  }
}

function pairsApart(word: string): string[][] {
  return word.length > 2 ? pairs(word).map((pair) => [pair]) : [];
}

function latinWord(typed: string, start: number, isInitial: boolean): QueryWord {
  const parts = wordParts(typed).filter((part) => part !== "");
  const joined = parts.join("");
  const optional = isInitial || stopRole(foldLatin(joined)) === "optional";
  const content = parts.filter((part) => !isStop(foldLatin(part)));
  return {
    typed,
    start,
    times: 1,
    optional,
    any: formsOf(joined),
    apart: parts.length > 1 && content.length > 0 ? content.map(formsOf) : [],
    spelling: parts.map(foldLatin),
  };
}

function formsOf(word: string): string[] {
  const forms = new Set(stems(word));
  // Capitals keep an acronym from being stemmed, but people also type whole queries in them.
  if (word.length > shortestShouted && word === word.toUpperCase())
    for (const form of stems(word.toLowerCase())) forms.add(form);
  if (/[äöü]/i.test(word)) for (const form of stems(writtenOut(word))) forms.add(form);
  return [...forms];
}
