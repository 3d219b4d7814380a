import { type FieldName, fieldCount, fieldNames } from "./fields.ts";
import { inAbstract, inTitle, mostInAbstract, otherField } from "./postings.ts";

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
export const keywords: Scoring = {
  combine: "apart",
  weights: { title: 3, abstract: 1, authors: 2, categories: 1, id: 2 },
  k: 1.2,
  b: 0.7,
  d: 0.5,
};

/** Descriptions and titles: a word's occurrences are added up over the fields, so that no field outvotes the others. */
export const sentence: Scoring = { ...keywords, combine: "together", k: 1.4, b: 0.75, d: 0 };

/** Lengths whose effect is kept in a table. */
export const tabled = 1_024;

/** What the length of a field does: looked up, because it is needed for every posting that is scored. */
export class Stretches {
  readonly #scoring: Scoring;
  readonly #averages: readonly number[];
  /** By field and length. */
  readonly table = new Float64Array(fieldCount * tabled);
  /** "Together": what a word adds, but for its rarity, that stands in the abstract only, by how often and the abstract's length. */
  readonly inAbstractOnly: Float64Array;

  constructor(scoring: Scoring, averages: readonly number[]) {
    this.#scoring = scoring;
    this.#averages = averages;
    for (let field = 0; field < fieldCount; field++)
      for (let length = 0; length < tabled; length++)
        this.table[field * tabled + length] = this.#workOut(field, length);
    const { k, d } = scoring;
    const frequencies = scoring.combine === "together" ? mostInAbstract + 1 : 0;
    this.inAbstractOnly = new Float64Array(frequencies * tabled);
    for (let place = 0; place < this.inAbstractOnly.length; place++) {
      const sum = Math.floor(place / tabled) * (this.table[tabled + (place % tabled)] as number);
      this.inAbstractOnly[place] = d + (sum * (k + 1)) / (k + sum);
    }
  }

  isFor(averages: readonly number[]): boolean {
    return averages.every((average, field) => average === this.#averages[field]);
  }

  /** "Together": what one occurrence counts. "Apart": how slowly occurrences saturate. */
  of(field: number, length: number): number {
    return length < tabled ? (this.table[field * tabled + length] as number) : this.#workOut(field, length);
  }

  #workOut(field: number, length: number): number {
    const { combine, weights, k, b } = this.#scoring;
    const stretch = 1 - b + (b * length) / (this.#averages[field] || 1);
    return combine === "together" ? weights[fieldNames[field] as FieldName] / stretch : k * stretch;
  }
}

/**
 * What a word adds by its occurrences in titles and abstracts, each counting what `stretches` has for the field's length
 * ("together"): `sum` of them adds `rarity * (d + (sum * (k + 1)) / (k + sum))`.
 */
export interface SumScore {
  readonly stretches: Float64Array;
  /** The same worked out for words that stand in the abstract only: `rarity` times this. */
  readonly inAbstractOnly: Float64Array;
  readonly rarity: number;
  readonly k: number;
  readonly d: number;
}

/** What one word adds to the score of a document. */
export class WordScore {
  readonly #together: boolean;
  readonly #k: number;
  readonly #d: number;
  /** The word's rarity in any field, or in each field times the field's weight. */
  readonly #rarity: number;
  readonly #rarities = new Float64Array(fieldCount);
  readonly #stretches: Stretches;
  /** No document's score is higher. */
  readonly most: number;
  /** How the score of most documents is worked out, for who has many to score; none for "apart". */
  readonly ofSum: SumScore | undefined;

  constructor(
    { combine, weights, k, d }: Scoring,
    stretches: Stretches,
    documents: number,
    holders: { readonly inField: readonly number[]; readonly inAny: number },
  ) {
    const rarity = (held: number) => Math.log(1 + (documents - held + 0.5) / (held + 0.5));
    this.#together = combine === "together";
    this.#k = k;
    this.#d = d;
    this.#rarity = rarity(holders.inAny);
    this.#stretches = stretches;
    let most = 0;
    for (const [field, name] of fieldNames.entries()) {
      const held = holders.inField[field] as number;
      this.#rarities[field] = rarity(held) * weights[name];
      if (held > 0) most += (this.#rarities[field] as number) * (d + k + 1);
    }
    const { table, inAbstractOnly } = stretches;
    this.ofSum = this.#together
      ? { stretches: table, inAbstractOnly, rarity: this.#rarity, k, d }
      : undefined;
    this.most = this.#together ? this.#rarity * (d + k + 1) : most;
  }

  /** `frequencies` are those in each field, the fields' lengths are in `lengths` from `at` on. */
  of(frequencies: Int32Array, lengths: Uint16Array, at: number): number {
    let sum = 0;
    for (let field = 0; field < fieldCount; field++) {
      const frequency = frequencies[field] as number;
      if (frequency === 0) continue;
      const stretch = this.#stretches.of(field, lengths[at + field] as number);
      sum += this.#together ? frequency * stretch : this.#inField(field, frequency, stretch);
    }
    return this.#together ? this.#rarity * (this.#d + (sum * (this.#k + 1)) / (this.#k + sum)) : sum;
  }

  #inField(field: number, frequency: number, stretch: number): number {
    return (
      (this.#rarities[field] as number) * (this.#d + (frequency * (this.#k + 1)) / (frequency + stretch))
    );
  }

  /**
   * Adds to a number of `scores` what `of` gives for a posting's code that says the frequencies. Nearly all scores come
   * by here, so it returns no number, which would be an object.
   */
  add(
    scores: Float64Array,
    place: number,
    weight: number,
    code: number,
    lengths: Uint16Array,
    at: number,
  ): void {
    const title = inTitle(code);
    const abstract = inAbstract(code);
    const other = otherField(code);
    let sum = 0;
    if (title > 0) sum += this.#part(0, title, lengths[at] as number);
    if (abstract > 0) sum += this.#part(1, abstract, lengths[at + 1] as number);
    if (other > 0) sum += this.#part(other, 1, lengths[at + other] as number);
    if (this.#together) sum = this.#rarity * (this.#d + (sum * (this.#k + 1)) / (this.#k + sum));
    scores[place] = (scores[place] as number) + weight * sum;
  }

  #part(field: number, frequency: number, length: number): number {
    const stretch = this.#stretches.of(field, length);
    return this.#together ? frequency * stretch : this.#inField(field, frequency, stretch);
  }
}
