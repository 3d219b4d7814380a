import fc from "fast-check";
import MiniSearch from "minisearch";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/eval/random.ts";
import { fieldNames, type Terms } from "../../src/search/fields.ts";
import { JointPostings } from "../../src/search/joint.ts";
import { LivePart } from "../../src/search/live.ts";
import type { Matches } from "../../src/search/matches.ts";
import type { Scoring } from "../../src/search/scoring.ts";
import { TopK } from "../../src/search/top-k.ts";
import type { TermGroup } from "../../src/search/words.ts";

const weights = { title: 3, abstract: 1, authors: 2, categories: 1, id: 2 };
const scoring: Scoring = { combine: "apart", weights, k: 1.2, b: 0.7, d: 0.5 };
const together: Scoring = { ...scoring, combine: "together", k: 1.4, b: 0.75, d: 0 };

const word = fc.constantFrom(..."abcdefgh");
const words = fc.array(word, { maxLength: 8 });
const document = fc.record({ title: words, abstract: words, authors: words, categories: words, id: words });
const documents = fc.array(document, { minLength: 1, maxLength: 30 });
const query = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });

/** MiniSearch's scores with its factor for matched words taken out. */
function reference(corpus: ReadonlyMap<number, Terms>, terms: readonly string[]): Map<number, number> {
  const plain = new MiniSearch<Terms & { number: number }>({
    fields: [...fieldNames],
    idField: "number",
    stringifyField: (value) => value,
    tokenize: (terms) => terms as unknown as string[],
    processTerm: (term) => term,
  });
  plain.addAll([...corpus].map(([number, document]) => ({ number, ...document })));
  const hits = plain.search(terms.join(" "), { boost: weights, tokenize: (text) => text.split(" ") });
  return new Map(hits.map((hit) => [hit.id as number, hit.score / hit.queryTerms.length]));
}

/** The index with what is in it by number: adds, drops and merges as it is told, many documents at once or one by one. */
class Model {
  index = new JointPostings();
  corpus = new Map<number, Terms>();
  readonly #documentsAtOnce: number;
  #end = 0;

  constructor(documentsAtOnce = 1) {
    this.#documentsAtOnce = documentsAtOnce;
  }

