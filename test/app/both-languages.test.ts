import { expect, test } from "vitest";
import { searchBoth } from "../../src/app/both-languages.ts";
import type { Context } from "../../src/core/command.ts";
import type { SearchQuery } from "../../src/core/ports.ts";

/** An index that finds what it is told for each words, and a service that knows a few queries. */
function context(found: Record<string, readonly string[]>, known: Record<string, string> = {}) {
  const searched: SearchQuery[] = [];
  const asked: string[] = [];
  const library = {
    search: async (query: SearchQuery, { offset, limit }: { offset: number; limit: number }) => {
      searched.push(query);
      const ids = found[query.words] ?? [];
      const hits = ids.slice(offset, offset + limit).map((id, rank) => ({ id, score: 1 / (rank + 1) }));
      return { total: ids.length, hits, terms: query.words.split(" ") };
    },
  };
  const translations = {
    query: async (words: string) => {
      asked.push(words);
      return known[words];
    },
  };
  return { context: { library, translations } as unknown as Context, searched, asked };
}

const first = { offset: 0, limit: 5 };
const ids = ({ hits }: { hits: readonly { id: string }[] }) => hits.map(({ id }) => id);
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => `p${from + n}`);

test("a query in another script is searched in English too, one hit a paper, what both find first", async () => {
  const on = context(
    { 图神经网络: ["a", "b"], "graph neural network": ["c", "b"] },
    { 图神经网络: "graph neural network" },
  );
  const both = await searchBoth(on.context, { words: "图神经网络" }, first);
  expect(both).toMatchObject({ also: "graph neural network", total: 3 });
  expect(ids(both)[0]).toBe("b");
  expect(ids(both).sort()).toEqual(["a", "b", "c"]);
});

test("nothing found as typed is found in translation, filters and phrases as they were", async () => {
  const on = context({ "graph network": ["c"] }, { 图网络: "graph network" });
  const query = { words: "图网络", cat: ["cs.LG"], phrases: ["BERT"] };
  expect(ids(await searchBoth(on.context, query, first))).toEqual(["c"]);
  expect(on.searched.at(-1)).toEqual({ ...query, words: "graph network" });
});

test.each([
  ["no service may translate it", "图网络", {}],
  ["its translation finds nothing", "图网络", { 图网络: "nothing of the kind" }],
  ["it is the same in English", "图网络", { 图网络: "图网络" }],
])("where %s, what was typed decides alone", async (_, words, known) => {
  const on = context({ [words]: ["a"] }, known);
  const alone = await searchBoth(on.context, { words }, first);
  expect(alone).not.toHaveProperty("also");
  expect(ids(alone)).toEqual(["a"]);
});

test("an English query, and one that finds enough, ask nobody", async () => {
  const words = "apprentissage profond pour les graphes avec peu de données";
  const on = context({ [words]: numbers(0, 9), "graph neural networks for molecules": [] });
  await searchBoth(on.context, { words }, first);
  await searchBoth(on.context, { words: "graph neural networks for molecules" }, first);
  await searchBoth(on.context, { words: "", by: ["papyan"] }, first);
  expect(on.asked).toEqual([]);
});

test("a query in another language of Latin letters that finds little is searched in English too", async () => {
  const words = "apprentissage profond pour les graphes avec peu de données";
  const on = context({ "deep learning for graphs": ["a"] }, { [words]: "deep learning for graphs" });
  expect(ids(await searchBoth(on.context, { words }, first))).toEqual(["a"]);
});

test("pages go on beyond what is put together", async () => {
  const on = context({ 网络: numbers(0, 150), network: numbers(100, 300) }, { 网络: "network" });
  const all: string[] = [];
  for (const offset of [0, 100])
    all.push(...ids(await searchBoth(on.context, { words: "网络" }, { offset, limit: 100 })));
  expect(new Set(all).size).toBe(200);
  const beyond = await searchBoth(on.context, { words: "网络" }, { offset: 250, limit: 5 });
  expect(beyond.total).toBe(300);
  expect(ids(beyond)).toEqual(numbers(350, 5));
});
