import { plainWords } from "./analysis.ts";
import { foldTitle } from "./fold.ts";
import { PrefixTable } from "./prefix-table.ts";

/** How many words a prefix stands for: the commonest of those that begin with it. */
const mostWords = 48;
/** Papers looked at for one prefix of a title before the newest are chosen. */
const mostTitles = 20_000;
const mostTyped = 120;

export interface PackedSuggestions {
  readonly titles: readonly string[];
  readonly titleRows: Uint32Array;
  readonly words: readonly string[];
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
}

export interface Suggested {
  readonly row: number;
  readonly score: number;
}

/** What autocomplete asks of the papers' table. */
interface Rows {
  readonly end: number;
  isLive(row: number): boolean;
  compareAge(a: number, b: number): number;
}

/**
 * Autocomplete over titles and authors. Words are whole here: what a person has typed of a word begins the word but not
 * its stem.
 */
export class Suggestions {
  readonly #rows: Rows;
  readonly #titles = new PrefixTable();
  readonly #vocabulary = new PrefixTable();
  readonly #numbers = new Map<string, number>();
  readonly #postings: number[][] = [];

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  add(row: number, titles: readonly string[], authors: readonly string[]): void {
    const words = new Set<string>();
    for (const title of titles) {
      this.#titles.add(foldTitle(title).slice(0, 200), row);
      for (const word of plainWords(title)) words.add(word);
    }
    for (const author of authors) for (const word of plainWords(author)) words.add(word);
    for (const word of words) this.#postingsOf(word).push(row);
  }

  #postingsOf(word: string): number[] {
    const known = this.#numbers.get(word);
    if (known !== undefined) return this.#postings[known] as number[];
    const postings: number[] = [];
    this.#numbers.set(word, this.#postings.length);
    this.#vocabulary.add(word, this.#postings.length);
    this.#postings.push(postings);
    return postings;
  }

  /** Papers whose title continues what was typed, newest first; then those with all its words, the last unfinished. */
  find(typed: string, limit: number): Suggested[] {
    const folded = foldTitle(typed.slice(0, mostTyped));
    if (folded === "" || limit <= 0) return [];
    const byTitle = this.#newest(this.#titles.startingWith(folded), limit).map((row) => ({ row, score: 2 }));
    if (byTitle.length >= limit) return byTitle;
    const seen = new Set(byTitle.map(({ row }) => row));
    const byWords = this.#byWords(plainWords(typed.slice(0, mostTyped)), limit + seen.size);
    const found = [...byTitle, ...byWords.filter(({ row }) => !seen.has(row))].slice(0, limit);
    // The end of an unfinished word may be divided unlike the whole word in a script without spaces.
    if (found.length > 0 || !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(folded))
      return found;
    return this.#newest(this.#titles.containing(folded), limit).map((row) => ({ row, score: 0.5 }));
  }

  #newest(rows: Iterable<number>, limit: number): number[] {
    const live = new Set<number>();
    for (const row of rows) {
      if (this.#rows.isLive(row)) live.add(row);
      if (live.size >= mostTitles) break;
    }
    return [...live].sort((a, b) => this.#rows.compareAge(a, b)).slice(0, limit);
  }

  #byWords(typed: readonly string[], limit: number): Suggested[] {
    const words = [...new Set(typed)].slice(-12);
    if (words.length === 0) return [];
    const matched = new Uint8Array(this.#rows.end);
    const scores = new Float32Array(this.#rows.end);
    let found: number[] = [];
    for (const [index, word] of words.entries()) {
      found = [];
      for (const { number, exact } of this.#expand(word, index === words.length - 1)) {
        const postings = this.#postings[number] as number[];
        const worth = (exact ? 1 : 0.5) / (1 + Math.log1p(postings.length));
        for (const row of postings) {
          if (matched[row] === index) {
            matched[row] = index + 1;
            found.push(row);
            scores[row] = (scores[row] as number) + worth;
          }
        }
      }
    }
    return found
      .filter((row) => this.#rows.isLive(row))
      .sort((a, b) => (scores[b] as number) - (scores[a] as number) || this.#rows.compareAge(a, b))
      .slice(0, limit)
      .map((row) => ({ row, score: scores[row] as number }));
  }

  /** Words that what was typed may stand for: itself, and, where it is unfinished or unknown, what begins with it. */
  #expand(word: string, unfinished: boolean): { number: number; exact: boolean }[] {
    const whole = this.#numbers.get(word);
    const exact = whole === undefined ? [] : [{ number: whole, exact: true }];
    if (!unfinished && exact.length > 0) return exact;
    const common: number[] = [];
    for (const number of this.#vocabulary.startingWith(word)) if (number !== whole) common.push(number);
    const size = (number: number) => this.#postings[number]?.length ?? 0;
    common.sort((a, b) => size(b) - size(a));
    return [...exact, ...common.slice(0, mostWords).map((number) => ({ number, exact: false }))];
  }

  /** What is alive, in steps between which nothing may change, with rows numbered anew by `renumber`. */
  *pack(renumber: (row: number) => number | undefined): Generator<void, PackedSuggestions> {
    const titles: string[] = [];
    const titleRows: number[] = [];
    for (const [title, row] of this.#titles.entries()) {
      const number = renumber(row);
      if (number === undefined) continue;
      titles.push(title);
      titleRows.push(number);
      if (titles.length % 1_000 === 0) yield;
    }
    const words: string[] = [];
    const ends: number[] = [];
    const rows: number[] = [];
    let pause = 0;
    for (const [word, index] of this.#numbers) {
      const live = (this.#postings[index] as number[]).map(renumber).filter((row) => row !== undefined);
      if (live.length === 0) continue;
      for (const row of live) rows.push(row);
      words.push(word);
      ends.push(rows.length);
      // The first words are the commonest, so a step is measured in rows.
      if (rows.length + words.length < pause) continue;
      pause = rows.length + words.length + 5_000;
      yield;
    }
    return {
      titles,
      titleRows: new Uint32Array(titleRows),
      words,
      ends: new Uint32Array(ends),
      rows: new Uint32Array(rows),
    };
  }

  unpack(packed: PackedSuggestions): void {
    for (const [index, title] of packed.titles.entries())
      this.#titles.add(title, packed.titleRows[index] as number);
    let start = 0;
    for (const [index, word] of packed.words.entries()) {
      const end = packed.ends[index] as number;
      const postings = this.#postingsOf(word);
      for (; start < end; start++) postings.push(packed.rows[start] as number);
    }
  }
}
