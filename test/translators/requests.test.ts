import { describe, expect, test } from "vitest";
import type { Masked, Translator } from "../../src/core/translation.ts";
import { openApertium } from "../../src/translators/apertium.ts";
import { openAzure } from "../../src/translators/azure.ts";
import { deeplServer, openDeepl } from "../../src/translators/deepl.ts";
import { openGoogle } from "../../src/translators/google.ts";
import { openTranslators } from "../../src/translators/index.ts";
import { openLibretranslate } from "../../src/translators/libretranslate.ts";
import { openOpenai } from "../../src/translators/openai.ts";
import { serveApertium } from "../fakes/translators/apertium.ts";
import { serveAzure } from "../fakes/translators/azure.ts";
import { serveDeepl } from "../fakes/translators/deepl.ts";
import { serveGoogle } from "../fakes/translators/google.ts";
import { serveLibretranslate } from "../fakes/translators/libretranslate.ts";
import { serveOpenai } from "../fakes/translators/openai.ts";

const never = { signal: new AbortController().signal };
const hard: Masked = ["for a < b & \"c\" > 'd' &amp; [[3]] <x>3</x>, ", 7, " holds: ", 2];
const loud: Masked = ["FOR A < B & \"C\" > 'D' &AMP; [[3]] <X>3</X>, ", 7, " HOLDS: ", 2];

const services: readonly [string, () => Promise<readonly [Translator, () => Promise<void>]>, to: string][] = [
  [
    "libretranslate",
    async () => {
      const server = await serveLibretranslate();
      return [openLibretranslate({ url: server.url }), server.close];
    },
    "de",
  ],
  [
    "deepl",
    async () => {
      const server = await serveDeepl("k");
      return [openDeepl({ url: server.url, apiKey: "k" }), server.close];
    },
    "de",
  ],
  [
    "google",
    async () => {
      const server = await serveGoogle("k");
      return [openGoogle({ url: server.url, apiKey: "k" }), server.close];
    },
    "de",
  ],
  [
    "azure",
    async () => {
      const server = await serveAzure("k");
      return [openAzure({ url: server.url, key: "k" }), server.close];
    },
    "de",
  ],
  [
    "openai",
    async () => {
      const server = await serveOpenai();
      return [openOpenai({ baseUrl: server.baseUrl, model: "m" }), server.close];
    },
    "de",
  ],
  [
    "apertium",
    async () => {
      const server = await serveApertium();
      return [openApertium({ url: server.url }), server.close];
    },
    "es",
  ],
];

test.each(services)("%s gets every character, and gives it back", async (_, open, to) => {
  const [translator, close] = await open();
  const [result] = await translator.translate([hard], "en", to, never);
  // A service may translate what only looks like its mask, but not take it for one.
  const lower = (sentence: Masked | undefined) =>
    sentence?.map((part) => (typeof part === "string" ? part.toLowerCase() : part));
  expect(lower(result)).toEqual(lower(loud));
  await close();
});

describe("requests stay within what a service takes", () => {
  const long = (words: number): Masked => [`${"word ".repeat(words)}& end`];

  test("deepl: 50 texts and 128 KiB", async () => {
    const server = await serveDeepl("k");
    const translator = openDeepl({ url: server.url, apiKey: "k" });
    await translator.translate(
      Array.from({ length: 120 }, () => long(3)),
      "en",
      "de",
      never,
    );
    await translator.translate(
      Array.from({ length: 5 }, () => long(10_000)),
      "en",
      "de",
      never,
    );
    const sizes = server.requests.map(({ body }) => (body as { text: string[] }).text.length);
    expect(sizes).toEqual([50, 50, 20, 2, 2, 1]);
    await server.close();
  });

  test("google: 5,000 characters as it recommends, more where one sentence has more", async () => {
    const server = await serveGoogle("k");
    const translator = openGoogle({ url: server.url, apiKey: "k" });
    await translator.translate([long(400), long(400), long(400), long(2_000)], "en", "de", never);
    const sizes = server.requests.map(({ body }) => (body as { q: string[] }).q.length);
    expect(sizes).toEqual([2, 1, 1]);
    await server.close();
  });

  test("libretranslate: halves what a server finds too large, which says its limits to nobody", async () => {
    const server = await serveLibretranslate({ batchLimit: 4 });
    const translator = openLibretranslate({ url: server.url });
    await translator.translate(
      Array.from({ length: 10 }, () => long(1)),
      "en",
      "de",
      never,
    );
    const sizes = server.requests
      .filter(({ method }) => method === "POST")
      .map(({ body }) => (body as { q: string[] }).q.length);
    expect(sizes).toEqual([10, 5, 3, 2, 5, 3, 2]);
    await server.close();
  });

  test("a sentence that is too large alone is told so", async () => {
    const server = await serveLibretranslate({ charLimit: 20 });
    const translator = openLibretranslate({ url: server.url });
    await expect(translator.translate([["Short."], long(9)], "en", "de", never)).rejects.toMatchObject({
      fault: "tooLarge",
    });
    await server.close();
  });
});

