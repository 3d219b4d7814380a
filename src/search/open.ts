import { Worker } from "node:worker_threads";
import type { SearchIndex } from "../core/ports.ts";
import type { SearchIndexOptions } from "./minisearch.ts";
import type { Call, Message, Method } from "./protocol.ts";

/** A worker that stops twice within this time is not started again: it would only stop once more. */
const restartPause = 10 * 60_000;

export interface SearchThreadOptions extends SearchIndexOptions {
  /** Heap that the thread may use; Node decides where none is given. */
  readonly memoryMegabytes?: number;
  /** Told once, when the thread has stopped for good: from then on every call fails. */
  readonly onEnd?: () => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The search index in a thread of its own. Should the thread stop, what was asked of it fails, and it is started again
 * once from the last `save`: whoever puts papers asks `state()` after a failure and goes on from there.
 */
export async function openSearchIndex(options: SearchThreadOptions): Promise<SearchIndex> {
  const thread = new SearchThread(options);
  await thread.start();
  return {
    search: (query, page) => thread.call("search", query, page),
    similar: (id, limit) => thread.call("similar", id, limit),
    suggest: (typed, limit) => thread.call("suggest", typed, limit),
    categories: (typed, limit) => thread.call("categories", typed, limit),
    put: (papers, mark) => thread.call("put", papers, mark),
    state: () => thread.call("state"),
    reset: () => thread.call("reset"),
    save: () => thread.call("save"),
    close: () => thread.close(),
  };
}

class SearchThread {
  readonly #options: SearchThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #ready: Promise<void> = Promise.resolve();
  #calls = 0;
  #lastStop = Number.NEGATIVE_INFINITY;
  #ended: string | undefined;

  constructor(options: SearchThreadOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#ready = new Promise((resolve, reject) => {
      const { folder, lexicon, memoryMegabytes } = this.#options;
      const worker = new Worker(new URL("./worker.js", import.meta.url), {
        workerData: { folder, lexicon },
        ...(memoryMegabytes === undefined
          ? {}
          : { resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes } }),
        name: "search",
      });
      this.#worker = worker;
      let cause = "it ended by itself";
      worker.on("message", (message: Message) => {
        if (message.kind === "ready") resolve();
        else this.#receive(message);
      });
      worker.on("error", (error: Error) => {
        cause = error.message;
      });
      worker.on("exit", () => {
        const stopped = new Error(`The search worker stopped: ${cause}.`);
        reject(stopped);
        this.#stopped(worker, stopped);
      });
    });
    // A restart that fails is told by the calls that wait for it.
    this.#ready.catch(() => {});
    return this.#ready;
  }

  async call<T>(method: Method, ...args: readonly unknown[]): Promise<T> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    await this.#ready;
    const worker = this.#worker;
    if (this.#ended !== undefined || !worker) throw new Error(this.#ended ?? "The search worker stopped.");
    const number = ++this.#calls;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ number, method, args } satisfies Call);
    });
  }

  #receive(message: Exclude<Message, { kind: "ready" }>): void {
    if (message.kind === "problem") {
      this.#options.onProblem?.(message.message);
      return;
    }
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === "done") waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  }

  #stopped(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#rejectAll(error);
    if (this.#ended !== undefined) return;
    const now = performance.now();
    if (now - this.#lastStop < restartPause) {
      this.#ended = `${error.message} It had been started again shortly before, so it stays stopped.`;
      this.#options.onProblem?.(this.#ended);
      this.#options.onEnd?.();
      return;
    }
    this.#lastStop = now;
    this.#options.onProblem?.(`${error.message} It is started again from what was saved.`);
    this.start();
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    const ended = "The search index is closed.";
    this.#ended ??= ended;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#rejectAll(new Error(ended));
    await worker?.terminate();
  }
}
