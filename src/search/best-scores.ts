import type { Best } from "./matches.ts";

/** More than what sums lose to rounding. */
const rounding = 1e-9;

/** The scores that the best owners have up to now, each owner's best document counted: a heap, the lowest first. */
export class BestScores {
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
    const place = this.#hasOthers(document, owner) ? this.#owners.subarray(0, this.#size).indexOf(owner) : -1;
    if (place >= 0) {
      if ((this.#scores[place] as number) < score) this.#sink(place, owner, score);
    } else if (this.#size < this.#owners.length) this.#rise(this.#size++, owner, score);
    else this.#sink(0, owner, score);
    if (this.#size === this.#owners.length) this.least = (this.#scores[0] as number) * (1 - rounding);
  }

  /** An owner's documents are neighbours. */
  #hasOthers(document: number, owner: number): boolean {
    return this.#best.owner(document - 1) === owner || this.#best.owner(document + 1) === owner;
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
