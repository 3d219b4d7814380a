import { type Language, languageName } from "../core/language.ts";
import type { Paper } from "../core/paper.ts";
import type { Summary } from "../core/summary.ts";
import type { TranslationFailure } from "../core/translation.ts";
import { listNames } from "../i18n/format.ts";
import { sourceLanguage } from "./choose-text.ts";
import type { Reader } from "./reader.ts";

/** How far the translation of a paper into the reader's language is. `preparing`: a model is fetched, in bytes. */
export type Translating =
  | { readonly kind: "running" }
  | { readonly kind: "preparing"; readonly language: string; readonly bytes: number; readonly total: number }
  | {
      readonly kind: "failed";
      readonly why: TranslationFailure["fault"] | "noService";
      /** As readers are told. */
      readonly services: readonly string[];
    };

/** A paper as a reader opens it. */
export interface Opened {
  readonly paper: Paper;
  /** Reply languages into which it can be translated. */
  readonly offered: readonly Language[];
  readonly summary?: Summary;
  /** Absent where nothing is under way and nothing is wanting. */
  readonly translating?: Translating;
}

/** One sentence about it, which of a failure says why and what to do. */
export function sayProgress(state: Translating, paper: Paper, { language, texts }: Reader): string {
  const say = texts.translating;
  const name = (tag: string) => languageName(tag, language);
  if (state.kind === "running") return say.running(name(language));
  if (state.kind === "preparing") {
    const megabytes = Math.max(1, Math.round(state.total / 1e6));
    return say.preparing(name(state.language), megabytes, percent(state));
  }
  const services = listNames(language, state.services);
  switch (state.why) {
    case "noService":
      return say.noService;
    case "notPrepared":
      return say.notPrepared(name(language));
    case "unsupportedPair":
      return say.noPair(services, name(sourceLanguage(paper)), name(language));
    case "unavailable":
      return say.unreachable(services);
    case "rate":
    case "quota":
      return say.limit(services);
    case "auth":
    case "badRequest":
      return say.refused(services);
    case "tooLarge":
    case "badOutput":
      return say.unusable(services);
  }
}

/** Whether asking once more can change anything. */
export function canBeTried(state: Translating): boolean {
  return state.kind !== "failed" || (state.why !== "noService" && state.why !== "unsupportedPair");
}

/** In steps of ten, so that not every packet is news. */
export function percent({ bytes, total }: { readonly bytes: number; readonly total: number }): number {
  return total > 0 ? Math.min(100, Math.floor((bytes / total) * 10) * 10) : 0;
}
