import type { SearchQuery, Years } from "../core/ports.ts";
import { matchesName, nameWords } from "./names.ts";

/** A query's filters over the papers' rows. */
export interface Filter {
  passes(row: number): boolean;
  /** In order: rows outside of which none passes, if they are few and soon found. */
  few(): Uint32Array | undefined;
}

type Test = (row: number) => boolean;

/** What has been found out of a row or a set, 0 for nothing yet. */
export const yes = 1;
export const no = 2;

/** Few rows are less than this share of all. */
export const fewShare = 1 / 16;
/** Rows that are looked at first, to see whether it is any use to look at all. */
const samples = 256;

/** What a filter asks of the papers. */
export interface FilterRows {
  /** One more than the highest row. */
  readonly end: number;
  date(row: number): number;
  /** The number of a row's set of categories (-1 for none), and the set: papers share a few thousand. */
  categorySet(row: number): number;
  /** One more than the highest number of a set. */
  readonly sets: number;
  categories(set: number): string;
  authors(row: number): string;
  /** The rows in which a whole word of a name stands. */
  rowsWithName(word: string): Iterable<number>;
}

/** undefined when the query filters nothing. */
export function filterOf(query: SearchQuery, rows: FilterRows): Filter | undefined {
  const { by = [], cat = [], years, without = {} } = query;
  const not =
    (test: Test): Test =>
    (row) =>
      !test(row);
  const cheap: Test[] = [
    ...(years ? [yearsTest(years, rows)] : []),
    ...cat.map((typed) => categoryTest(typed, rows)),
    ...(without.years ?? []).map((span) => not(yearsTest(span, rows))),
    ...(without.cat ?? []).map((typed) => not(categoryTest(typed, rows))),
  ];
  const wanted = by.map((typed) => namesOf(typed));
  const unwanted = (without.by ?? []).map((typed) => namesOf(typed));
  const tests = [
    ...cheap,
    ...wanted.map((names) => nameTest(names, rows)),
    ...unwanted.map((names) => not(nameTest(names, rows))),
  ];
  if (tests.length === 0) return undefined;
  const among = wanted.map((names) => namesakes(names, rows)).reduce(common, undefined);
  const passes = allOf(tests);
  const known = among && new Set(among);
  return {
    passes: known ? (row) => known.has(row) && passes(row) : passes,
    few: () => fewOf(rows.end, among, allOf(cheap)),
  };
}

/** Those of some rows, in order, that also pass another filter. */
export function onlyRows(rows: Uint32Array, other: Filter | undefined): Filter {
  const passing = other ? rows.filter((row) => other.passes(row)) : rows;
  const known = new Set(passing);
  return { passes: (row) => known.has(row), few: () => passing };
}

function yearsTest({ from, to }: Years, rows: FilterRows): Test {
  const [first, last] = [from * 10_000, to * 10_000 + 9_999];
  return (row) => {
    const date = rows.date(row);
    return date >= first && date <= last;
  };
}

/** `cs.LG` is that category, `cs` and `cs.*` all of the archive; `hep-th` is both. Bars stand between alternatives. */
function categoryTest(typed: string, rows: FilterRows): Test {
  const wanted = typed
    .toLowerCase()
    .split("|")
    .map((category) => category.trim().replace(/\.\*?$/, ""));
  const isWanted = (category: string) =>
    wanted.some((one) => category === one || category.startsWith(`${one}.`));
  const known = new Uint8Array(rows.sets);
  return (row) => {
    const set = rows.categorySet(row);
    if (set < 0) return false;
    if (known[set] === 0) known[set] = rows.categories(set).split(" ").some(isWanted) ? yes : no;
    return known[set] === yes;
  };
}

/** The words of each of several names with bars between. */
function namesOf(typed: string): string[][] {
  return typed.slice(0, 200).split("|").map(nameWords);
}

function nameTest(names: readonly (readonly string[])[], rows: FilterRows): Test {
  return (row) => {
    const authors = rows.authors(row);
    return names.some((words) => words.length > 0 && matchesName(authors, words));
  };
}

function allOf(tests: readonly Test[]): Test {
  const [first, second, ...others] = tests;
  if (!first) return () => true;
  if (!second) return first;
  const rest = allOf([second, ...others]);
  return (row) => first(row) && rest(row);
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

/** The rows with one of the words of one of several names. A name that matches has a full word in full, where one is given. */
function namesakes(names: readonly (readonly string[])[], rows: FilterRows): Uint32Array | undefined {
  const found = new Set<number>();
  for (const words of names) {
    const full = words.filter((word) => word.length > 1);
    if (full.length === 0 && words.length > 0) return undefined;
    for (const word of full) for (const row of rows.rowsWithName(word)) found.add(row);
  }
  return Uint32Array.from(found).sort();
}

/** Rows in both of two sets, where undefined is the set of all. */
function common(a: Uint32Array | undefined, b: Uint32Array | undefined): Uint32Array | undefined {
  if (!a || !b) return a ?? b;
  const set = new Set(b);
  return a.filter((row) => set.has(row));
}
