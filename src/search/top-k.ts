import { BestScores } from "./best-scores.ts";
import { findBest } from "./find-best.ts";
import type { Best, Matches, Placed, Wanted } from "./matches.ts";
import { wordIn } from "./part.ts";
import { noDocument } from "./postings.ts";
import { type Scoring, Stretches, WordScore } from "./scoring.ts";
import { Group, type GroupCursor, type TermGroup, Window } from "./words.ts";

/** A number has so many bits, the last of which the further groups of a long text share. */
const lastBit = 31;

/** A query that takes longer is answered with what was found by then, which the rarest words decided. */
const mostMilliseconds = 800;
/** Documents between two looks at the clock. */
const stepsBetweenLooks = 4_096;

type Passes = (document: number) => boolean;
const all: Passes = () => true;

/** Scores documents in one array of numbers, without an object for each that matches. */
export class TopK {
  readonly #placed: readonly Placed[];
  readonly #scores: Float64Array;
  readonly #groups: Uint32Array;
  readonly #touched: Uint32Array;
  readonly #window = new Window();
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
    { required = 0, passes = all, among, best }: Wanted = {},
  ): Matches {
    for (let index = 0; index < this.#count; index++) {
      const document = this.#touched[index] as number;
      this.#scores[document] = 0;
      this.#groups[document] = 0;
    }
    this.#count = 0;
    this.#until = this.#now() + mostMilliseconds;
    const prepared = this.#prepare(groups, scoring);
    const arrays = { scores: this.#scores, groups: this.#groups };
    if (!among && required === 0 && best) return { ...arrays, ...this.#matchBest(prepared, best, passes) };
    if (among) this.#scoreThese(prepared, among);
    else if (required === 0) {
      for (const group of prepared) if (!this.#isLate()) this.#scoreAll(group, passes);
    } else if (best) return { ...arrays, ...this.#matchBestOfAll(prepared, required, passes, best) };
    else
      for (const placed of this.#placed) {
        const { base } = placed;
        this.#visitAll(prepared, required, passes, placed, (document, cursors) => {
          for (const [at, cursor] of cursors.entries())
            if (cursor.seek(document) === document)
              this.#give(base + document, cursor, (prepared[at] as Group).bit);
        });
      }
    return { ...arrays, documents: this.#touched.subarray(0, this.#count) };
  }

  /** The rarest group first, which is also the order in which scores are added up: the same whatever the parts are. */
  #prepare(groups: readonly TermGroup[], scoring: Scoring): Group[] {
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
        const parts = apart.map(wordOf);
        const inParts = parts.length === 0 ? 0 : Math.min(...parts.map(({ inAny }) => inAny));
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
      .sort((a, b) => a.holders - b.holders);
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

  /** Looks for the documents of the rarest required group in the others, and shows those that all have. */
  #visitAll(
    groups: readonly Group[],
    required: number,
    passes: Passes,
    { part, base }: Placed,
    visit: (document: number, cursors: readonly GroupCursor[]) => void,
  ): void {
    const cursors = groups.map((group) => group.cursorIn(part));
    const needed = cursors.filter((_, index) => ((groups[index] as Group).bit & required) !== 0);
    const [rarest] = needed as [GroupCursor];
    const { alive } = part;
    const isWhole = part.dead.length === 0 && passes === all;
    for (let document = rarest.next(), steps = 1; document !== noDocument; steps++) {
      if (steps % stepsBetweenLooks === 0 && this.#isLate()) return;
      let found = document;
      if (isWhole || (alive[document] === 1 && passes(base + document))) {
        for (let at = 1; at < needed.length && found === document; at++)
          found = (needed[at] as GroupCursor).seek(document);
        if (found === document) visit(document, cursors);
      }
      document = found === document ? rarest.next() : rarest.seek(found);
    }
  }

  /** All that match are counted, but only those that may be among the best are kept. */
  #matchBestOfAll(
    groups: readonly Group[],
    required: number,
    passes: Passes,
    best: Best,
  ): Pick<Matches, "documents" | "owners"> {
    const reached = new BestScores(best);
    const score = new Float64Array(1);
    let owners = 0;
    let last = -1;
    for (const placed of this.#placed) {
      const { base } = placed;
      this.#visitAll(groups, required, passes, placed, (document, cursors) => {
        score[0] = 0;
        for (let at = 0; at < cursors.length; at++) {
          const cursor = cursors[at] as GroupCursor;
          if (cursor.seek(document) === document) cursor.addScore(score, 0);
        }
        const owner = best.owner(base + document);
        if (owner !== last) owners++;
        last = owner;
        if (score[0] < reached.least) return;
        reached.add(base + document, score[0]);
        this.#scores[base + document] = score[0];
        this.#groups[base + document] = required;
        this.#touched[this.#count++] = base + document;
      });
    }
    const found = this.#touched.subarray(0, this.#count);
    return {
      documents: found.filter((document) => (this.#scores[document] as number) >= reached.least),
      owners,
    };
  }

  #matchBest(
    groups: readonly Group[],
    best: Best,
    passes: Passes,
  ): Pick<Matches, "documents" | "matching" | "visitOthers"> {
    const isAll = passes === all;
    const found = findBest(
      this.#placed,
      groups,
      best,
      isAll ? undefined : passes,
      () => this.#isLate(),
      this.#window,
    );
    for (const [at, document] of found.documents.entries()) {
      this.#scores[document] = found.scores[at] as number;
      this.#touched[this.#count++] = document;
    }
    return {
      documents: this.#touched.subarray(0, this.#count),
      matching: isAll ? Math.max(0, ...groups.map(({ surely }) => surely)) : 0,
      visitOthers: (visit) => this.#visitOthers(groups, visit),
    };
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
          count = cursor.read(this.#shown, part, base);
          if (!visit(this.#shown.subarray(0, count))) return;
        }
      }
    }
  }
}
