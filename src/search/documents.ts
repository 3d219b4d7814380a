import type { Paper } from "../core/paper.ts";
import { nameTerms, textTerms } from "./analysis.ts";
import type { Terms } from "./fields.ts";

/** A paper in one of the languages it exists in: what is indexed, counted and matched as one document. */
export interface PaperText {
  readonly language: string;
  readonly title: string;
  readonly abstract: string | null;
}

/** The original first, then one text for each translation. */
export function textsOf(paper: Paper): [PaperText, ...PaperText[]] {
  return [
    { language: paper.language, title: paper.title, abstract: paper.abstract },
    ...paper.translations.filter(({ language }) => language !== paper.language),
  ];
}

/**
 * The terms of each of a paper's texts. Every document carries authors, categories and id, so that words and a name can
 * be asked for together in any language.
 */
export function documentsOf(paper: Paper, texts: readonly PaperText[]): Terms[] {
  const shared = {
    authors: nameTerms(paper.authors),
    categories: paper.categories.map((category) => category.toLowerCase()),
    id: [paper.id.toLowerCase()],
  };
  return texts.map(({ language, title, abstract }) => ({
    ...shared,
    title: textTerms(title, language, "keep"),
    abstract: abstract === null ? [] : textTerms(abstract, language),
  }));
}
