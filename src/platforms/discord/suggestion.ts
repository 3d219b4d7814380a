import type { Suggestion } from "../../core/command.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { limits } from "./limits.ts";

const separator = " · ";
/** The most that may stand after a title. */
const longestFacts = 60;

/** A completion as Discord takes it. Of `Title · first author · year` it is the title that is cut. */
export function clampSuggestion({ label, value }: Suggestion): { name: string; value: string } {
  return { name: clampLabel(label.trim()) || "…", value: value.slice(0, limits.choiceValue) };
}

function clampLabel(label: string): string {
  if (label.length <= limits.choiceName) return label;
  const parts = label.split(separator);
  const facts = separator + parts.slice(-2).join(separator);
  if (parts.length < 3 || facts.length > longestFacts) return clampGraphemes(label, limits.choiceName);
  return clampGraphemes(label.slice(0, -facts.length), limits.choiceName - facts.length) + facts;
}
