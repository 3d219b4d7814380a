import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import { checkSentences } from "../../src/eval/texts/check-sentences.ts";
import { checkText } from "../../src/eval/texts/check-text.ts";
import { openToyBergamot, toyPair } from "../../src/eval/texts/toy-bergamot.ts";
import { readRecord } from "../../src/sources/record.ts";
import { scripted } from "../support/translator.ts";

const signal = new AbortController().signal;

async function* papers(...abstracts: readonly string[]): AsyncGenerator<Paper> {
  for (const [at, abstract] of abstracts.entries()) {
    const read = readRecord({
      id: `2401.0000${at}`,
      title: "A title",
      authors: ["A. B"],
      categories: ["cs.LG"],
      published: "2024-01-01",
      abstract,
    });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    yield read.paper;
  }
}
const abstracts = [
  "We need $O(n^2)$ time for $n$ points. Code: https://github.com/a/b_c.",
  "No TeX, and no links in here.",
  "A macro \\unknown123 stays; so do $\\alpha$-particles at 19$-$88\\%.",
];

test("sentences that were split wrongly in the data are not counted", () => {
  const good = { sentences: ["We show it in Fig. 3.", "It works."] };
  const wrong = { sentences: ["This is cut", "in the middle."] };
  expect(checkSentences([good, wrong])).toEqual({
    abstracts: 1,
    exact_pct: 100,
    unclean_too: { abstracts: 2, exact_pct: 50 },
  });
});

test("an engine that keeps masks keeps all formulas and links", async () => {
  const line = await checkText(papers(...abstracts), scripted(), { from: "en", to: "zh-Hans" }, signal);
  expect(line).toMatchObject({
    abstracts: 3,
    with_tex: 2,
    math_kept_pct: 100,
    urls: 1,
    urls_kept_pct: 100,
    sentences_lost_pct: 0,
    engine: "babel",
  });
});

test("what an engine loses is counted, and shown in the original", async () => {
  const loses = scripted("babel", { answer: (sentences) => sentences.map(() => ["nothing of it"]) });
  const line = await checkText(papers(...abstracts), loses, { from: "en", to: "de" }, signal);
  expect(line).toMatchObject({ math_kept_pct: 100, urls_kept_pct: 100, sentences_lost_pct: 100 });
});

test("an engine that spoils what is in a mask's place is found out", async () => {
  const spoils = scripted("babel", {
    answer: (sentences) => sentences.map((parts) => parts.map((part) => (part === 0 ? "0" : part))),
  });
  const line = await checkText(papers(...abstracts), spoils, { from: "en", to: "de" }, signal);
  expect(line.sentences_lost_pct).toBe(100);
});

const toy = join(import.meta.dirname, "../../../shared/data/bergamot-toy");
test.skipIf(!existsSync(toy))(
  "the real engine with the toy model of ../shared keeps them all",
  { timeout: 60_000 },
  async () => {
    const engine = await openToyBergamot(toy);
    try {
      const line = await checkText(papers(...abstracts), engine, toyPair, signal);
      expect(line).toMatchObject({
        engine: "bergamot-toy",
        math_kept_pct: 100,
        urls_kept_pct: 100,
        sentences_lost_pct: 0,
      });
    } finally {
      await engine.close();
    }
  },
);

test("a toy model that is not there is asked for by name", async () => {
  // Its files are read at once: whichever is missed first is named.
  await expect(openToyBergamot("/nowhere")).rejects.toThrow(/^\/nowhere\/\S+: there is no toy model/);
});
