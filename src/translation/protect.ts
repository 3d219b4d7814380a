import type { Stretch } from "../core/text/tex.ts";
import { splitUrls } from "../core/text/urls.ts";
import { formulas, unite } from "./formulas.ts";

/** Addresses that are written without `https://`: hosts with a path, e-mail addresses. */
const bareAddress =
  /(?<![\w@./-])(?:www\.[\w-]+(?:\.[\w-]+)+[\w/#?&=%~.+-]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|edu|gov|ai|dev|app)(?:\/[\w/#?&=%~.+@-]*)?)/gu;
const code =
  /`[^`\n]{1,120}`|(?<![\w-])--[a-z][\w-]*|(?<![\w.])(?:[A-Za-z]\w*(?:\.|::))*[A-Za-z]\w*\(\)|(?<![\w./-])(?:[\w.-]+\/)*[\w-]+\.(?:py|js|ts|cpp|json|ya?ml|csv|txt|sh|ipynb|md|exe|dll)(?![\w])|(?<!\w)[A-Za-z]+::\w+(?:::\w+)*/gu;
const surname = String.raw`(?<![\p{L}'’-])\p{Lu}[\p{L}'’-]{1,40}`;
const name = `${surname}(?: (?:and|&) ${surname}| et al\\.?)?`;
const year = String.raw`(?:1[89]|20)\d{2}[a-z]?`;
const citation = new RegExp(
  [
    String.raw`\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]`,
    String.raw`(?<=[(\[;] ?)${name},? ${year}(?=[)\];])`,
    String.raw`${surname} et al\.,? [(\[]${year}[)\]]`,
    String.raw`\barXiv:(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})(?:v\d+)?`,
    String.raw`\b(?:doi:\s?)?10\.\d{4,9}\/[\w./()-]*[\w/]`,
  ].join("|"),
  "gu",
);

export type Kind = "url" | "code" | "citation" | "math";
export interface Protected extends Stretch {
  readonly kind: Kind;
}

/**
 * The stretches of a text that no engine may touch: URLs, code, citations and formulas, in order and apart from each
 * other. `raw` is the text with its TeX, where it is known.
 */
export function protectedStretches(text: string, raw?: string): readonly Protected[] {
  const taken: Protected[] = [];
  const take = (kind: Kind, stretches: Iterable<Stretch>) => {
    for (const { from, to } of stretches)
      for (const free of outside({ from, to }, taken, kind === "math")) taken.push({ kind, ...free });
  };
  take("url", urls(text));
  take("code", matches(text, code));
  take("citation", matches(text, citation));
  take("math", formulas(text, raw));
  return taken.sort((a, b) => a.from - b.from);
}

/** What of a stretch is not taken. Of a formula around a URL the rest is a formula; anything else goes whole. */
function outside(stretch: Stretch, taken: readonly Stretch[], inParts: boolean): readonly Stretch[] {
  const inTheWay = unite(taken.filter(({ from, to }) => from < stretch.to && to > stretch.from));
  if (inTheWay.length === 0) return [stretch];
  if (!inParts) return [];
  const free: Stretch[] = [];
  let at = stretch.from;
  for (const { from, to } of [...inTheWay, { from: stretch.to, to: stretch.to }]) {
    if (from > at) free.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  return free;
}

function urls(text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  for (const part of splitUrls(text)) {
    const length = "url" in part ? part.url.length : part.text.length;
    if ("url" in part) found.push({ from: at, to: at + length });
    else
      for (const { from, to } of matches(part.text, bareAddress))
        found.push({ from: at + from, to: at + to - (/[.]$/.test(part.text.slice(from, to)) ? 1 : 0) });
    at += length;
  }
  return found;
}

function matches(text: string, pattern: RegExp): readonly Stretch[] {
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
}
