import type { SearchQuery } from "../core/ports.ts";
import { matchesName, nameWords } from "./names.ts";

/** A query's filters over the papers' rows. */
export interface Filter {
  passes(row: number): boolean;
  /** In order: rows outside of which none passes, if they are few and soon found. */
  few(): Uint32Array | undefined;
}

type Test = (row: number) => boolean;

/** Few rows are less than this share of all. */
const fewShare = 1 / 16;
/** Rows that are looked at first, to see whether it is any use to look at all. */
const samples = 256;

/** What a filter asks of the papers. */
export interface FilterRows {
  /** One more than the highest row. */
  readonly end: number;
  date(row: number): number;
  /** The number of a row's set of categories, and the set: papers share a few thousand. */
  categorySet(row: number): number;
  categories(set: number): string;
  authors(row: number): string;
  /** The rows in which a whole word of a name stands. */
  rowsWithName(word: string): Iterable<number>;
}

/** undefined when the query filters nothing. */
export function filterOf({ by, cat, years }: SearchQuery, rows: FilterRows): Filter | undefined {
  const tests: Test[] = [];
  let among: Uint32Array | undefined;
  if (years) {
    const [from, to] = [years.from * 10_000, years.to * 10_000 + 9_999];
    tests.push((row) => rows.date(row) >= from && rows.date(row) <= to);
  }
  if (cat !== undefined && cat.trim() !== "") {
    const test = categoryTest(cat);
    const known: boolean[] = [];
    tests.push((row) => {
      const set = rows.categorySet(row);
      known[set] ??= test(rows.categories(set));
      return known[set];
    });
  }
  const cheap = allOf(tests);
  if (by !== undefined && by.trim() !== "") {
    const wanted = nameWords(by.slice(0, 200));
    among = namesakes(wanted, rows);
    tests.push((row) => wanted.length > 0 && matchesName(rows.authors(row), wanted));
  }
  if (tests.length === 0) return undefined;
  const passes = allOf(tests);
  const known = among && new Set(among);
  return {
    passes: known ? (row) => known.has(row) && passes(row) : passes,
    few: () => fewOf(rows.end, among, cheap),
  };
}

function allOf(tests: readonly Test[]): Test {
  const [first, ...others] = tests;
  if (!first) return () => true;
  return others.length === 0 ? first : (row) => first(row) && others.every((test) => test(row));
}

function fewOf(end: number, among: Uint32Array | undefined, test: Test): Uint32Array | undefined {
  if (among) return among.filter(test);
  const most = Math.max(500, end * fewShare);
  let sampled = 0;
  for (let row = 0; row < end; row += Math.ceil(end / samples)) if (test(row)) sampled++;
  if (sampled > 2 * fewShare * samples && end > most) return undefined;
  const passing: number[] = [];
  for (let row = 0; row < end && passing.length <= most; row++) if (test(row)) passing.push(row);
  return passing.length > most ? undefined : Uint32Array.from(passing);
}

/** `cs.LG` is that category, `cs` and `cs.*` all of the archive; `hep-th` is both. */
function categoryTest(typed: string): (categories: string) => boolean {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replace(/\.\*?$/, "");
  return (categories) =>
    categories.split(" ").some((category) => category === wanted || category.startsWith(`${wanted}.`));
}

/** The rows with one of the words of a name. A name that matches has a full word in full, where one is given. */
function namesakes(wanted: readonly string[], rows: FilterRows): Uint32Array | undefined {
  const full = wanted.filter((word) => word.length > 1);
  if (full.length === 0) return undefined;
  const found = new Set<number>();
  for (const word of full) for (const row of rows.rowsWithName(word)) found.add(row);
  return Uint32Array.from(found).sort();
}
