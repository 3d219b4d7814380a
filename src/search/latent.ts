import type { Terms } from "./fields.ts";
import type { FrozenPart } from "./frozen.ts";
import { dimensions, LatentBasis, noBasis, type PackedBasis, quantise } from "./latent-basis.ts";
import { foldPapers, learnBasis, type Owners } from "./learn-latent.ts";
import type { TermGroup } from "./words.ts";

/** What papers mean, as it is saved. */
export interface PackedLatent {
  readonly basis: PackedBasis;
  /** `dimensions` numbers for each row; their direction says it all. */
  readonly papers: Int8Array;
  /** One number: how many papers there were when the basis was learnt, 0 for none. */
  readonly learntFrom: Uint32Array;
}

export const noLatent: PackedLatent = {
  basis: noBasis,
  papers: new Int8Array(),
  learntFrom: new Uint32Array(1),
};

/** A basis is learnt from so many papers on, and anew when there are so many times as many. */
const leastPapers = 500;
const outgrown = 2;

/**
 * Where each paper lies in a space in which words that stand in the same papers are near to each other. Papers that come
 * after the basis was learnt are placed by the words that it knows.
 */
export class Latent {
  readonly #packed: PackedLatent;
  readonly #basis: LatentBasis;
  readonly #frozenRows: number;
  #live = new Int8Array();

  constructor(packed: PackedLatent, frozenRows: number) {
    this.#packed = packed;
    this.#basis = new LatentBasis(packed.basis);
    this.#frozenRows = frozenRows;
  }

  /** Places a paper that came since the last merge. */
  add(row: number, documents: readonly Terms[]): void {
    if (this.#basis.size === 0) return;
    const at = (row - this.#frozenRows) * dimensions;
    if (at + dimensions > this.#live.length) {
      const grown = new Int8Array(2 * this.#live.length + 64 * dimensions);
      grown.set(this.#live);
      this.#live = grown;
    }
    quantise(this.#basis.ofDocuments(documents), this.#live, at);
  }

  /** Where a query lies; undefined where nothing is known of its words. */
  ofQuery(groups: readonly TermGroup[]): Float32Array | undefined {
    return this.#basis.size === 0 ? undefined : unit(this.#basis.ofGroups(groups));
  }

  ofPaper(row: number): Float32Array | undefined {
    return this.#basis.size === 0 ? undefined : unit(Float32Array.from(this.#vector(row)));
  }

  #vector(row: number): Int8Array {
    const at = this.#start(row);
    return this.#vectors(row).subarray(at, at + dimensions);
  }

  #vectors(row: number): Int8Array {
    return row < this.#frozenRows ? this.#packed.papers : this.#live;
  }

  #start(row: number): number {
    return (row < this.#frozenRows ? row : row - this.#frozenRows) * dimensions;
  }

  /** The cosine between a vector of length 1 and a paper, from 0 (nothing in common) to 1. */
  nearness(to: Float32Array, row: number): number {
    const vectors = this.#vectors(row);
    const start = this.#start(row);
    let product = 0;
    let square = 0;
    for (let axis = 0; axis < dimensions; axis++) {
      const value = vectors[start + axis] as number;
      product += value * (to[axis] as number);
      square += value * value;
    }
    return product > 0 ? product / Math.sqrt(square) : 0;
  }

  /** Adds the place of a paper, as a vector of length 1, to a sum so many times. */
  addTo(sum: Float32Array, row: number, times: number): void {
    const vector = this.#vector(row);
    let square = 0;
    for (let axis = 0; axis < dimensions; axis++) square += (vector[axis] as number) ** 2;
    if (square === 0) return;
    const scale = times / Math.sqrt(square);
    for (let axis = 0; axis < dimensions; axis++)
      sum[axis] = (sum[axis] as number) + scale * (vector[axis] as number);
  }

  /** Whether so many papers are worth learning from anew. */
  isOutgrownBy(papers: number): boolean {
    const [learntFrom = 0] = this.#packed.learntFrom;
    return papers >= Math.max(leastPapers, outgrown * learntFrom);
  }

  /**
   * All papers as frozen ones; `learn`: placed anew where the index has outgrown the basis. `rows`: new numbers, -1 for
   * the dead.
   */
  *merge(rows: Int32Array, part: FrozenPart, owners: Owners, learn: boolean): Generator<void, PackedLatent> {
    if (learn && this.isOutgrownBy(owners.papers)) {
      const basis = yield* learnBasis(part, owners);
      const papers = yield* foldPapers(basis, part, owners);
      return { basis, papers, learntFrom: Uint32Array.of(owners.papers) };
    }
    if (this.#basis.size === 0) return noLatent;
    const papers = new Int8Array(owners.papers * dimensions);
    for (const [row, number] of rows.entries()) {
      if (number >= 0) papers.set(this.#vector(row), number * dimensions);
      if (row % 10_000 === 9_999) yield;
    }
    return { ...this.#packed, papers };
  }
}

function unit(vector: Float32Array): Float32Array | undefined {
  const length = Math.hypot(...vector);
  return length === 0 ? undefined : vector.map((value) => value / length);
}
