import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import MiniSearch from "minisearch";
import type { Paper } from "../core/paper.ts";
import { openSearchIndex } from "../search/open.ts";
import { displayText, longestAbstract, longestTitle } from "../sources/texts.ts";
import type { Collection, CollectionDocument } from "./collection.ts";
import { mean, ndcg, percentile, recall, reciprocalRank, rounded } from "./metrics.ts";
import { plainPaper, syntheticId } from "./paper.ts";
import { languageOfText } from "./script.ts";

/** Who ranks: the product, or MiniSearch's own `search()` as it comes. */
export const evalEngines = ["paperboy", "minisearch-default"] as const;
export type EvalEngine = (typeof evalEngines)[number];

/** One line of `npm run eval`. */
export interface EvalLine {
  readonly set: string;
  readonly engine: EvalEngine;
  readonly docs: number;
  readonly queries: number;
  readonly "ndcg@10": number;
  readonly "recall@100": number;
  readonly "mrr@10": number;
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** A collection made searchable: gives the ids of the best documents, best first. */
interface Ranker {
  rank(query: string, limit: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

const depth = 100;
/** Queries that are asked once before the clock runs, so that the figures are not those of cold code. */
const warmUp = 50;

/** Documents given to the index at a time, as the library does. */
const batch = 500;

export async function evaluate(
  collection: Collection,
  engine: EvalEngine,
  lexicon?: string,
): Promise<EvalLine> {
  const ranker = await (engine === "paperboy"
    ? openPaperboy(collection.documents, lexicon)
    : openMiniSearch(collection.documents));
  try {
    for (const { text } of collection.queries.slice(0, warmUp)) await ranker.rank(text, depth);
    const times: number[] = [];
    const values: { ndcg: number; recall: number; mrr: number }[] = [];
    for (const { text, grades } of collection.queries) {
      const started = performance.now();
      const ranked = await ranker.rank(text, depth);
      times.push(performance.now() - started);
      values.push({
        ndcg: ndcg(ranked, grades, 10),
        recall: recall(ranked, grades, depth),
        mrr: reciprocalRank(ranked, grades, 10),
      });
    }
    const average = (of: keyof (typeof values)[number]) => rounded(mean(values.map((value) => value[of])), 4);
    return {
      set: collection.name,
      engine,
      docs: collection.documents.length,
      queries: collection.queries.length,
      "ndcg@10": average("ndcg"),
      "recall@100": average("recall"),
      "mrr@10": average("mrr"),
      p50_ms: rounded(percentile(times, 0.5), 2),
      p99_ms: rounded(percentile(times, 0.99), 2),
    };
  } finally {
    await ranker.close();
  }
}

/**
 * The product's own path: documents become papers as `ingest` would make them, go into a `SearchIndex` with its worker
 * in a folder of its own, and each query is what `/paper` hands to it as words.
 */
async function openPaperboy(documents: readonly CollectionDocument[], lexicon?: string): Promise<Ranker> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-eval-"));
  const index = await openSearchIndex({
    folder,
    ...(lexicon !== undefined && { lexicon }),
    onProblem: (message) => process.stderr.write(`${message}\n`),
  });
  const close = async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (let from = 0; from < documents.length; from += batch) {
      const papers = documents
        .slice(from, from + batch)
        .map((document, offset) => asPaper(document, from + offset));
      await index.put(papers, from + papers.length);
    }
    await index.save();
  } catch (error) {
    await close();
    throw error;
  }
  const known = new Map(documents.map(({ id }, number) => [syntheticId(number), id]));
  return {
    async rank(query, limit) {
      const { hits } = await index.search({ words: query }, { offset: 0, limit });
      return hits.map((hit) => known.get(hit.id) ?? "");
    },
    close,
  };
}

/** All papers are of one day, so that their made-up ids say nothing about their age. */
function asPaper({ title, text }: CollectionDocument, number: number): Paper {
  const abstract = String(displayText(text, longestAbstract));
  return plainPaper({
    id: syntheticId(number),
    title: String(displayText(title, longestTitle)),
    abstract: abstract === "" ? null : abstract,
    language: languageOfText(`${title} ${text}`),
    submitted: "2020-01-01",
  });
}

/** MiniSearch with its defaults over title and text: what the product is compared with. */
async function openMiniSearch(documents: readonly CollectionDocument[]): Promise<Ranker> {
  const index = new MiniSearch<CollectionDocument>({ fields: ["title", "text"] });
  index.addAll(documents);
  return {
    rank: async (query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map((found) => String(found.id)),
    close: async () => {},
  };
}
