import { type Found, findAll } from "./find-all.ts";
import { findBest } from "./find-best.ts";
import type { GroupCursor } from "./group-cursor.ts";
import type { Best, Matches, Placed, Wanted } from "./matches.ts";
import { wordIn } from "./part.ts";
import { noDocument } from "./postings.ts";
import { type Scoring, Stretches, WordScore } from "./scoring.ts";
import { Window } from "./window.ts";
import { Group, type TermGroup } from "./words.ts";

/** A number has so many bits, the last of which the further groups of a long text share. */
const lastBit = 31;

/** A query that takes longer is answered with what was found by then, which the rarest words decided. */
const mostMilliseconds = 800;

type Passes = (document: number) => boolean;
const all: Passes = () => true;

/** Scores documents in one array of numbers, without an object for each that matches. */
export class TopK {
  readonly #placed: readonly Placed[];
  readonly #scores: Float64Array;
  readonly #groups: Uint32Array;
  readonly #touched: Uint32Array;
  readonly #windows = [new Window(), new Window()] as const;
  readonly #shown = new Uint32Array(1_024);
  readonly #stretches = new Map<Scoring, Stretches>();
  readonly #now: () => number;
  #until = 0;
  #count = 0;

  /** For so many documents in all. `now` tells the time in milliseconds. */
  constructor(placed: readonly Placed[], documents: number, now = () => performance.now()) {
    this.#placed = placed;
    this.#now = now;
    this.#scores = new Float64Array(documents);
    this.#groups = new Uint32Array(documents);
    this.#touched = new Uint32Array(documents);
  }

  get room(): number {
    return this.#scores.length;
  }

  /** What it returns is valid until the next call, which uses the same arrays. */
  match(
    groups: readonly TermGroup[],
    scoring: Scoring,
    { required = 0, passes, among, best }: Wanted = {},
  ): Matches {
    for (let index = 0; index < this.#count; index++) {
      const document = this.#touched[index] as number;
      this.#scores[document] = 0;
      this.#groups[document] = 0;
    }
    this.#count = 0;
    this.#until = this.#now() + mostMilliseconds;
    const prepared = this.#prepare(groups, scoring, required);
    let rest: Partial<Matches> = {};
    if (among) this.#scoreThese(prepared, among);
    else if (required !== 0)
      rest = this.#matchAll(prepared, required, { ...(passes && { passes }), ...(best && { best }) });
    else if (best) rest = this.#matchBest(prepared, best, passes);
    else for (const group of prepared) if (!this.#isLate()) this.#scoreAll(group, passes ?? all);
    const documents = this.#touched.subarray(0, this.#count);
    return { documents, scores: this.#scores, groups: this.#groups, ...rest };
  }

  /**
   * What is required first, and of that the rarest group, which is also the order in which scores are added up: the same
   * whatever the parts are.
   */
  #prepare(groups: readonly TermGroup[], scoring: Scoring, required: number): Group[] {
    const { documents, averages } = this.#statistics();
    const stretches = this.#stretchesFor(scoring, averages);
    const wordOf = (forms: readonly string[]) => {
      const inField = new Array<number>(5).fill(0);
      let inAny = 0;
      for (const { part } of this.#placed) {
        const holders = wordIn(part, forms);
        for (const [field, held] of holders.inField.entries())
          inField[field] = (inField[field] as number) + held;
        inAny += holders.inAny;
      }
      return {
        word: { forms, score: new WordScore(scoring, stretches, documents, { inField, inAny }) },
        inAny,
      };
    };
    return groups
      .map(({ any, apart = [], weight = 1 }, index) => {
        const whole = wordOf(any);
        const parts = apart.map(wordOf).sort((a, b) => a.inAny - b.inAny);
        const inParts = parts[0]?.inAny ?? 0;
        const meanMost = parts.reduce((sum, { word }) => sum + word.score.most, 0) / (parts.length || 1);
        return new Group({
          bit: 1 << Math.min(index, lastBit),
          weight,
          whole: whole.word,
          parts: parts.map(({ word }) => word),
          holders: whole.inAny + inParts,
          surely: whole.inAny,
          most: weight * Math.max(whole.inAny > 0 ? whole.word.score.most : 0, inParts > 0 ? meanMost : 0),
        });
      })
      .sort(
        (a, b) =>
          Number((b.bit & required) !== 0) - Number((a.bit & required) !== 0) || a.holders - b.holders,
      );
  }

  /** There are few ways of scoring, which take turns. */
  #stretchesFor(scoring: Scoring, averages: readonly number[]): Stretches {
    const known = this.#stretches.get(scoring);
    if (known?.isFor(averages)) return known;
    const made = new Stretches(scoring, averages);
    this.#stretches.set(scoring, made);
    return made;
  }

