import type { Paper } from "../core/paper.ts";
import { paperDate } from "../core/paper-date.ts";
import { keyOf, noPapers, type PackedPapers, PaperColumns } from "./columns.ts";
import { packNames } from "./names.ts";
import { Texts } from "./texts.ts";

/** A paper that came since the last merge; see `PackedPapers`. */
export interface LiveRow {
  readonly id: string;
  readonly date: number;
  readonly categorySet: number;
  readonly authors: string;
  readonly keywords: readonly string[];
  readonly firstDocument: number;
  readonly documents: number;
}

/**
 * The papers of the index by row: those of the last merge in columns, then those that came since. A replaced paper gets
 * a new row and its old one is dead, as documents are in the postings; a merge leaves dead rows out.
 */
export class PaperTable {
  readonly frozen: PaperColumns;
  /** 1 for a frozen row that is dead. */
  readonly #dead: Uint8Array;
  #deadCount = 0;
  readonly live: (LiveRow | undefined)[] = [];
  readonly #byKey = new Map<string, number>();
  /** The row of each document that came since the last merge. */
  readonly #owners: number[] = [];
  readonly #documents: number;
  readonly categorySets: string[] = [];
  readonly #setNumbers = new Map<string, number>();
  #categoryCounts: Map<string, number> | undefined;

  constructor(packed: PackedPapers = noPapers, documents = 0) {
    this.frozen = new PaperColumns(packed, documents);
    this.#documents = documents;
    this.#dead = new Uint8Array(this.frozen.size);
    const sets = new Texts(packed.categorySets);
    for (let set = 0; set < sets.size; set++) this.#setNumber(sets.at(set));
  }

  get size(): number {
    return this.frozen.size - this.#deadCount + this.#byKey.size;
  }

  /** Documents besides the first of each paper, or somewhat more. */
  get further(): number {
    return this.#documents + this.#owners.length - this.size;
  }

  /** One more than the highest row. */
  get end(): number {
    return this.frozen.size + this.live.length;
  }

  add(paper: Paper, keywords: readonly string[], firstDocument: number, documents: number): number {
    const row = this.end;
    this.live.push({
      id: paper.id,
      date: dateNumber(paperDate(paper)),
      categorySet: this.#setNumber(paper.categories.join(" ").toLowerCase()),
      authors: packNames(paper.authors),
      keywords,
      firstDocument,
      documents,
    });
    this.#countCategories(this.categorySet(row), 1);
    this.#byKey.set(keyOf(paper.id), row);
    for (let document = 0; document < documents; document++)
      this.#owners[firstDocument - this.#documents + document] = row;
    return row;
  }

