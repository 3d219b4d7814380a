/** Every announcement of arXiv has this source, whichever category's feed told it first. */
export const arxivAnnouncements = "arxiv";

const ofCategory = `${arxivAnnouncements}:`;

/** The name of the source that reads the announcements of one of arXiv's categories or archives. */
export function arxivSourceName(category: string): string {
  return `${ofCategory}${category}`;
}

/** The category of a source so named; undefined for any other. */
export function arxivCategoryIn(source: string): string | undefined {
  return source.startsWith(ofCategory) ? source.slice(ofCategory.length) : undefined;
}

/** The copy of arXiv's records, which announces nothing: a name that no category's source has. */
export const arxivCopyName = `${arxivAnnouncements}-copy`;

export function isArxivSource(source: string): boolean {
  return source === arxivCopyName || arxivCategoryIn(source) !== undefined;
}
