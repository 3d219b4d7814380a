import { z } from "zod";
import { UserError } from "./errors.ts";
import { isKey, plainMarks, readValue, unknownOption, unquoted } from "./grammar.ts";
import { optionSpecs } from "./options.ts";
import type { Exclusions, SearchQuery, Term, Years } from "./ports.ts";

/** The filters of a search by the names under which they are typed. */
export const searchOptions = z.object({
  by: z
    .string()
    .max(100)
    .optional()
    .meta({ aliases: ["author", "from", "von", "auteur"], inText: true }),
  cat: z
    .string()
    .max(60)
    .optional()
    .meta({ aliases: ["category", "subject"], inText: true }),
  year: z
    .string()
    .max(10)
    .optional()
    .meta({ aliases: ["date", "years", "since"], inText: true }),
  in: z
    .enum(["title"])
    .optional()
    .meta({ aliases: ["field", "intitle"], inText: true }),
  sort: z
    .enum(["relevance", "new"])
    .optional()
    .meta({ aliases: ["order"], inText: true }),
});

const filters = optionSpecs(searchOptions);

/** Phrases, alternatives, exclusions and filters of one query, in all. */
const mostParts = 16;

/** A stretch of a query: a bar, a filter, or something to find; `minus` leaves out what it stands before. */
type Piece =
  | { readonly kind: "bar" }
  | { readonly kind: "filter"; readonly minus: boolean; readonly key: string; readonly value: string }
  | { readonly kind: "term"; readonly minus: boolean; readonly term: Term };

/**
 * In order: a norm (`|x|`), which is a word; a bar; a minus at the beginning of a word or quote, whichever way the keyboard writes it; a quote; a filter;
 * a word, whose parentheses may hold bars (`p(x|y)`). A minus before anything else, and one that stands alone, are text.
 */
const pattern = new RegExp(
  [
    String.raw`(?<norm>(?<!\S)\|[^\s"|｜]+\|(?!\S))`,
    "(?<bar>[|｜]+)",
    String.raw`(?<minus>[\-‐–—−－](?=["\p{L}\p{N}]))?(?:"(?<phrase>[^"]*)"|(?<key>[A-Za-z][A-Za-z_\-]{1,19})[:：](?!\/\/)(?:"(?<quoted>[^"]*)"|(?<value>[^\s"]+)|(?<alone>(?=\s|$|")))|(?<word>(?:[^\s"|｜\(\)]|\([^\s"\(\)]*\)|[\(\)])+))`,
  ].join("|"),
  "gu",
);

/**
 * Reads a search: words, `"exact phrases"`, `a | b`, `-not`, and the filters `by:`, `cat:`, `year:`, `in:title`, `sort:`.
 * Alternatives bind closer than the space between words. Throws a `UserError` that names what cannot be read.
 */
export function parseQuery(typed: string): SearchQuery {
  const pieces = piecesOf(plainMarks(typed));
  const found = new Draft();
  for (let at = 0; at < pieces.length; at++) {
    const first = pieces[at] as Piece;
    // A bar that has nothing on one of its sides joins nothing.
    if (first.kind === "bar") continue;
    const group = [first];
    while (pieces[at + 1]?.kind === "bar") {
      const next = pieces.slice(at + 2).findIndex((piece) => piece.kind !== "bar");
      at = next < 0 ? pieces.length : at + 2 + next;
      const piece = pieces[at];
      if (piece && piece.kind !== "bar") group.push(piece);
    }
    found.add(group);
  }
  return found.query();
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let awaiting: { readonly key: string; readonly minus: boolean } | undefined;
  for (const { groups = {} } of text.matchAll(pattern)) {
    const minus = groups.minus !== undefined;
    const { bar, phrase, word = groups.norm } = groups;
    const key = groups.key?.toLowerCase();
    if (awaiting) {
      pieces.push({ kind: "filter", ...awaiting, value: phrase ?? word ?? "" });
      awaiting = undefined;
      if (phrase !== undefined || word !== undefined) continue;
    }
    if (bar !== undefined) pieces.push({ kind: "bar" });
    else if (phrase !== undefined) pieces.push({ kind: "term", minus, term: { text: phrase, exact: true } });
    else if (word !== undefined) pieces.push({ kind: "term", minus, term: { text: word, exact: false } });
    else if (key !== undefined) {
      const value = groups.quoted ?? groups.value;
      const isFilter = filters.some((spec) => spec.name === key);
      if (value === undefined && isFilter) awaiting = { key, minus };
      else if (value !== undefined && isKey(key)) pieces.push({ kind: "filter", minus, key, value });
      else {
        const term = { text: `${groups.key}:${groups.quoted ?? value ?? ""}`, exact: false };
        pieces.push({ kind: "term", minus, term });
      }
    }
  }
  if (awaiting) pieces.push({ kind: "filter", ...awaiting, value: "" });
  return pieces;
}

