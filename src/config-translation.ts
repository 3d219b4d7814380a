import { z } from "zod";
import { baseAddress, secret, secretFile } from "./config-values.ts";
import type { TranslatorSettings } from "./translators/index.ts";
import { isOwnMachine } from "./translators/local.ts";

/** In the order in which those whose variables are set are asked where TRANSLATOR does not say another. */
const services = ["libretranslate", "deepl", "google", "azure", "openai", "apertium", "bergamot"] as const;
type Service = (typeof services)[number];

export const openaiServer = "https://api.openai.com/v1";

const isService = (name: string): name is Service => (services as readonly string[]).includes(name);

/** The variables of translation, in the order in which `.env.example` explains them. */
export const translationShape = {
  TRANSLATOR: z
    .string()
    .transform((value, context): readonly Service[] => {
      const names = value
        .toLowerCase()
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
      if (names.includes("none")) {
        if (names.length > 1) context.addIssue("names none and others: leave only one or the other.");
        return [];
      }
      if (names.length === 0 || !names.every(isService))
        context.addIssue(
          `must be none or one or more of ${services.join(", ")}, with commas between them, in the order to ask.`,
        );
      return [...new Set(names.filter(isService))];
    })
    .optional(),
  TRANSLATE_QUERIES: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["yes", "no"], "must be yes or no."))
    .transform((answer) => answer === "yes")
    .default(false),
  GLOSSARY: z.string().optional(),
  BERGAMOT_MODELS_URL: baseAddress.optional(),
  LIBRETRANSLATE_URL: baseAddress.optional(),
  LIBRETRANSLATE_API_KEY: secret.optional(),
  LIBRETRANSLATE_API_KEY_FILE: secretFile.optional(),
  DEEPL_API_KEY: secret.optional(),
  DEEPL_API_KEY_FILE: secretFile.optional(),
  DEEPL_API_URL: baseAddress.optional(),
  GOOGLE_TRANSLATE_API_KEY: secret.optional(),
  GOOGLE_TRANSLATE_API_KEY_FILE: secretFile.optional(),
  GOOGLE_TRANSLATE_API_URL: baseAddress.optional(),
  AZURE_TRANSLATOR_KEY: secret.optional(),
  AZURE_TRANSLATOR_KEY_FILE: secretFile.optional(),
  AZURE_TRANSLATOR_REGION: z
    .string()
    .regex(/^[\w-]+$/, "must be the name of a region such as westeurope, from the resource's Keys page.")
    .optional(),
  AZURE_TRANSLATOR_API_URL: baseAddress.optional(),
  OPENAI_BASE_URL: baseAddress.optional(),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_API_KEY_FILE: secretFile.optional(),
  OPENAI_MODEL: z.string().optional(),
  APERTIUM_URL: baseAddress.optional(),
};

export const translationSecrets = [
  "LIBRETRANSLATE_API_KEY",
  "DEEPL_API_KEY",
  "GOOGLE_TRANSLATE_API_KEY",
  "AZURE_TRANSLATOR_KEY",
  "OPENAI_API_KEY",
] as const;

type Values = z.output<z.ZodObject<typeof translationShape>>;
type Has = (name: string) => boolean;

export interface TranslationConfig {
  /** In the order in which they are asked. */
  readonly translators: readonly TranslatorSettings[];
  /** Whether queries may go to services that are not on the operator's own machines. */
  readonly queries: boolean;
  /** A file; without it, `glossary.tsv` in the data folder where there is one. */
  readonly glossary?: string;
  /** A mirror of Bergamot's models. Also without Bergamot in the chain: its models can be fetched ahead. */
  readonly modelsUrl?: string;
}

/**
 * What a service cannot do without. A key of OpenAI's alone turns nothing on: it stands in many environments for other
 * programs.
 */
const needed: Readonly<Record<Service, string | undefined>> = {
  libretranslate: "LIBRETRANSLATE_URL",
  deepl: "DEEPL_API_KEY",
  google: "GOOGLE_TRANSLATE_API_KEY",
  azure: "AZURE_TRANSLATOR_KEY",
  openai: "OPENAI_BASE_URL",
  apertium: "APERTIUM_URL",
  bergamot: undefined,
};

const whatToAdd: Readonly<Record<string, string>> = {
  LIBRETRANSLATE_URL: "add the address of the server, for example http://localhost:5000",
  DEEPL_API_KEY: "add the key from the API Keys page of the DeepL account",
  GOOGLE_TRANSLATE_API_KEY: "add an API key of a project with the Cloud Translation API",
  AZURE_TRANSLATOR_KEY: "add a key from the Keys page of the Translator resource",
  OPENAI_BASE_URL: "add the address of the server, for example http://localhost:11434/v1",
  APERTIUM_URL: "add the address of the server, for example http://localhost:2737",
};

