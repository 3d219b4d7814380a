import type { Filter, PaperTable } from "./papers.ts";
import type { Matches } from "./top-k.ts";

/** Papers that matched, each once, with the score of its best document by row. */
export interface Ranked {
  readonly rows: readonly number[];
  readonly scores: Float64Array;
}

/** What a document must have to count: all the groups of `required`, and `least` groups in number. */
export interface Rule {
  readonly required: number;
  readonly least: number;
}

/** Collapses documents that pass the rule and papers that pass the filter to one score a paper. */
export function rankPapers(
  { documents, scores, groups }: Matches,
  papers: PaperTable,
  { required, least }: Rule,
  filter: Filter | undefined,
): Ranked {
  const rows: number[] = [];
  const found = new Float64Array(papers.end);
  const seen = new Uint8Array(papers.end);
  for (const document of documents) {
    const matched = groups[document] as number;
    if ((matched & required) !== required || (least > 1 && bitCount(matched) < least)) continue;
    const row = papers.ownerOf(document);
    if (seen[row] === 0) {
      if (filter && !filter(row)) continue;
      seen[row] = 1;
      rows.push(row);
    }
    found[row] = Math.max(found[row] as number, scores[document] as number);
  }
  return { rows, scores: found };
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