/** A query being read. */
class Draft {
  readonly #words: string[] = [];
  readonly #phrases: string[] = [];
  readonly #alternatives: (readonly Term[])[] = [];
  readonly #lists = { by: [] as string[], cat: [] as string[] };
  readonly #without = { terms: [] as Term[], by: [] as string[], cat: [] as string[], years: [] as Years[] };
  #years: Years | undefined;
  #inTitle = false;
  #sort: "relevance" | "new" | undefined;

  /** Takes in alternatives, mostly only one. */
  add(group: readonly Exclude<Piece, { kind: "bar" }>[]): void {
    const [first] = group as [(typeof group)[number]];
    for (const piece of group)
      if (piece.kind !== first.kind || (piece.minus && !first.minus)) throw mixed(piece);
    if (first.kind === "filter") this.#addFilter(group as (Piece & { kind: "filter" })[]);
    else this.#addTerms(group as (Piece & { kind: "term" })[], first.minus);
  }

  #addTerms(group: readonly (Piece & { kind: "term" })[], minus: boolean): void {
    const terms = group.map(({ term }) => ({ ...term, text: term.text.replace(/\s+/gu, " ").trim() }));
    const [only] = terms;
    if (terms.length === 1 && only && !only.exact && !minus) {
      this.#words.push(only.text);
      return;
    }
    // What has no letter finds nothing.
    const sayable = terms.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
    const [single, ...others] = unique(sayable, (term) => `${term.exact} ${term.text}`);
    if (!single) return;
    if (minus) for (const term of [single, ...others]) addOnce(this.#without.terms, excluded(term));
    else if (others.length > 0) this.#alternatives.push([single, ...others]);
    else if (!single.exact) this.#words.push(single.text);
    else if (!this.#phrases.includes(single.text)) this.#phrases.push(single.text);
  }

  #addFilter(group: readonly (Piece & { kind: "filter" })[]): void {
    const [first] = group as [(typeof group)[number]];
    for (const piece of group) if (piece.key !== first.key) throw mixed(piece);
    const { key, minus } = first;
    const spec = filters.find(({ name }) => name === key);
    if (!spec) throw unknownOption(key, filters);
    const values = group.map(({ value }) => String(readValue(spec, unquoted(value).replace(/\s+/gu, " "))));
    if (key === "by" || key === "cat") {
      const either = values.flatMap((value) => value.split(/[|｜]/)).map((value) => value.trim());
      const value = either.filter((one) => one !== "").join("|");
      if (value === "") throw new UserError("missingOption", key);
      if (minus) for (const one of value.split("|")) addOnce(this.#without[key], one);
      else addOnce(this.#lists[key], value);
      return;
    }
    if (group.length > 1) throw mixed(group[1] as Piece);
    if (key === "year" && minus) addOnce(this.#without.years, readYears(values[0] as string));
    else if (minus) throw new UserError("notExcludable", key);
    else this.#setOnce(key, values[0] as string);
  }

  #setOnce(key: string, value: string): void {
    const isSet = { year: this.#years !== undefined, in: this.#inTitle, sort: this.#sort !== undefined }[key];
    if (isSet) throw new UserError("repeatedOption", key);
    if (key === "year") this.#years = readYears(value);
    else if (key === "in") this.#inTitle = true;
    else this.#sort = value as "relevance" | "new";
  }

  query(): SearchQuery {
    const { terms, by, cat, years } = this.#without;
    const without: Exclusions = {
      ...(terms.length > 0 && { terms }),
      ...(by.length > 0 && { by }),
      ...(cat.length > 0 && { cat }),
      ...(years.length > 0 && { years }),
    };
    const parts = [
      this.#phrases,
      this.#alternatives.flat(),
      terms,
      by,
      cat,
      years,
      ...Object.values(this.#lists),
    ];
    if (parts.reduce((sum, { length }) => sum + length, 0) > mostParts)
      throw new UserError("tooManyParts", mostParts);
    return {
      words: this.#words.join(" "),
      ...(this.#phrases.length > 0 && { phrases: this.#phrases }),
      ...(this.#alternatives.length > 0 && { alternatives: this.#alternatives }),
      ...(Object.keys(without).length > 0 && { without }),
      ...(this.#lists.by.length > 0 && { by: this.#lists.by }),
      ...(this.#lists.cat.length > 0 && { cat: this.#lists.cat }),
      ...(this.#years && { years: this.#years }),
      ...(this.#inTitle && { inTitle: true as const }),
      ...(this.#sort && { sort: this.#sort }),
    };
  }
}

/** A word that no minus can stand before is taken as it stands. */
function excluded(term: Term): Term {
  return term.exact || /^[\p{L}\p{N}]/u.test(term.text) ? term : { text: term.text, exact: true };
}

function mixed(piece: Piece): UserError {
  return new UserError("mixedAlternatives", piece.kind === "bar" ? "|" : shown(piece));
}

function shown(piece: Exclude<Piece, { kind: "bar" }>): string {
  const text =
    piece.kind === "filter" ? `${piece.key}:${quotedIfSpaced(piece.value)}` : formatTerm(piece.term);
  return `${piece.minus ? "-" : ""}${text}`.slice(0, 60);
}

function addOnce<T>(list: T[], item: T): void {
  const key = JSON.stringify(item);
  if (!list.some((other) => JSON.stringify(other) === key)) list.push(item);
}

function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** `2021`, `2020..2022`, `2020..` or `..2022` (also with a dash). */
function readYears(typed: string): Years {
  const range = /^(\d{4})?\s*(?:(\.\.|[-–—])\s*(\d{4})?)?$/u.exec(typed);
  if (!range || (range[1] === undefined && range[3] === undefined)) throw new UserError("badYear", typed);
  const from = Number(range[1] ?? 0);
  const to = Number(range[3] ?? (range[2] === undefined ? from : 9999));
  if (from > to) throw new UserError("badYear", typed);
  return { from, to };
}

/** The text that `parseQuery` reads back as this query. */
export function formatQuery(query: SearchQuery): string {
  const { without = {} } = query;
  const named = (key: string) => (value: string) => `${key}:${quotedIfSpaced(value)}`;
  return [
    query.words,
    ...(query.phrases ?? []).map((phrase) => `"${phrase}"`),
    ...(query.alternatives ?? []).map((group) => group.map(formatTerm).join(" | ")),
    ...(without.terms ?? []).map((term) => `-${formatTerm(term)}`),
    ...(query.by ?? []).map(named("by")),
    ...(query.cat ?? []).map(named("cat")),
    ...(without.by ?? []).map(named("-by")),
    ...(without.cat ?? []).map(named("-cat")),
    ...(query.years ? [`year:${formatYears(query.years)}`] : []),
    ...(without.years ?? []).map((years) => `-year:${formatYears(years)}`),
    ...(query.inTitle ? ["in:title"] : []),
    ...(query.sort ? [`sort:${query.sort}`] : []),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function formatTerm({ text, exact }: Term): string {
  return exact ? `"${text}"` : text;
}

function quotedIfSpaced(value: string): string {
  return /\s/u.test(value) ? `"${value}"` : value;
}

function formatYears({ from, to }: Years): string {
  return from === to ? String(from).padStart(4, "0") : `${open(from, 0)}..${open(to, 9999)}`;
}

function open(year: number, end: number): string {
  return year === end ? "" : String(year).padStart(4, "0");
}
