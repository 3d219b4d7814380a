import type { Translator } from "../core/translation.ts";
import { openApertium } from "./apertium.ts";
import { openAzure } from "./azure.ts";
import { type BergamotOptions, openBergamot } from "./bergamot/index.ts";
import { openDeepl } from "./deepl.ts";
import { openGoogle } from "./google.ts";
import { openLibretranslate } from "./libretranslate.ts";
import { openOpenai } from "./openai.ts";

/** What one translator is opened with. */
export type TranslatorSettings =
  | ({ readonly name: "libretranslate" } & Parameters<typeof openLibretranslate>[0])
  | ({ readonly name: "deepl" } & Parameters<typeof openDeepl>[0])
  | ({ readonly name: "google" } & Parameters<typeof openGoogle>[0])
  | ({ readonly name: "azure" } & Parameters<typeof openAzure>[0])
  | ({ readonly name: "openai" } & Parameters<typeof openOpenai>[0])
  | ({ readonly name: "apertium" } & Parameters<typeof openApertium>[0])
  | { readonly name: "bergamot"; readonly modelsUrl?: string | undefined };

/** In the order in which they are to be asked. Nothing is sent or fetched anywhere before the first question. */
export function openTranslators(
  chain: readonly TranslatorSettings[],
  bergamot: Pick<BergamotOptions, "folder" | "onProblem">,
): readonly Translator[] {
  return chain.map((settings) => openTranslator(settings, bergamot));
}

function openTranslator(
  settings: TranslatorSettings,
  bergamot: Pick<BergamotOptions, "folder" | "onProblem">,
): Translator {
  switch (settings.name) {
    case "bergamot":
      return openBergamot({ ...bergamot, modelsUrl: settings.modelsUrl });
    case "libretranslate":
      return openLibretranslate(settings);
    case "deepl":
      return openDeepl(settings);
    case "google":
      return openGoogle(settings);
    case "azure":
      return openAzure(settings);
    case "openai":
      return openOpenai(settings);
    case "apertium":
      return openApertium(settings);
  }
}
