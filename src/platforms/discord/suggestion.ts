import type { Suggestion } from "../../core/command.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { limits } from "./limits.ts";

/** The most that may stand after a title. */
const longestByline = 60;

/** A completion as Discord takes it: `Title · first author · year`, of which the title is cut first. */
export function clampSuggestion({ title, byline, value }: Suggestion): { name: string; value: string } {
  const facts = byline === "" ? "" : ` · ${clampGraphemes(byline, longestByline)}`;
  const name = clampGraphemes(title.trim(), limits.choiceName - facts.length) + facts;
  return { name: name.trim() || "…", value: value.slice(0, limits.choiceValue) };
}
