import { type FieldName, fieldCount, fieldNames } from "./fields.ts";
import type { Holders } from "./part.ts";

/**
 * BM25 over fields. `combine: "apart"` is MiniSearch's own sum of a score for each field; "together" (BM25F) adds up a
 * word's frequency over the fields before saturating it, which long queries rank better by.
 */
export interface Scoring {
  readonly combine: "apart" | "together";
  readonly weights: Readonly<Record<FieldName, number>>;
  readonly k: number;
  readonly b: number;
  readonly d: number;
}

/** Keywords: a word in the title says more than one in the abstract. */
const keywords: Scoring = {
  combine: "apart",
  weights: { title: 3, abstract: 1, authors: 2, categories: 1, id: 2 },
  k: 1.2,
  b: 0.7,
  d: 0.5,
};

/** Descriptions and titles: a word's occurrences are added up over the fields, so that no field outvotes the others. */
export const sentence: Scoring = { ...keywords, combine: "together", k: 1.4, b: 0.75, d: 0 };

/** From so many words on, a query is a sentence. */
const sentenceWords = 5;

export function scoringFor(words: number): Scoring {
  return words < sentenceWords ? keywords : sentence;
}

/** Of all documents, in whatever parts they are. */
export interface Statistics {
  readonly documents: number;
  /** The mean length of each field. */
  readonly averages: readonly number[];
}

/** What one word adds to the score of a document. */
export class WordScore {
  readonly #together: boolean;
  readonly #k: number;
  readonly #d: number;
  /** The word's rarity in any field, or in each field times the field's weight. */
  readonly #rarity: number;
  readonly #rarities = new Float64Array(fieldCount);
  readonly #weights = new Float64Array(fieldCount);
  readonly #flat: number;
  readonly #slopes = new Float64Array(fieldCount);
  /** No document's score is higher. */
  readonly most: number;

  constructor({ combine, weights, k, b, d }: Scoring, { documents, averages }: Statistics, holders: Holders) {
    const rarity = (held: number) => Math.log(1 + (documents - held + 0.5) / (held + 0.5));
    this.#together = combine === "together";
    this.#k = k;
    this.#d = d;
    this.#rarity = rarity(holders.inAny);
    this.#flat = 1 - b;
    let most = 0;
    for (const [field, name] of fieldNames.entries()) {
      const held = holders.inField[field] as number;
      this.#weights[field] = weights[name];
      this.#rarities[field] = rarity(held) * weights[name];
      this.#slopes[field] = b / (averages[field] || 1);
      if (held > 0) most += (this.#rarities[field] as number) * (d + k + 1);
    }
    this.most = this.#together ? this.#rarity * (d + k + 1) : most;
  }

  /** `frequencies` are those in each field, the fields' lengths are in `lengths` from `at` on. */
  of(frequencies: Int32Array, lengths: Uint16Array, at: number): number {
    let sum = 0;
    for (let field = 0; field < fieldCount; field++) {
      const frequency = frequencies[field] as number;
      if (frequency === 0) continue;
      const length = lengths[at + field] as number;
      sum += this.#together
        ? this.#share(field, frequency, length)
        : this.#saturated(field, frequency, length);
    }
    return this.#together ? this.#whole(sum) : sum;
  }

  /** The same for a document that has the word in one field only. */
  inField(field: number, frequency: number, length: number): number {
    return this.#together
      ? this.#whole(this.#share(field, frequency, length))
      : this.#saturated(field, frequency, length);
  }

  #share(field: number, frequency: number, length: number): number {
    return (frequency * (this.#weights[field] as number)) / this.#stretch(field, length);
  }

  #whole(frequency: number): number {
    return this.#rarity * (this.#d + (frequency * (this.#k + 1)) / (this.#k + frequency));
  }

  #saturated(field: number, frequency: number, length: number): number {
    const k = this.#k;
    const saturated = (frequency * (k + 1)) / (frequency + k * this.#stretch(field, length));
    return (this.#rarities[field] as number) * (this.#d + saturated);
  }

  /** What the length of a field does: 1 for one of mean length. */
  #stretch(field: number, length: number): number {
    return this.#flat + (this.#slopes[field] as number) * length;
  }
}
