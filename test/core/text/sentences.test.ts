import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sentences } from "../../../src/core/text/sentences.ts";

describe("a sentence goes on", () => {
  test.each([
    "As shown by Mnih et al. (2015), agents learn.",
    "Graph models (e.g. Graph Isomorphism Networks, GraphSAGE, etc.) are noise-tolerant.",
    "An improvement (AUC-ROC=0.55 vs. AUC-ROC=0.62) is seen in Fig. 3 and Eq. 4.",
    "The i.i.d. assumption is wrong.",
    "The estimator of R. A. Fisher is used by Dr. Smith.",
    "Is it (Really? Yes! It is) a question?",
    "We bound $\\Pr[X \\geq 0.5. Y]$ by one.",
    "See https://example.org/a?B=1 for the code.",
    "We ask: who wins? and why!",
    "A 3.5 GB model gains 0.7 points.",
  ])("%s", (text) => {
    expect(sentences(text, "en")).toEqual([text]);
  });
});

describe("a sentence ends", () => {
  test.each<[string, string, string[]]>([
    ["en", "We try. It works!  Why? Nobody knows.", ["We try.", "It works!", "Why?", "Nobody knows."]],
    ["en", "We use CNNs, RNNs, etc. Results are good.", ["We use CNNs, RNNs, etc.", "Results are good."]],
    [
      "en",
      "It answers for the T. In this study, we ask.",
      ["It answers for the T.", "In this study, we ask."],
    ],
    ["en", "It costs $5. You get it for $4 now.", ["It costs $5.", "You get it for $4 now."]],
    [
      "en",
      "A bracket (never closed. We go on. We end.",
      ["A bracket (never closed.", "We go on.", "We end."],
    ],
    ["zh-Hans", "我们提出一种方法。它有效吗？有效！", ["我们提出一种方法。", "它有效吗？", "有效！"]],
    ["ja", "手法を提案する。有効性を示す。", ["手法を提案する。", "有効性を示す。"]],
    ["ko", "우리는 방법을 제안한다. 이것은 효과적이다.", ["우리는 방법을 제안한다.", "이것은 효과적이다."]],
    ["de", "Wir zeigen das z.B. mit Bildern. Es geht.", ["Wir zeigen das z.B. mit Bildern.", "Es geht."]],
  ])("%s: %s", (language, text, expected) => {
    expect(sentences(text, language)).toEqual(expected);
  });

  test("in no text at all there is none", () => {
    expect(sentences(" \n ", "en")).toEqual([]);
  });
});

test("nothing but white space is lost, whatever the text", () => {
  const bare = (text: string) => text.replace(/\s+/g, "");
  const word = fc.constantFrom(
    "We",
    "et al.",
    "(",
    ")",
    "$",
    "$5",
    "x.",
    "A.",
    "why?",
    "。",
    "「",
    "\n",
    "e.g.",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ unit: "grapheme", maxLength: 5 }))), (parts) => {
      const text = parts.join(" ");
      expect(bare(sentences(text, "en").join(""))).toBe(bare(text));
    }),
  );
});

const file = new URL("../../../../shared/data/scitldr/dev.jsonl.gz", import.meta.url);

describe.skipIf(!existsSync(file))("on the abstracts of SciTLDR (../shared)", () => {
  test("at least 97 of 100 are split exactly as in the collection", () => {
    const abstracts = gunzipSync(readFileSync(file))
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { source: string[] }).source)
      .map((source) => source.map((one) => one.replace(/\s+/g, " ").trim()).filter((one) => one !== ""))
      // The collection holds abstracts that were cut at the lines of a page.
      .filter((source) => source.every((one) => /^["“‘([$]*[A-Z0-9].*[.!?]["”’)\]]*$/.test(one)));
    const exact = abstracts.filter(
      (source) => JSON.stringify(sentences(source.join(" "), "en")) === JSON.stringify(source),
    );
    expect(abstracts.length).toBeGreaterThan(500);
    expect(exact.length / abstracts.length).toBeGreaterThanOrEqual(0.97);
  });
});