/** What only refines a service says nothing without it. */
const refining: readonly (readonly [variable: string, of: Service])[] = [
  ["LIBRETRANSLATE_API_KEY", "libretranslate"],
  ["DEEPL_API_URL", "deepl"],
  ["GOOGLE_TRANSLATE_API_URL", "google"],
  ["AZURE_TRANSLATOR_REGION", "azure"],
  ["AZURE_TRANSLATOR_API_URL", "azure"],
];

function chosen(named: readonly Service[] | undefined, has: Has): readonly Service[] {
  return (
    named ??
    services.filter((service) => {
      const variable = needed[service];
      return variable === undefined || has(variable);
    })
  );
}

/** Variables that need each other, one sentence for each that is missing. */
export function missingForTranslation(given: Readonly<Record<string, string>>, has: Has): string[] {
  const named = translationShape.TRANSLATOR.safeParse(given.TRANSLATOR).data;
  const problems: string[] = [];
  for (const service of chosen(named, has)) {
    const variable = needed[service];
    if (service === "openai") {
      const base = given.OPENAI_BASE_URL ?? (has("OPENAI_API_KEY") ? openaiServer : undefined);
      if (!base)
        problems.push(
          "OPENAI_BASE_URL is missing: add the address of the server, for example http://localhost:11434/v1, or OPENAI_API_KEY and OPENAI_MODEL for OpenAI itself.",
        );
      else if (URL.canParse(base) && !isOwnMachine(base) && !has("OPENAI_MODEL"))
        problems.push("OPENAI_MODEL is missing: add the name of the model that is to translate.");
    } else if (variable && !has(variable))
      problems.push(`${variable} is missing: ${whatToAdd[variable]}, or take ${service} out of TRANSLATOR.`);
  }
  for (const [variable, service] of refining) {
    const without = needed[service] ?? "";
    const told = problems.some((problem) => problem.startsWith(`${without} `));
    if (has(variable) && !has(without) && !told)
      problems.push(`${without} is missing: ${whatToAdd[without]}, or remove ${variable}.`);
  }
  return problems;
}

export function arrangeTranslation(values: Values): TranslationConfig {
  const has: Has = (name) => values[name as keyof Values] !== undefined;
  return {
    translators: chosen(values.TRANSLATOR, has).flatMap((service) => settingsOf(service, values) ?? []),
    queries: values.TRANSLATE_QUERIES,
    ...(values.GLOSSARY && { glossary: values.GLOSSARY }),
    ...(values.BERGAMOT_MODELS_URL && { modelsUrl: values.BERGAMOT_MODELS_URL }),
  };
}

/** Undefined where something is missing, which has been told by then. */
function settingsOf(service: Service, values: Values): TranslatorSettings | undefined {
  const { LIBRETRANSLATE_URL, DEEPL_API_KEY, GOOGLE_TRANSLATE_API_KEY, AZURE_TRANSLATOR_KEY, APERTIUM_URL } =
    values;
  switch (service) {
    case "libretranslate":
      return LIBRETRANSLATE_URL === undefined
        ? undefined
        : { name: service, url: LIBRETRANSLATE_URL, apiKey: values.LIBRETRANSLATE_API_KEY };
    case "deepl":
      return DEEPL_API_KEY === undefined
        ? undefined
        : { name: service, apiKey: DEEPL_API_KEY, url: values.DEEPL_API_URL };
    case "google":
      return GOOGLE_TRANSLATE_API_KEY === undefined
        ? undefined
        : { name: service, apiKey: GOOGLE_TRANSLATE_API_KEY, url: values.GOOGLE_TRANSLATE_API_URL };
    case "azure":
      return AZURE_TRANSLATOR_KEY === undefined
        ? undefined
        : {
            name: service,
            key: AZURE_TRANSLATOR_KEY,
            region: values.AZURE_TRANSLATOR_REGION,
            url: values.AZURE_TRANSLATOR_API_URL,
          };
    case "openai":
      return {
        name: service,
        baseUrl: values.OPENAI_BASE_URL ?? openaiServer,
        apiKey: values.OPENAI_API_KEY,
        model: values.OPENAI_MODEL,
      };
    case "apertium":
      return APERTIUM_URL === undefined ? undefined : { name: service, url: APERTIUM_URL };
    case "bergamot":
      return { name: service, modelsUrl: values.BERGAMOT_MODELS_URL };
  }
}
