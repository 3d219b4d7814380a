import type { Summaries } from "../core/summary.ts";
import { extractSummary } from "./extract.ts";

/** Sentences of the abstract itself: no key, no network. */
export const extractedSummaries: Summaries = {
  extracted: extractSummary,
  held: async () => undefined,
  summarise: async () => undefined,
};
