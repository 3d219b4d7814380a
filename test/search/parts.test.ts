import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { best } from "../../src/search/best.ts";
import { paperIdOf } from "../../src/search/identify.ts";
import { matchesName, nameWords, packNames } from "../../src/search/names.ts";
import { PrefixTable } from "../../src/search/prefix-table.ts";
import { Speller } from "../../src/search/speller.ts";

describe("paperIdOf", () => {
  test.each([
    ["2212.12206", "2212.12206"],
    [" arXiv:2212.12206v3 ", "2212.12206"],
    ["0704.0001", "0704.0001"],
    ["hep-th/9901001", "hep-th/9901001"],
    ["math.GT/0309136", "math/0309136"],
    ["cond-mat.str-el/0309136", undefined],
    ["https://arxiv.org/abs/2212.12206v2", "2212.12206"],
    ["http://www.arxiv.org/pdf/2212.12206v2.pdf", "2212.12206"],
    ["https://arxiv.org/html/2212.12206?utm=x#S1", "2212.12206"],
    ["export.arxiv.org/abs/math.GT/0309136v1", "math/0309136"],
    ["https://doi.org/10.48550/arXiv.2212.12206", "2212.12206"],
    ["doi:10.48550/arxiv.2212.12206", "2212.12206"],
    ["<https://arxiv.org/abs/2212.12206>", "2212.12206"],
    ["2213.12206", undefined],
    ["2212.12206 collapse", undefined],
    ["2212.122", undefined],
    ["12212.12206", undefined],
    ["https://example.org/abs/2212.12206#x", paperIdOf("https://example.org/abs/2212.12206?utm_source=y")],
    ["doi:10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"],
    ["https://dx.doi.org/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"],
    ["", undefined],
  ])("%s is %s", (text, id) => {
    expect(paperIdOf(text)).toBe(id);
  });

  test("is quick on hostile text", () => {
    const start = performance.now();
    for (const text of ["arxiv:".repeat(100_000), `${"a".repeat(199)}/`, "1".repeat(200)]) paperIdOf(text);
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe("author names", () => {
  const packed = packNames(["Vardan Papyan", "X. Y. Han", "José García-Márquez"]);
  test.each([
    ["V. Papyan", true],
    ["Papyan, Vardan", true],
    ["papyan", true],
    ["Vardan", true],
    ["Vardan Han", false],
    ["Xiao Han", true],
    ["W. Papyan", false],
    ["Papyan Papyan", false],
    ["garcia marquez", true],
    ["Papy", false],
    ["V", true],
  ])("%s: %s", (typed, matches) => {
    expect(matchesName(packed, nameWords(typed))).toBe(matches);
  });
});

describe("the speller", () => {
  const speller = new Speller();
  for (let times = 0; times < 5; times++) speller.learn("neural collapse transformer attention");
  speller.learn("neutral transformed");
  const correct = (word: string) => speller.correct(word, () => true);

  test.each([
    ["colapse", "collapse"],
    ["nueral", "neural"],
    ["transfromer", "transformer"],
    ["trasformr", "transformer"],
    ["atention", "attention"],
    ["neurl", "neural"],
    ["zzzzz", undefined],
    ["col", undefined],
  ])("%s is %s", (word, meant) => {
    expect(correct(word)).toBe(meant);
  });

  test("leaves the last word to the caller", () => {
    expect(speller.correct("colapse", (word) => word !== "collapse")).toBeUndefined();
  });
});

test("the heap finds the best in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(20), (numbers, count) => {
      const order = (a: number, b: number) => b - a;
      expect(best(numbers, count, order)).toEqual(numbers.toSorted(order).slice(0, count));
    }),
  );
});

test("the prefix table finds what begins with a prefix, merged or not", () => {
  const key = fc.string({ unit: fc.constantFrom("a", "b", "神"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 1_500 }), key, (keys, prefix) => {
      const table = new PrefixTable();
      for (const [value, added] of keys.entries()) table.add(added, value);
      const wanted = [...keys.keys()].filter((value) => keys[value]?.startsWith(prefix));
      expect([...table.startingWith(prefix)].sort((a, b) => a - b)).toEqual(wanted);
      table.merge((value) => value % 2 === 0);
      expect([...table.startingWith(prefix)].sort((a, b) => a - b)).toEqual(
        wanted.filter((value) => value % 2 === 0),
      );
    }),
    { numRuns: 50 },
  );
});
