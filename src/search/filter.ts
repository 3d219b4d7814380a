import type { SearchQuery } from "../core/ports.ts";
import { matchesName, nameWords } from "./names.ts";

/** Says whether the paper in a row passes the query's filters. */
export type Filter = (row: number) => boolean;

/** What a filter asks of the papers. */
export interface FilterRows {
  date(row: number): number;
  /** The number of a row's set of categories, and the set: papers share a few thousand. */
  categorySet(row: number): number;
  categories(set: number): string;
  authors(row: number): string;
  /** The rows in which a whole word of a name stands, if that is quicker than looking at each. */
  rowsWithName(word: string): Iterable<number> | undefined;
}

/** undefined when the query filters nothing. */
export function filterOf({ by, cat, years }: SearchQuery, rows: FilterRows): Filter | undefined {
  const tests: Filter[] = [];
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
  if (by !== undefined && by.trim() !== "") tests.push(nameTest(nameWords(by.slice(0, 200)), rows));
  const [first, ...others] = tests;
  if (!first || others.length === 0) return first;
  return (row) => first(row) && others.every((test) => test(row));
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

/** A name that is found has one of its full words in full, so only papers with one of these are looked at. */
function nameTest(wanted: readonly string[], rows: FilterRows): Filter {
  if (wanted.length === 0) return () => false;
  const matches = (row: number) => matchesName(rows.authors(row), wanted);
  const full = wanted.filter((word) => word.length > 1);
  const candidates = full.map((word) => rows.rowsWithName(word));
  if (full.length === 0 || candidates.includes(undefined)) return matches;
  const passing = new Set<number>();
  for (const some of candidates)
    for (const row of some ?? []) if (!passing.has(row) && matches(row)) passing.add(row);
  return (row) => passing.has(row);
}