  #setNumber(set: string): number {
    const known = this.#setNumbers.get(set);
    if (known !== undefined) return known;
    this.#setNumbers.set(set, this.categorySets.length);
    return this.categorySets.push(set) - 1;
  }

  /** Takes a paper out and tells which documents were its. */
  remove(id: string): { firstDocument: number; documents: number } | undefined {
    const row = this.find(id);
    if (row === undefined) return undefined;
    const documents = this.documents(row);
    this.#countCategories(this.categorySet(row), -1);
    if (row < this.frozen.size) {
      this.#dead[row] = 1;
      this.#deadCount++;
    } else {
      this.live[row - this.frozen.size] = undefined;
      this.#byKey.delete(keyOf(id));
    }
    return documents;
  }

  find(id: string): number | undefined {
    const key = keyOf(id);
    const live = this.#byKey.get(key);
    if (live !== undefined) return live;
    const row = this.frozen.find(key);
    return row === undefined || this.#dead[row] === 1 ? undefined : row;
  }

  isLive(row: number): boolean {
    return row < this.frozen.size ? this.#dead[row] === 0 : this.live[row - this.frozen.size] !== undefined;
  }

  #row(row: number): LiveRow {
    const found = this.live[row - this.frozen.size];
    if (!found) throw new Error(`row ${row} of the search index is dead`);
    return found;
  }

  id(row: number): string {
    return row < this.frozen.size ? this.frozen.id(row) : this.#row(row).id;
  }

  /** 0 for a dead row that came since the last merge. */
  date(row: number): number {
    const { dates } = this.frozen.packed;
    return row < dates.length ? (dates[row] as number) : (this.live[row - dates.length]?.date ?? 0);
  }

  /** -1 for a dead row that came since the last merge. */
  categorySet(row: number): number {
    const { categories } = this.frozen.packed;
    return row < categories.length
      ? (categories[row] as number)
      : (this.live[row - categories.length]?.categorySet ?? -1);
  }

  categories(set: number): string {
    return this.categorySets[set] ?? "";
  }

  /** How many papers are in each category. Counted when it is first asked for, then kept in step. */
  get categoryCounts(): ReadonlyMap<string, number> {
    if (this.#categoryCounts) return this.#categoryCounts;
    // Papers share a few thousand sets of categories, so the sets are counted first.
    const bySet = new Uint32Array(this.categorySets.length);
    for (let row = 0; row < this.end; row++) {
      const set = this.isLive(row) ? this.categorySet(row) : -1;
      if (set >= 0) bySet[set] = (bySet[set] as number) + 1;
    }
    this.#categoryCounts = new Map();
    for (const [set, count] of bySet.entries()) if (count > 0) this.#countCategories(set, count);
    return this.#categoryCounts;
  }

  #countCategories(set: number, papers: number): void {
    const counts = this.#categoryCounts;
    if (!counts) return;
    for (const category of new Set(this.categories(set).split(" "))) {
      const count = (counts.get(category) ?? 0) + papers;
      if (count > 0) counts.set(category, count);
      else counts.delete(category);
    }
  }

  authors(row: number): string {
    return row < this.frozen.size ? this.frozen.authors.at(row) : this.#row(row).authors;
  }

  /** Terms that may set the paper apart, for `similar`. */
  keywords(row: number, termAt: (number: number) => string): readonly string[] {
    return row < this.frozen.size ? this.frozen.keywords(row).map(termAt) : this.#row(row).keywords;
  }

  /** Numbers of its documents: consecutive, the original first. */
  documents(row: number): { firstDocument: number; documents: number } {
    return row < this.frozen.size ? this.frozen.documents(row) : this.#row(row);
  }

  /** The documents of rows, in order if the rows are. */
  documentsOf(rows: Uint32Array): Uint32Array {
    const all: number[] = [];
    for (const row of rows) {
      if (!this.isLive(row)) continue;
      const { firstDocument, documents } = this.documents(row);
      for (let document = 0; document < documents; document++) all.push(firstDocument + document);
    }
    return Uint32Array.from(all);
  }

  ownerOf(document: number): number {
    return document < this.#documents
      ? this.frozen.ownerOf(document)
      : (this.#owners[document - this.#documents] ?? -1);
  }

  /** The live rows that pass a test, the last first: these are mostly the newest. */
  rows(test?: (row: number) => boolean): number[] {
    const rows: number[] = [];
    for (let row = this.end - 1; row >= 0; row--)
      if (this.isLive(row) && (!test || test(row))) rows.push(row);
    return rows;
  }

  /** Newest first; papers of one day by id, the higher first. */
  compareAge(a: number, b: number): number {
    const newer = this.date(b) - this.date(a);
    if (newer !== 0) return newer;
    if (Math.max(a, b) < this.frozen.size) return this.frozen.compareKeys(b, a);
    const [left, right] = [keyOf(this.id(a)), keyOf(this.id(b))];
    return left < right ? 1 : left > right ? -1 : 0;
  }
}

function dateNumber(date: string | undefined): number {
  const [, year = "0", month = "0", day = "0"] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date ?? "") ?? [];
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
}
