import type { Language } from "../core/language.ts";
import { newerVersion, type Paper, type Translation } from "../core/paper.ts";

/** The words of a paper that a reader is shown, and why these. */
export interface ChosenText {
  readonly title: string;
  readonly abstract: string;
  readonly language: string;
  /** Absent for the paper's own words. */
  readonly translation?: Translation;
  /** The language asked for does not exist for this paper. */
  readonly missing: boolean;
  /** The original was wanted but only translations of it are held. */
  readonly notHeld: boolean;
}

/** Who reads one of these reads the other, if need be. */
const otherScript: Readonly<Partial<Record<Language, Language>>> = {
  "zh-Hans": "zh-Hant",
  "zh-Hant": "zh-Hans",
};

/**
 * The text in the reader's language where it exists, else in its other script, else the original, else a translation:
 * never a mixture.
 */
export function chooseText(paper: Paper, language: Language, original = false): ChosenText {
  const own = paper.abstract;
  if (own !== null && (original || paper.language === language)) return ownWords(paper, own, false);
  const wanted = original ? undefined : bestTranslation(paper, language);
  if (wanted) return translated(wanted, false, false);
  const other = original || paper.language === otherScript[language] ? undefined : otherScript[language];
  const akin = other && bestTranslation(paper, other);
  if (akin) return translated(akin, true, false);
  if (own !== null) return ownWords(paper, own, true);
  const nearest = paper.translations.find((t) => t.from.translator === undefined) ?? paper.translations[0];
  if (nearest) return translated(nearest, !original, original);
  // A title alone is not translated: there is too little to go by.
  return ownWords(paper, "", false);
}

/** Every language this paper can be read in, the original's first. */
export function languagesOf(paper: Paper): readonly string[] {
  const own = paper.abstract === null ? [] : [paper.language];
  return [...new Set([...own, ...paper.translations.map((t) => t.language)])];
}

/** The language that a translation is made from: the original's, or where that is not held another translation's. */
export function sourceLanguage(paper: Paper): string {
  return chooseText(paper, "en", true).language;
}

/** The title in a reader's language, for lists. */
export function titleIn(paper: Paper, language: Language): string {
  return chooseText(paper, language).title;
}

function ownWords(paper: Paper, abstract: string, missing: boolean): ChosenText {
  return { title: paper.title, abstract, language: paper.language, missing, notHeld: false };
}

function translated(translation: Translation, missing: boolean, notHeld: boolean): ChosenText {
  const { title, abstract, language } = translation;
  return { title, abstract, language, translation, missing, notHeld };
}

const trust = { human: 0, reviewed: 1, machine: 2 } as const;

/**
 * A person's work before a machine's, of the current version before an older one, a translation of the original before
 * one of a translation, then the newest.
 */
function bestTranslation(paper: Paper, language: string): Translation | undefined {
  const isStale = (translation: Translation) => Number(newerVersion(paper, translation) !== undefined);
  return paper.translations
    .filter((t) => t.language === language)
    .sort(
      (a, b) =>
        trust[a.translator.kind] - trust[b.translator.kind] ||
        isStale(a) - isStale(b) ||
        Number(a.from.translator !== undefined) - Number(b.from.translator !== undefined) ||
        (b.date ?? "").localeCompare(a.date ?? ""),
    )[0];
}
