import { type Paper, paperSchema } from "../core/paper.ts";
import { identifyPaper } from "../core/paper-id.ts";
import { safeUrl } from "../core/text/urls.ts";
import { authorNames, fromPlain, plainNames } from "./arxiv-plain.ts";
import { explainIssue, isRealDate, kindOf, type Problem, tidyProblems, wholeLine } from "./problems.ts";
import {
  displayText,
  type Fields,
  isFields,
  longestAbstract,
  longestComment,
  longestTitle,
  plainText,
  rawOf,
} from "./texts.ts";

export type { Problem } from "./problems.ts";
export type ReadRecord =
  | { readonly ok: true; readonly paper: Paper }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Keys that mean something to JavaScript itself: nobody puts them into a record in good faith. */
const refusedKeys = ["__proto__", "constructor", "prototype"];
/** Any of these tells the record format from arXiv's plain shape. */
const recordKeys = ["translations", "licence"];

/**
 * Reads a paper from one line of a file, whatever JSON value that is: the record format of `corpus/README.md`, arXiv's
 * plain shape, or that of its snapshot on Kaggle. Texts come out clean; a paper that comes out is valid. Never throws.
 */
export function readRecord(value: unknown): ReadRecord {
  if (!isFields(value))
    return refuse([{ field: wholeLine, reason: `expected an object, found ${kindOf(value)}` }]);
  const refused = refusedKeys.filter((key) => Object.hasOwn(value, key));
  if (refused.length > 0)
    return refuse(refused.map((field) => ({ field, reason: "is a name that no field may have" })));
  return isRecord(value) ? check(fromRecord(value), []) : readPlain(value);
}

function isRecord(value: Fields): boolean {
  return recordKeys.some((key) => Object.hasOwn(value, key)) || isFields(value.links);
}

function readPlain(value: Fields): ReadRecord {
  const problems: Problem[] = [];
  const result = check(fromPlain(value, problems), problems);
  if (result.ok) return result;
  const named = result.problems.map(({ field, reason }) => ({
    field: plainNames.get(field) ?? field,
    reason,
  }));
  return refuse(named);
}

/** The record format. Its originals may still hold TeX, unless `raw` shows that it has been turned to Unicode already. */
function fromRecord(value: Fields): Fields {
  const paper: Fields = { ...value };
  const named = typeof value.id === "string" ? identifyPaper(value.id) : undefined;
  if (named) paper.id = named.id;
  if (named?.version !== undefined && value.version === undefined) paper.version = named.version;
  const convert = value.raw === undefined ? displayText : plainText;
  paper.title = convert(value.title, longestTitle);
  paper.abstract = convert(value.abstract, longestAbstract);
  const raw = value.raw ?? rawOf({ title: value.title, abstract: value.abstract }, paper);
  if (raw !== undefined) paper.raw = raw;
  paper.authors = authorNames(value.authors, convert);
  if (Object.hasOwn(value, "comment")) paper.comment = convert(value.comment, longestComment);
  if (isFields(value.links)) paper.links = mapValues(value.links, safeLink);
  if (Array.isArray(value.translations)) paper.translations = value.translations.map(translation);
  return paper;
}

/** Machine and human translations are made from the shown text: a `~` in them is a tilde, not TeX. */
function translation(value: unknown): unknown {
  if (!isFields(value)) return value;
  const out: Fields = { ...value };
  out.title = plainText(value.title, longestTitle);
  out.abstract = plainText(value.abstract, longestAbstract);
  for (const key of ["translator", "titleTranslator"])
    if (Object.hasOwn(value, key)) out[key] = credit(value[key]);
  if (isFields(value.from) && Object.hasOwn(value.from, "translator"))
    out.from = { ...value.from, translator: credit(value.from.translator) };
  return out;
}

function credit(value: unknown): unknown {
  return isFields(value) ? { ...value, name: plainText(value.name, 100) } : value;
}

/** A link that may not be put into a message becomes one that the schema refuses. */
function safeLink(link: unknown): unknown {
  return typeof link === "string" ? (safeUrl(link) ?? "") : link;
}

function mapValues(fields: Fields, map: (value: unknown) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value)]));
}

function check(candidate: Fields, problems: readonly Problem[]): ReadRecord {
  const result = paperSchema.safeParse(candidate);
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => explainIssue(issue, candidate));
    return refuse([...problems, ...found]);
  }
  const all = [...problems, ...calendarProblems(result.data)];
  return all.length > 0 ? refuse(all) : { ok: true, paper: result.data };
}

function calendarProblems(paper: Paper): Problem[] {
  const dates: [string, string | undefined][] = [
    ["submitted", paper.submitted],
    ["announced", paper.announced],
    ["updated", paper.updated],
    ...paper.translations.map(({ date }, at): [string, string | undefined] => [
      `translations.${at}.date`,
      date,
    ]),
  ];
  return dates
    .filter(([, date]) => date !== undefined && !isRealDate(date))
    .map(([field, date]) => ({ field, reason: `${date} is not in the calendar` }));
}

function refuse(problems: readonly Problem[]): ReadRecord {
  return { ok: false, problems: tidyProblems(problems) };
}
