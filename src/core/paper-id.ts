import { createHash } from "node:crypto";
import { splitArxivId } from "./arxiv-id.ts";

/** The longest id: with the longest of all else, it still fits into a control (`src/core/control.ts`). */
export const longestId = 54;

/** What an id is written like: an arXiv id, `doi:10.1145/3292500.3330701`, or `url:` and 22 signs of an address's hash. */
export const idPattern =
  /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7}|doi:10\.\d{4,9}\/[a-z0-9._;()/:-]+|url:[\w-]{22})$/;

/** A DOI in any of the forms in which it is written: bare, as an address, after `doi:`. */
const doiPattern = /^(?:(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/i;

/**
 * The id of the paper that a text names and nothing more, and the version where it names one: an arXiv id or address
 * (`splitArxivId`), a DOI, any other http address, or an id as Paperboy writes it. undefined for other texts.
 */
export function identifyPaper(text: string): { readonly id: string; readonly version?: number } | undefined {
  const typed = text.trim();
  const arxiv = splitArxivId(typed);
  if (arxiv || typed.length > 2_000) return arxiv;
  if (/^url:[\w-]{22}$/.test(typed)) return { id: typed };
  const doi = doiOf(typed);
  if (doi !== undefined) return { id: idOfDoi(doi) };
  const url = idOfUrl(typed);
  return url === undefined ? undefined : { id: url };
}

/** The DOI that a text is, in lower case: DOIs do not tell cases apart. */
export function doiOf(text: string): string | undefined {
  if (text.length > 2_000) return undefined;
  const [, doi] = doiPattern.exec(decoded(text.trim())) ?? [];
  return doi?.toLowerCase();
}

/** A DOI that is too long or has unusual signs is known by the hash of its address. */
export function idOfDoi(doi: string): string {
  const id = `doi:${doi.toLowerCase()}`;
  return id.length <= longestId && idPattern.test(id) ? id : hashed(`https://doi.org/${doi.toLowerCase()}`);
}

/** An address without its fragment and without what only tells where a reader came from. */
export function idOfUrl(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  for (const name of [...url.searchParams.keys()]) if (/^utm_/i.test(name)) url.searchParams.delete(name);
  url.hash = "";
  return hashed(url.href);
}

export function isArxivId(id: string): boolean {
  return !id.includes(":");
}

/** The id as people know it: `arXiv:2212.12206`, `doi:10.1145/…`; of others the name of the site. */
export function paperLabel({
  id,
  links,
}: {
  readonly id: string;
  readonly links: { readonly abstract: string };
}): string {
  if (isArxivId(id)) return `arXiv:${id}`;
  const doi = id.startsWith("doi:") ? id.slice("doi:".length) : doiOf(links.abstract);
  return doi === undefined ? new URL(links.abstract).hostname.replace(/^www\./, "") : `doi:${doi}`;
}

function hashed(text: string): string {
  return `url:${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
