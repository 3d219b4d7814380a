import type { Paper } from "../../src/core/paper.ts";

/** A small valid paper, changed where a test says so. */
export function samplePaper(changes: Partial<Paper> = {}): Paper {
  const id = changes.id ?? "2401.00001";
  return {
    id,
    title: "A Sample Paper",
    abstract: "We sample papers.",
    language: "en",
    authors: ["Ada Lovelace"],
    categories: ["cs.LG"],
    submitted: "2024-01-01",
    links: { abstract: `https://arxiv.org/abs/${id}`, pdf: `https://arxiv.org/pdf/${id}` },
    source: "arXiv",
    licence: "CC0-1.0",
    translations: [],
    ...changes,
  };
}
