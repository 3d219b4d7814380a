import { describe, expect, test } from "vitest";
import { detectLanguage, languageByScript } from "../../src/core/detect-language.ts";

describe("the language of a text", () => {
  test.each([
    ["图神经网络", "zh-Hans"],
    ["圖神經網絡", "zh-Hant"],
    ["文本分析", "zh"],
    ["グラフニューラルネットワーク", "ja"],
    ["大規模言語モデルの評価", "ja"],
    ["그래프 신경망", "ko"],
    ["transformer 설명해줘", "ko"],
    ["GPT-4 蒸馏", "zh-Hans"],
    ["Transformer attention mechanism 解释", "zh-Hans"],
    ["graph neural network", undefined],
    ["", undefined],
    [`${"An English abstract with one sign of Chinese in it. ".repeat(5)}中`, undefined],
  ])("%j by its script", (text, language) => {
    expect(languageByScript(text)).toBe(language);
  });

  test.each([
    ["réseaux de neurones pour les graphes", "fr"],
    ["wie lernt ein neuronales Netz", "de"],
    ["aprendizaje por refuerzo profundo", "es"],
    ["how do transformers learn in context", "en"],
    ["图神经网络", "zh-Hans"],
    ["BERT", undefined],
    ["deep learning", undefined],
    ["x² + y² = 3", undefined],
  ])("%j by what can be known", async (text, language) => {
    expect(await detectLanguage(text)).toBe(language);
  });
});
