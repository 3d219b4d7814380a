import { splitArxivId } from "../core/arxiv-id.ts";
import { monthOfId } from "../core/paper-date.ts";
import type { Problem } from "./problems.ts";
import {
  displayText,
  type Fields,
  isFields,
  longestAbstract,
  longestComment,
  longestName,
  longestTitle,
  rawOf,
  singleSpaced,
} from "./texts.ts";

/** Where a field of a paper comes from in the plain shape, for reports. */
export const plainNames: ReadonlyMap<string, string> = new Map([
  ["submitted", "published"],
  ["announced", "announced.0"],
  ["truncated", "abstract_truncated"],
]);

const category = /^[a-z-]+(\.[A-Za-z-]+)?$/;
const generation = /^(?:Jr|Sr|I{2,3}|IV)\.?$/;

/**
 * Brings arXiv's own metadata into the shape of a paper: the plain one-object-a-line form, and that of arXiv's
 * snapshot on Kaggle (authors and categories as one text each, `versions` with times). What arXiv gives besides is
 * left out. The result is not checked yet.
 */
export function fromPlain(given: Fields, problems: Problem[]): Fields {
  const fields = withoutUnverified(given);
  const named = splitArxivId(fields.id);
  const id = named?.id ?? fields.id;
  const { title, abstract } = fields;
  const paper: Fields = {
    id,
    version: version(fields, named?.version, problems),
    title: displayText(title, longestTitle),
    abstract: displayText(abstract, longestAbstract),
    truncated: fields.abstract_truncated === true ? true : undefined,
    language: "en",
    authors: authors(fields),
    categories: categories(fields.categories),
    submitted: fields.published ?? firstVersionTime(fields),
    announced: announced(fields.announced, id),
    updated: fields.updated ?? lastVersionTime(fields) ?? fields.update_date,
    comment: displayText(fields.comment ?? fields.comments, longestComment),
    links: linksOf(named?.id),
    source: "arXiv",
    licence: "CC0-1.0",
    translations: [],
  };
  paper.raw = rawOf({ title, abstract }, paper);
  // A paper may lack its abstract only where translations stand in for it, and here there are none.
  if (paper.abstract === undefined || paper.abstract === null)
    problems.push({ field: "abstract", reason: "is missing" });
  return Object.fromEntries(
    Object.entries(paper).filter(
      ([key, value]) => value !== undefined && !(value === "" && key === "comment") && value !== null,
    ),
  );
}

/** `_unverified` names the fields that whoever made the file did not find confirmed. */
function withoutUnverified(fields: Fields): Fields {
  const named = Array.isArray(fields._unverified) ? fields._unverified : [];
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !named.includes(key)));
}

/** The number in `3`, `"3"` and `"v3"`; anything else is left for the schema to refuse. */
function version(fields: Fields, idVersion: number | undefined, problems: Problem[]): unknown {
  const last = versions(fields).at(-1);
  const given = fields.version ?? last?.version ?? idVersion;
  const number = typeof given === "string" ? Number(/^v?(\d{1,4})$/.exec(given)?.[1] ?? Number.NaN) : given;
  if (Number.isNaN(number)) return given;
  if (typeof number === "number" && idVersion !== undefined && number !== idVersion)
    problems.push({ field: "version", reason: `says ${number}, but the id says v${idVersion}` });
  return number;
}

function versions(fields: Fields): Fields[] {
  return Array.isArray(fields.versions) ? fields.versions.filter(isFields) : [];
}

function firstVersionTime(fields: Fields): unknown {
  return isoTime(versions(fields).find(({ version }) => version === "v1")?.created);
}

function lastVersionTime(fields: Fields): unknown {
  return isoTime(versions(fields).at(-1)?.created);
}

/** `Mon, 2 Apr 2007 19:18:42 GMT` as ISO 8601. */
function isoTime(given: unknown): unknown {
  if (typeof given !== "string" || !/^\w{3}, \d/.test(given)) return given;
  const time = new Date(given);
  return Number.isNaN(time.getTime()) ? given : time.toISOString().replace(/\.\d+Z$/, "Z");
}

/**
 * The first of the two days between which a paper was seen in an announcement. Replacements are announced too, often
 * years later: only a day in the month of the id or the next one can be that of the paper itself.
 */
function announced(given: unknown, id: unknown): unknown {
  const day = Array.isArray(given) ? given[0] : given;
  const month = typeof id === "string" ? monthOfId(id) : undefined;
  if (typeof day !== "string" || month === undefined || !/^\d{4}-\d{2}/.test(day)) return day;
  const apart = monthNumber(day) - monthNumber(month);
  return apart === 0 || apart === 1 ? day : undefined;
}

function monthNumber(date: string): number {
  return 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7));
}

/** arXiv's API gives the classes of other schemes (MSC, ACM) as categories too; those are left out. */
function categories(given: unknown): unknown {
  const list = typeof given === "string" ? given.split(/\s+/) : (given ?? []);
  if (!Array.isArray(list)) return list;
  const known = list.filter((each) => typeof each !== "string" || category.test(each));
  return [...new Set(known)];
}

function authors(fields: Fields): unknown {
  const parsed = fields.authors_parsed;
  const names = Array.isArray(parsed) && parsed.length > 0 ? parsed.map(parsedName) : (fields.authors ?? []);
  return authorNames(typeof names === "string" ? splitNames(names) : names);
}

/** Authors as they are shown. An entry without a letter in it is no name and is dropped. */
export function authorNames(list: unknown, convert = displayText): unknown {
  if (!Array.isArray(list)) return list;
  return list
    .map((name) => convert(name, longestName))
    .filter((name) => typeof name !== "string" || /\p{L}/u.test(name));
}

/** `["Balázs", "C.", "Jr.", …]`: family name, given names, what stands after the name, affiliations. */
function parsedName(name: unknown): unknown {
  if (!Array.isArray(name)) return name;
  const [family = "", given = "", after = ""] = name;
  return [given, family, after].filter((part) => typeof part === "string" && part !== "").join(" ");
}

/** `A. One (Some Institute), B. Two, Jr. and C. Three` */
function splitNames(text: string): string[] {
  const names: string[] = [];
  for (const piece of singleSpaced(withoutAffiliations(text)).split(/ ?, ?(?:and )?| and /)) {
    const name = piece.trim();
    if (generation.test(name) && names.length > 0) names.push(`${names.pop()} ${name}`);
    else if (name !== "") names.push(name);
  }
  return names;
}

/** Affiliations stand in round brackets, some with brackets of their own. */
function withoutAffiliations(text: string): string {
  let depth = 0;
  let out = "";
  for (const char of text) {
    if (char === "(") depth++;
    else if (char === ")" && depth > 0) depth--;
    else if (depth === 0) out += char;
  }
  return out;
}

/** Of an id that is none the schema says so: nothing is to be added about links made from it. */
function linksOf(id = ""): Fields {
  return { abstract: `https://arxiv.org/abs/${id}`, pdf: `https://arxiv.org/pdf/${id}` };
}
