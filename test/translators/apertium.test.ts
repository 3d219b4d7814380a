import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sentences } from "../../src/core/text/sentences.ts";
import type { Masked } from "../../src/core/translation.ts";
import { openApertium } from "../../src/translators/apertium.ts";
import { testTranslator } from "../contracts/translator.ts";
import { hasApertium, startApertium } from "../support/apertium.ts";

const papers = new URL("../../../shared/data/arxiv/arxiv-5k.jsonl.gz", import.meta.url);

// Needs Debian's apertium-apy and apertium-eng-spa.
describe.skipIf(!hasApertium)("a real Apertium server", () => {
  let server: Awaited<ReturnType<typeof startApertium>>;
  beforeAll(async () => {
    server = await startApertium();
  });
  afterAll(() => server.close());

  testTranslator("apertium", { from: "en", to: "es", unsupported: ["en", "de"] }, async () => ({
    translator: openApertium({ url: server.url }),
  }));

  test("translates around masks", async () => {
    const translator = openApertium({ url: server.url });
    const never = { signal: new AbortController().signal };
    const [sentence, back] = await Promise.all([
      translator.translate([["The red house has ", 0, " and ", 1, "."]], "en", "es", never),
      translator.translate([["La casa roja tiene ", 0, "."]], "es", "en", never),
    ]);
    expect(sentence).toEqual([["La casa roja tiene ", 0, " y ", 1, "."]]);
    expect(back).toEqual([["The red house has ", 0, "."]]);
  });

  test("its marks for words that it cannot write are not shown", async () => {
    const translator = openApertium({ url: server.url });
    const [[sentence] = []] = [
      await translator.translate(
        [["Federated learning outperforms the stamped baselines by fine-tuning."]],
        "en",
        "es",
        { signal: new AbortController().signal },
      ),
    ];
    expect(sentence?.join("")).not.toMatch(/[#@*]/);
  });

  test.skipIf(!existsSync(papers))(
    "every formula and link of 200 real sentences comes back (shared/data/arxiv/arxiv-5k.jsonl.gz)",
    async () => {
      const masked = realSentences(200);
      const translator = openApertium({ url: server.url });
      const result = await translator.translate(masked, "en", "es", { signal: new AbortController().signal });
      const masksOf = (sentence: Masked) => sentence.filter((part) => typeof part === "number").sort();
      expect(result.map(masksOf)).toEqual(masked.map(masksOf));
    },
  );
});

/** Sentences of abstracts that hold a formula or an address, each of which is masked. */
function realSentences(count: number): Masked[] {
  const found: Masked[] = [];
  for (const line of gunzipSync(readFileSync(papers)).toString("utf8").split("\n")) {
    if (found.length >= count || line === "") break;
    const { abstract } = JSON.parse(line) as { abstract: string };
    for (const sentence of sentences(abstract, "en")) {
      const [first = "", ...rest] = sentence.split(/\$[^$\s][^$]*\$|https?:\/\/[^\s,;)]+/);
      if (rest.length > 0) found.push([first, ...rest.flatMap((text, index) => [index, text])]);
    }
  }
  return found.slice(0, count);
}
