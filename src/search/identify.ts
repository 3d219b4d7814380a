const newStyle = /^(\d{2})(0[1-9]|1[0-2])\.\d{4,5}$/;
const oldStyle = /^([a-z]{2,8}(?:-[a-z]{2,4})?)(?:\.[A-Z]{2})?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})$/i;
const wrapping =
  /^(?:(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html|format|ps)\/|(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s?)?10\.48550\/arxiv\.|arxiv:\s?)/i;

/**
 * The arXiv id that a text is, in canonical form: without version, and without the subject class of old ids
 * (`math.GT/0309136` is `math/0309136`). The text may be an id, `arXiv:` and an id, the address of an abstract, PDF or
 * HTML page, or arXiv's DOI; undefined when it is anything else or anything more.
 */
export function arxivIdOf(text: string): string | undefined {
  if (text.length > 200) return undefined;
  const bare = text
    .trim()
    .replace(/^<(.*)>$/, "$1")
    .replace(wrapping, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "")
    .replace(/\.pdf$/i, "")
    .replace(/v\d{1,3}$/i, "");
  if (newStyle.test(bare)) return bare;
  const old = oldStyle.exec(bare);
  return old?.[1] && old[2] ? `${old[1].toLowerCase()}/${old[2]}` : undefined;
}
