import type { Paper } from "../core/paper.ts";

const perMonth = 100_000;

/**
 * An arXiv id that no real paper has, for the papers the tools make. The index takes ids of this form only. They lie in
 * the 2090s, in order.
 */
export function syntheticId(number: number): string {
  const month = Math.floor(number / perMonth);
  if (month >= 120) throw new Error("there are no more synthetic ids");
  const [year, inYear] = [90 + Math.floor(month / 12), (month % 12) + 1];
  return `${year}${String(inYear).padStart(2, "0")}.${String(number % perMonth).padStart(5, "0")}`;
}

/** A paper with the least that a paper has. */
export function plainPaper(
  texts: Pick<Paper, "id" | "title" | "abstract" | "language"> & Partial<Paper>,
): Paper {
  return {
    authors: [],
    categories: [],
    links: { abstract: `https://arxiv.org/abs/${texts.id}` },
    source: "synthetic",
    licence: "CC0-1.0",
    translations: [],
    ...texts,
  };
}
