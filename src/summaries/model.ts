import { createHash } from "node:crypto";
import { z } from "zod";
import type { Paper } from "../core/paper.ts";
import type { TranslationCache } from "../core/ports.ts";
import type { Summaries, Summary } from "../core/summary.ts";
import { cleanText } from "../core/text/clean.ts";
import { ChatClient, type ChatSettings } from "../llm/chat.ts";
import { ChatError } from "../llm/errors.ts";
import { violation } from "./check.ts";
import { extractSummary } from "./extract.ts";
import { type Answer, answerSchema, promptVersion, requestFor, type Source } from "./prompt.ts";
import { sourceOf } from "./source.ts";

/** For how long a paper of which no summary could be had is not asked about again, in ms. */
const refusedFor = 600_000;
/** For how long a service that does not answer is left alone where it does not say so itself, in ms. */
const pauseFor = 30_000;
/** Papers of which is remembered that no summary could be had. */
const mostRefused = 1_000;

export interface ModelSummariesOptions {
  readonly server: ChatSettings;
  /** Whether the server is one of the operator's own machines. */
  readonly local: boolean;
  /** Summaries are kept under a hash of all that decides them. */
  readonly cache: Pick<TranslationCache, "get" | "put">;
  /** What went wrong, for the log: no text of a paper. */
  readonly onProblem: (message: string) => void;
  readonly now?: () => number;
}

/** Summaries by a language model, each checked against its paper; a sentence of the abstract until one is there. */
export class ModelSummaries implements Summaries {
  readonly extracted = extractSummary;
  readonly #options: ModelSummariesOptions;
  readonly #chat: ChatClient;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  readonly #underWay = new Map<string, Promise<Summary | undefined>>();
  readonly #refusedUntil = new Map<string, number>();
  #pausedUntil = 0;

  constructor(options: ModelSummariesOptions) {
    this.#options = options;
    this.#chat = new ChatClient(options.server);
    this.#now = options.now ?? Date.now;
  }

  get service() {
    const { host, model } = this.#chat;
    return { credit: model === undefined ? host : `${model} (${host})`, local: this.#options.local };
  }

  async held(paper: Paper, language: string): Promise<Summary | undefined> {
    const source = sourceOf(paper);
    return source && this.#held(this.#key(source, language));
  }

  async summarise(paper: Paper, language: string, signal: AbortSignal): Promise<Summary | undefined> {
    signal.throwIfAborted();
    const source = sourceOf(paper);
    if (!source) return undefined;
    const key = this.#key(source, language);
    let work = this.#underWay.get(key);
    if (!work) {
      work = this.#heldOrAsked(key, source, language).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, work);
    }
    return untilAborted(work, signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay.values());
  }

  /** Never rejects: a card with a sentence of the abstract is whole without it. */
  async #heldOrAsked(key: string, source: Source, language: string): Promise<Summary | undefined> {
    try {
      const held = await this.#held(key);
      if (held || this.#mustWait(key)) return held;
      const answer = await this.#ask(source, language);
      if (answer) {
        const kept = { ...answer, model: this.#chat.model ?? "?" };
        await this.#options.cache.put([{ key, value: JSON.stringify(kept) }]);
        return summaryOf(kept);
      }
      this.#refuse(key);
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#options.onProblem(`A summary failed: ${reason(error)}.`);
    }
    return undefined;
  }

  async #held(key: string): Promise<Summary | undefined> {
    const value = (await this.#options.cache.get([key])).get(key);
    const parsed = value === undefined ? undefined : keptSchema.safeParse(JSON.parse(value));
    return parsed?.data && summaryOf(parsed.data);
  }

  /** The answer once it passes; the second time the model is told what was wrong with the first. */
  async #ask(source: Source, language: string): Promise<Answer | undefined> {
    let refused: string | undefined;
    for (let times = 0; times < 2; times++) {
      try {
        const request = requestFor(source, language, refused);
        const answer = cleaned(await this.#chat.ask(request, this.#closing.signal));
        refused = violation(answer, source, language);
        if (refused === undefined) return answer;
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        if (error.fault !== "badOutput") {
          if (error.fault === "tooLarge") return undefined;
          const wait = error.retryAfterMs ?? (error.fault === "unavailable" ? pauseFor : refusedFor);
          this.#pausedUntil = this.#now() + Math.min(wait, refusedFor);
          throw error;
        }
        refused = error.message;
      }
    }
    this.#options.onProblem("A summary was refused twice: a sentence of the abstract stays in its place.");
    return undefined;
  }

  #mustWait(key: string): boolean {
    const now = this.#now();
    return now < this.#pausedUntil || now < (this.#refusedUntil.get(key) ?? 0);
  }

  #refuse(key: string): void {
    this.#refusedUntil.delete(key);
    this.#refusedUntil.set(key, this.#now() + refusedFor);
    const [oldest] = this.#refusedUntil.keys();
    if (this.#refusedUntil.size > mostRefused && oldest !== undefined) this.#refusedUntil.delete(oldest);
  }

  #key({ title, abstract }: Source, language: string): string {
    const { baseUrl, model } = this.#options.server;
    const decides = ["summary", promptVersion, baseUrl, model, language, title, abstract];
    return createHash("sha256").update(JSON.stringify(decides)).digest("base64url");
  }
}

const keptSchema = answerSchema.extend({ model: z.string() });

function summaryOf({ evidence: _, model, ...parts }: z.infer<typeof keptSchema>): Summary {
  return { ...parts, by: { kind: "model", name: model } };
}

function cleaned({ evidence, problem, method, result, tldr }: Answer): Answer {
  return {
    problem: cleanText(problem),
    method: cleanText(method),
    result: cleanText(result),
    tldr: cleanText(tldr),
    evidence,
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop);
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener("abort", stop));
}
