import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "../../src/core/text/clean.ts";
import { formulasIn, texToUnicode } from "../../src/core/text/tex.ts";
import { glossaryOf } from "../../src/translation/glossary.ts";
import { mask, proseOf, unmask } from "../../src/translation/mask.ts";
import { namesIn } from "../../src/translation/names.ts";
import { protectedStretches } from "../../src/translation/protect.ts";
import { sentenceUnits, titleUnit } from "../../src/translation/units.ts";

const found = (text: string, raw?: string) =>
  protectedStretches(text, raw).map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`);

describe("what no engine may touch", () => {
  test.each([
    ["runs in O(n log n) time, or O(n²).", ["math O(n log n)", "math O(n²)"]],
    ["with α ≤ 0.5 and x ∈ ℝ^d, the ℓ₁ norm", ["math α ≤ 0.5", "math x ∈ ℝ^d", "math ℓ₁"]],
    ["significant (p < 0.05) at z = 3", ["math p < 0.05", "math z = 3"]],
    ["H₀ = 70 ± 2 km/s", ["math H₀ = 70 ± 2"]],
    ["Code: https://github.com/a/B_c.", ["url https://github.com/a/B_c"]],
    ["see github.com/a/b, mail me@x.org.", ["url github.com/a/b", "url me@x.org"]],
    [
      "call `torch.nn` or fit() with --seed in train.py",
      ["code `torch.nn`", "code fit()", "code --seed", "code train.py"],
    ],
    [
      "as in [12, 15-17] and (Vaswani et al., 2017)",
      ["citation [12, 15-17]", "citation Vaswani et al., 2017"],
    ],
    [
      "Smith et al. (2020) and arXiv:2301.00001v2",
      ["citation Smith et al. (2020)", "citation arXiv:2301.00001v2"],
    ],
    ["doi 10.1000/abc.def, then", ["citation 10.1000/abc.def"]],
    ["A plain sentence costs $5, or 20% of I and a half.", []],
    ["时间为 O(n²)，见 https://a.org/b。", ["math O(n²)", "url https://a.org/b"]],
    ["https://a.org/x?y=z_1 has signs", ["url https://a.org/x?y=z_1"]],
  ])("in %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("is known from the source's TeX where there are no signs", () => {
    const raw = "For $n$ points in $a b$, \\emph{any $k$} and \\(m\\)-means.";
    const text = cleanText(texToUnicode(raw));
    expect(found(text, raw)).toEqual(["math n", "math a b", "math k", "math m"]);
    expect(found(text)).toEqual([]);
  });

  test("is a whole word: a mask inside one would tear it apart", () => {
    const raw = "a mass of 10$^{13}$M$_{\\odot}$";
    expect(found(cleanText(texToUnicode(raw)), raw)).toEqual(["math 10¹³M⊙"]);
  });

  test("TeX of another text tells nothing", () => {
    expect(formulasIn("Other words.", "Words with $x$.")).toBeUndefined();
  });

  test("any text: in order, apart from each other, within the text", () => {
    const piece = fc.constantFrom(
      "x²",
      " ",
      "https://a.org/(b)",
      "`",
      "[1]",
      "≤",
      "(",
      ")",
      "α",
      "10.1000/x",
      "–",
      ".",
      "O(",
      "n",
      "“",
      "$",
      "中",
      "et al. (2020)",
      "_",
      "fit()",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((all) => all.join("")),
        ),
        (text) => {
          let at = 0;
          for (const { from, to } of protectedStretches(text, text)) {
            expect(from).toBeGreaterThanOrEqual(at);
            expect(to).toBeGreaterThan(from);
            at = to;
          }
          expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    "(".repeat(50_000),
    "α ".repeat(25_000),
    "a.b/".repeat(12_000),
    "A-".repeat(25_000),
    "x_".repeat(25_000),
    "[1,".repeat(15_000),
    "Aa1-".repeat(12_000),
    "--a".repeat(15_000),
  ])("a text made to take long is done: %#", { timeout: 20_000 }, (text) => {
    const unit = titleUnit(text);
    expect(unmask(mask(unit, [], { names: true }).masked, mask(unit, [], { names: true }).values)).toBe(text);
  });
});

