import { holdersIn, type Part } from "./part.ts";
import { noDocument } from "./postings.ts";
import { type Scoring, type Statistics, WordScore } from "./scoring.ts";
import { GroupCursor, type TermGroup, type Word } from "./words.ts";

/** More than what sums lose to rounding. */
const rounding = 1e-9;

/** Groups of a query that are looked at: as many as a number has bits. */
const mostGroups = 32;

/** A part of the index, and the number that its first document has in the whole of it. */
export interface Placed {
  readonly part: Part;
  readonly base: number;
}

/** What is asked of the documents that match. */
export interface Wanted {
  /** Bits of the groups that a document must match; 0 where any will do. */
  readonly required?: number;
  /** Only so many of the best are needed, and the others' scores need not be complete. */
  readonly best?: { readonly count: number; owner(document: number): number };
}

/**
 * Documents that match, in no order; the arrays are by document number. With `Wanted.best` there may be more documents
 * that match and cannot be among the best: `visitOthers` shows them until it is told `false`.
 */
export interface Matches {
  readonly documents: Uint32Array;
  readonly scores: Float64Array;
  /** Bit n is set where group n matched. */
  readonly groups: Uint32Array;
  readonly visitOthers?: (visit: (document: number) => boolean) => void;
}

interface Group {
  readonly bit: number;
  readonly weight: number;
  readonly whole: Word;
  readonly parts: readonly Word[];
  /** How many documents match, or somewhat more. */
  readonly holders: number;
  /** No document's score is higher. */
  readonly most: number;
}

/** Scores documents in one array of numbers, without an object for each that matches. */
export class TopK {
  readonly #placed: readonly Placed[];
  readonly #scores: Float64Array;
  readonly #groups: Uint32Array;
  readonly #touched: Uint32Array;
  #count = 0;

  /** For so many documents in all. */
  constructor(placed: readonly Placed[], documents: number) {
    this.#placed = placed;
    this.#scores = new Float64Array(documents);
    this.#groups = new Uint32Array(documents);
    this.#touched = new Uint32Array(documents);
  }

  get room(): number {
    return this.#scores.length;
  }

  /** What it returns is valid until the next call, which uses the same arrays. */
  match(groups: readonly TermGroup[], scoring: Scoring, { required = 0, best }: Wanted = {}): Matches {
    for (let index = 0; index < this.#count; index++) {
      const document = this.#touched[index] as number;
      this.#scores[document] = 0;
      this.#groups[document] = 0;
    }
    this.#count = 0;
    const prepared = this.#prepare(groups.slice(0, mostGroups), scoring);
    let rest: readonly Group[] = [];
    if (required === 0) rest = this.#matchAny(prepared, best);
    else for (const placed of this.#placed) this.#matchAll(prepared, required, placed);
    return {
      documents: this.#touched.subarray(0, this.#count),
      scores: this.#scores,
      groups: this.#groups,
      ...(rest.length === 0 ? {} : { visitOthers: (visit) => this.#visitOthers(rest, visit) }),
    };
  }

  /** The rarest group first, which is also the order in which scores are added up: the same whatever the parts are. */
  #prepare(groups: readonly TermGroup[], scoring: Scoring): Group[] {
    const statistics = this.#statistics();
    const wordOf = (forms: readonly string[]) => {
      const inField = new Array<number>(5).fill(0);
      let inAny = 0;
      for (const { part } of this.#placed) {
        const holders = holdersIn(part, forms);
        for (const [field, held] of holders.inField.entries())
          inField[field] = (inField[field] as number) + held;
        inAny += holders.inAny;
      }
      return { word: { forms, score: new WordScore(scoring, statistics, { inField, inAny }) }, inAny };
    };
    return groups
      .map(({ any, apart = [], weight = 1 }, index) => {
        const whole = wordOf(any);
        const parts = apart.map(wordOf);
        const inParts = parts.length === 0 ? 0 : Math.min(...parts.map(({ inAny }) => inAny));
        const meanMost = parts.reduce((sum, { word }) => sum + word.score.most, 0) / (parts.length || 1);
        return {
          bit: 1 << index,
          weight,
          whole: whole.word,
          parts: parts.map(({ word }) => word),
          holders: whole.inAny + inParts,
          most: weight * Math.max(whole.inAny > 0 ? whole.word.score.most : 0, inParts > 0 ? meanMost : 0),
        };
      })
      .sort((a, b) => a.holders - b.holders);
  }

  #statistics(): Statistics {
    let documents = 0;
    const totals = [0, 0, 0, 0, 0];
    for (const { part } of this.#placed) {
      documents += part.documentCount;
      for (const [field, total] of part.totals.entries()) totals[field] = (totals[field] as number) + total;
    }
    return { documents, averages: totals.map((total) => total / (documents || 1)) };
  }

  #give(document: number, score: number, bit: number): void {
    if (this.#groups[document] === 0) this.#touched[this.#count++] = document;
    this.#groups[document] = (this.#groups[document] as number) | bit;
    this.#scores[document] = (this.#scores[document] as number) + score;
  }

  /** Looks for the documents of the rarest required group in the others. */
  #matchAll(groups: readonly Group[], required: number, { part, base }: Placed): void {
    const cursors = groups.map((group) => cursorOf(group, part));
    const needed = cursors.filter((_, index) => ((groups[index] as Group).bit & required) !== 0);
    const { alive } = part;
    let document = 0;
    for (;;) {
      for (let at = 0; at < needed.length; ) {
        const found = (needed[at] as GroupCursor).seek(document);
        if (found === noDocument) return;
        at = found === document ? at + 1 : 0;
        document = found;
      }
      if (alive[document] === 1) {
        for (let at = 0; at < cursors.length; at++) {
          const cursor = cursors[at] as GroupCursor;
          if (cursor.seek(document) === document)
            this.#give(base + document, cursor.score(), (groups[at] as Group).bit);
        }
      }
      document++;
    }
  }

