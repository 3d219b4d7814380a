import { GroupCursor } from "./group-cursor.ts";
import type { Part } from "./part.ts";
import type { WordScore } from "./scoring.ts";

/**
 * What a document must hold to match one word of a query: any of the forms in `any`, or a form of each of the parts in
 * `apart` (the word written apart).
 */
export interface TermGroup {
  readonly any: readonly string[];
  readonly apart?: readonly (readonly string[])[];
  readonly weight?: number;
}

/** Forms of a word with what it is worth to hold them. */
export interface Word {
  readonly forms: readonly string[];
  readonly score: WordScore;
}

/** A group of a query made ready for scoring. */
export class Group {
  readonly bit: number;
  readonly weight: number;
  readonly whole: Word;
  readonly parts: readonly Word[];
  /** How many documents match, or somewhat more; and how many do at least. */
  readonly holders: number;
  readonly surely: number;
  /** No document's score is higher. */
  readonly most: number;

  constructor(from: Omit<Group, "cursorIn">) {
    this.bit = from.bit;
    this.weight = from.weight;
    this.whole = from.whole;
    this.parts = from.parts;
    this.holders = from.holders;
    this.surely = from.surely;
    this.most = from.most;
  }

  cursorIn(part: Part): GroupCursor {
    return new GroupCursor(part, this.whole, this.parts, this.weight);
  }
}
