import type { Language } from "../core/language.ts";
import type { Catalog } from "../i18n/catalog.ts";

/** Who reads, and in which words. */
export interface Reader {
  readonly language: Language;
  readonly texts: Catalog;
}
