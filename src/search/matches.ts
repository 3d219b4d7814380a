import type { Part } from "./part.ts";

/** A part of the index, and the number that its first document has in the whole of it. */
export interface Placed {
  readonly part: Part;
  readonly base: number;
}

/** What is asked of the documents that match. */
export interface Wanted {
  /** Bits of the groups that a document must match; 0 where any will do. */
  readonly required?: number;
  /** Documents that do not pass are left out, before they cost anything. */
  readonly passes?: (document: number) => boolean;
  /** In order: only these documents are looked at, instead of all. */
  readonly among?: Uint32Array;
  /** Only so many of the best are needed, and the others' scores need not be complete. */
  readonly best?: Best;
}

/** So many of the best, counting those of one owner, which follow one another, once. */
export interface Best {
  readonly count: number;
  /** Of a number that no document has it tells no owner. */
  owner(document: number): number;
}

/**
 * Documents that match, in no order; the arrays are by document number. With `Wanted.best` these are only those that may
 * be among the best: `owners` says how many match, or `visitOthers` shows all that do, passing or not, some at a time in
 * one array, until it is told `false`.
 */
export interface Matches {
  readonly documents: Uint32Array;
  readonly scores: Float64Array;
  /** Bit n is set where group n matched. */
  readonly groups: Uint32Array;
  /** How many owners have a document that matches, where that was counted. */
  readonly owners?: number;
  /** With `Wanted.best`: so many documents match at least, which spares counting them. */
  readonly matching?: number;
  readonly visitOthers?: (visit: (documents: Uint32Array) => boolean) => void;
}
