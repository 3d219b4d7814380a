import { splitArxivId } from "../core/arxiv-id.ts";

/** The arXiv id that a text is and nothing more, in canonical form: without version and without an old id's subject class. */
export function arxivIdOf(text: string): string | undefined {
  return splitArxivId(text)?.id;
}
