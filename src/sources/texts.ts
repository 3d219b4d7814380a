import { cleanText } from "../core/text/clean.ts";
import { texToUnicode } from "../core/text/tex.ts";

/** An object as it came out of JSON. Read through this type only by own keys that are named here. */
export type Fields = Record<string, unknown>;

/** As in `paperSchema`: what is longer is not worked on before it is refused. */
export const longestTitle = 2_000;
export const longestAbstract = 50_000;
export const longestComment = 5_000;
export const longestName = 500;

/**
 * Text with each run of white space as one space. What is split at spaces around a sign goes through here first: a pattern
 * such as `\s*,` takes time with the square of a run's length.
 */
export function singleSpaced(text: string): string {
  return text.replace(/\s+/g, " ");
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A source's text as it is shown and indexed. What is not a text, or is longer than may be held, is given back as it
 * is: the schema refuses it by what it is.
 */
export function displayText(value: unknown, longest: number): unknown {
  return typeof value === "string" && value.length <= longest ? cleanText(texToUnicode(value)) : value;
}

/** The same for a text without TeX in it, where a tilde or a dollar sign is nothing but that. */
export function plainText(value: unknown, longest: number): unknown {
  return typeof value === "string" && value.length <= longest ? cleanText(value) : value;
}

/** What the source gave, where it differs from what is shown by more than white space. */
export function rawOf(given: { title: unknown; abstract: unknown }, shown: Fields): Fields | undefined {
  const raw: Fields = {};
  for (const key of ["title", "abstract"] as const) {
    const [before, after] = [given[key], shown[key]];
    if (typeof before === "string" && typeof after === "string" && fold(before) !== after) raw[key] = before;
  }
  return Object.keys(raw).length > 0 ? raw : undefined;
}

function fold(text: string): string {
  return singleSpaced(text).trim();
}
