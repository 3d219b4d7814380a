/**
 * Small checks that every rule file of the stand-in shares.
 *
 * A problem is one line, `path: what is wrong`, with the path in the dotted form of Discord's own
 * error document (`embeds.0.title`), from which the server builds the nested `errors` object.
 * Lengths are code points, as in JSON Schema; Discord does not document its unit.
 */
import { isObject, type Json, toList } from "./types.ts";

export type Report = (path: string, what: string) => void;

export const size = (text: string): number => [...text].length;

/** The 32 locales of https://docs.discord.com/developers/reference#locales (the OpenAPI enum adds ar and he). */
export const locales = new Set(
  (
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th " +
    "zh-CN ja zh-TW ko"
  ).split(" "),
);

export function text(report: Report, path: string, value: unknown, min: number, max: number) {
  if (typeof value !== "string") return report(path, "must be a string");
  if (size(value) > max) report(path, `must be ${max} or fewer in length`);
  else if (size(value.trim()) < min) report(path, `must be between ${min} and ${max} in length`);
}

export function optionalText(report: Report, path: string, value: unknown, min: number, max: number): void {
  if (value !== undefined && value !== null) text(report, path, value, min, max);
}

export function whole(report: Report, path: string, value: unknown, min: number, max: number): void {
  if (value === undefined || value === null) return;
  if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) {
    report(path, `must be an integer between ${min} and ${max}`);
  }
}

export function webAddress(
  report: Report,
  path: string,
  value: unknown,
  max: number,
  schemes = ["http:", "https:"],
) {
  if (typeof value !== "string" || /\s/u.test(value) || !URL.canParse(value)) {
    return report(path, "not a well formed URL");
  }
  if (!schemes.includes(new URL(value).protocol)) report(path, "scheme must be one of http, https");
  if (size(value) > max) report(path, `must be ${max} or fewer in length`);
}

/** Calls `each` for every object of a list and reports wrong sizes and non-objects. */
export function listOf(
  report: Report,
  path: string,
  value: unknown,
  min: number,
  max: number,
  each: (item: Json, path: string) => void,
) {
  if (value === undefined || value === null) {
    if (min > 0) report(path, "this field is required");
    return;
  }
  if (!Array.isArray(value)) return report(path, "must be a list");
  if (value.length < min || value.length > max) report(path, `must be between ${min} and ${max} in length`);
  value.forEach((item, index) => {
    if (isObject(item)) each(item, `${path}.${index}`);
    else report(`${path}.${index}`, "must be an object");
  });
}

export function unique(report: Report, path: string, values: readonly unknown[], what: string): void {
  const seen = new Set<unknown>();
  for (const value of values) {
    if (value !== undefined && seen.has(value)) report(path, `${what} is used twice: ${String(value)}`);
    seen.add(value);
  }
}

export const present = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  (!Array.isArray(value) || toList(value).length > 0);
