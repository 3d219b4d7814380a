const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** How many characters a reader sees. */
export function graphemeLength(text: string): number {
  return [...segmenter.segment(text)].length;
}
