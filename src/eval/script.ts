import { languageByScript } from "../core/detect-language.ts";

/** Of a text, unlike of a query, few characters among many letters are a term: an abstract full of English terms is still Chinese. */
const lettersPerCharacter = 3;

/** The language of a text by its script, as far as test collections need it. */
export function languageOfText(text: string): "zh-Hans" | "ja" | "ko" | "en" {
  const found = languageByScript(text, lettersPerCharacter) ?? "en";
  return found === "zh" || found === "zh-Hant" ? "zh-Hans" : found;
}
