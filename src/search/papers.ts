import { type Paper, paperDate } from "../core/paper.ts";
import type { SearchQuery } from "../core/ports.ts";
import { arxivIdOf } from "./identify.ts";
import { matchesName, nameWords, packNames } from "./names.ts";

/** What the index keeps of each paper besides its terms, one row for each. */
interface Row {
  readonly id: string;
  /** yyyymmdd, with zeros for what is not known. */
  readonly date: number;
  readonly categories: string;
  /** `packNames`. */
  readonly authors: string;
  /** Terms of the original that may set it apart, for `similar`. */
  readonly keywords: string;
  /** Numbers of its documents: consecutive, the original first. */
  readonly firstDocument: number;
  readonly documents: number;
}

/** Rows by column, as saved. */
export type PackedPapers = { readonly [K in keyof Row]: readonly Row[K][] };

/** Says whether the paper in a row passes the query's filters. */
export type Filter = (row: number) => boolean;

/**
 * The papers of the index by row. A replaced paper gets a new row and its old one is dead, as documents are in the
 * postings; dead rows are left out when the table is saved.
 */
export class PaperTable {
  readonly #rows: (Row | undefined)[] = [];
  readonly #byId = new Map<string, number>();
  readonly #owners: number[] = [];
  readonly #categorySets = new Map<string, string>();

  get size(): number {
    return this.#byId.size;
  }

  /** One more than the highest row. */
  get end(): number {
    return this.#rows.length;
  }

  add(paper: Paper, keywords: string, firstDocument: number, documents: number): number {
    return this.#insert({
      id: paper.id,
      date: dateNumber(paperDate(paper)),
      categories: paper.categories.join(" ").toLowerCase(),
      authors: packNames(paper.authors),
      keywords,
      firstDocument,
      documents,
    });
  }

  #insert(row: Row): number {
    const index = this.#rows.length;
    // Papers share a few thousand sets of categories: one string for each set, so that a filter looks at each once.
    const shared = this.#categorySets.get(row.categories) ?? row.categories;
    this.#categorySets.set(shared, shared);
    this.#rows.push({ ...row, categories: shared });
    this.#byId.set(keyOf(row.id), index);
    for (let document = 0; document < row.documents; document++)
      this.#owners[row.firstDocument + document] = index;
    return index;
  }

  /** Takes a paper out and tells which documents were its. */
  remove(id: string): { firstDocument: number; documents: number } | undefined {
    const index = this.find(id);
    const row = index === undefined ? undefined : this.#rows[index];
    if (index === undefined || !row) return undefined;
    this.#rows[index] = undefined;
    this.#byId.delete(keyOf(id));
    return row;
  }

  find(id: string): number | undefined {
    return this.#byId.get(keyOf(id));
  }

  isLive(row: number): boolean {
    return this.#rows[row] !== undefined;
  }

  /** A live row. */
  row(index: number): Row {
    const row = this.#rows[index];
    if (!row) throw new Error(`row ${index} of the search index is dead`);
    return row;
  }

  ownerOf(document: number): number {
    return this.#owners[document] ?? -1;
  }

  *live(): Generator<number> {
    for (let row = 0; row < this.#rows.length; row++) if (this.isLive(row)) yield row;
  }

  /** Newest first; papers of one day by id, the higher first. */
  compareAge(a: number, b: number): number {
    const left = this.row(a);
    const right = this.row(b);
    return right.date - left.date || (left.id < right.id ? 1 : left.id > right.id ? -1 : 0);
  }

  /** undefined when the query filters nothing. */
  filter(query: SearchQuery): Filter | undefined {
    const tests: Filter[] = [];
    const { by, cat, years } = query;
    if (years) {
      const [from, to] = [years.from * 10_000, years.to * 10_000 + 9_999];
      tests.push((row) => this.row(row).date >= from && this.row(row).date <= to);
    }
    if (cat !== undefined && cat.trim() !== "") {
      const test = categoryTest(cat);
      const known = new Map<string, boolean>();
      tests.push((row) => {
        const { categories } = this.row(row);
        const result = known.get(categories) ?? test(categories);
        known.set(categories, result);
        return result;
      });
    }
    if (by !== undefined && by.trim() !== "") {
      const wanted = nameWords(by.slice(0, 200));
      tests.push((row) => wanted.length > 0 && matchesName(this.row(row).authors, wanted));
    }
    return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row));
  }

  /** The live rows by column, documents numbered anew, and the old document numbers in their new order. */
  pack(): { papers: PackedPapers; order: number[]; rows: number[] } {
    const rows = [...this.live()];
    const order: number[] = [];
    const live = rows.map((index) => {
      const row = this.row(index);
      const firstDocument = order.length;
      for (let document = 0; document < row.documents; document++) order.push(row.firstDocument + document);
      return { ...row, firstDocument };
    });
    return {
      papers: {
        id: live.map((row) => row.id),
        date: live.map((row) => row.date),
        categories: live.map((row) => row.categories),
        authors: live.map((row) => row.authors),
        keywords: live.map((row) => row.keywords),
        firstDocument: live.map((row) => row.firstDocument),
        documents: live.map((row) => row.documents),
      },
      order,
      rows,
    };
  }

  unpack(packed: PackedPapers): void {
    for (const [index, id] of packed.id.entries()) {
      this.#insert({
        id,
        date: packed.date[index] as number,
        categories: packed.categories[index] as string,
        authors: packed.authors[index] as string,
        keywords: packed.keywords[index] as string,
        firstDocument: packed.firstDocument[index] as number,
        documents: packed.documents[index] as number,
      });
    }
  }
}

/** Ids are held under their canonical form, whatever form they come in. */
function keyOf(id: string): string {
  return arxivIdOf(id) ?? id;
}

function dateNumber(date: string | undefined): number {
  const [, year = "0", month = "0", day = "0"] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date ?? "") ?? [];
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
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
