import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nameTerms,
  normaliseQuery,
  plainWords,
  queryLimits,
  queryWords,
  textTerms,
} from "../../src/search/analysis.ts";

describe("terms of texts", () => {
  test.each([
    ["en", "Learning networks", ["learn", "network"]],
    ["en", "the networks of the brain", ["network", "brain"]],
    ["en", "pre-trained", ["pretrain", "pre", "train"]],
    ["en", "state-of-the-art", ["stateoftheart", "state", "art"]],
    ["en", "GPT-4", ["gpt4", "gpt", "4"]],
    ["en", "1H-MRS and LLMs", ["1hmrs", "1h", "mrs", "llm"]],
    ["en", "C++, C# and 3D", ["c++", "c#", "3d"]],
    ["en", "O(n^2) O(n²) O(n log n)", ["o(n2)", "o(n2)", "o(nlogn)"]],
    ["en", "cs.LG", ["cs.lg"]],
    ["en", "GPT-3.5", ["gpt3.5", "gpt", "3.5"]],
    ["en", "Bayes's ﬁeld", ["bay", "field"]],
    ["en", "Schrödinger", ["schroding", "schroeding"]],
    ["de", "Neuronale Netze", ["neuronal", "netz"]],
    ["fr", "l'apprentissage des réseaux", ["apprentissag", "des", "reseau"]],
    ["es", "las redes neuronales", ["las", "red", "neuronal"]],
    ["zh-Hans", "深度神经网络的卷积", ["深度", "神经", "网络", "卷积"]],
    ["zh-Hant", "深度神經網絡的卷積", ["深度", "神经", "网络", "卷积"]],
    ["ja", "深層ニューラルネットワークの学習", ["深层", "ニューラルネットワーク", "学习"]],
    ["ko", "신경망을 학습", ["신경망", "신경", "경망", "학습"]],
    ["en", "🤖 \ud800 — …", []],
  ])("%s: %s", (language, text, terms) => {
    expect(textTerms(text, language)).toEqual(terms);
  });

  test("titles keep their stop words", () => {
    expect(textTerms("To be or not to be", "en", "keep")).toEqual(["to", "be", "or", "not", "to", "be"]);
    expect(textTerms("A TITLE ALL IN CAPITALS ABOUT NETWORKS", "en")).toContain("network");
  });

  test("names are neither stemmed nor stopped", () => {
    expect(nameTerms(["An Do", "Jean-Pierre Müller"])).toEqual([
      "an",
      "do",
      "jean",
      "pierre",
      "muller",
      "jeanpierre",
      "mueller",
    ]);
  });

  test("autocomplete sees whole words", () => {
    expect(plainWords("Learning l'Image in 神经网络")).toEqual(["learning", "image", "in", "神经", "网络"]);
  });
});

describe("words of queries", () => {
  const typed = (text: string) => queryWords(normaliseQuery(text)).map((word) => word.typed);

  test.each([
    ["the neural networks", ["neural", "networks"]],
    ["to be or not to be", ["to", "be", "or", "not"]],
    ["的", ["的"]],
    ["神經網絡的卷積", ["神經", "網絡", "卷積"]],
    ["neural Neural NEURAL", ["neural"]],
    ["🤖🎉", []],
    ["\ud800", []],
  ])("%s", (text, words) => {
    expect(typed(text)).toEqual(words);
  });

  test("stop words of other languages are optional, unless there is nothing else", () => {
    expect(queryWords("die casting").map((word) => word.optional)).toEqual([true, false]);
    expect(queryWords("die").map((word) => word.optional)).toEqual([false]);
  });

  test("are bounded in number and length", () => {
    const many = Array.from({ length: 500 }, (_, index) => `w${index}`).join(" ");
    expect(typed(many)).toHaveLength(queryLimits.words);
    expect(normaliseQuery("ﷺ".repeat(10_000)).length).toBeLessThanOrEqual(queryLimits.characters);
  });

  test("one or two small letters count in short queries only", () => {
    const text = `p vs NP ${Array.from({ length: 40 }, (_, index) => `word${index}`).join(" ")}`;
    expect(typed("p vs NP")).toEqual(["p", "vs", "NP"]);
    expect(typed(text)).toContain("NP");
    expect(typed(text)).not.toContain("p");
    expect(typed(Array.from({ length: 60 }, (_, index) => "xy"[index % 2]).join(" "))).toEqual(["x", "y"]);
  });

  test("any string has words, and every word of a text finds that text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const terms = new Set(textTerms(text, "en", "keep"));
        for (const word of queryWords(normaliseQuery(text))) {
          expect(word.any.some((form) => terms.has(form)) || word.any[0] === "").toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
