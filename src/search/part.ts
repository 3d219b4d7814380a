import { fieldCount } from "./fields.ts";
import { Cursor, noDocument, type PostingList } from "./postings.ts";

/**
 * Some of the index's documents with their postings: the frozen ones, or the live ones. A part numbers its documents
 * from 0; in the whole index they follow those of the parts before it (`base`).
 */
export interface Part {
  /** One more than the highest number. */
  readonly end: number;
  /** Documents that have not been taken out. */
  readonly documentCount: number;
  /** 1 for a document that is in, by its number. */
  readonly alive: Uint8Array;
  /** Documents that were taken out but stand in the lists. */
  readonly dead: readonly number[];
  /** The length of each field of each document, at `document * fieldCount + field`. */
  readonly lengths: Uint16Array;
  /** The sum of these over the documents that are in, for each field. */
  readonly totals: Float64Array;
  list(term: string): PostingList | undefined;
  /** In about how many documents a term stands in a field. Quick, but may count documents that were taken out. */
  roughly(term: string, field: number): number;
  /** Room for what `holdersIn` has found. Emptied when documents come or go. */
  readonly found: Map<string, Holders>;
}

/** How many documents hold a word: in each field, and in any. */
export interface Holders {
  readonly inField: readonly number[];
  readonly inAny: number;
}

const mostFound = 5_000;
const nobody: Holders = { inField: new Array<number>(fieldCount).fill(0), inAny: 0 };

/** How many documents of a part hold at least one of several terms. */
export function holdersIn(part: Part, terms: readonly string[]): Holders {
  const key = terms.length === 1 ? (terms[0] as string) : terms.join("\n");
  const known = part.found.get(key);
  if (known) return known;
  const lists = terms.map((term) => part.list(term)).filter((list) => list !== undefined);
  const found = lists.length === 0 ? nobody : count(part, lists);
  if (part.found.size >= mostFound) part.found.clear();
  part.found.set(key, found);
  return found;
}

/**
 * The longest list says itself how many it has: what was taken out goes off, and what only the shorter lists have comes
 * on top, both by looking up single documents.
 */
function count(part: Part, lists: readonly PostingList[]): Holders {
  const sorted = lists
    .map((list) => ({ list, cursor: new Cursor(list) }))
    .sort((a, b) => b.cursor.count - a.cursor.count);
  const [{ list, cursor: longest }, ...rest] = sorted as [(typeof sorted)[0], ...typeof sorted];
  const inField = [...longest.holders];
  let inAny = longest.count;
  const addFields = (fields: number, by: number) => {
    for (let field = 0; field < fieldCount; field++)
      if ((fields >> field) & 1) inField[field] = (inField[field] as number) + by;
  };
  if (part.dead.length > 0) {
    const dead = new Cursor(list);
    for (const document of part.dead) {
      if (dead.seek(document) !== document) continue;
      addFields(dead.fields, -1);
      inAny--;
    }
  }
  const others = rest.map(({ cursor }) => cursor);
  for (const cursor of others) cursor.next();
  for (;;) {
    const document = others.reduce((least, cursor) => Math.min(least, cursor.document), noDocument);
    if (document === noDocument) return { inField, inAny };
    let fields = 0;
    for (const cursor of others) {
      if (cursor.document !== document) continue;
      fields |= cursor.fields;
      cursor.next();
    }
    if (part.alive[document] !== 1) continue;
    const already = longest.seek(document) === document ? longest.fields : 0;
    addFields(fields & ~already, 1);
    if (already === 0) inAny++;
  }
}
