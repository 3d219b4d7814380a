import MiniSearch from "minisearch";

/** The fields of an indexed document, each already analysed into terms. */
export const fieldNames = ["title", "abstract", "authors", "categories", "id"] as const;
export type FieldName = (typeof fieldNames)[number];
export type Terms = Readonly<Record<FieldName, readonly string[]>>;

/**
 * What a document must hold to match one word of a query: any of the forms in `any`, or a form of each of the parts in
 * `apart` (the word written apart).
 */
export interface TermGroup {
  readonly any: readonly string[];
  readonly apart?: readonly (readonly string[])[];
  readonly weight?: number;
}

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

/** Documents that hold at least one of the groups. `documents` lists them, the arrays are by document number. */
export interface Matches {
  readonly documents: readonly number[];
  readonly scores: Float64Array;
  /** Bit n is set where group n matched. */
  readonly groups: Uint32Array;
}

interface Entry extends Terms {
  readonly number: number;
}

/**
 * MiniSearch with another way to search it: the same postings scored into one array of numbers, without an object for
 * every document that matches. Documents are numbered in the order they came; a number is never used again.
 */
export class TopKIndex extends MiniSearch<Entry> {
  #alive = new Uint8Array(1024);
  #lengths = fieldNames.map(() => new Uint32Array(1024));
  #scores = new Float64Array(1024);
  #groups = new Uint32Array(1024);
  #scratch = new Float64Array(1024);
  #parts = new Float64Array(1024);
  #touched: number[] = [];

  constructor() {
    super({
      fields: [...fieldNames],
      idField: "number",
      // Terms arrive analysed, as arrays, and pass through.
      stringifyField: (value) => value,
      tokenize: (terms) => terms as unknown as string[],
      processTerm: (term) => term,
      autoVacuum: false,
    });
  }

  /** Adds a document and returns its number. */
  addTerms(terms: Terms): number {
    const number = this._nextId;
    this.add({ number, ...terms });
    this.revive(number, this._fieldLength.get(number) ?? []);
    return number;
  }

