import { z } from "zod";
import { openaiServer } from "./config-translation.ts";
import type { SummariesSettings } from "./summaries/summaries.ts";
import { isOwnMachine } from "./translators/local.ts";

/** The variable of summaries; a model's server is that of the OPENAI_ variables of translation. */
export const summariesShape = {
  SUMMARIZER: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["extract", "openai", "none"], "must be extract, openai or none."))
    .default("extract"),
};

interface Values {
  readonly SUMMARIZER: "extract" | "openai" | "none";
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_MODEL?: string | undefined;
}

/** What a model's summaries cannot do without, one sentence for each variable that is missing. */
export function missingForSummaries(
  given: Readonly<Record<string, string>>,
  has: (name: string) => boolean,
): string[] {
  if (given.SUMMARIZER?.toLowerCase() !== "openai") return [];
  const base = given.OPENAI_BASE_URL ?? (has("OPENAI_API_KEY") ? openaiServer : undefined);
  if (!base)
    return [
      "OPENAI_BASE_URL is missing: add the address of the server that is to summarise, or take openai out of SUMMARIZER.",
    ];
  if (URL.canParse(base) && !isOwnMachine(base) && !has("OPENAI_MODEL"))
    return ["OPENAI_MODEL is missing: add the name of the model that is to summarise."];
  return [];
}

export function arrangeSummaries(values: Values): SummariesSettings {
  if (values.SUMMARIZER !== "openai") return { kind: values.SUMMARIZER };
  const { OPENAI_BASE_URL: baseUrl = openaiServer, OPENAI_API_KEY: key, OPENAI_MODEL: model } = values;
  return {
    kind: "openai",
    server: { baseUrl, ...(key !== undefined && { key }), ...(model !== undefined && { model }) },
    local: isOwnMachine(baseUrl),
  };
}
