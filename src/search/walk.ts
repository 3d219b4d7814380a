import { type Part, wordIn } from "./part.ts";
import { Cursor, noDocument } from "./postings.ts";
import type { TermGroup } from "./words.ts";

const titleField = 1;

/** Walks over the documents of a part that hold a word in one of its ways, without scores. */
class WordWalk {
  readonly #whole: Cursor;
  readonly #parts: readonly Cursor[];
  readonly #inTitle: boolean;
  document = -1;

  constructor(part: Part, { any, apart = [] }: TermGroup, inTitle: boolean) {
    this.#whole = new Cursor(wordIn(part, any).list);
    this.#parts = apart.map((forms) => new Cursor(wordIn(part, forms).list));
    this.#inTitle = inTitle;
  }

  /** Goes on to the first document that is not before the given one. */
  seek(document: number): number {
    if (this.document < document)
      this.document = Math.min(this.#seek([this.#whole], document), this.#seek(this.#parts, document));
    return this.document;
  }

  /** The next document that all of some cursors have. */
  #seek(cursors: readonly Cursor[], from: number): number {
    let document = cursors.length === 0 ? noDocument : from;
    for (let agreed = 0; agreed < cursors.length && document !== noDocument; ) {
      agreed = 0;
      for (const cursor of cursors) {
        const found = cursor.seek(document);
        if (found === document && this.#counts(cursor)) {
          agreed++;
          continue;
        }
        document = found === document ? document + 1 : found;
        break;
      }
    }
    return document;
  }

  #counts(cursor: Cursor): boolean {
    return !this.#inTitle || (cursor.document !== noDocument && (cursor.fields & titleField) !== 0);
  }
}

/** The documents of a part that hold all of some words (in their titles), in order, dead ones too. None for no words. */
export function* documentsWithAll(
  part: Part,
  words: readonly TermGroup[],
  inTitle: boolean,
): Generator<number> {
  const walks = words.map((word) => new WordWalk(part, word, inTitle));
  const [first, ...others] = walks;
  if (!first) return;
  let document = first.seek(0);
  while (document !== noDocument) {
    let found = document;
    for (const walk of others) {
      found = walk.seek(document);
      if (found !== document) break;
    }
    if (found === document) yield document++;
    else document = found;
    if (document !== noDocument) document = first.seek(document);
  }
}