  /**
   * Scores group by group. As soon as the groups that are left cannot lift a document among the best that has none of
   * the groups before, they are only looked up for documents that may still get there. Returns the groups left.
   */
  #matchAny(groups: readonly Group[], best: Wanted["best"]): readonly Group[] {
    let left = groups.reduce((sum, { most }) => sum + most, 0);
    for (const [index, group] of groups.entries()) {
      this.#scoreAll(group);
      left -= group.most;
      const rest = groups.slice(index + 1);
      if (!best || rest.length === 0) continue;
      const enough = this.#scoreOfBest(best) * (1 - rounding);
      if (left >= enough) continue;
      this.#scoreCandidates(rest, left, enough);
      return rest;
    }
    return [];
  }

  #scoreAll(group: Group): void {
    for (const { part, base } of this.#placed) {
      const cursor = cursorOf(group, part);
      const { alive } = part;
      for (let document = cursor.next(); document !== noDocument; document = cursor.next())
        if (alive[document] === 1) this.#give(base + document, cursor.score(), group.bit);
    }
  }

  #scoreCandidates(groups: readonly Group[], mostLeft: number, enough: number): void {
    let left = mostLeft;
    const mayReach = (document: number) => (this.#scores[document] as number) + left >= enough;
    let candidates = this.#touched.subarray(0, this.#count).filter(mayReach).sort();
    for (const group of groups) {
      for (const { part, base } of this.#placed) {
        const cursor = cursorOf(group, part);
        const end = base + part.end;
        for (let at = 0; at < candidates.length; at++) {
          const candidate = candidates[at] as number;
          if (candidate < base || candidate >= end) continue;
          if (cursor.seek(candidate - base) === candidate - base)
            this.#give(candidate, cursor.score(), group.bit);
        }
      }
      left -= group.most;
      candidates = candidates.filter(mayReach);
    }
  }

  /** The score that is reached by as many as are wanted, each owner counted once; 0 where there are fewer. */
  #scoreOfBest({ count, owner }: { count: number; owner(document: number): number }): number {
    const owners: number[] = [];
    const scores: number[] = [];
    let least = 0;
    for (let index = 0; index < this.#count; index++) {
      const document = this.#touched[index] as number;
      const score = this.#scores[document] as number;
      if (score <= least && owners.length >= count) continue;
      const own = owner(document);
      if (own < 0) continue;
      const place = owners.indexOf(own);
      if (place >= 0) scores[place] = Math.max(scores[place] as number, score);
      else if (owners.length < count) {
        owners.push(own);
        scores.push(score);
      } else {
        const worst = scores.indexOf(least);
        owners[worst] = own;
        scores[worst] = score;
      }
      if (owners.length >= count) least = Math.min(...scores);
    }
    return owners.length >= count ? least : 0;
  }

  #visitOthers(groups: readonly Group[], visit: (document: number) => boolean): void {
    for (const group of groups) {
      for (const { part, base } of this.#placed) {
        const cursor = cursorOf(group, part);
        for (let document = cursor.next(); document !== noDocument; document = cursor.next())
          if (part.alive[document] === 1 && !visit(base + document)) return;
      }
    }
  }
}

function cursorOf({ whole, parts, weight }: Group, part: Part): GroupCursor {
  return new GroupCursor(part, whole, parts, weight);
}