describe("languages in each service's codes", () => {
  test.each<[to: string, deepl: string, google: string, azure: string]>([
    ["zh-Hans", "ZH-HANS", "zh-CN", "zh-Hans"],
    ["zh-Hant", "ZH-HANT", "zh-TW", "zh-Hant"],
    ["pt-BR", "PT-BR", "pt", "pt"],
    ["de", "DE", "de", "de"],
  ])("%s", async (to, ...codes) => {
    const servers = await Promise.all([serveDeepl("k"), serveGoogle("k"), serveAzure("k")]);
    const [deepl, google, azure] = servers;
    await openDeepl({ url: deepl.url, apiKey: "k" }).translate([["A"]], "en", to, never);
    await openGoogle({ url: google.url, apiKey: "k" }).translate([["A"]], "en", to, never);
    await openAzure({ url: azure.url, key: "k" }).translate([["A"]], "en", to, never);
    expect([
      (deepl.requests[0]?.body as { target_lang: string }).target_lang,
      (google.requests[0]?.body as { target: string }).target,
      azure.requests[0]?.query.to,
    ]).toEqual(codes);
    await Promise.all(servers.map((server) => server.close()));
  });

  test.each([
    [["en", "zh", "zt"], "zh-Hant", "zt"],
    [["en", "zh", "zt"], "zh-Hans", "zh"],
    [["en", "zh-Hans", "zh-Hant"], "zh-Hant", "zh-Hant"],
    [["en", "pb"], "pt-BR", "pb"],
    [["en", "nb"], "no", "nb"],
  ])("libretranslate with %j: %s is %s", async (codes, to, code) => {
    const server = await serveLibretranslate({ codes });
    const translator = openLibretranslate({ url: server.url });
    await translator.translate([["A"]], "en", to, never);
    await translator.translate([["B"]], "en", to, never);
    expect(server.requests.map(({ path }) => path)).toEqual(["/languages", "/translate", "/translate"]);
    expect(server.requests[1]?.body).toMatchObject({ source: "en", target: code });
    await server.close();
  });

  test("who has Simplified Chinese only has no Traditional Chinese", async () => {
    const server = await serveLibretranslate({ codes: ["en", "zh"] });
    const translator = openLibretranslate({ url: server.url });
    expect(await translator.supports("en", "zh-Hant")).toBe(false);
    expect(await translator.supports("zh-Hant", "en")).toBe(true);
    await server.close();
  });

  test("a server that does not say what it has may have anything, until it is asked", async () => {
    const server = await serveLibretranslate();
    const translator = openLibretranslate({ url: server.url });
    await server.close();
    expect(await openApertium({ url: server.url }, quick).supports("en", "es")).toBe(true);
    expect(await openLibretranslate({ url: server.url }, quick).supports("en", "es")).toBe(true);
    await translator.close();
    expect(await translator.supports("en", "es")).toBe(false);
  });
});

const quick = { clock: { now: Date.now, sleep: async () => {}, random: () => 0 } };

test("keys of DeepL's free plan are asked for at its own server", () => {
  expect(["k:fx", "k"].map(deeplServer)).toEqual(["https://api-free.deepl.com", "https://api.deepl.com"]);
});

test("a chain is opened in its order, and says whose machines texts go to", () => {
  const chain = openTranslators(
    [
      { name: "deepl", apiKey: "k" },
      { name: "openai", baseUrl: "http://ollama:11434/v1", model: "llama3" },
      { name: "openai", baseUrl: "http://localhost:11434/v1", model: "gpt-oss:120b-cloud" },
      { name: "libretranslate", url: "https://libretranslate.com" },
      { name: "libretranslate", url: "http://192.168.1.7:5000" },
      { name: "apertium", url: "http://[::1]:2737" },
      { name: "google", apiKey: "k" },
      { name: "azure", key: "k" },
      { name: "bergamot" },
    ],
    { folder: "/nowhere" },
  );
  expect(chain.map(({ name, local, credit }) => [name, local, credit])).toEqual([
    ["deepl", false, "DeepL"],
    ["openai", true, "llama3 (ollama:11434)"],
    ["openai", false, "gpt-oss:120b-cloud (localhost:11434)"],
    ["libretranslate", false, "LibreTranslate"],
    ["libretranslate", true, "LibreTranslate"],
    ["apertium", true, "Apertium"],
    ["google", false, "Google Translate"],
    ["azure", false, "Microsoft Translator"],
    ["bergamot", true, "Firefox Translations (Bergamot)"],
  ]);
});
