import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Masked, Translator } from "../../src/core/translation.ts";

export interface TranslatorSetup {
  readonly translator: Translator;
  /** Ends what the translator was asking. */
  close?(): Promise<void>;
}

export interface TranslatorPairs {
  readonly from: string;
  readonly to: string;
  readonly unsupported: readonly [from: string, to: string];
}

const never = { signal: new AbortController().signal };
const masksOf = (sentence: Masked) => sentence.filter((part) => typeof part === "number").sort();
const textOf = (sentence: Masked) => sentence.filter((part) => typeof part === "string").join("");

/** What every translator does, whatever its words: the same suite for all. `open` gives a new one each time. */
export function testTranslator(
  name: string,
  { from, to, unsupported }: TranslatorPairs,
  open: () => Promise<TranslatorSetup>,
): void {
  describe(`${name} is a translator`, () => {
    let setup: TranslatorSetup;
    let translator: Translator;
    beforeAll(async () => {
      setup = await open();
      translator = setup.translator;
    });
    afterAll(async () => {
      await translator.close();
      await setup.close?.();
    });
    const translate = (sentences: readonly Masked[]) => translator.translate(sentences, from, to, never);

    test("it says who it is, and the same version twice", async () => {
      expect(translator.name).toMatch(/^[a-z]+$/);
      expect(translator.credit).not.toBe("");
      const version = await translator.version(from, to);
      expect(version).not.toBe("");
      expect(await translator.version(from, to)).toBe(version);
    });

    test("nothing is translated to nothing", async () => {
      expect(await translate([])).toEqual([]);
    });

    test("each sentence comes back, in order", async () => {
      // More than one request of any service holds, each known by its mask.
      const sentences = Array.from(
        { length: 60 },
        (_, index): Masked => ["The bound of our method ", index, " is tight."],
      );
      const result = await translate(sentences);
      expect(result.map(masksOf)).toEqual(sentences.map(masksOf));
      for (const sentence of result) expect(textOf(sentence)).toMatch(/\p{L}/u);
    });

    test.each<[string, Masked]>([
      ["in the middle", ["We prove that ", 0, " is small."]],
      ["at both ends", [3, " is bounded by the norm of ", 1]],
      ["side by side", ["We compare ", 7, 8, " with the method of the authors."]],
      ["glued to words", ["The ", 2, "-norm of the (", 5, ") graph and its ", 4, "th root converge."]],
      ["many", ["Let ", 0, ", ", 1, ", ", 2, ", ", 3, " and ", 4, " be sets."]],
      ["large numbers", ["The value ", 123, " is larger than ", 45, "."]],
    ])("masks come back exactly once: %s", async (_, sentence) => {
      const [result] = await translate([sentence]);
      expect(masksOf(result ?? [])).toEqual(masksOf(sentence));
    });

    test.each<[string, Masked]>([
      ["signs of markup", ["For a < b & c > d we write \"x\" and 'y' & ", 0, "."]],
      ["markup", ["The tag <b>bold</b> is <x> not </span> closed &amp; kept ", 0, "."]],
      ["what looks like a mask", ["The note [[1]] or <x>1</x> is about ", 1, "."]],
      ["brackets", ["The interval [a, b] and the set {c} hold ", 0, "."]],
      ["line breaks", ["One line\nand another\r\nwith ", 0, "."]],
      ["characters that XML forbids", ["A bell \u0007 and half a pair \uD800 with ", 0, "."]],
    ])("%s in a text does no harm", async (_, sentence) => {
      const [before, result, after] = await translate([["The first."], sentence, ["The last."]]);
      expect(masksOf(result ?? [])).toEqual(masksOf(sentence));
      expect(textOf(result ?? [])).not.toMatch(/notranslate|<var>\d|&lt;|&quot;/);
      for (const other of [before, after]) expect(textOf(other ?? [])).toMatch(/\p{L}/u);
    });

    test("sentences without words come back as they are", async () => {
      const sentences: Masked[] = [[""], [], [4], [" ", 2, " = ", 3, ", 12."]];
      const result = await translate(sentences);
      expect(result.map(masksOf)).toEqual(sentences.map(masksOf));
    });

    test("those who ask at the same time get their own", async () => {
      const asked = [11, 12, 13].map((number) => translate([["A short sentence about ", number, "."]]));
      expect((await Promise.all(asked)).map(([sentence]) => masksOf(sentence ?? []))).toEqual([
        [11],
        [12],
        [13],
      ]);
    });

    test("it knows which pairs it has", async () => {
      expect(await translator.supports(from, to)).toBe(true);
      expect(await translator.supports(...unsupported)).toBe(false);
      await expect(translator.translate([["A text."]], ...unsupported, never)).rejects.toMatchObject({
        name: "TranslatorError",
        fault: "unsupportedPair",
      });
    });

    test("who has gone is not worked for", async () => {
      const reason = new Error("gone");
      await expect(
        translator.translate([["A text."]], from, to, { signal: AbortSignal.abort(reason) }),
      ).rejects.toBe(reason);
      const leaving = new AbortController();
      const asked = translator.translate([["A text."]], from, to, { signal: leaving.signal });
      leaving.abort(reason);
      await expect(asked).rejects.toBe(reason);
      expect(await translate([["A text."]])).toHaveLength(1);
    });

    test("closed, it refuses, and can be closed again", async () => {
      const other = await open();
      await other.translator.close();
      await other.translator.close();
      await expect(other.translator.translate([["A text."]], from, to, never)).rejects.toThrow();
      await other.close?.();
    });
  });
}
