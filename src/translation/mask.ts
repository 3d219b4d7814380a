import type { Stretch } from "../core/text/tex.ts";
import type { Masked } from "../core/translation.ts";
import type { Term } from "./glossary.ts";
import { namesIn } from "./names.ts";
import type { Unit } from "./units.ts";

/** A unit with its masks, and what each stands for: the value with number `n` is `values[n]`. */
export interface MaskedUnit {
  readonly masked: Masked;
  readonly values: readonly string[];
}

/** Masks what no engine may touch and the terms of the glossary; with `names` also names of models and methods. */
export function mask(unit: Unit, terms: readonly Term[], options: { readonly names: boolean }): MaskedUnit {
  const { text } = unit;
  const places: (Stretch & { value: string })[] = unit.protected.map(({ from, to }) => ({
    from,
    to,
    value: text.slice(from, to),
  }));
  const isFree = ({ from, to }: Stretch) => places.every((place) => place.to <= from || place.from >= to);
  for (const { term, translation } of terms)
    for (const found of occurrences(text, term))
      if (isFree(found))
        places.push({
          ...found,
          value: translation === "keep" ? text.slice(found.from, found.to) : translation,
        });
  if (options.names)
    for (const found of namesIn(text))
      if (isFree(found)) places.push({ ...found, value: text.slice(found.from, found.to) });
  return assemble(text, places);
}

/** What joins two formulas or names to one: `19–88%`. An engine could lose it, or turn the two around. */
const joint = /^[-–—−/×:~+]?$/;

/** Two that touch, or with only a joint between them, are one mask. */
function assemble(text: string, places: (Stretch & { value: string })[]): MaskedUnit {
  const masked: (string | number)[] = [];
  const values: string[] = [];
  let at = 0;
  for (const { from, to, value } of places.sort((a, b) => a.from - b.from)) {
    const between = text.slice(at, from);
    if (values.length > 0 && joint.test(between)) values[values.length - 1] += between + value;
    else {
      if (between !== "") masked.push(between);
      masked.push(values.push(value) - 1);
    }
    at = to;
  }
  if (at < text.length) masked.push(text.slice(at));
  return { masked, values };
}

function occurrences(text: string, term: string): readonly Stretch[] {
  const escaped = term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/\s+/g, "\\s+");
  const cjk = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(term);
  const pattern = cjk ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
  return [...text.matchAll(new RegExp(pattern, "giu"))].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** The text with every mask's value in its place. */
export function unmask(masked: Masked, values: readonly string[]): string {
  return masked.map((part) => (typeof part === "number" ? (values[part] ?? "") : part)).join("");
}

/** The text that an engine sees, each mask a space. */
export function proseOf(masked: Masked): string {
  return masked.map((part) => (typeof part === "number" ? " " : part)).join("");
}

/** Whether there is anything in a unit for an engine to do. */
export function hasProse(masked: Masked): boolean {
  return /\p{L}/u.test(proseOf(masked));
}
