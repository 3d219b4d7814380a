import type { SearchQuery, Term, Years } from "../core/ports.ts";
import type { Catalog } from "../i18n/catalog.ts";

/** A query as it was understood, in a line; undefined for one of nothing but words. */
export function describeQuery(query: SearchQuery, { query: texts, choices }: Catalog): string | undefined {
  const {
    words,
    phrases = [],
    alternatives = [],
    without = {},
    by = [],
    cat = [],
    years,
    inTitle,
    sort,
  } = query;
  const either = (values: readonly string[]) => values.join(` ${texts.or} `);
  const operators = [
    ...phrases.map((text) => shown({ text, exact: true })),
    ...alternatives.map((group) => either(group.map(shown))),
    ...(without.terms ?? []).map((term) => texts.without(shown(term))),
    ...by.map((names) => texts.by(either(names.split("|")))),
    ...cat.map((categories) => texts.cat(either(categories.split("|")))),
    ...(without.by ?? []).map((name) => texts.without(texts.by(name))),
    ...(without.cat ?? []).map((category) => texts.without(texts.cat(category))),
    ...(years ? [range(years)] : []),
    ...(without.years ?? []).map((span) => texts.without(range(span))),
    ...(inTitle ? [texts.inTitle] : []),
    ...(sort ? [choices[sort]] : []),
  ];
  if (operators.length === 0) return undefined;
  return [...(words === "" ? [] : [words]), ...operators].join(" · ");
}

function shown({ text, exact }: Term): string {
  return exact ? `"${text}"` : text;
}

function range({ from, to }: Years): string {
  return from === to ? String(from) : `${from === 0 ? "" : from}–${to === 9999 ? "" : to}`;
}
