import type { Paper, Translation } from "../core/paper.ts";
import type { TranslationCache } from "../core/ports.ts";
import type { PaperTranslations, Preparation, TranslationProgress, Translator } from "../core/translation.ts";
import { composeParts, type Outcome } from "./compose.ts";
import { type Glossary, noGlossary } from "./glossary.ts";
import { Job } from "./job.ts";
import { Queries } from "./queries.ts";
import { Sentences } from "./sentences.ts";
import { sentenceUnits, titleUnit, type Unit } from "./units.ts";

export interface PaperTranslationsSettings {
  /** A chain: the next is tried where one has no pair, no quota, is down or gives what cannot be shown. */
  readonly translators: readonly Translator[];
  readonly cache: TranslationCache;
  readonly glossary?: Glossary;
  /** Whether services that are not local may see what people search for. Local ones may. */
  readonly allowQueries?: boolean;
  /** Bytes of kept sentences; 100 MB where it is not given, some 100,000 papers in one language. */
  readonly cacheBytes?: number;
  /** How long a search waits for its query in another language. */
  readonly queryDeadlineMs?: number;
  readonly now?: () => number;
  /** Told what went wrong with a service or with the cache, for the log. Never holds a text or a key. */
  readonly onProblem?: (message: string) => void;
}

/** What is translated: the original, or where it is not held another translation. */
interface Source {
  readonly language: string;
  readonly title: Unit;
  readonly abstract: string;
  readonly sentences: readonly Unit[];
  readonly from: Translation["from"];
  readonly version: number | undefined;
}

export function openPaperTranslations(settings: PaperTranslationsSettings): PaperTranslations {
  const { translators } = settings;
  const closing = new AbortController();
  const glossary = settings.glossary ?? noGlossary;
  const onProblem = settings.onProblem ?? (() => {});
  const sentences = new Sentences({
    translators,
    cache: settings.cache,
    glossary,
    cacheBytes: settings.cacheBytes ?? 100_000_000,
    now: settings.now ?? Date.now,
    onProblem,
  });
  const queries = new Queries({
    translators,
    glossary,
    allowQueries: settings.allowQueries ?? false,
    deadlineMs: settings.queryDeadlineMs ?? 800,
    closing: closing.signal,
  });
  const jobs = new Map<string, { readonly job: Job; readonly ended: Promise<void> }>();

  async function work(
    paper: Paper,
    to: string,
    preparing: (state: Preparation) => void,
  ): Promise<TranslationProgress> {
    const source = sourceOf(paper, to);
    if (!source) return { kind: "failed", fault: "unsupportedPair" };
    const pair = { from: source.language, to };
    const units = [source.title, ...source.sentences];
    const { outcomes, failure } = await sentences.resolve(units, pair, { signal: closing.signal, preparing });
    const translation = compose(source, outcomes, to);
    return translation ? { kind: "done", translation } : { kind: "failed", ...failure };
  }

  function start(paper: Paper, to: string, key: string) {
    const job = new Job();
    const ended = work(paper, to, (state) => job.report({ kind: "preparing", state }))
      .catch((error: unknown): TranslationProgress => {
        if (!closing.signal.aborted) onProblem(error instanceof Error ? error.message : String(error));
        return { kind: "failed", fault: "unavailable" };
      })
      .then((last) => {
        jobs.delete(key);
        job.report(last);
      });
    const started = { job, ended };
    jobs.set(key, started);
    return started;
  }

  return {
    // A service may learn its model, and so its credit, from the first answer.
    get services() {
      return translators.map(({ name, credit, local }) => ({
        ...{ name, credit, local },
        seesQueries: local || (settings.allowQueries ?? false),
      }));
    },

    async offers(from, to) {
      if (from === to) return false;
      for (const translator of translators) {
        // A service that cannot be asked now may have the pair: trying tells, and why not.
        const can = await translator.supports(from, to).catch(() => true);
        if (can) return true;
      }
      return false;
    },

    async held(paper, to) {
      const source = sourceOf(paper, to);
      if (!source) return undefined;
      const pair = { from: source.language, to };
      const { outcomes } = await sentences.resolve([source.title, ...source.sentences], pair, undefined);
      return compose(source, outcomes, to);
    },

    translate(paper, to) {
      const key = JSON.stringify([paper.id, paper.version, paper.title, paper.abstract, to]);
      return (jobs.get(key) ?? start(paper, to, key)).job.follow();
    },

    query: (words, to) => queries.translate(words, to),

    async close() {
      closing.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
      await Promise.all(translators.map((translator) => translator.close()));
    },
  };
}

function sourceOf(paper: Paper, to: string): Source | undefined {
  if (paper.abstract !== null) {
    if (paper.language === to) return undefined;
    return {
      language: paper.language,
      title: titleUnit(paper.title, paper.raw?.title),
      abstract: paper.abstract,
      sentences: sentenceUnits(paper.abstract, paper.language, paper.raw?.abstract),
      from: { language: paper.language },
      version: paper.version,
    };
  }
  const held = paper.translations.find(({ from }) => from.translator === undefined) ?? paper.translations[0];
  if (!held || held.language === to) return undefined;
  return {
    language: held.language,
    title: titleUnit(held.title),
    abstract: held.abstract,
    sentences: sentenceUnits(held.abstract, held.language),
    from: { language: held.language, translator: held.translator },
    version: held.version,
  };
}

function compose(
  source: Source,
  outcomes: readonly (Outcome | undefined)[],
  to: string,
): Translation | undefined {
  const whole = outcomes.filter((outcome) => outcome !== undefined);
  const [title, ...rest] = whole;
  if (!title || whole.length < outcomes.length) return undefined;
  const sentences = source.sentences.flatMap((unit, at) => {
    const outcome = rest[at];
    return outcome ? [{ unit, outcome }] : [];
  });
  const parts = composeParts(source.abstract, title, sentences, to);
  if (!parts) return undefined;
  const { version } = source;
  return { language: to, ...parts, from: source.from, ...(version !== undefined && { version }) };
}
