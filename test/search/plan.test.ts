import { describe, expect, test } from "vitest";
import { readQueryText } from "../../src/search/analysis.ts";
import { planQuery, type Vocabulary } from "../../src/search/plan.ts";

/** Knows every word; the longer ones are rarer. */
const vocabulary: Vocabulary = {
  documents: (term) => 1_000 - term.length,
  isWritten: () => true,
  correct: () => undefined,
  translations: () => [],
};

const plan = (text: string, known = vocabulary) => planQuery(readQueryText(text), known);

describe("which words must occur", () => {
  test.each([
    ["graph neural networks", [0b111]],
    ["theory of mind", [0b11]],
    ["attention is all you need", [0b11]],
    ["heads of the wings", [0b11]],
  ])("all of: %s", (query, required) => {
    expect(plan(query).required).toEqual(required);
  });

  test.each([
    "graph neural networks predict molecules",
    "antidepressants increase the severity of migraines",
    "DUSP4 decreases apoptosis.",
    "关于助推算法的对偶形式",
  ])("any of: %s", (query) => {
    expect(plan(query).required).toEqual([0]);
  });
});

test("a word that a text says again counts more, but not without end", () => {
  const weights = (query: string) => plan(query).groups.map(({ weight }) => weight);
  expect(weights("graph neural networks")).toEqual([1, 1, 1]);
  expect(weights("graph networks of graph and graph")).toEqual([1.8, 1]);
  expect(weights(Array.from({ length: 99 }, () => "graph").join(" "))[0]).toBeLessThan(3);
});

test("a long text is looked for by its rarest words, 96 at most", () => {
  const words = [..."bdfk"].flatMap((letter) =>
    Array.from({ length: 25 }, (_, number) => letter + "z".repeat(number + 1)),
  );
  const { groups } = plan(words.join(" "));
  expect(groups).toHaveLength(96);
  const all = groups.flatMap(({ any }) => any);
  for (const word of words) expect(all.includes(word), word).toBe(word.length > 2);
});

test("where many documents have them, it is looked for by fewer, but by no fewer than 16", () => {
  const words = Array.from({ length: 40 }, (_, number) => `b${"z".repeat(number + 1)}`);
  const common = { ...vocabulary, documents: (term: string) => 120_000 / term.length };
  const { groups } = plan(words.join(" "), common);
  const sum = groups.reduce((all, { any: [term = ""] }) => all + common.documents(term), 0);
  expect(groups.length).toBeGreaterThan(16);
  expect(groups.length).toBeLessThan(40);
  expect(sum).toBeLessThanOrEqual(200_000);
  const everywhere = { ...vocabulary, documents: () => 1_000_000 };
  expect(plan(words.join(" "), everywhere).groups).toHaveLength(16);
});

test("a text that is not read whole is looked for by fewer words", () => {
  const words = Array.from({ length: 200 }, (_, number) => `word${number}`);
  const whole = words.slice(100, 150).join(" ");
  expect(plan(whole).groups).toHaveLength(50);
  expect(plan(whole).text).toBe(whole);
  for (const text of [words.join(" "), `${whole} \ud83d`, `${whole} ${" .".repeat(2_000)}`]) {
    expect(plan(text).groups).toHaveLength(20);
    expect(plan(text).text).toBeUndefined();
  }
});

test("words that no paper has take no place of those that some have", () => {
  const unknown = Array.from({ length: 40 }, (_, number) => `q${"w".repeat(number + 1)}`);
  const known = Array.from({ length: 20 }, (_, number) => `b${"z".repeat(number + 1)}`);
  const documents = (term: string) => (term.startsWith("q") ? 0 : 1_000_000);
  const { groups } = plan([...unknown, ...known].join(" "), { ...vocabulary, documents });
  expect(groups).toHaveLength(16);
  for (const { any } of groups) expect(any[0]).toMatch(/^bz/);
});
