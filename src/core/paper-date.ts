import type { Paper } from "./paper.ts";
import { isArxivId } from "./paper-id.ts";

// Apart from the schemas of papers, which take the search thread longer to load than all of its own code.

/** The date that a card shows: submission, else announcement, else the month that the id tells. */
export function paperDate(paper: Pick<Paper, "id" | "submitted" | "announced">): string | undefined {
  return paper.submitted ?? paper.announced ?? monthOfId(paper.id);
}

/** `YYYY-MM` from an arXiv id: `2212.12206` and `hep-th/9901001` both begin with the year and month of their number. */
export function monthOfId(id: string): string | undefined {
  if (!isArxivId(id)) return undefined;
  const digits = /(?:^|\/)(\d{2})(\d{2})/.exec(id);
  if (!digits?.[1] || !digits[2] || Number(digits[2]) < 1 || Number(digits[2]) > 12) return undefined;
  const year = Number(digits[1]);
  return `${year >= 91 ? 1900 + year : 2000 + year}-${digits[2]}`;
}
