import type { Best, Placed } from "./matches.ts";
import { type Group, type GroupCursor, Window } from "./words.ts";

/** More than what sums lose to rounding. */
const rounding = 1e-9;

/** Looking one document up in a list takes about as long as walking over so many. */
const stepsOfSeek = 6;

/** The scores that the best owners have up to now, each owner's best document counted: a heap, the lowest first. */
class BestScores {
  readonly #best: Best;
  readonly #owners: Int32Array;
  readonly #scores: Float64Array;
  #size = 0;
  /** What a score must reach to be among them. */
  least = 0;

  constructor(best: Best) {
    this.#best = best;
    this.#owners = new Int32Array(best.count);
    this.#scores = new Float64Array(best.count);
  }

  add(document: number, score: number): void {
    if (score <= this.least) return;
    const owner = this.#best.owner(document);
    const place = this.#owners.subarray(0, this.#size).indexOf(owner);
    if (place >= 0) {
      if ((this.#scores[place] as number) < score) this.#sink(place, owner, score);
    } else if (this.#size < this.#owners.length) this.#rise(this.#size++, owner, score);
    else this.#sink(0, owner, score);
    if (this.#size === this.#owners.length) this.least = (this.#scores[0] as number) * (1 - rounding);
  }

  #rise(from: number, owner: number, score: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#scores[parent] as number) <= score) break;
      this.#put(at, this.#owners[parent] as number, this.#scores[parent] as number);
      at = parent;
    }
    this.#put(at, owner, score);
  }

  #sink(from: number, owner: number, score: number): void {
    const scores = this.#scores;
    let at = from;
    for (let child = 2 * at + 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && (scores[child + 1] as number) < (scores[child] as number)) child++;
      if ((scores[child] as number) >= score) break;
      this.#put(at, this.#owners[child] as number, scores[child] as number);
      at = child;
    }
    this.#put(at, owner, score);
  }

  #put(place: number, owner: number, score: number): void {
    this.#owners[place] = owner;
    this.#scores[place] = score;
  }
}

/**
 * Scores documents a window at a time, so that what is added up stays in the processor's cache. `groups` are in the order
 * in which scores are added, the rarest first. The commonest groups that cannot by themselves lift a document among the
 * best found so far are only looked up for documents that have others and may get there (MaxScore).
 */
export function findBest(
  placed: readonly Placed[],
  groups: readonly Group[],
  best: Best,
  passes: ((document: number) => boolean) | undefined,
  isLate: () => boolean,
  window: Window,
): { readonly documents: number[]; readonly scores: number[] } {
  const documents: number[] = [];
  const scores: number[] = [];
  const reached = new BestScores(best);
  for (const { part, base } of placed) {
    const cursors = groups.map((group) => group.cursorIn(part));
    for (let start = 0; start < part.end && !isLate(); start += Window.size) {
      let leading = groups.length;
      let left = 0;
      while (leading > 0 && left + (groups[leading - 1] as Group).most < reached.least)
        left += (groups[--leading] as Group).most;
      window.begin(start, part.end);
      for (let at = 0; at < leading; at++) (cursors[at] as GroupCursor).scoreIn(window, part, base, passes);
      window.keep(reached.least - left);
      for (let at = leading; at < groups.length && window.count > 0; at++) {
        const { holders, most } = groups[at] as Group;
        const cursor = cursors[at] as GroupCursor;
        if (window.count * stepsOfSeek * part.end > holders * Window.size)
          cursor.scoreIn(window, part, base, undefined, reached.least - left);
        else cursor.lookUpIn(window);
        left -= most;
        window.keep(reached.least - left);
      }
      for (let at = 0; at < window.count; at++) {
        const place = window.touched[at] as number;
        const score = window.scores[place] as number;
        if (score >= reached.least) {
          documents.push(base + start + place);
          scores.push(score);
          reached.add(base + start + place, score);
        }
      }
    }
  }
  const last = documents.filter((_, at) => (scores[at] as number) >= reached.least);
  return { documents: last, scores: scores.filter((score) => score >= reached.least) };
}
