const newStyle = /^\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}$/;
const oldStyle = /^([a-z]{2,10}(?:-[a-z]{1,10})?)(?:\.[A-Z]{2})?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})$/i;
const wrapping =
  /^(?:(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html|format|ps)\/|(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s?)?10\.48550\/arxiv\.|arxiv:\s?)/i;

/**
 * The arXiv id that a text is, with the version it names: an id, `arXiv:` and an id, the address of an abstract, PDF or
 * HTML page, or arXiv's DOI. The id is canonical: without version, and without the subject class of old ids
 * (`math.GT/0309136` is `math/0309136`, https://info.arxiv.org/help/arxiv_identifier.html). undefined when the text is
 * anything else or anything more.
 */
export function splitArxivId(text: unknown): { readonly id: string; readonly version?: number } | undefined {
  if (typeof text !== "string" || text.length > 200) return undefined;
  const bare = text
    .trim()
    .replace(/^<(.*)>$/, "$1")
    .replace(wrapping, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "")
    .replace(/\.pdf$/i, "");
  const version = /v0*([1-9]\d{0,2})$/i.exec(bare)?.[1];
  const id = canonical(bare.replace(/v\d{1,3}$/i, ""));
  if (id === undefined) return undefined;
  return version === undefined ? { id } : { id, version: Number(version) };
}

function canonical(id: string): string | undefined {
  if (newStyle.test(id)) return id;
  const [, archive, number] = oldStyle.exec(id) ?? [];
  return archive && number ? `${archive.toLowerCase()}/${number}` : undefined;
}
