import { identifyPaper } from "../core/paper-id.ts";

/** The id of the paper that a text names and nothing more, in canonical form: of arXiv's without version. */
export function paperIdOf(text: string): string | undefined {
  return identifyPaper(text)?.id;
}
