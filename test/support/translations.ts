import type { Paper, Translation } from "../../src/core/paper.ts";
import type { PaperTranslations, TranslationProgress } from "../../src/core/translation.ts";

/** Translations whose progress the test tells, step by step. */
export interface ToldTranslations extends PaperTranslations {
  /** Languages that are translated into, in the order asked. */
  readonly begun: string[];
  /** What whoever waits for a translation into `to` hears next. */
  tell(to: string, ...steps: readonly TranslationProgress[]): void;
  /** Resolves when a translation into `to` is being waited for. */
  asked(to: string): Promise<void>;
}

export function toldTranslations(
  languages: readonly string[] = ["de", "fr", "ja", "zh-Hant"],
): ToldTranslations {
  const held = new Map<string, Translation>();
  const queues = new Map<string, { steps: TranslationProgress[]; heard: PromiseWithResolvers<void> }>();
  const begun: string[] = [];
  let news = Promise.withResolvers<void>();
  const queueOf = (to: string) => {
    const queue = queues.get(to) ?? { steps: [], heard: Promise.withResolvers<void>() };
    queues.set(to, queue);
    return queue;
  };
  return {
    services: [{ name: "told", credit: "Told (Engine)", local: true, seesQueries: true }],
    begun,
    offers: async (_, to) => languages.includes(to),
    held: async (paper, to) => held.get(`${paper.id} ${to}`),
    async *translate(paper, to) {
      const queue = queueOf(to);
      begun.push(to);
      news.resolve();
      news = Promise.withResolvers();
      for (;;) {
        const step = queue.steps.shift();
        if (!step) {
          await queue.heard.promise;
          continue;
        }
        if (step.kind === "done") held.set(`${paper.id} ${to}`, step.translation);
        yield step;
        if (step.kind !== "preparing") return;
      }
    },
    query: async () => undefined,
    close: async () => {},
    tell(to, ...steps) {
      const queue = queueOf(to);
      queue.steps.push(...steps);
      queue.heard.resolve();
      queue.heard = Promise.withResolvers();
    },
    async asked(to) {
      while (!begun.includes(to)) await news.promise;
    },
  };
}

/** A paper's texts as the told engine gives them. */
export function toldTranslation(
  paper: Paper,
  language: string,
  changes: Partial<Translation> = {},
): Translation {
  return {
    language,
    title: `${paper.title} [${language}]`,
    abstract: `${paper.abstract} [${language}]`,
    translator: { kind: "machine", name: "Told (Engine)" },
    from: { language: paper.language },
    ...changes,
  };
}