  add(terms: Terms): void {
    this.index.expect(this.#documentsAtOnce);
    this.corpus.set(this.index.addTerms(terms), terms);
    this.#end++;
  }

  drop(nth: number): void {
    const number = [...this.corpus.keys()][nth % this.corpus.size];
    if (number === undefined) return;
    this.corpus.delete(number);
    this.index.drop(number);
  }

  merge(): void {
    const numbers = new Int32Array(this.#end).fill(-1);
    const kept = [...this.corpus.keys()];
    for (const [number, old] of kept.entries()) numbers[old] = number;
    const merging = this.index.merge({ numbers, documents: kept.length });
    let step = merging.next();
    while (!step.done) step = merging.next();
    this.index = new JointPostings(step.value.packed);
    this.corpus = new Map(kept.map((old, number) => [number, this.corpus.get(old) as Terms]));
    this.#end = kept.length;
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: document },
  { weight: 2, arbitrary: fc.nat(50) },
  { weight: 1, arbitrary: fc.constant("merge" as const) },
);
const history = fc.array(step, { minLength: 1, maxLength: 60 });

const atOnce = fc.constantFrom(1, 1_000);

const group = fc.record({
  any: fc.uniqueArray(word, { maxLength: 3 }),
  apart: fc.array(fc.uniqueArray(word, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
  weight: fc.constantFrom(1, 0.5),
});
const groups = fc.array(group, { minLength: 1, maxLength: 5 });

function replay(steps: readonly (Terms | number | "merge")[], documentsAtOnce: number): Model {
  const model = new Model(documentsAtOnce);
  for (const step of steps) {
    if (step === "merge") model.merge();
    else if (typeof step === "number") model.drop(step);
    else model.add(step);
  }
  return model;
}

function scores(
  index: JointPostings,
  groups: readonly (string | TermGroup)[],
  how: Scoring = scoring,
  required = 0,
): Map<number, number> {
  const matches = index.match(
    groups.map((group) => (typeof group === "string" ? { any: [group] } : group)),
    how,
    { required },
  );
  return new Map([...matches.documents].map((document) => [document, matches.scores[document] as number]));
}

/** Of 30,000 documents, of which term n is in about one of n + 2. */
function manyDocuments(random: Random): JointPostings {
  const index = new JointPostings();
  index.expect(30_000);
  const some = () =>
    Array.from({ length: 40 }, (_, term) => `t${term}`).filter((_, n) => random.next() < 1 / (n + 2));
  for (let number = 0; number < 30_000; number++)
    index.addTerms({
      title: some().slice(-3),
      abstract: [...some(), ...some()],
      authors: [],
      categories: [],
      id: [],
    });
  return index;
}

/** Bits of groups that are asked for, one at least. */
function requiredOf(bits: number, asked: readonly unknown[]): number {
  return bits & ((1 << asked.length) - 1) || 1;
}

interface Required {
  readonly required: number;
  readonly count: number;
  /** Documents of one owner. */
  readonly shared: number;
  readonly together: boolean;
  readonly filtered: boolean;
}

/** Holds what is found of what is required to what is among all that match. */
function expectRequired(index: JointPostings, asked: readonly TermGroup[], how: Required): void {
  const { required, count, shared, filtered } = how;
  const rules = how.together ? together : scoring;
  const passes = (document: number) => document % 7 !== 3;
  const owner = (document: number) => Math.floor(document / shared);
  const bestOf = (found: ReadonlyMap<number, number>) => {
    const owners = new Map<number, number>();
    for (const [document, score] of found)
      owners.set(owner(document), Math.max(score, owners.get(owner(document)) ?? 0));
    return [...owners.values()].sort((a, b) => b - a);
  };
  const found = ({ documents: numbers, scores: ofAll }: Matches) =>
    new Map([...numbers].map((number) => [number, ofAll[number] as number]));

  const all = index.match(asked, rules);
  const wanted = found(all);
  for (const number of wanted.keys())
    if (((all.groups[number] as number) & required) !== required || (filtered && !passes(number)))
      wanted.delete(number);
  const only = { required, ...(filtered && { passes }) };
  expectSame(found(index.match(asked, rules, only)), wanted);
  const best = index.match(asked, rules, { ...only, best: { count, owner } });
  expect(best.owners).toBe(bestOf(wanted).length);
  const bests = bestOf(found(best)).slice(0, count);
  for (const [place, score] of bestOf(wanted).slice(0, count).entries())
    expect(bests[place]).toBeCloseTo(score, 9);
}

function expectSame(actual: Map<number, number>, wanted: Map<number, number>): void {
  expect([...actual.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [document, score] of wanted) expect(actual.get(document)).toBeCloseTo(score, 9);
}

describe("top-k scoring", () => {
  test("gives the scores of MiniSearch's own search, live and frozen, across drops and merges", () => {
    fc.assert(
      fc.property(history, atOnce, query, (steps, many, terms) => {
        const model = replay(steps, many);
        const wanted = reference(model.corpus, terms);
        expectSame(scores(model.index, terms), wanted);
        model.merge();
        const again = reference(model.corpus, terms);
        expectSame(scores(model.index, terms), again);
      }),
      { numRuns: 300 },
    );
  });

  test("scores are the same to the last bit in whatever parts the documents are", () => {
    fc.assert(
      fc.property(history, atOnce, groups, fc.boolean(), fc.nat(31), (steps, many, asked, how, required) => {
        const model = replay(steps, many);
        const fresh = new JointPostings();
        const numbers = new Map(
          [...model.corpus].map(([number, terms]) => [fresh.addTerms(terms), number] as const),
        );
        const mask = required & ((1 << asked.length) - 1);
        const rules = how ? together : scoring;
        const wanted = scores(fresh, asked, rules, mask);
        const found = scores(model.index, asked, rules, mask);
        expect(found).toEqual(new Map([...wanted].map(([number, score]) => [numbers.get(number), score])));
      }),
      { numRuns: 300 },
    );
  });

  test("every word of a long text counts, the fortieth too", () => {
    const words = Array.from({ length: 40 }, (_, number) => `word${number}`);
    const { index } = replay(
      words.map((_, number) => ({
        title: [],
        abstract: words.slice(39 - number),
        authors: [],
        categories: [],
        id: [],
      })),
      1,
    );
    const found = scores(index, words, together);
    expect(found.get(39)).toBeGreaterThan(found.get(38) as number);
    expect(found.size).toBe(40);
  });

  test("the best of many are the same whether all are scored or not", () => {
    const long = fc.uniqueArray(word, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        history,
        atOnce,
        long,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (steps, many, terms, count, shared, filtered) => {
          const { index } = replay(steps, many);
          const groups = terms.map((term) => ({ any: [term] }));
          const owner = (document: number) => Math.floor(document / shared);
          const passes = (document: number) => document % 7 !== 3;
          const bestOf = (found: Map<number, number>) => {
            const owners = new Map<number, number>();
            for (const [document, score] of found)
              owners.set(owner(document), Math.max(score, owners.get(owner(document)) ?? 0));
            return [...owners.values()].sort((a, b) => b - a).slice(0, count);
          };
          const all = scores(index, terms, together);
          for (const number of all.keys()) if (filtered && !passes(number)) all.delete(number);
          const {
            documents: found,
            scores: some,
            matching = 0,
            visitOthers,
          } = index.match(groups, together, {
            ...(filtered ? { passes } : {}),
            best: { count, owner },
          });
          const partly = new Map([...found].map((number) => [number, some[number] as number]));
          for (const [place, score] of bestOf(all).entries())
            expect(bestOf(partly)[place]).toBeCloseTo(score, 12);
          const seen = new Set(found);
          visitOthers?.((numbers) => {
            for (const number of numbers) if (!filtered || passes(number)) seen.add(number);
            return true;
          });
          expect([...seen].sort()).toEqual([...all.keys()].sort());
          expect(matching).toBeLessThanOrEqual(all.size);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("the best of very many are the same whether all are scored or not", () => {
    const random = new Random(7);
    const index = manyDocuments(random);
    for (let times = 0; times < 40; times++) {
      const groups = Array.from({ length: 2 + random.below(7) }, () => ({ any: [`t${random.below(40)}`] }));
      const all = [...scores(index, groups, together).values()].sort((a, b) => b - a);
      const best = { count: 1 + random.below(20), owner: (document: number) => document };
      const { documents: found, scores: some } = index.match(groups, together, { best });
      const bests = [...found].map((document) => some[document] as number).sort((a, b) => b - a);
      expect(bests.slice(0, best.count)).toEqual(all.slice(0, best.count));
      expect(bests.length).toBeLessThan(all.length);
    }
  });

  test("required groups are all there, and score as they do without", () => {
    fc.assert(
      fc.property(history, atOnce, query, fc.nat(15), (steps, many, terms, bits) => {
        const { index } = replay(steps, many);
        const required = bits & ((1 << terms.length) - 1);
        const all = index.match(
          terms.map((term) => ({ any: [term] })),
          scoring,
        );
        const wanted = [...all.documents]
          .filter((number) => ((all.groups[number] as number) & required) === required)
          .map((number) => [number, all.scores[number] as number] as const);
        expectSame(scores(index, terms, scoring, required), new Map(wanted));
      }),
    );
  });

  test("what is required is found with and without a filter, all of it or the best", () => {
    const settings = fc.record({
      required: fc.integer({ min: 1, max: 31 }),
      count: fc.integer({ min: 1, max: 4 }),
      shared: fc.integer({ min: 1, max: 3 }),
      together: fc.boolean(),
      filtered: fc.boolean(),
    });
    fc.assert(
      fc.property(history, atOnce, groups, settings, (steps, many, asked, how) => {
        expectRequired(replay(steps, many).index, asked, {
          ...how,
          required: requiredOf(how.required, asked),
        });
      }),
      { numRuns: 300 },
    );
  });

  test("what is required is found in very many documents", () => {
    const random = new Random(11);
    const index = manyDocuments(random);
    const term = () => `t${random.below(40)}`;
    for (let times = 0; times < 40; times++) {
      const asked = Array.from({ length: 1 + random.below(4) }, () => ({
        any: [term()],
        apart: random.below(3) === 0 ? [[term()], [term()]] : [],
      }));
      expectRequired(index, asked, {
        required: requiredOf(1 + random.below(15), asked),
        count: 1 + random.below(20),
        shared: 1 + random.below(2),
        together: times % 2 === 0,
        filtered: times % 3 === 0,
      });
    }
  });

  test.each([1, 1_000])("long lists are jumped through, %i at once", (documentsAtOnce) => {
    const model = new Model(documentsAtOnce);
    const none = { abstract: [], authors: [], categories: [], id: [] };
    for (let number = 0; number < 1_500; number++) {
      const title = ["all", ...[2, 3, 7, 300].filter((by) => number % by === 0).map((by) => `by${by}`)];
      const often = number % 50 === 0 ? new Array(number + 2).fill("often") : [];
      model.add({ ...none, title, abstract: [...often, ...often.slice(0, 1)] });
      if (number === 700 || number === 1_100) model.merge();
    }
    model.drop(600);
    for (const terms of [
      ["all", "by300"],
      ["by2", "by3", "by7"],
      ["by300", "all", "by2"],
      ["often", "all"],
    ]) {
      const every = (1 << terms.length) - 1;
      const wanted = reference(model.corpus, terms);
      const full = (title: Terms) =>
        terms.every((term) => [...title.title, ...title.abstract].includes(term));
      for (const number of wanted.keys()) if (!full(model.corpus.get(number) as Terms)) wanted.delete(number);
      expectSame(scores(model.index, terms, scoring, every), wanted);
    }
  });

  test("scores of one query do not leak into the next", () => {
    fc.assert(
      fc.property(documents, query, query, fc.boolean(), (corpus, first, second, how) => {
        const index = new JointPostings();
        for (const document of corpus) index.addTerms(document);
        const rules = how ? together : scoring;
        const alone = scores(index, second, rules);
        index.match([{ any: [], apart: first.map((term) => [term]) }], rules);
        expectSame(scores(index, second, rules), alone);
      }),
    );
  });

  test("a query that takes too long is answered by its rarest words", () => {
    const part = new LivePart();
    const none = { abstract: [], authors: [], categories: [], id: [] };
    for (let number = 0; number < 10; number++)
      part.addTerms({ ...none, title: number < 2 ? ["often", "rare"] : ["often"] });
    let time = 0;
    const topK = new TopK([{ part, base: 0 }], 10, () => {
      time += 500;
      return time;
    });
    const { documents: found } = topK.match([{ any: ["often"] }, { any: ["rare"] }], together);
    expect([...found]).toEqual([0, 1]);
  });

  test("a word written apart needs all its parts", () => {
    const index = new JointPostings();
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
