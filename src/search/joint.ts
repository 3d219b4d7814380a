import { BatchPart } from "./batch.ts";
import { type FieldName, fieldCount, fieldNumber, type Terms } from "./fields.ts";
import { FrozenPart, noPostings, type PackedPostings } from "./frozen.ts";
import { LivePart } from "./live.ts";
import type { Matches, Placed, Wanted } from "./matches.ts";
import { type MergedPostings, mergePostings, type Renumbered } from "./merge-postings.ts";
import { type FreshPart, type Part, wordIn } from "./part.ts";
import { Cursor, noDocument } from "./postings.ts";
import type { Scoring } from "./scoring.ts";
import { TopK } from "./top-k.ts";
import type { TermGroup } from "./words.ts";

/** Documents that come before the scorer's arrays are made anew. */
const spareRoom = 4_096;

/** Documents that come at once for which MiniSearch would take too long. */
const largeBatch = 100;

/** Up to so many documents a term's count is exact whatever was taken out: what is rare may be a mistake. */
const fewDocuments = 100;

/**
 * The postings of the whole index: a frozen part for the bulk and a fresh one for what came since, counted and scored as
 * one. Documents are numbered in the order they came, the frozen ones first.
 */
export class JointPostings {
  readonly #frozen: FrozenPart;
  #fresh: FreshPart = new LivePart();
  #topK: TopK | undefined;

  constructor(packed: PackedPostings = noPostings) {
    this.#frozen = new FrozenPart(packed);
  }

  /** One more than the highest number. */
  get end(): number {
    return this.#frozen.end + this.#fresh.end;
  }

  /** Whether there is anything that the frozen part does not say. */
  get hasChanged(): boolean {
    return this.#fresh.end > 0 || this.#frozen.dead.length > 0;
  }

  /** Documents that are in. */
  get documentCount(): number {
    return this.#frozen.documentCount + this.#fresh.documentCount;
  }

  /** How many documents have come or gone since the last merge (`manyAtOnce`: see `expect`), and how many were there. */
  get changes(): { readonly since: number; readonly frozen: number; readonly manyAtOnce: boolean } {
    return {
      manyAtOnce: this.#fresh instanceof BatchPart,
      since: this.#fresh.end + this.#frozen.end - this.#frozen.documentCount,
      frozen: this.#frozen.end,
    };
  }

  /** The frozen terms by number. */
  termAt(index: number): string {
    return this.#frozen.terms.at(index);
  }

  /** Is told that so many documents are coming: where nothing came since the last merge, many go a quicker way. */
  expect(documents: number): void {
    if (documents < largeBatch || this.#fresh.end > 0) return;
    this.#fresh = new BatchPart();
    this.#topK = undefined;
  }

  /** Adds a document and returns its number. */
  addTerms(terms: Terms): number {
    return this.#frozen.end + this.#fresh.addTerms(terms);
  }

  drop(document: number): void {
    const [part, number] = this.#placeOf(document);
    part.drop(number);
  }

  #placeOf(document: number): [FrozenPart | FreshPart, number] {
    return document < this.#frozen.end
      ? [this.#frozen, document]
      : [this.#fresh, document - this.#frozen.end];
  }

  /** The parts and where their documents begin. */
  get parts(): readonly Placed[] {
    return this.#placed();
  }

  #placed(): Placed[] {
    return [
      { part: this.#frozen, base: 0 },
      { part: this.#fresh, base: this.#frozen.end },
    ];
  }

  /**
   * In how many documents a term stands, counted in the field that has it most. A count of many may have some more that
   * were taken out: only where these may matter is the list read.
   */
  documents(term: string): number {
    const takenOut = this.#frozen.dead.length + this.#fresh.dead.length;
    const frozen = this.#frozen.roughly(term);
    const fresh = this.#fresh.roughly(term);
    let most = 0;
    for (let field = 0; field < fieldCount; field++)
      most = Math.max(most, (frozen[field] ?? 0) + (fresh[field] ?? 0));
    return takenOut > 0 && most > 0 && most <= fewDocuments + takenOut
      ? Math.max(...this.inFields(term))
      : most;
  }

  /** In how many documents a term stands, for each field. */
  inFields(term: string): number[] {
    const sums = new Array<number>(fieldCount).fill(0);
    for (const { part } of this.#placed())
      for (const [field, held] of wordIn(part, [term]).inField.entries())
        sums[field] = (sums[field] as number) + held;
    return sums;
  }

  /**
   * In about what share of the documents a term stands in a field: quick, and good enough to weigh it. The frozen part
   * is sample enough once it is the larger one.
   */
  roughShare(term: string, field: FieldName): number {
    const part: Part = this.#frozen.end > this.#fresh.end ? this.#frozen : this.#fresh;
    return (part.roughly(term)[fieldNumber(field)] ?? 0) / (part.end || 1);
  }

  /** The documents that have a term. */
  *holders(term: string): Generator<number> {
    for (const { part, base } of this.#placed()) {
      const list = part.list(term);
      const cursor = list && new Cursor(list);
      while (cursor && cursor.next() !== noDocument)
        if (part.alive[cursor.document] === 1) yield base + cursor.document;
    }
  }

  /** How often a term stands in each field of a document. */
  frequencies(term: string, document: number): Int32Array {
    const [part, number] = this.#placeOf(document);
    const found = new Int32Array(fieldCount);
    const cursor = new Cursor(wordIn(part, [term]).list);
    if (cursor.seek(number) === number) cursor.addFrequencies(found);
    return found;
  }

  /** What it returns is valid until the next call or change. */
  match(groups: readonly TermGroup[], scoring: Scoring, wanted: Wanted = {}): Matches {
    if (!this.#topK || this.#topK.room < this.end)
      this.#topK = new TopK(this.#placed(), this.#fresh.end === 0 ? this.end : this.end + spareRoom);
    return this.#topK.match(groups, scoring, wanted);
  }

  /** All of it as one frozen part, in steps between which nothing may change. */
  merge(renumbered: Renumbered): Generator<void, MergedPostings> {
    return mergePostings(this.#frozen, this.#fresh, renumbered);
  }
}
