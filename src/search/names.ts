import { foldHan, foldLatin } from "./fold.ts";

/** A person's name as words to compare: folded, with initials that are written together ("J.-P.") apart. */
export function nameWords(name: string): string[] {
  return foldHan(foldLatin(name.toWellFormed().normalize("NFKC")))
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");
}

/** What `matchesName` compares against: all authors of a paper as one string, to keep thousands of papers small. */
export function packNames(names: readonly string[]): string {
  return names.map((name) => nameWords(name).join(" ")).join("\n");
}

/**
 * Whether every wanted word is a word of one author's name, each matched by another word of it; an initial matches a
 * full name that begins with it, and the reverse, but at least one word must match in full where one is given.
 */
export function matchesName(packed: string, wanted: readonly string[]): boolean {
  // Most papers are ruled out by having none of the full words anywhere, long before names are taken apart.
  const full = wanted.filter((word) => word.length > 1);
  if (full.length > 0 && !full.some((word) => packed.includes(word))) return false;
  if (wanted.length === 1 && full.length === 1) return hasWord(packed, full[0] as string);
  return packed.split("\n").some((author) => matchesAuthor(author.split(" "), wanted));
}

function hasWord(packed: string, word: string): boolean {
  for (let at = packed.indexOf(word); at >= 0; at = packed.indexOf(word, at + 1)) {
    const before = packed[at - 1] ?? " ";
    const after = packed[at + word.length] ?? " ";
    if (/[ \n]/.test(before) && /[ \n]/.test(after)) return true;
  }
  return false;
}

function matchesAuthor(author: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length > author.length) return false;
  const free = [...author];
  const rest = wanted.filter((word) => !take(free, (candidate) => candidate === word));
  const inFull = wanted.some((word) => word.length > 1 && !rest.includes(word));
  if (!inFull && wanted.some((word) => word.length > 1)) return false;
  return rest.every((word) =>
    take(free, (candidate) => isInitial(candidate, word) || isInitial(word, candidate)),
  );
}

function take(words: string[], test: (word: string) => boolean): boolean {
  const index = words.findIndex(test);
  if (index < 0) return false;
  words.splice(index, 1);
  return true;
}

function isInitial(initial: string, word: string): boolean {
  return initial.length === 1 && word.startsWith(initial);
}
