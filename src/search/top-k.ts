import { fieldCount } from "./fields.ts";
import type { Best, Matches, Placed, Wanted } from "./matches.ts";
import { type Part, wordIn } from "./part.ts";
import {
  codeOf,
  countOf,
  documentOf,
  documentsFrom,
  noDocument,
  type PostingList,
  saysFrequencies,
} from "./postings.ts";
import { type Scoring, Stretches, WordScore } from "./scoring.ts";
import { GroupCursor, type TermGroup, type Word } from "./words.ts";

/** More than what sums lose to rounding. */
const rounding = 1e-9;

/** Documents more than are wanted that are scored in full early, to know what a score must reach. */
const triedAhead = 32;

/** Looking one document up in a list takes about as long as walking over so many. */
const stepsOfSeek = 8;

/** Groups with more than this share of a query's scores hold documents that may yet be the best. */
const hopeless = 0.75;

/** Groups of a query that are looked at: as many as a number has bits. */
const mostGroups = 32;

/** A query that takes longer is answered with what was found by then, which the rarest words decided. */
const mostMilliseconds = 800;
/** Documents between two looks at the clock. */
const stepsBetweenLooks = 4_096;

type Passes = (document: number) => boolean;
const all: Passes = () => true;

interface Group {
  readonly bit: number;
  readonly weight: number;
  readonly whole: Word;
  readonly parts: readonly Word[];
  /** How many documents match, or somewhat more; and how many do at least. */
  readonly holders: number;
  readonly surely: number;
  /** No document's score is higher. */
  readonly most: number;
}

/** Scores documents in one array of numbers, without an object for each that matches. */
export class TopK {
  readonly #placed: readonly Placed[];
  readonly #scores: Float64Array;
  readonly #groups: Uint32Array;
  readonly #touched: Uint32Array;
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
    const prepared = this.#prepare(groups.slice(0, mostGroups), scoring);
    const arrays = { scores: this.#scores, groups: this.#groups };
    if (!among && required === 0 && best) return { ...arrays, ...this.#matchBest(prepared, best, passes) };
    if (among) this.#scoreThese(prepared, among);
    else if (required === 0) {
      for (const group of prepared) if (!this.#isLate()) this.#scoreAll(group, passes);
    } else for (const placed of this.#placed) this.#matchAll(prepared, required, passes, placed);
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
        return {
          bit: 1 << index,
          weight,
          whole: whole.word,
          parts: parts.map(({ word }) => word),
          holders: whole.inAny + inParts,
          surely: whole.inAny,
          most: weight * Math.max(whole.inAny > 0 ? whole.word.score.most : 0, inParts > 0 ? meanMost : 0),
        };
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

  /** Looks for the documents of the rarest required group in the others. */
  #matchAll(groups: readonly Group[], required: number, passes: Passes, { part, base }: Placed): void {
    const cursors = groups.map((group) => cursorOf(group, part));
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
        for (let at = 0; at < cursors.length && found === document; at++) {
          const cursor = cursors[at] as GroupCursor;
          if (cursor.seek(document) === document)
            this.#give(base + document, cursor, (groups[at] as Group).bit);
        }
      }
      document = found === document ? rarest.next() : rarest.seek(found);
    }
  }

  /**
   * Scores group by group, the rarest first. As soon as the groups that are left cannot lift a document among the best
   * that has none of the groups before, they are only looked up for documents that may still get there.
   */
  #matchBest(
    groups: readonly Group[],
    best: Best,
    passes: Passes,
  ): Pick<Matches, "documents" | "matching" | "visitOthers"> {
    let left = groups.reduce((sum, { most }) => sum + most, 0);
    const total = left;
    let enough = 0;
    let scored = 0;
    while (scored < groups.length && left >= enough && !this.#isLate()) {
      const group = groups[scored++] as Group;
      this.#scoreAll(group, passes);
      left -= group.most;
      // It takes time to see what is enough, and there is no hope while most of what there is to get is left.
      if (left > total * hopeless) continue;
      enough = Math.max(enough, this.#leastOfBest(best, groups.slice(scored)) * (1 - rounding));
    }
    const others = groups.slice(scored);
    let candidates = this.#reaching(this.#touched.subarray(0, this.#count), enough - left);
    let areSorted = false;
    for (const group of others) {
      if (this.#isLate()) break;
      if (candidates.length * stepsOfSeek > group.holders) this.#lift(group, enough - left);
      else {
        if (!areSorted) candidates.sort();
        areSorted = true;
        this.#scoreThese([group], candidates);
      }
      left -= group.most;
      candidates = this.#reaching(candidates, enough - left);
    }
    return {
      documents: candidates,
      matching: passes === all ? Math.max(0, ...groups.map(({ surely }) => surely)) : 0,
      visitOthers: (visit) => this.#visitOthers(others, passes, visit),
    };
  }

  /** Adds a group's score to the documents that have reached so much already. */
  #lift(group: Group, least: number): void {
    this.#scoreAll(
      group,
      (document) => this.#groups[document] !== 0 && (this.#scores[document] as number) >= least,
    );
  }

