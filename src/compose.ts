import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { actions, commands } from "../commands/index.ts";
import packageJson from "../package.json" with { type: "json" };
import { Dispatcher } from "./app/dispatch.ts";
import { PaperLibrary } from "./app/library.ts";
import { createLimits } from "./app/limits.ts";
import type { Config } from "./config.ts";
import type { DigestPlan, Subscription } from "./core/digest.ts";
import type { Paper } from "./core/paper.ts";
import type { Platform } from "./core/platform.ts";
import type { PaperStore, SearchIndex, Store } from "./core/ports.ts";
import type { PaperTranslations } from "./core/translation.ts";
import type { Desk } from "./digests/desk.ts";
import { planDue } from "./digests/plan.ts";
import { followedCategories, SourceKeeper } from "./jobs/keep-sources.ts";
import type { Log } from "./log.ts";
import { lexiconFile } from "./search/lexicon.ts";
import { openSearchIndex } from "./search/open.ts";
import { readJsonLines } from "./sources/jsonl.ts";
import { openSources } from "./sources/open.ts";
import { paperLookup } from "./sources/paper-lookup.ts";
import { readRecord } from "./sources/record.ts";
import { openStore } from "./store/open.ts";
import { openSummaries } from "./summaries/summaries.ts";
import { GlossaryError, readGlossary } from "./translation/glossary.ts";
import { openPaperTranslations } from "./translation/open.ts";
import { modelsFolder } from "./translators/bergamot/models.ts";
import { openTranslators } from "./translators/index.ts";

export { commands };

/** The papers that come with Paperboy. */
const shippedCorpus = fileURLToPath(new URL("../corpus/papers.jsonl", import.meta.url));

/** In the data folder, where the operator writes down how terms are to be translated. */
const glossaryFile = "glossary.tsv";

/** Everything but the platforms, wired together. */
export interface App {
  readonly dispatcher: Dispatcher;
  readonly library: PaperLibrary;
  readonly store: Store;
  /** What digests are made from. */
  readonly desk: Desk;
  /** The digest of a subscription that is due; undefined where it was put off because its source is late. */
  plan(subscription: Subscription): Promise<DigestPlan | undefined>;
  /** Platforms put themselves here, for `/paperboy status`. */
  readonly platforms: Platform[];
  /** Aborted when the index has stopped for good: no search is answered any more in this process. */
  readonly indexEnded: AbortSignal;
  /** Asks the sources of papers when they are due, until the signal aborts. */
  keepSources(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export async function openApp(
  config: Config,
  log: Log,
  given: {
    readonly translations?: PaperTranslations;
    readonly now?: () => Date;
    readonly index?: SearchIndex;
  } = {},
): Promise<App> {
  const started = process.uptime();
  const { now = () => new Date() } = given;
  const store = await openStore(config.data, config.database, now);
  const translations = given.translations ?? (await openTranslations(config, store, log));
  await addShippedPapers(store.papers);
  const indexEnd = new AbortController();
  const index = given.index ?? (await openIndex(config, log, () => indexEnd.abort()));
  let closing = false;
  const ending = new AbortController();
  const sources = openSources(config.sources, store.gate, packageJson.version, now);
  const findPaper = sources.paper && paperLookup(sources.paper, store.papers, ending.signal);
  const keeper = new SourceKeeper({
    sources,
    store,
    now,
    onNews: (news) => log.info(news, "a source brought papers"),
    onProblem: (message, source, err) => log.warn({ source, ...(err !== undefined && { err }) }, message),
  });
  const library = new PaperLibrary(store.papers, index, (err) => {
    // Closing ends a save that is under way. The next start indexes what it lacks.
    if (!closing) warnOfUnsaved(log, err);
  });
  const summaries = openSummaries(config.summaries, store.translations, (message) => log.warn(message));
  const desk: Desk = {
    digests: store.digests,
    announcements: store.announcements,
    library,
    translations,
    summaries,
    followed: async () => ({
      sources: sources.all(followedCategories(await store.digests.subscriptions())).map(({ name }) => name),
      asksArxiv: sources.paper !== undefined,
    }),
  };
  const platforms: Platform[] = [];
  const dispatcher = new Dispatcher(commands, actions, {
    ...desk,
    library,
    settings: store.settings,
    queries: store.queries,
    now,
    ...(findPaper && { findPaper }),
    limits: createLimits(),
    defaultLanguage: config.language ?? "en",
    status: async () => {
      return {
        version: packageJson.version,
        ...(await library.state()),
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
    desk,
    async plan(subscription) {
      // What was announced must be in the index before it is looked for there.
      await library.sync();
      return planDue(desk, subscription, now());
    },
    platforms,
    indexEnded: indexEnd.signal,
    keepSources: (signal) => keeper.run(signal),
    async close() {
      closing = true;
      ending.abort();
      await translations.close();
      await summaries.close();
      await index.close();
      await store.close();
    },
  };
}

async function openTranslations(config: Config, store: Store, log: Log): Promise<PaperTranslations> {
  const named = config.translation.glossary;
  const glossary = await readGlossary(named ?? join(config.data, glossaryFile));
  if (named !== undefined && !glossary)
    throw new GlossaryError(
      `GLOSSARY names ${named}, which is not there: write that file, or remove GLOSSARY.`,
    );
  const onProblem = (message: string) => log.warn(message);
  return openPaperTranslations({
    translators: openTranslators(config.translation.translators, {
      folder: join(config.data, modelsFolder),
      onProblem,
    }),
    cache: store.translations,
    ...(glossary && { glossary }),
    allowQueries: config.translation.queries,
    onProblem,
  });
}

/** Stores papers and brings the index up to date, without serving anybody. */
export async function openForIngest(config: Config, log: Log) {
  const store = await openStore(config.data, config.database);
  return {
    papers: store.papers,
    announcements: store.announcements,
    reportPath: join(config.data, "ingest-report.jsonl"),
    async updateIndex(progress: (done: number) => void, signal: AbortSignal): Promise<boolean> {
      const index = await openIndex(config, log);
      try {
        await addShippedPapers(store.papers);
        const library = new PaperLibrary(store.papers, index, (err) => warnOfUnsaved(log, err));
        await library.sync({ progress, signal });
        return (await library.state()).pending === 0;
      } finally {
        await index.close();
      }
    },
    close: () => store.close(),
  };
}

function openIndex(config: Config, log: Log, onEnd: () => void = () => {}): Promise<SearchIndex> {
  return openSearchIndex({
    folder: config.data,
    // Where `npm run lexicon` leaves the dictionary.
    lexicon: join(config.data, lexiconFile),
    onProblem: (message) => log.warn(message),
    onEnd,
  });
}

function warnOfUnsaved(log: Log, err: unknown): void {
  log.warn(
    { err },
    "The search index could not be saved, is the disk full? It answers all the same; until it can be saved, each start indexes again.",
  );
}

/**
 * The shipped papers join the store. Where arXiv's own record is held they only bring their translations; a paper that
 * is held as it was shipped, or nearly, is brought up to date with the corpus.
 */
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
      return known && !isFromCorpus(known) ? { ...known, translations: paper.translations } : paper;
    }),
  );
}

/** The corpus tells none of these of a paper. */
function isFromCorpus({ version, updated, announced, comment }: Paper): boolean {
  return [version, updated, announced, comment].every((known) => known === undefined);
}
