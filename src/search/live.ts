import MiniSearch from "minisearch";
import { NumberWriter } from "./bytes.ts";
import { longestField, noLengths, takeOff, twiceAsLong } from "./field-lengths.ts";
import { fieldCount, fieldNames, type Terms } from "./fields.ts";
import { type FreshPart, WordCache } from "./part.ts";
import { type PostingList, PostingsWriter } from "./postings.ts";

interface Entry extends Terms {
  readonly number: number;
}

/** What comes now and then: a MiniSearch, whose postings are read in the form of the frozen ones. */
export class LivePart extends MiniSearch<Entry> implements FreshPart {
  alive = new Uint8Array(256);
  lengths = noLengths(256);
  readonly totals = new Float64Array(fieldCount);
  readonly words = new WordCache();
  /** Lists are made without what was taken out. */
  readonly dead: readonly number[] = [];
  readonly #lists = new Map<string, PostingList | undefined>();

  constructor() {
    super({
      fields: [...fieldNames],
      idField: "number",
      // Terms arrive analysed, as arrays, and pass through.
      stringifyField: (value) => value,
      tokenize: (terms) => terms as unknown as string[],
      processTerm: (term) => term,
      autoVacuum: false,
    });
  }

  get end(): number {
    return this._nextId;
  }

  addTerms(terms: Terms): number {
    const number = this._nextId;
    this.add({ number, ...terms });
    if (number >= this.alive.length) this.#grow();
    this.alive[number] = 1;
    // As MiniSearch counts: each term once in a field.
    for (const [field, column] of this.lengths.entries()) {
      const counted = Math.min(this._fieldLength.get(number)?.[field] ?? 0, longestField);
      column[number] = counted;
      this.totals[field] = (this.totals[field] as number) + counted;
    }
    this.#changed();
    return number;
  }

  drop(number: number): void {
    this.discard(number);
    this.alive[number] = 0;
    takeOff(this.totals, this.lengths, number);
    this.#changed();
  }

  roughly(term: string): ArrayLike<number> {
    const fields = this._index.get(term);
    return fields ? fieldNames.map((_, field) => fields.get(field)?.size ?? 0) : [];
  }

  allTerms(): string[] {
    return [...this._index.keys()];
  }

  list(term: string): PostingList | undefined {
    if (this.#lists.has(term)) return this.#lists.get(term);
    const to = new NumberWriter(16);
    const list =
      this.write(term, new PostingsWriter(to)) === 0
        ? undefined
        : { numbers: to.written(), at: 0, end: to.length };
    this.#lists.set(term, list);
    return list;
  }

  write(term: string, writer: PostingsWriter): number {
    const fields = this._index.get(term);
    if (!fields) return 0;
    const frequencies = new Int32Array(fieldCount);
    for (const document of documentsIn(fields)) {
      if (this.alive[document] !== 1) continue;
      for (let field = 0; field < fieldCount; field++)
        frequencies[field] = fields.get(field)?.get(document) ?? 0;
      writer.add(document, frequencies);
    }
    return writer.end();
  }

  #changed(): void {
    this.words.clear();
    this.#lists.clear();
  }

  #grow(): void {
    const alive = new Uint8Array(this.alive.length * 2);
    alive.set(this.alive);
    this.alive = alive;
    this.lengths = twiceAsLong(this.lengths);
  }
}

/** In order. Each field has its documents in the order they came. */
function documentsIn(fields: ReadonlyMap<number, ReadonlyMap<number, number>>): Iterable<number> {
  const [first, ...others] = fields.values();
  if (others.length === 0) return first?.keys() ?? [];
  const documents = new Set<number>();
  for (const postings of fields.values()) for (const document of postings.keys()) documents.add(document);
  return Uint32Array.from(documents).sort();
}
