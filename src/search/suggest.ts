import { plainWords } from "./analysis.ts";
import { best } from "./best.ts";
import { foldTitle } from "./fold.ts";
import { FrozenSuggestions, noSuggestions, type PackedSuggestions } from "./frozen-suggestions.ts";
import { mergeSuggestions } from "./merge-suggestions.ts";
import { PrefixTable } from "./prefix-table.ts";

/** How many words a prefix stands for: the commonest of those that begin with it. */
const mostWords = 48;
/** Papers looked at for one prefix of a title before the newest are chosen. */
const mostTitles = 20_000;
const mostTyped = 120;

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

/** A word by its number among the frozen ones and by itself among the live ones. */
interface Expanded {
  readonly frozen: number;
  readonly live: readonly number[];
  readonly size: number;
  readonly exact: boolean;
}

/** How far a row has matched the words so far. Kept from one time to the next, as most rows are never touched. */
class Marks {
  matched = new Uint8Array();
  scores = new Float32Array();

  grow(rows: number): void {
    if (rows <= this.matched.length) return;
    this.matched = new Uint8Array(rows + 1_024);
    this.scores = new Float32Array(rows + 1_024);
  }
}

/**
 * Autocomplete over titles and authors. Words are whole here: what a person has typed of a word begins the word but not
 * its stem.
 */
export class Suggestions {
  readonly #rows: Rows;
  readonly #frozen: FrozenSuggestions;
  readonly #titles = new PrefixTable();
  readonly #vocabulary = new PrefixTable();
  readonly #words: string[] = [];
  readonly #postings = new Map<string, number[]>();
  readonly #marks = new Marks();

  constructor(rows: Rows, packed: PackedSuggestions = noSuggestions) {
    this.#rows = rows;
    this.#frozen = new FrozenSuggestions(packed);
  }

  /** Up to so many beginnings of titles of the last merge, from all over the alphabet. */
  *someTitles(most: number): Generator<string> {
    const { titles } = this.#frozen;
    for (let number = 0; number < most && number < titles.size; number++) {
      const title = titles.at(Math.floor((number * titles.size) / most));
      yield title
        .split(" ")
        .slice(0, 2 + (number % 5))
        .join(" ");
    }
  }

  add(row: number, titles: readonly string[], authors: readonly string[]): void {
    const words = new Set<string>();
    for (const title of titles) {
      this.#titles.add(foldTitle(title).slice(0, 200).toWellFormed(), row);
      for (const word of plainWords(title)) words.add(word);
    }
    for (const author of authors) for (const word of plainWords(author)) words.add(word);
    for (const word of words) this.#postingsOf(word).push(row);
  }

