import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApertium } from "../../src/translators/apertium.ts";
import { testTranslator } from "../contracts/translator.ts";
import { hasApertium, startApertium } from "../support/apertium.ts";

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
});
