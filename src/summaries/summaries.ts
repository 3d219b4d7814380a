import type { Summaries } from "../core/summary.ts";
import type { ChatSettings } from "../llm/chat.ts";
import { extractSummary } from "./extract.ts";
import { ModelSummaries, type ModelSummariesOptions } from "./model.ts";

export type SummariesSettings =
  | { readonly kind: "extract" | "none" }
  | { readonly kind: "openai"; readonly server: ChatSettings; readonly local: boolean };

/** `extract`: sentences of the abstract, no key and no network. `openai`: a model's besides. `none`: no summaries. */
export function openSummaries(
  settings: SummariesSettings,
  cache: ModelSummariesOptions["cache"],
  onProblem: (message: string) => void,
): Summaries {
  if (settings.kind === "openai")
    return new ModelSummaries({ server: settings.server, local: settings.local, cache, onProblem });
  return {
    extracted: settings.kind === "none" ? () => undefined : extractSummary,
    held: async () => undefined,
    summarise: async () => undefined,
    close: async () => {},
  };
}
