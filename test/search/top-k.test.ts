import fc from "fast-check";
import MiniSearch from "minisearch";
import { describe, expect, test } from "vitest";
import { PackableIndex } from "../../src/search/packed.ts";
import { fieldNames, type Scoring, type Terms } from "../../src/search/top-k.ts";

const weights = { title: 3, abstract: 1, authors: 2, categories: 1, id: 2 };
const scoring: Scoring = { combine: "apart", weights, k: 1.2, b: 0.7, d: 0.5 };

const word = fc.constantFrom(..."abcdefgh");
const words = fc.array(word, { maxLength: 8 });
const documents = fc.array(
  fc.record({ title: words, abstract: words, authors: words, categories: words, id: words }),
  { minLength: 1, maxLength: 30 },
);
const query = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });

/** MiniSearch's scores with its factor for matched words taken out. */
function reference(corpus: readonly Terms[], terms: readonly string[]): Map<number, number> {
  const plain = new MiniSearch<Terms & { number: number }>({
    fields: [...fieldNames],
    idField: "number",
    stringifyField: (value) => value,
    tokenize: (terms) => terms as unknown as string[],
    processTerm: (term) => term,
  });
  plain.addAll(corpus.map((document, number) => ({ number, ...document })));
  const hits = plain.search(terms.join(" "), { boost: weights, tokenize: (text) => text.split(" ") });
  return new Map(hits.map((hit) => [hit.id as number, hit.score / hit.queryTerms.length]));
}

function scores(index: PackableIndex, terms: readonly string[], how: Scoring = scoring): Map<number, number> {
  const matches = index.match(
    terms.map((term) => ({ any: [term] })),
    how,
  );
  return new Map(matches.documents.map((document) => [document, matches.scores[document] as number]));
}

function expectSame(actual: Map<number, number>, wanted: Map<number, number>): void {
  expect([...actual.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [document, score] of wanted) expect(actual.get(document)).toBeCloseTo(score, 9);
}

describe("top-k scoring", () => {
  test("gives the scores of MiniSearch's own search", () => {
    fc.assert(
      fc.property(documents, query, (corpus, terms) => {
        const index = new PackableIndex();
        for (const document of corpus) index.addTerms(document);
        expectSame(scores(index, terms), reference(corpus, terms));
      }),
    );
  });

  test("passes over dropped documents, before and after a vacuum and packing", async () => {
    await fc.assert(
      fc.asyncProperty(documents, query, fc.nat(29), async (corpus, terms, dropped) => {
        fc.pre(dropped < corpus.length);
        const index = new PackableIndex();
        for (const document of corpus) index.addTerms(document);
        index.drop(dropped);
        const before = scores(index, terms);
        expect(before.has(dropped)).toBe(false);
        await index.vacuum({ batchSize: 1_000, batchWait: 0 });
        expectSame(scores(index, terms), before);

        const kept = corpus.map((_, number) => number).filter((number) => number !== dropped);
        const packing = index.pack(
          (number) => (number === dropped ? undefined : kept.indexOf(number)),
          kept.length,
        );
        let step = packing.next();
        while (!step.done) step = packing.next();
        const copy = new PackableIndex();
        copy.unpack(step.value);
        expectSame(
          scores(copy, terms),
          new Map([...before].map(([number, score]) => [kept.indexOf(number), score])),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("scores of one query do not leak into the next", () => {
    fc.assert(
      fc.property(documents, query, query, fc.boolean(), (corpus, first, second, together) => {
        const index = new PackableIndex();
        for (const document of corpus) index.addTerms(document);
        const how: Scoring = { ...scoring, combine: together ? "together" : "apart" };
        const alone = scores(index, second, how);
        index.match([{ any: [], apart: first.map((term) => [term]) }], how);
        expectSame(scores(index, second, how), alone);
      }),
    );
  });

  test("a word written apart needs all its parts", () => {
    const index = new PackableIndex();
    const none = { abstract: [], authors: [], categories: [], id: [] };
    const [joined, apart] = [
      ["pretrain", "pre", "train"],
      ["train", "well", "pre"],
    ].map((title) => index.addTerms({ ...none, title }));
    index.addTerms({ ...none, title: ["train"] });
    const { documents: found } = index.match([{ any: ["pretrain"], apart: [["pre"], ["train"]] }], scoring);
    expect([...found].sort()).toEqual([joined, apart]);
  });
});
