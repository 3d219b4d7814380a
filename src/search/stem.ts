import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { foldLatin } from "./fold.ts";

const stemmers = { en: english, de: german, fr: french, es: spanish };
type StemLanguage = keyof typeof stemmers;

/** Postpositions that Korean writes onto its nouns, longest first. */
const particles =
  /(?<=..)(?:에서의|으로의|에서는|으로는|에서|으로|에게|까지|부터|처럼|보다|이라는|라는|하는|하고|하여|들의|들을|들은|들이|의|을|를|은|는|이|가|에|와|과|도|로|만)$/u;

/** The stemmer of a text's language. Latin words in texts of other scripts are nearly always English. */
function stemLanguage(language: string): StemLanguage {
  const base = language.split("-")[0] ?? "";
  return base in stemmers ? (base as StemLanguage) : "en";
}

/**
 * Words of up to three letters, with digits, or all in capitals are names rather than inflected words: Porter would
 * make "mr" of MRS.
 */
function isInvariable(word: string): boolean {
  return word.length <= 3 || /\p{N}/u.test(word) || /^\p{Lu}+$/u.test(word);
}

/** Whether a language's stemmer goes by accents, so that a folded word does not tell what its stem is. */
export function stemsByAccents(language: string): boolean {
  return stemLanguage(language) !== "en";
}

/** The form under which a Latin word of a text is indexed. */
export function stem(word: string, language: string): string {
  if (/^\p{Lu}{2,}s$/u.test(word)) return foldLatin(word.slice(0, -1));
  if (isInvariable(word)) return foldLatin(word);
  const chosen = stemLanguage(language);
  // English has no accents of its own; the other stemmers go by them.
  return chosen === "en" ? stemmers.en(foldLatin(word)) : foldLatin(stemmers[chosen](word.toLowerCase()));
}

/** People ask with the same words again, and four stemmers take longer than finding what they make. */
const known = new Map<string, readonly string[]>();
const mostKnown = 40_000;

/** Every form under which texts of whatever language may hold a word, the unstemmed one (names, authors) first. */
export function stems(word: string): readonly string[] {
  const found = known.get(word);
  if (found) return found;
  const forms = new Set([foldLatin(word)]);
  for (const language of Object.keys(stemmers)) forms.add(stem(word, language));
  if (known.size >= mostKnown) known.clear();
  known.set(word, [...forms]);
  return [...forms];
}

/** A Korean word without the postposition written onto it. */
export function stemHangul(word: string): string {
  return word.replace(particles, "");
}
