import type { z } from "zod";
import { cleanText } from "../core/text/clean.ts";

/** What is wrong with one field of a record. `field` is a dotted path, for example `translations.0.date`. */
export interface Problem {
  readonly field: string;
  readonly reason: string;
}

/** Stands for the field where the whole line is meant. */
export const wholeLine = "(line)";
const longestReport = 200;
const mostProblems = 10;

/** Problems in the order found, each field named once, as many as a person reads. */
export function tidyProblems(problems: readonly Problem[]): Problem[] {
  const byField = new Map<string, Problem>();
  for (const { field, reason } of problems) {
    const name = short(field) || wholeLine;
    if (!byField.has(name)) byField.set(name, { field: name, reason: short(reason) });
  }
  return [...byField.values()].slice(0, mostProblems);
}

/** Part of a report: keys and pieces of text come from the file, so they are cleaned and kept short. */
export function short(text: string): string {
  const clean = cleanText(text.slice(0, 2 * longestReport));
  return clean.length > longestReport ? `${clean.slice(0, longestReport)}…` : clean;
}

/** Puts a finding of the schema into plain words. `root` is the value that the schema has looked at. */
export function explainIssue(issue: z.core.$ZodIssue, root: unknown): Problem[] {
  const field = issue.path.join(".");
  const value = valueAt(root, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: field === "" ? key : `${field}.${key}`,
        reason: "is not a field of the record format",
      }));
    case "invalid_type":
      if (value === undefined) return [{ field, reason: "is missing" }];
      return [{ field, reason: `expected ${expected(issue.expected)}, found ${kindOf(value)}` }];
    case "too_big":
      return [{ field, reason: tooBig(value, issue.maximum) }];
    case "too_small":
      return [{ field, reason: value === "" ? "is empty" : `must be greater than ${issue.minimum}` }];
    case "invalid_value":
      if (value === undefined) return [{ field, reason: "is missing" }];
      return [{ field, reason: `expected ${issue.values.map(String).join(" or ")}` }];
    case "invalid_format":
      return [{ field, reason: issue.format === "url" ? "is not an http or https link" : issue.message }];
    default:
      return [{ field, reason: issue.message }];
  }
}

function tooBig(value: unknown, maximum: number | bigint): string {
  const most = maximum.toLocaleString("en");
  if (typeof value === "string")
    return `has ${value.length.toLocaleString("en")} characters, at most ${most} are held`;
  if (Array.isArray(value))
    return `has ${value.length.toLocaleString("en")} entries, at most ${most} are held`;
  return `must be at most ${most}`;
}

function expected(type: string): string {
  const names = new Map([
    ["string", "text"],
    ["int", "a whole number"],
    ["number", "a number"],
    ["array", "a list"],
    ["object", "an object"],
  ]);
  return names.get(type) ?? type;
}

/** What a JSON value is, in the words of a report. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const names: Record<string, string> = { string: "text", number: "a number", boolean: "true or false" };
  return names[typeof value] ?? "an object";
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Whether a date that has the right form also is in the calendar: `2023-02-29` is not. */
export function isRealDate(date: string): boolean {
  const [, year = "", month = "01", day = "01"] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date) ?? [];
  const start = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== `${year}-${month}-${day}`)
    return false;
  return !date.includes("T") || !Number.isNaN(Date.parse(date));
}