  /** Makes a document that MiniSearch holds known to the scorer. */
  protected revive(number: number, lengths: readonly number[]): void {
    this.#grow(number);
    this.#alive[number] = 1;
    for (const [field, column] of this.#lengths.entries()) column[number] = lengths[field] ?? 0;
  }

  /** Takes a document out; its postings are passed over from now on and go with the next `vacuum`. */
  drop(number: number): void {
    this.discard(number);
    this.#alive[number] = 0;
  }

  /** In how many documents a term stands, counted in the field that has it most. */
  documents(term: string): number {
    let most = 0;
    for (const postings of this._index.get(term)?.values() ?? []) most = Math.max(most, postings.size);
    return most;
  }

  /** How often a term stands in a document's fields, and in how many documents it stands in one field. */
  frequency(term: string, field: FieldName, document: number): { inDocument: number; documents: number } {
    const postings = this._index.get(term)?.get(fieldNames.indexOf(field));
    return { inDocument: postings?.get(document) ?? 0, documents: postings?.size ?? 0 };
  }

  /**
   * Scores every document that holds one of at most 32 groups. What it returns is valid until the next call, which
   * uses the same arrays.
   */
  match(groups: readonly TermGroup[], scoring: Scoring): Matches {
    for (const document of this.#touched) {
      this.#scores[document] = 0;
      this.#groups[document] = 0;
    }
    this.#touched = [];
    for (const [index, group] of groups.slice(0, 32).entries()) {
      const bit = 1 << index;
      const weight = group.weight ?? 1;
      this.#score(group.any, scoring, (document, score) => this.#give(document, score * weight, bit));
      if (group.apart && group.apart.length > 0) this.#scoreApart(group.apart, scoring, weight, bit);
    }
    return { documents: this.#touched, scores: this.#scores, groups: this.#groups };
  }

  #give(document: number, score: number, bit: number): void {
    if (this.#groups[document] === 0) this.#touched.push(document);
    this.#groups[document] = (this.#groups[document] as number) | bit;
    this.#scores[document] = (this.#scores[document] as number) + score;
  }

  /** Documents that hold every part, unless they already matched the whole word: as good as their mean part. */
  #scoreApart(parts: readonly (readonly string[])[], scoring: Scoring, weight: number, bit: number): void {
    let holders: number[] | undefined;
    const sums = this.#parts;
    for (const part of parts) {
      const found: number[] = [];
      const first: boolean = holders === undefined;
      this.#score(part, scoring, (document, score) => {
        if (!first && sums[document] === 0) return;
        sums[document] = (sums[document] as number) + score;
        found.push(document);
      });
      const kept = new Set(found);
      for (const document of holders ?? []) if (!kept.has(document)) sums[document] = 0;
      holders = found;
      if (found.length === 0) break;
    }
    for (const document of holders ?? []) {
      const score = (sums[document] as number) / parts.length;
      sums[document] = 0;
      if (((this.#groups[document] as number) & bit) === 0) this.#give(document, score * weight, bit);
    }
  }

  /** Calls `give` once for every document that holds one of the forms of a word. */
  #score(forms: readonly string[], scoring: Scoring, give: (document: number, score: number) => void): void {
    const data = forms.map((form) => this._index.get(form)).filter((found) => found !== undefined);
    if (data.length === 0) return;
    if (scoring.combine === "together") {
      const holders: number[] = [];
      for (let field = 0; field < fieldNames.length; field++)
        this.#collect(data, field, scoring, "weighted", holders);
      this.#settle(
        holders,
        (frequency) => (frequency * (scoring.k + 1)) / (scoring.k + frequency),
        scoring.d,
        give,
      );
      return;
    }
    for (const [field, name] of fieldNames.entries()) {
      const holders: number[] = [];
      this.#collect(data, field, scoring, "plain", holders);
      const weight = scoring.weights[name];
      const lengths = this.#lengths[field] as Uint32Array;
      const average = this._avgFieldLength[field] || 1;
      const { k, b, d } = scoring;
      const saturate = (frequency: number, document: number) =>
        (frequency * (k + 1)) / (frequency + k * (1 - b + (b * (lengths[document] as number)) / average));
      this.#settle(holders, saturate, d, (document, score) => give(document, score * weight));
    }
  }

  /** Adds a word's frequencies in one field to the scratch array, and notes who holds it. */
  #collect(
    data: readonly Map<number, Map<number, number>>[],
    field: number,
    { weights, b }: Scoring,
    how: "plain" | "weighted",
    holders: number[],
  ): void {
    const scratch = this.#scratch;
    const alive = this.#alive;
    const lengths = this.#lengths[field] as Uint32Array;
    const weight = weights[fieldNames[field] as FieldName];
    const perLength = b / (this._avgFieldLength[field] || 1);
    for (const fields of data) {
      const postings = fields.get(field);
      if (!postings) continue;
      for (const [document, frequency] of postings) {
        if (alive[document] === 0) continue;
        const before = scratch[document] as number;
        if (before === 0) holders.push(document);
        const share = how === "plain" ? 1 : weight / (1 - b + perLength * (lengths[document] as number));
        scratch[document] = before + frequency * share;
      }
    }
  }

  #settle(
    holders: readonly number[],
    saturate: (frequency: number, document: number) => number,
    d: number,
    give: (document: number, score: number) => void,
  ): void {
    const scratch = this.#scratch;
    const rarity = Math.log(1 + (this._documentCount - holders.length + 0.5) / (holders.length + 0.5));
    for (const document of holders) {
      const score = rarity * (d + saturate(scratch[document] as number, document));
      scratch[document] = 0;
      give(document, score);
    }
  }

  #grow(number: number): void {
    if (number < this.#alive.length) return;
    const size = Math.max(number + 1, this.#alive.length * 2);
    this.#alive = grown(this.#alive, new Uint8Array(size));
    this.#lengths = this.#lengths.map((column) => grown(column, new Uint32Array(size)));
    this.#scores = grown(this.#scores, new Float64Array(size));
    this.#groups = grown(this.#groups, new Uint32Array(size));
    this.#scratch = new Float64Array(size);
    this.#parts = new Float64Array(size);
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
