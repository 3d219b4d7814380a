import type { Terms } from "./fields.ts";
import { noTexts, type PackedTexts, Texts } from "./texts.ts";
import type { TermGroup } from "./words.ts";

/** Directions of meaning that texts are told apart by. */
export const dimensions = 128;

/** What terms mean, as it is saved. */
export interface PackedBasis {
  /** Sorted. */
  readonly terms: PackedTexts;
  /** How much each term says: the logarithm of one over its share of the papers. */
  readonly rarities: Float32Array;
  /** `dimensions` numbers for each term, each to be multiplied by the term's scale. */
  readonly vectors: Int8Array;
  readonly scales: Float32Array;
}

export const noBasis: PackedBasis = {
  terms: noTexts,
  rarities: new Float32Array(),
  vectors: new Int8Array(),
  scales: new Float32Array(),
};

const inTitle = 2;

/** What it counts that a text has a term so often in its title and its abstract. */
export function emphasis(title: number, abstract: number): number {
  return 1 + Math.log(inTitle * title + abstract);
}

/** Writes a vector as bytes of its own scale, and gives this scale. */
export function quantise(vector: Float32Array, to: Int8Array, at: number): number {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  if (most === 0) return 0;
  for (let axis = 0; axis < vector.length; axis++)
    to[at + axis] = Math.round(((vector[axis] as number) * 127) / most);
  return most / 127;
}

/** Turns texts into vectors: those of their terms added up. */
export class LatentBasis {
  readonly packed: PackedBasis;
  readonly #terms: Texts;
  /** Documents have many terms, so they are not looked for one by one in the table. */
  #numbers: Map<string, number> | undefined;

  constructor(packed: PackedBasis) {
    this.packed = packed;
    this.#terms = new Texts(packed.terms);
  }

  get size(): number {
    return this.packed.scales.length;
  }

  term(number: number): string {
    return this.#terms.at(number);
  }

  /** Adds a term's vector, times a weight and what the term says, to the numbers from a place on. */
  add(term: number, weight: number, to: Float32Array, at = 0): void {
    const { vectors, scales, rarities } = this.packed;
    const factor = weight * (scales[term] as number) * (rarities[term] as number);
    const start = term * dimensions;
    for (let axis = 0; axis < dimensions; axis++)
      to[at + axis] = (to[at + axis] as number) + factor * (vectors[start + axis] as number);
  }

  ofDocuments(documents: readonly Pick<Terms, "title" | "abstract">[]): Float32Array {
    const weights = documents.flatMap((document) => this.#weights(document));
    const vector = new Float32Array(dimensions);
    // In the order in which the postings are walked over, so that rounding is the same.
    weights.sort(([a], [b]) => a - b);
    for (const [number, weight] of weights) this.add(number, weight, vector);
    return vector;
  }

  #weights({ title, abstract }: Pick<Terms, "title" | "abstract">): [number: number, weight: number][] {
    const counts = new Map<number, [title: number, abstract: number]>();
    for (const [field, terms] of [title, abstract].entries()) {
      for (const term of terms) {
        const number = this.#number(term);
        if (number === undefined) continue;
        const found = counts.get(number) ?? [0, 0];
        found[field] = (found[field] as number) + 1;
        counts.set(number, found);
      }
    }
    return [...counts].map(([number, [titles, abstracts]]) => [number, emphasis(titles, abstracts)]);
  }

  /** A query's vector. Forms of one word count as one between them. */
  ofGroups(groups: readonly TermGroup[]): Float32Array {
    const vector = new Float32Array(dimensions);
    for (const { any, apart = [], weight = 1 } of groups) {
      const known = [...new Set([...any, ...apart.flat()])]
        .map((form) => this.#terms.find(form))
        .filter((number) => number >= 0);
      for (const number of known) this.add(number, weight / known.length, vector);
    }
    return vector;
  }

  #number(term: string): number | undefined {
    if (!this.#numbers) {
      this.#numbers = new Map();
      for (let number = 0; number < this.size; number++) this.#numbers.set(this.term(number), number);
    }
    return this.#numbers.get(term);
  }
}