describe("sentences", () => {
  const split = (text: string, language = "en", raw?: string) =>
    sentenceUnits(text, language, raw).map((unit) => unit.text);

  test.each([
    [
      "en",
      "We improve BLEU by 2.1. See Fig. 3 (cf. Smith et al. 2020). It works.",
      ["We improve BLEU by 2.1.", "See Fig. 3 (cf. Smith et al. 2020).", "It works."],
    ],
    ["en", "Is https://a.org/?Q A page? Yes.", ["Is https://a.org/?Q A page?", "Yes."]],
    ["zh-Hans", "我们提出方法。结果很好！为什么？", ["我们提出方法。", "结果很好！", "为什么？"]],
    ["ja", "提案する。動いた。", ["提案する。", "動いた。"]],
    ["ko", "제안한다. 좋다.", ["제안한다.", "좋다."]],
  ])("%s: %j", (language, text, expected) => {
    expect(split(text, language)).toEqual(expected);
  });

  test("none ends within a formula", () => {
    const raw = "Let $f(x) = 1. G(x) = 2$ hold. Then.";
    expect(split(cleanText(texToUnicode(raw)), "en", raw)).toEqual(["Let f(x) = 1. G(x) = 2 hold.", "Then."]);
  });

  test("and what stands between them are the whole text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (given) => {
        const text = cleanText(given);
        let at = 0;
        let whole = "";
        for (const unit of sentenceUnits(text, "en")) {
          whole += text.slice(at, unit.from) + unit.text;
          expect(text.slice(at, unit.from).trim()).toBe("");
          at = unit.to;
        }
        expect(whole + text.slice(at)).toBe(text);
      }),
    );
  });
});

describe("masks", () => {
  const terms = glossaryOf([
    { term: "attention", language: "de", translation: "Attention-Mechanismus" },
    { term: "self-attention", language: "*", translation: "keep" },
  ]).terms("de");
  const maskedOf = (text: string, names = false) => mask(titleUnit(text), terms, { names });

  test("stand for formulas, URLs and the glossary's terms, the longest first", () => {
    const { masked, values } = maskedOf("Self-attention is attention in O(n²), see https://a.org.");
    expect(masked).toEqual([0, " is ", 1, " in ", 2, ", see ", 3, "."].filter((part) => part !== ""));
    expect(values).toEqual(["Self-attention", "Attention-Mechanismus", "O(n²)", "https://a.org"]);
  });

  test("a term is a whole word", () => {
    expect(maskedOf("inattentional attentions").values).toEqual([]);
  });

  test("names of models only where that is asked for", () => {
    expect(maskedOf("We fine-tune BERT and GPT-4.").values).toEqual([]);
    expect(maskedOf("We fine-tune BERT and GPT-4.", true).values).toEqual(["BERT", "GPT-4"]);
  });

  test("two that touch, or are joined, are one", () => {
    const raw = "a share of $19$--$88$\\% in $X$-$Y$ space";
    const text = cleanText(texToUnicode(raw));
    expect(mask(titleUnit(text, raw), [], { names: false }).values).toEqual(["19–88", "X-Y"]);
    expect(maskedOf("at https://a.org/x`y` here").masked).toEqual(["at ", 0, " here"]);
  });

  test("any permutation of any text gives every value back once", () => {
    const words = fc.constantFrom(
      "we",
      "use",
      "O(n²)",
      "α ≤ 0.5",
      "https://a.org/b_c",
      "BERT",
      "attention",
      "[3]",
      "`x`",
      ",",
      "ℝ^d",
      "中文",
    );
    const shuffledParts = fc.tuple(
      fc.array(words, { maxLength: 12 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
    );
    fc.assert(
      fc.property(shuffledParts, ([parts, names, random]) => {
        const text = parts.join(" ");
        const { masked, values } = maskedOf(text, names);
        expect(unmask(masked, values)).toBe(
          text.replace(/(?<![\w-])attention(?![\w-])/g, "Attention-Mechanismus"),
        );
        const order = masked.map((part) => [random.next().value ?? 0, part] as const);
        const permuted = order.sort(([a], [b]) => a - b).map(([, part]) => part);
        const count = (where: string, what: string) => where.split(what).length - 1;
        for (const value of values)
          expect(count(unmask(permuted, values), value)).toBeGreaterThanOrEqual(
            values.filter((each) => each === value).length,
          );
        expect(proseOf(masked)).not.toContain("https://");
      }),
    );
  });
});

test.each([
  ["We use GPT-4, ResNet-50, BERT and 1H-MRS.", ["GPT-4", "ResNet-50", "BERT", "1H-MRS"]],
  ["LoRA on ImageNet with Llama-3.1-70B, ViTs", ["LoRA", "ImageNet", "Llama-3.1-70B", "ViTs"]],
  ["DNA and LLMs of the EU use state-of-the-art X-rays", []],
  ["A TITLE IN CAPITALS", []],
])("names in %j", (text, expected) => {
  expect(namesIn(text).map(({ from, to }) => text.slice(from, to))).toEqual(expected);
});