  #postingsOf(word: string): number[] {
    let postings = this.#postings.get(word);
    if (!postings) {
      postings = [];
      this.#postings.set(word, postings);
      this.#vocabulary.add(word, this.#words.length);
      this.#words.push(word);
    }
    return postings;
  }

  /** Papers whose title continues what was typed, newest first; then those with all its words, the last unfinished. */
  find(typed: string, limit: number): Suggested[] {
    const folded = foldTitle(typed.slice(0, mostTyped));
    if (folded === "" || limit <= 0) return [];
    const starting = [this.#frozen.titlesStartingWith(folded), this.#titles.startingWith(folded)];
    const byTitle = this.#newest(starting, limit).map((row) => ({ row, score: 2 }));
    if (byTitle.length >= limit) return byTitle;
    const seen = new Set(byTitle.map(({ row }) => row));
    const byWords = this.#byWords(plainWords(typed.slice(0, mostTyped)), limit + seen.size);
    const found = [...byTitle, ...byWords.filter(({ row }) => !seen.has(row))].slice(0, limit);
    // The end of an unfinished word may be divided unlike the whole word in a script without spaces.
    if (found.length > 0 || !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(folded))
      return found;
    const containing = [this.#frozen.titlesContaining(folded), this.#titles.containing(folded)];
    return this.#newest(containing, limit).map((row) => ({ row, score: 0.5 }));
  }

  /** The rows that have a title of a row's, itself among them. */
  namesakes(row: number): Set<number> {
    const { titles: frozen, titleRows } = this.#frozen;
    const titles = new Set<string>();
    for (let at = titleRows.indexOf(row); at >= 0; at = titleRows.indexOf(row, at + 1))
      titles.add(frozen.at(at));
    for (const [title, owner] of this.#titles.entries()) if (owner === row) titles.add(title);
    const rows = new Set([row]);
    for (const title of titles) {
      const [start, end] = frozen.startingWith(title);
      for (let at = start; at < end && frozen.at(at) === title; at++) rows.add(titleRows[at] as number);
    }
    for (const [title, owner] of this.#titles.entries()) if (titles.has(title)) rows.add(owner);
    return rows;
  }

  #newest(sources: readonly Iterable<number>[], limit: number): number[] {
    const live = new Set<number>();
    for (const rows of sources) {
      let taken = 0;
      for (const row of rows) {
        if (!this.#rows.isLive(row)) continue;
        live.add(row);
        if (++taken >= mostTitles) break;
      }
    }
    return best(live, limit, (a, b) => this.#rows.compareAge(a, b));
  }

  #byWords(typed: readonly string[], limit: number): Suggested[] {
    const words = [...new Set(typed)].slice(-12);
    if (words.length === 0) return [];
    this.#marks.grow(this.#rows.end);
    const { matched, scores } = this.#marks;
    let first: number[] = [];
    let found: number[] = [];
    for (const [index, word] of words.entries()) {
      found = [];
      for (const expanded of this.#expand(word, index === words.length - 1)) {
        const worth = (expanded.exact ? 1 : 0.5) / (1 + Math.log1p(expanded.size));
        const mark = (row: number) => {
          if (matched[row] !== index) return;
          matched[row] = index + 1;
          found.push(row);
          scores[row] = (scores[row] as number) + worth;
        };
        this.#frozen.forEachRow(expanded.frozen, mark);
        for (const row of expanded.live) mark(row);
      }
      if (index === 0) first = found;
    }
    const score = (row: number) => scores[row] as number;
    const live = found.filter((row) => this.#rows.isLive(row));
    const better = (a: number, b: number) => score(b) - score(a) || this.#rows.compareAge(a, b);
    const chosen = best(live, limit, better).map((row) => ({ row, score: score(row) }));
    for (const row of first) {
      matched[row] = 0;
      scores[row] = 0;
    }
    return chosen;
  }

  /** Words that what was typed may stand for: itself, and, where it is unfinished or unknown, what begins with it. */
  #expand(word: string, unfinished: boolean): Expanded[] {
    const { words } = this.#frozen;
    const exact = this.#expanded(words.find(word), this.#postings.get(word), true);
    const whole = exact.size > 0 ? [exact] : [];
    if (!unfinished && exact.size > 0) return whole;
    const common: { frozen: number; word: string | undefined; size: number }[] = [];
    const [start, end] = words.startingWith(word);
    for (let frozen = start; frozen < end; frozen++)
      if (frozen !== exact.frozen) common.push({ frozen, word: undefined, size: this.#frozen.count(frozen) });
    for (const number of this.#vocabulary.startingWith(word)) {
      const live = this.#words[number] as string;
      if (live === word) continue;
      const size = this.#postings.get(live)?.length ?? 0;
      const frozen = words.find(live);
      if (frozen < 0) common.push({ frozen, word: live, size });
      else
        common[frozen - start - (exact.frozen >= 0 && frozen > exact.frozen ? 1 : 0)] = {
          frozen,
          word: live,
          size: size + this.#frozen.count(frozen),
        };
    }
    common.sort((a, b) => b.size - a.size);
    const chosen = common.slice(0, mostWords).map((entry) => {
      return this.#expanded(
        entry.frozen,
        entry.word === undefined ? undefined : this.#postings.get(entry.word),
        false,
      );
    });
    return [...whole, ...chosen];
  }

  #expanded(frozen: number, live: readonly number[] | undefined, exact: boolean): Expanded {
    return { frozen, live: live ?? [], size: this.#frozen.count(frozen) + (live?.length ?? 0), exact };
  }

  /** All that is alive as one frozen table with rows by their new numbers, in steps between which nothing may change. */
  merge(rows: Int32Array): Generator<void, PackedSuggestions> {
    return mergeSuggestions(this.#frozen, { titles: this.#titles, postings: this.#postings }, rows);
  }
}