  #reaching(documents: Uint32Array, least: number): Uint32Array {
    const reaching = new Uint32Array(documents.length);
    let count = 0;
    for (let at = 0; at < documents.length; at++) {
      const document = documents[at] as number;
      if ((this.#scores[document] as number) >= least) reaching[count++] = document;
    }
    return reaching.subarray(0, count);
  }

  #scoreAll(group: Group, passes: Passes): void {
    for (const placed of this.#placed) {
      const { part, base } = placed;
      const cursor = cursorOf(group, part);
      if (cursor.list) {
        this.#scoreList(group, cursor, cursor.list, placed, passes);
        continue;
      }
      const { alive } = part;
      for (let document = cursor.next(); document !== noDocument; document = cursor.next())
        if (alive[document] === 1 && passes(base + document)) this.#give(base + document, cursor, group.bit);
    }
  }

  /** Nearly all scores come by here, so it goes over the numbers themselves. */
  #scoreList(
    { bit, weight, whole }: Group,
    cursor: GroupCursor,
    list: PostingList,
    { part, base }: Placed,
    passes: Passes,
  ): void {
    const scores = this.#scores;
    const groups = this.#groups;
    const touched = this.#touched;
    const { numbers } = list;
    const { alive, lengths } = part;
    const { score } = whole;
    const isWhole = part.dead.length === 0 && passes === all;
    let count = this.#count;
    const start = documentsFrom(list);
    const end = start + countOf(list);
    for (let at = start; at < end; at++) {
      const posting = numbers[at] as number;
      const number = documentOf(posting);
      const document = base + number;
      if (!isWhole && (alive[number] !== 1 || !passes(document))) continue;
      const matched = groups[document] as number;
      if (matched === 0) touched[count++] = document;
      groups[document] = matched | bit;
      const code = codeOf(posting);
      if (saysFrequencies(code)) score.add(scores, document, weight, code, lengths, number * fieldCount);
      else {
        cursor.seek(number);
        cursor.addScore(scores, document);
      }
    }
    this.#count = count;
  }

  #scoreThese(groups: readonly Group[], documents: Uint32Array): void {
    for (const group of groups) {
      for (const { part, base } of this.#placed) {
        const cursor = cursorOf(group, part);
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

  /**
   * A score that so many owners reach in the end, 0 where there are not so many: the best up to now are scored in full
   * ahead of the others.
   */
  #leastOfBest({ count, owner }: Best, left: readonly Group[]): number {
    const documents = this.#bestSoFar(count + triedAhead);
    const scores = Float64Array.from(documents, (document) => this.#scores[document] as number);
    for (const group of left) {
      for (const { part, base } of this.#placed) {
        const cursor = cursorOf(group, part);
        for (const [index, document] of documents.entries()) {
          if (document < base || document >= base + part.end) continue;
          if (cursor.seek(document - base) === document - base) cursor.addScore(scores, index);
        }
      }
    }
    const best = new Map<number, number>();
    for (const [index, document] of documents.entries()) {
      const own = owner(document);
      best.set(own, Math.max(scores[index] as number, best.get(own) ?? 0));
    }
    if (best.size < count) return 0;
    return Float64Array.from(best.values()).sort()[best.size - count] as number;
  }

  /** So many documents with the highest scores up to now, in order. */
  #bestSoFar(count: number): Uint32Array {
    const scores = this.#scores;
    const touched = this.#touched;
    const most = Math.min(count, this.#count);
    // A heap whose root has the lowest score.
    const heap = touched.slice(0, most);
    for (let at = (most >> 1) - 1; at >= 0; at--) sink(heap, at, scores);
    let least = scores[heap[0] as number] as number;
    for (let index = most; index < this.#count; index++) {
      const document = touched[index] as number;
      if ((scores[document] as number) <= least) continue;
      heap[0] = document;
      sink(heap, 0, scores);
      least = scores[heap[0] as number] as number;
    }
    return heap.sort();
  }

  /** Documents that were touched, then those that only have other groups, the commonest first to have many soon. */
  #visitOthers(groups: readonly Group[], passes: Passes, visit: (document: number) => boolean): void {
    for (let index = 0; index < this.#count; index++) if (!visit(this.#touched[index] as number)) return;
    for (const group of groups.toReversed()) {
      if (this.#isLate()) return;
      for (const { part, base } of this.#placed) {
        const cursor = cursorOf(group, part);
        for (let document = cursor.next(); document !== noDocument; document = cursor.next())
          if (part.alive[document] === 1 && passes(base + document) && !visit(base + document)) return;
      }
    }
  }
}

function sink(heap: Uint32Array, from: number, scores: Float64Array): void {
  const item = heap[from] as number;
  const score = scores[item] as number;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    const right = child + 1;
    if (
      right < heap.length &&
      (scores[heap[right] as number] as number) < (scores[heap[child] as number] as number)
    )
      child = right;
    if ((scores[heap[child] as number] as number) >= score) break;
    heap[at] = heap[child] as number;
    at = child;
  }
  heap[at] = item;
}

function cursorOf({ whole, parts, weight }: Group, part: Part): GroupCursor {
  return new GroupCursor(part, whole, parts, weight);
}
