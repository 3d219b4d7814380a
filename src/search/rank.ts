import { mostCounted } from "../core/ports.ts";
import type { Filter } from "./filter.ts";
import type { Matches } from "./matches.ts";
import type { PaperTable } from "./papers.ts";

/** Papers that matched, each once, with the score of its best document by row. */
export interface Ranked {
  readonly rows: readonly number[];
  readonly scores: Float64Array;
  /** The rows and those that match besides but cannot be among the best. */
  readonly total: number;
}

/** What a document must have to count: all the groups of `required`, and `least` groups in number. */
export interface Rule {
  readonly required: number;
  readonly least: number;
}

export const noRows: Ranked = { rows: [], scores: new Float64Array(), total: 0 };

/** Collapses documents to papers. Its arrays are made once, as most papers are not touched by a query. */
export class Ranker {
  readonly #papers: PaperTable;
  #scores = new Float64Array();
  #seen = new Uint8Array();
  #touched: number[] = [];

  constructor(papers: PaperTable) {
    this.#papers = papers;
  }

  /**
   * Collapses documents that pass the rule and papers that pass the filter to one score a paper. What it returns is
   * valid until the next call.
   */
  rank(matches: Matches, { required, least }: Rule, filter: Filter | undefined): Ranked {
    this.#clear();
    const papers = this.#papers;
    const scores = this.#scores;
    const seen = this.#seen;
    const rows: number[] = [];
    const { documents } = matches;
    for (let at = 0; at < documents.length; at++) {
      const document = documents[at] as number;
      const matched = matches.groups[document] as number;
      if ((matched & required) !== required || (least > 1 && bitCount(matched) < least)) continue;
      const row = papers.ownerOf(document);
      const score = matches.scores[document] as number;
      if (seen[row] === 0) {
        seen[row] = 1;
        this.#touched.push(row);
        if (filter && !filter.passes(row)) {
          seen[row] = 2;
          continue;
        }
        rows.push(row);
        scores[row] = score;
      } else if (seen[row] === 1 && score > (scores[row] as number)) scores[row] = score;
    }
    return {
      rows,
      scores,
      total: matches.owners ?? rows.length + this.#countOthers(matches, rows.length, filter),
    };
  }

  #countOthers({ visitOthers, matching = 0 }: Matches, counted: number, filter: Filter | undefined): number {
    let others = 0;
    if (counted >= mostCounted) return 0;
    // Where each further document is of a paper that has another, there still are so many papers.
    if (!filter && matching - this.#papers.further >= mostCounted) return mostCounted - counted;
    visitOthers?.((documents) => {
      for (let at = 0; at < documents.length && counted + others < mostCounted; at++) {
        const row = this.#papers.ownerOf(documents[at] as number);
        if (this.#seen[row] !== 0 || (filter && !filter.passes(row))) continue;
        this.#seen[row] = 2;
        this.#touched.push(row);
        others++;
      }
      return counted + others < mostCounted;
    });
    return others;
  }

  #clear(): void {
    const { end } = this.#papers;
    if (this.#seen.length < end) {
      this.#scores = new Float64Array(end + 1_024);
      this.#seen = new Uint8Array(end + 1_024);
    } else for (const row of this.#touched) this.#seen[row] = 0;
    this.#touched = [];
  }
}

/** The most groups that any one document matched. */
export function mostMatched({ documents, groups }: Matches): number {
  return documents.reduce((most, document) => Math.max(most, bitCount(groups[document] as number)), 0);
}

function bitCount(set: number): number {
  let count = 0;
  for (let bits = set; bits !== 0; bits &= bits - 1) count++;
  return count;
}
