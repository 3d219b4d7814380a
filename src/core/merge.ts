import { isDeepStrictEqual } from "node:util";
import type { Paper, Translation } from "./paper.ts";
import { isArxivId } from "./paper-id.ts";
import type { PutOutcome } from "./ports.ts";

/**
 * Brings a record together with the one that is held under its id. The newest version gives the record. What it does
 * not know (an abstract, authors, categories, when it was submitted) is kept from the other, so a poorer source never
 * erases what a richer one brought. Translations are a union, one for each language and translator.
 */
export function mergePaper(held: Paper | undefined, incoming: Paper): { paper: Paper; outcome: PutOutcome } {
  const brought = withUniqueTranslations(incoming);
  if (!held) return { paper: brought, outcome: "added" };
  if (held.id !== brought.id) throw new Error(`${brought.id} cannot be merged with ${held.id}`);
  const order = compareAge(brought, held);
  const paper = order < 0 ? combine(held, brought, false) : combine(brought, held, order === 0);
  const merged = { ...paper, translations: unite(held.translations, brought.translations, order < 0) };
  if (!isDeepStrictEqual(merged, held)) return { paper: merged, outcome: "updated" };
  return { paper: held, outcome: order < 0 ? "older" : "unchanged" };
}

/**
 * Below 0 when `a` is older than `b`; 0 when they are of the same version or nothing tells. Where versions do not tell,
 * arXiv's own record of its paper is newer than anybody else's.
 */
function compareAge(a: Paper, b: Paper): number {
  if (a.version !== undefined && b.version !== undefined) return a.version - b.version;
  const [ofA, ofB] = [a, b].map(({ source }) => Number(source === "arXiv")) as [number, number];
  if (ofA !== ofB && isArxivId(a.id)) return ofA - ofB;
  if (a.updated !== undefined && b.updated !== undefined) return compareDates(a.updated, b.updated);
  return 0;
}

/** Dates are as exact as their source, so they are compared as far as both go. */
function compareDates(a: string, b: string): number {
  const [left, right] = [inUtc(a), inUtc(b)];
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).localeCompare(right.slice(0, length), "en");
}

function inUtc(date: string): string {
  const time = date.includes("T") ? new Date(date).getTime() : Number.NaN;
  return Number.isNaN(time) ? date : new Date(time).toISOString();
}

/** `best` with its gaps filled from `other`. What belongs to one version is filled only from the same version. */
function combine(best: Paper, other: Paper, sameVersion: boolean): Paper {
  const keepAbstract =
    other.abstract !== null &&
    (best.abstract === null || (sameVersion && best.truncated && !other.truncated));
  const text = keepAbstract ? other : best;
  return defined<Paper>({
    id: best.id,
    version: best.version ?? (sameVersion ? other.version : undefined),
    title: best.title,
    abstract: text.abstract,
    truncated: text.truncated,
    language: best.language,
    authors: best.authors.length > 0 ? best.authors : other.authors,
    categories: best.categories.length > 0 ? best.categories : other.categories,
    submitted: best.submitted ?? other.submitted,
    announced: best.announced ?? other.announced,
    updated: best.updated ?? (sameVersion ? other.updated : undefined),
    comment: best.comment ?? (sameVersion ? other.comment : undefined),
    links: defined<Paper["links"]>({ abstract: best.links.abstract, pdf: best.links.pdf ?? other.links.pdf }),
    // The abstract is what a licence is about: a record must not come to give its own licence to another's text.
    source: text.source,
    licence: text.licence,
    translations: best.translations,
    raw: combineRaw(best.raw?.title, text.raw?.abstract),
  });
}

function combineRaw(title: string | undefined, abstract: string | undefined): Paper["raw"] {
  if (title === undefined && abstract === undefined) return undefined;
  return defined<NonNullable<Paper["raw"]>>({ title, abstract });
}

/** In the order held, what is new at the end. */
function unite(
  held: readonly Translation[],
  incoming: readonly Translation[],
  older: boolean,
): Translation[] {
  const byKey = new Map(held.map((translation) => [translationKey(translation), translation]));
  for (const translation of incoming) {
    const key = translationKey(translation);
    const known = byKey.get(key);
    if (!known || replaces(translation, known, older)) byKey.set(key, translation);
  }
  return [...byKey.values()];
}

/**
 * A translation that tells its version beats one of an earlier version, and a later one an earlier one or one without
 * a date, whichever record brought it.
 */
function replaces(translation: Translation, known: Translation, older: boolean): boolean {
  if (
    translation.version !== undefined &&
    known.version !== undefined &&
    translation.version !== known.version
  )
    return translation.version > known.version;
  const order =
    translation.date !== undefined && known.date !== undefined
      ? compareDates(translation.date, known.date)
      : Number(translation.date !== undefined) - Number(known.date !== undefined);
  return order === 0 ? !older : order > 0;
}

function translationKey({ language, translator }: Translation): string {
  return JSON.stringify([language, translator.kind, translator.name]);
}

function withUniqueTranslations(paper: Paper): Paper {
  const translations = unite([], paper.translations, false);
  return translations.length === paper.translations.length ? paper : { ...paper, translations };
}

/** Leaves out what is undefined: a held record came through JSON, where an undefined value does not exist. */
function defined<T extends object>(value: { [K in keyof T]-?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
