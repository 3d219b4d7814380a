import { ByteWriter, NumberWriter } from "./bytes.ts";
import { keyOf, type PackedPapers } from "./columns.ts";
import type { Renumbered } from "./merge-postings.ts";
import type { PaperTable } from "./papers.ts";
import { StoredBytes } from "./stored.ts";
import { type Texts, TextsWriter } from "./texts.ts";

/** Rows and documents in their order without the dead. */
export interface RenumberedPapers extends Renumbered {
  /** The new number of each row, -1 for the dead. */
  readonly rows: Int32Array;
  readonly papers: number;
}

export function renumber(table: PaperTable, documentEnd: number): RenumberedPapers {
  const numbers = new Int32Array(documentEnd).fill(-1);
  const rows = new Int32Array(table.end).fill(-1);
  let papers = 0;
  let documents = 0;
  for (let row = 0; row < table.end; row++) {
    if (!table.isLive(row)) continue;
    rows[row] = papers++;
    const held = table.documents(row);
    for (let document = 0; document < held.documents; document++)
      numbers[held.firstDocument + document] = documents++;
  }
  return { numbers, documents, rows, papers };
}

/** The rows as columns, with keywords by the terms' new numbers. In steps between which nothing may change. */
export function* mergePapers(
  table: PaperTable,
  { rows, numbers, papers }: RenumberedPapers,
  termNumbers: Uint32Array,
  terms: Texts,
): Generator<void, PackedPapers> {
  const old = table.frozen.packed;
  const ids = new TextsWriter(old.ids.bytes.length + 4096, papers + 1);
  const authors = new TextsWriter(old.authors.bytes.length + 4096, papers + 1);
  const keywords = new ByteWriter(old.keywords.length + 4096);
  const keywordEnds = new NumberWriter(papers + 1);
  const dates = new Uint32Array(papers);
  const categories = new Uint32Array(papers);
  const documents = new Uint32Array(papers);
  const frozenRows = table.frozen.size;
  for (const [row, number] of rows.entries()) {
    if (number < 0) continue;
    if (row < frozenRows) {
      ids.copy(table.frozen.ids, row);
      authors.copy(table.frozen.authors, row);
    } else {
      ids.push(table.id(row));
      authors.push(table.authors(row));
    }
    dates[number] = table.date(row);
    categories[number] = table.categorySet(row);
    documents[number] = numbers[table.documents(row).firstDocument] as number;
    let last = -1;
    for (const term of keywordNumbers(table, row, termNumbers, terms)) {
      keywords.varint(term - last);
      last = term;
    }
    keywordEnds.push(keywords.length);
    if (number % 100 === 99) yield;
  }
  const categorySets = new TextsWriter();
  for (const set of table.categorySets) categorySets.push(set);
  return {
    ids: ids.written(),
    byKey: yield* orderByKey(table, rows, papers),
    dates,
    categorySets: categorySets.written(),
    categories,
    authors: authors.written(),
    keywords: StoredBytes.inMemory(keywords.written()),
    keywordEnds: keywordEnds.written(),
    documents,
  };
}

/** In order. Merging keeps terms in order, so those of frozen rows stay so. */
function keywordNumbers(table: PaperTable, row: number, termNumbers: Uint32Array, terms: Texts): number[] {
  if (row < table.frozen.size) return table.frozen.keywords(row).map((term) => termNumbers[term] as number);
  const found = table.keywords(row, () => "").map((term) => terms.find(term));
  return found.filter((number) => number >= 0).sort((a, b) => a - b);
}

function* orderByKey(table: PaperTable, rows: Int32Array, papers: number): Generator<void, Uint32Array> {
  const { frozen } = table;
  const fresh: { key: string; row: number; index: number }[] = [];
  for (let row = frozen.size; row < table.end; row++) {
    if (!table.isLive(row)) continue;
    const key = keyOf(table.id(row));
    fresh.push({ key, row, index: frozen.place(key).index });
    if (fresh.length % 100 === 99) yield;
  }
  fresh.sort((a, b) => a.index - b.index || (a.key < b.key ? -1 : 1));
  const order = new Uint32Array(papers);
  let count = 0;
  let old = 0;
  const takeUntil = (index: number) => {
    for (; old < index; old++) {
      const number = rows[frozen.packed.byKey[old] as number] as number;
      if (number >= 0) order[count++] = number;
    }
  };
  for (const { row, index } of fresh) {
    takeUntil(index);
    order[count++] = rows[row] as number;
  }
  takeUntil(frozen.size);
  return order;
}
