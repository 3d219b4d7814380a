import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";

type Environment = Readonly<Record<string, string>>;

const chain = (environment: Environment) => readConfig(environment).translation.translators;
const names = (environment: Environment) => chain(environment).map(({ name }) => name);
function problems(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const libretranslate = { LIBRETRANSLATE_URL: "http://localhost:5000/" };
const ollama = { OPENAI_BASE_URL: "http://localhost:11434/v1/" };
const everything = {
  ...libretranslate,
  ...ollama,
  DEEPL_API_KEY: "d",
  GOOGLE_TRANSLATE_API_KEY: "g",
  AZURE_TRANSLATOR_KEY: "a",
  AZURE_TRANSLATOR_REGION: "westeurope",
  APERTIUM_URL: "http://localhost:2737",
};

describe("without TRANSLATOR", () => {
  test.each<[string, Environment, readonly string[]]>([
    ["nothing is set", {}, ["bergamot"]],
    ["LIBRETRANSLATE_URL", libretranslate, ["libretranslate", "bergamot"]],
    ["OPENAI_BASE_URL", ollama, ["openai", "bergamot"]],
    ["only a key of OpenAI's, which is there for others", { OPENAI_API_KEY: "o" }, ["bergamot"]],
    [
      "everything",
      everything,
      ["libretranslate", "deepl", "google", "azure", "openai", "apertium", "bergamot"],
    ],
  ])("what is set is used, and then the engine: %s", (_, environment, expected) => {
    expect(names(environment)).toEqual(expected);
  });
});

describe("with TRANSLATOR", () => {
  test("its order holds, and nothing else", () => {
    expect(names({ ...everything, TRANSLATOR: " DeepL, bergamot,deepl, " })).toEqual(["deepl", "bergamot"]);
  });

  test("none is none", () => {
    expect(names({ ...everything, TRANSLATOR: "none" })).toEqual([]);
  });

  test("each service gets what is its own", () => {
    const TRANSLATOR = "libretranslate,deepl,google,azure,openai,apertium,bergamot";
    const given = {
      ...everything,
      TRANSLATOR,
      LIBRETRANSLATE_API_KEY: "l",
      DEEPL_API_URL: "http://127.0.0.1:1/",
      GOOGLE_TRANSLATE_API_URL: "http://127.0.0.1:2",
      AZURE_TRANSLATOR_API_URL: "http://127.0.0.1:3",
      OPENAI_API_KEY: "o",
      OPENAI_MODEL: "qwen3:8b",
      BERGAMOT_MODELS_URL: "https://mirror.example/models/",
    };
    expect(chain(given)).toEqual([
      { name: "libretranslate", url: "http://localhost:5000", apiKey: "l" },
      { name: "deepl", apiKey: "d", url: "http://127.0.0.1:1" },
      { name: "google", apiKey: "g", url: "http://127.0.0.1:2" },
      { name: "azure", key: "a", region: "westeurope", url: "http://127.0.0.1:3" },
      { name: "openai", baseUrl: "http://localhost:11434/v1", apiKey: "o", model: "qwen3:8b" },
      { name: "apertium", url: "http://localhost:2737" },
      { name: "bergamot", modelsUrl: "https://mirror.example/models" },
    ]);
    expect(readConfig(given).secrets).toEqual(["l", "d", "g", "a", "o"]);
  });

  test("OpenAI itself needs no address", () => {
    expect(chain({ TRANSLATOR: "openai", OPENAI_API_KEY: "o", OPENAI_MODEL: "gpt-5-mini" })).toEqual([
      { name: "openai", baseUrl: "https://api.openai.com/v1", apiKey: "o", model: "gpt-5-mini" },
    ]);
  });
});

test("queries stay here unless it is said that they may go", () => {
  expect(readConfig({}).translation.queries).toBe(false);
  expect(readConfig({ TRANSLATE_QUERIES: "no" }).translation.queries).toBe(false);
  expect(readConfig({ TRANSLATE_QUERIES: "Yes" }).translation.queries).toBe(true);
});

test("a glossary is the named file", () => {
  expect(readConfig({ GLOSSARY: "/etc/terms.tsv" }).translation.glossary).toBe("/etc/terms.tsv");
  expect(readConfig({}).translation).not.toHaveProperty("glossary");
});

describe("what is wrong is said with the next step", () => {
  test.each<[Environment, ...(readonly string[])]>([
    [
      { TRANSLATOR: "babelfish" },
      "TRANSLATOR must be none or one or more of libretranslate, deepl, google, azure, openai, apertium, bergamot, with commas between them, in the order to ask.",
    ],
    [{ TRANSLATOR: "," }, "TRANSLATOR must be none or one or more of"],
    [{ TRANSLATOR: "none,bergamot" }, "TRANSLATOR names none and others: leave only one or the other."],
    [{ TRANSLATE_QUERIES: "maybe" }, "TRANSLATE_QUERIES must be yes or no."],
    [
      { TRANSLATOR: "deepl,google,azure,libretranslate,apertium,openai" },
      "DEEPL_API_KEY is missing: add the key",
      "GOOGLE_TRANSLATE_API_KEY is missing: add an API key",
      "AZURE_TRANSLATOR_KEY is missing: add a key",
      "LIBRETRANSLATE_URL is missing: add the address of the server, for example http://localhost:5000, or take libretranslate out of TRANSLATOR.",
      "APERTIUM_URL is missing: add the address",
      "OPENAI_BASE_URL is missing: add the address",
    ],
    [
      { LIBRETRANSLATE_API_KEY: "l", DEEPL_API_URL: "http://a", AZURE_TRANSLATOR_REGION: "eu" },
      "LIBRETRANSLATE_URL is missing: add the address of the server, for example http://localhost:5000, or remove LIBRETRANSLATE_API_KEY.",
      "DEEPL_API_KEY is missing: add the key from the API Keys page of the DeepL account, or remove DEEPL_API_URL.",
      "AZURE_TRANSLATOR_KEY is missing: add a key from the Keys page of the Translator resource, or remove AZURE_TRANSLATOR_REGION.",
    ],
    [{ OPENAI_BASE_URL: "https://api.deepseek.com" }, "OPENAI_MODEL is missing: add the name of the model"],
    [{ TRANSLATOR: "openai", OPENAI_API_KEY: "o" }, "OPENAI_MODEL is missing: add the name of the model"],
    [{ LIBRETRANSLATE_URL: "localhost:5000" }, "LIBRETRANSLATE_URL must be an address that begins with http"],
    [{ DEEPL_API_KEY: '"d"' }, "DEEPL_API_KEY contains white space or quotes"],
    [
      { AZURE_TRANSLATOR_KEY: "a", AZURE_TRANSLATOR_REGION: "West Europe" },
      "AZURE_TRANSLATOR_REGION must be the name of a region",
    ],
  ])("%j", (environment, ...sentences) => {
    const found = problems(environment);
    expect(found).toHaveLength(sentences.length);
    for (const [index, sentence] of sentences.entries()) expect(found[index]).toContain(sentence);
    for (const problem of found) expect(problem).toMatch(/\.$/);
  });
});
