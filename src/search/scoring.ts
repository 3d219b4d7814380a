import { type FieldLengths, lengthOf } from "./field-lengths.ts";
import { type FieldName, fieldCount, fieldNames } from "./fields.ts";
import { inAbstract, inTitle, mostInAbstract, mostInTitle, otherField } from "./postings.ts";

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
  /**
   * What a word adds, but for its rarity, by how often it stands in the title or abstract and how long that is; nothing
   * for never. "Together": if it stands in no other field.
   */
  readonly inTitles: Float64Array;
  readonly inAbstracts: Float64Array;

  constructor(scoring: Scoring, averages: readonly number[]) {
    this.#scoring = scoring;
    this.#averages = averages;
    for (let field = 0; field < fieldCount; field++)
      for (let length = 0; length < tabled; length++)
        this.table[field * tabled + length] = this.#workOut(field, length);
    this.inTitles = this.#saturated(0, mostInTitle);
    this.inAbstracts = this.#saturated(1, mostInAbstract);
  }

  #saturated(field: number, mostFrequent: number): Float64Array {
    const { combine, k, d } = this.#scoring;
    const table = new Float64Array((mostFrequent + 1) * tabled);
    for (let place = tabled; place < table.length; place++) {
      const frequency = Math.floor(place / tabled);
      const stretch = this.table[field * tabled + (place % tabled)] as number;
      const sum = combine === "together" ? frequency * stretch : frequency;
      table[place] = d + (sum * (k + 1)) / (combine === "together" ? k + sum : sum + stretch);
    }
    return table;
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
 * What a word adds that stands in the title and abstract only, for who has many documents to score. `titleRarity` times
 * what `inTitles` has and `abstractRarity` times what `inAbstracts` has; but "together", where it stands in both, the sum of
 * its occurrences, each counting what `stretches` has for the field's length, adds
 * `abstractRarity * (d + (sum * (k + 1)) / (k + sum))`.
 */
export interface TextScore extends Pick<Stretches, "inTitles" | "inAbstracts">, Pick<Scoring, "k" | "d"> {
  readonly together: boolean;
  readonly stretches: Float64Array;
  readonly titleRarity: number;
  readonly abstractRarity: number;
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
  readonly ofText: TextScore;

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
    const { table, inTitles, inAbstracts } = stretches;
    const [titleRarity = 0, abstractRarity = 0] = this.#together
      ? [this.#rarity, this.#rarity]
      : this.#rarities;
    const together = this.#together;
    this.ofText = { together, stretches: table, inTitles, inAbstracts, titleRarity, abstractRarity, k, d };
    this.most = this.#together ? this.#rarity * (d + k + 1) : most;
  }

  /** For a document with these frequencies in each field. */
  of(frequencies: Int32Array, lengths: FieldLengths, document: number): number {
    let sum = 0;
    for (let field = 0; field < fieldCount; field++) {
      const frequency = frequencies[field] as number;
      if (frequency === 0) continue;
      const stretch = this.#stretches.of(field, lengthOf(lengths, field, document));
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
    lengths: FieldLengths,
    document: number,
  ): void {
    const title = inTitle(code);
    const abstract = inAbstract(code);
    const other = otherField(code);
    let sum = 0;
    if (title > 0) sum += this.#part(0, title, lengthOf(lengths, 0, document));
    if (abstract > 0) sum += this.#part(1, abstract, lengthOf(lengths, 1, document));
    if (other > 0) sum += this.#part(other, 1, lengthOf(lengths, other, document));
    if (this.#together) sum = this.#rarity * (this.#d + (sum * (this.#k + 1)) / (this.#k + sum));
    scores[place] = (scores[place] as number) + weight * sum;
  }

  #part(field: number, frequency: number, length: number): number {
    const stretch = this.#stretches.of(field, length);
    return this.#together ? frequency * stretch : this.#inField(field, frequency, stretch);
  }
}
