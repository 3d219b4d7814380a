import { doiOf, identifyPaper, idOfDoi, isArxivId } from "../core/paper-id.ts";
import { safeUrl } from "../core/text/urls.ts";
import { type ReadRecord, readRecord } from "./record.ts";

/** What bibliographies and feeds tell of a paper. Texts may hold TeX. */
export interface Reference {
  readonly title: string | undefined;
  readonly abstract?: string | undefined;
  readonly authors: readonly string[];
  readonly categories?: readonly string[];
  /** A BCP 47 tag; English where it is not told. */
  readonly language?: string | undefined;
  /** `YYYY[-MM[-DD]]`. */
  readonly published?: string | undefined;
  /** Texts that may name the paper: an arXiv id, a DOI, an address. The best of them becomes its id. */
  readonly names: readonly (string | undefined)[];
  readonly source: string;
  readonly licence: string;
}

/**
 * A reference as a paper. Its id is arXiv's where any of its names is one, so that a paper known there is joined, else
 * its DOI, else its address.
 */
export function readReference(reference: Reference): ReadRecord {
  const { title, abstract, authors, language, published, source, licence } = reference;
  const named = identifyReference(reference.names);
  if (!named)
    return {
      ok: false,
      problems: [{ field: "id", reason: "there is neither an arXiv id, a DOI nor an address to know it by" }],
    };
  return readRecord({
    id: named.id,
    title,
    abstract: abstract === undefined || abstract.trim() === "" ? null : abstract,
    language: languageOf(language),
    authors: [...authors],
    categories: categoriesOf(reference.categories ?? []),
    ...(published !== undefined && { submitted: published }),
    links: named.links,
    source: source.slice(0, 100),
    licence,
    translations: [],
  });
}

function identifyReference(names: Reference["names"]) {
  const given = names.filter((name) => name !== undefined).map((name) => name.trim());
  for (const name of given) {
    const id = identifyPaper(name)?.id;
    if (id !== undefined && isArxivId(id))
      return { id, links: { abstract: `https://arxiv.org/abs/${id}`, pdf: `https://arxiv.org/pdf/${id}` } };
  }
  const address = given.find((name) => /^https?:/i.test(name) && safeUrl(name) !== undefined);
  for (const name of given) {
    const doi = doiOf(name);
    if (doi !== undefined)
      return {
        id: idOfDoi(doi),
        links: { abstract: `https://doi.org/${encodeURI(doi).replaceAll("#", "%23")}` },
      };
  }
  const id = address === undefined ? undefined : identifyPaper(address)?.id;
  return id === undefined ? undefined : { id, links: { abstract: address } };
}

/** As reference managers write it: `arXiv preprint arXiv:2212.12206`. */
export function arxivNames(text: string): string[] {
  return [...text.matchAll(/\barXiv:\s?([\w.-]+(?:\/\d{7})?(?:v\d+)?)/gi)].map(([, name = ""]) =>
    name.replace(/\.$/, ""),
  );
}

function languageOf(given = "en"): string {
  const tag = given.trim().toLowerCase().split(/[-_]/)[0] ?? "";
  return /^[a-z]{2,3}$/.test(tag) ? tag : "en";
}

/** Subjects in words become words with hyphens; arXiv's are kept as they are. */
function categoriesOf(given: readonly string[]): string[] {
  const all = given.map((one) =>
    /^[a-z-]+\.[A-Za-z-]+$/.test(one.trim())
      ? one.trim()
      : one
          .trim()
          .toLowerCase()
          .replace(/[\s_/]+/g, "-"),
  );
  return [...new Set(all)].filter((one) => /^[a-z-]{2,40}(\.[A-Za-z-]+)?$/.test(one)).slice(0, 50);
}