  #statistics(): { documents: number; averages: number[] } {
    let documents = 0;
    const totals = [0, 0, 0, 0, 0];
    for (const { part } of this.#placed) {
      documents += part.documentCount;
      for (const [field, total] of part.totals.entries()) totals[field] = (totals[field] as number) + total;
    }
    return { documents, averages: totals.map((total) => total / (documents || 1)) };
  }

  #give(document: number, cursor: GroupCursor, bit: number): void {
    if (this.#groups[document] === 0) this.#touched[this.#count++] = document;
    this.#groups[document] = (this.#groups[document] as number) | bit;
    cursor.addScore(this.#scores, document);
  }

  #isLate(): boolean {
    return this.#now() > this.#until;
  }

  #matchAll(
    groups: readonly Group[],
    required: number,
    wanted: Pick<Wanted, "passes" | "best">,
  ): Partial<Matches> {
    const count = groups.filter(({ bit }) => (bit & required) !== 0).length;
    const isLate = () => this.#isLate();
    const found = findAll(this.#placed, groups, count, wanted, isLate, this.#windows);
    this.#keep(found, required);
    return found.owners === undefined ? {} : { owners: found.owners };
  }

  #matchBest(groups: readonly Group[], best: Best, passes: Passes | undefined): Partial<Matches> {
    const [window] = this.#windows;
    this.#keep(
      findBest(this.#placed, groups, best, passes, () => this.#isLate(), window),
      0,
    );
    return {
      matching: passes ? 0 : Math.max(0, ...groups.map(({ surely }) => surely)),
      visitOthers: (visit) => this.#visitOthers(groups, visit),
    };
  }

  #keep({ documents, scores }: Found, bits: number): void {
    for (const [at, document] of documents.entries()) {
      this.#scores[document] = scores[at] as number;
      this.#groups[document] = bits;
      this.#touched[this.#count++] = document;
    }
  }

  #scoreAll(group: Group, passes: Passes): void {
    for (const { part, base } of this.#placed) {
      const cursor = group.cursorIn(part);
      const { alive } = part;
      for (let document = cursor.next(); document !== noDocument; document = cursor.next())
        if (alive[document] === 1 && passes(base + document)) this.#give(base + document, cursor, group.bit);
    }
  }

  #scoreThese(groups: readonly Group[], documents: Uint32Array): void {
    for (const group of groups) {
      for (const { part, base } of this.#placed) {
        const cursor = group.cursorIn(part);
        const end = base + part.end;
        for (let at = 0; at < documents.length; at++) {
          const document = documents[at] as number;
          if (document < base || document >= end || part.alive[document - base] !== 1) continue;
          const found = cursor.seek(document - base);
          if (found === document - base) this.#give(document, cursor, group.bit);
          else if (found === noDocument) break;
        }
      }
    }
  }

  /** The commonest first, to have many soon. */
  #visitOthers(groups: readonly Group[], visit: (documents: Uint32Array) => boolean): void {
    for (const group of groups.toReversed()) {
      if (this.#isLate()) return;
      for (const { part, base } of this.#placed) {
        const cursor = group.cursorIn(part);
        for (let count = this.#shown.length; count === this.#shown.length; ) {
          count = cursor.read(this.#shown, base);
          if (!visit(this.#shown.subarray(0, count))) return;
        }
      }
    }
  }
}
