import { NumberWriter } from "./bytes.ts";
import type { FieldLengths } from "./field-lengths.ts";
import { fieldCount, type Terms } from "./fields.ts";
import { Cursor, countOf, holdersOf, type PostingList, PostingsWriter } from "./postings.ts";

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
  readonly lengths: FieldLengths;
  /** The sum of these over the documents that are in, for each field. */
  readonly totals: Float64Array;
  list(term: string): PostingList | undefined;
  /** In about how many documents a term stands, for each field; nothing for none. Quick, but may count documents that were taken out. */
  roughly(term: string): ArrayLike<number>;
  /** What `wordIn` has found. Emptied when documents come or go. */
  readonly words: WordCache;
}

/** The documents that came since the last merge, numbered in the order they came; a number is never used again. */
export interface FreshPart extends Part {
  /** Adds a document and returns its number. */
  addTerms(terms: Terms): number;
  drop(document: number): void;
  /** All terms, in no order. */
  allTerms(): string[];
  /** Writes the list of a term and says how many documents it has; nothing is written for none. */
  write(term: string, writer: PostingsWriter): number;
}

/** A word in a part: the documents that hold any of its forms, as one list, and how many of those are in. */
export interface WordIn {
  readonly list: PostingList;
  readonly inField: readonly number[];
  readonly inAny: number;
}

const noList: PostingList = { numbers: Uint32Array.of(0), at: 0, end: 1 };
const nowhere: WordIn = { list: noList, inField: new Array<number>(fieldCount).fill(0), inAny: 0 };

/** Words that a cache holds, and numbers in their lists: so many, or so many for each document. */
const mostWords = 5_000;
const mostNumbers = { least: 1 << 18, perDocument: 48 } as const;

/** Words that were looked up lately, the latest last. */
export class WordCache {
  readonly #words = new Map<string, WordIn>();
  #numbers = 0;

  get(key: string): WordIn | undefined {
    const word = this.#words.get(key);
    if (!word) return undefined;
    this.#words.delete(key);
    this.#words.set(key, word);
    return word;
  }

  /** `documents`: how many the part has. */
  set(key: string, word: WordIn, documents: number): void {
    this.#words.set(key, word);
    this.#numbers += word.list.end - word.list.at;
    const most = Math.max(mostNumbers.least, mostNumbers.perDocument * documents);
    for (const [oldest, { list }] of this.#words) {
      if (oldest === key || (this.#words.size <= mostWords && this.#numbers <= most)) return;
      this.#words.delete(oldest);
      this.#numbers -= list.end - list.at;
    }
  }

  clear(): void {
    this.#words.clear();
    this.#numbers = 0;
  }
}

export function wordIn(part: Part, forms: readonly string[]): WordIn {
  const key = forms.length === 1 ? (forms[0] as string) : forms.join("\n");
  const known = part.words.get(key);
  if (known) return known;
  const lists = forms.map((form) => part.list(form)).filter((list) => list !== undefined);
  const found = lists.length === 0 ? nowhere : count(part, oneOf(lists));
  part.words.set(key, found, part.end);
  return found;
}

function oneOf(lists: readonly PostingList[]): PostingList {
  if (lists.length === 1) return lists[0] as PostingList;
  const numbers = new NumberWriter(lists.reduce((sum, list) => sum + list.end - list.at, 1 + fieldCount));
  const writer = new PostingsWriter(numbers);
  writer.takeAll(lists);
  writer.end();
  return { numbers: numbers.written(), at: 0, end: numbers.length };
}

/** A list says itself how many it has, from which what was taken out goes off. */
function count(part: Part, list: PostingList): WordIn {
  const inField = holdersOf(list);
  let inAny = countOf(list);
  const cursor = new Cursor(list);
  for (const document of part.dead) {
    if (cursor.seek(document) !== document) continue;
    const { fields } = cursor;
    for (let field = 0; field < fieldCount; field++)
      if ((fields >> field) & 1) inField[field] = (inField[field] as number) - 1;
    inAny--;
  }
  return { list, inField, inAny };
}
