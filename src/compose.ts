import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { actions, commands } from "../commands/index.ts";
import packageJson from "../package.json" with { type: "json" };
import { Dispatcher } from "./app/dispatch.ts";
import { PaperLibrary } from "./app/library.ts";
import { createLimits } from "./app/limits.ts";
import type { Config } from "./config.ts";
import type { Paper } from "./core/paper.ts";
import type { Platform } from "./core/platform.ts";
import type { PaperStore, SearchIndex, Store } from "./core/ports.ts";
import type { Log } from "./log.ts";
import { openSearchIndex } from "./search/open.ts";
import { readJsonLines } from "./sources/jsonl.ts";
import { readRecord } from "./sources/record.ts";
import { openSqliteStore } from "./store/sqlite.ts";

export { commands };

/** The papers that come with Paperboy. */
const shippedCorpus = fileURLToPath(new URL("../corpus/papers.jsonl", import.meta.url));

/** Everything but the platforms, wired together. */
export interface App {
  readonly dispatcher: Dispatcher;
  readonly library: PaperLibrary;
  readonly store: Store;
  /** Platforms put themselves here, for `/paperboy status`. */
  readonly platforms: Platform[];
  close(): Promise<void>;
}

export async function openApp(config: Config, log: Log): Promise<App> {
  const started = process.uptime();
  const store = await openSqliteStore(config.data);
  await addShippedPapers(store.papers);
  const index = await openIndex(config, log);
  const library = new PaperLibrary(store.papers, index);
  const platforms: Platform[] = [];
  const dispatcher = new Dispatcher(commands, actions, {
    library,
    settings: store.settings,
    queries: store.queries,
    limits: createLimits(),
    defaultLanguage: config.language ?? "en",
    status: async () => {
      const [papers, indexed] = await Promise.all([store.papers.count(), index.state()]);
      return {
        version: packageJson.version,
        papers: indexed.papers,
        pending: Math.max(0, papers - indexed.papers),
        uptimeSeconds: process.uptime() - started,
        platforms: platforms.map(({ name, state }) => ({ name, state })),
      };
    },
    onBug: (err, { id, place, input }) =>
      log.error({ err, invocation: id, platform: place.platform, input: input.kind }, "an invocation failed"),
  });
  return {
    dispatcher,
    library,
    store,
    platforms,
    async close() {
      await index.close();
      await store.close();
    },
  };
}

/** Stores papers and brings the index up to date, without serving anybody. */
export async function openForIngest(config: Config, log: Log) {
  const store = await openSqliteStore(config.data);
  return {
    papers: store.papers,
    reportPath: join(config.data, "ingest-report.jsonl"),
    async updateIndex(progress: (done: number) => void): Promise<void> {
      const index = await openIndex(config, log);
      try {
        await addShippedPapers(store.papers);
        await new PaperLibrary(store.papers, index).sync(progress);
      } finally {
        await index.close();
      }
    },
    close: () => store.close(),
  };
}

function openIndex(config: Config, log: Log): Promise<SearchIndex> {
  return openSearchIndex({ folder: config.data, onProblem: (message) => log.warn(message) });
}

/** The shipped papers join the store. To papers that are held already they only bring their translations. */
async function addShippedPapers(papers: PaperStore): Promise<void> {
  const shipped: Paper[] = [];
  for await (const entry of readJsonLines(shippedCorpus)) {
    const read = "value" in entry ? readRecord(entry.value) : undefined;
    if (!read?.ok) throw new Error(`corpus/papers.jsonl, line ${entry.line}: not a paper record`);
    shipped.push(read.paper);
  }
  const held = new Map(
    (await papers.get(shipped.map((paper) => paper.id))).map((paper) => [paper.id, paper]),
  );
  await papers.put(
    shipped.map((paper) => {
      const known = held.get(paper.id);
      return known ? { ...known, translations: paper.translations } : paper;
    }),
  );
}
