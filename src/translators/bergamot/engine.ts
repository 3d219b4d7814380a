import { Worker } from "node:worker_threads";
import { TranslatorError } from "../../core/translation.ts";
import type { Pair } from "./pairs.ts";
import type { Job, LoadableModel, Outcome } from "./protocol.ts";

/** The longest that a sentence may take, loading its models included. A real one takes one second or two. */
const deadlineMs = 60_000;
/** WASM memory only grows: what is idle is given back by ending the thread. */
const idleMs = 10 * 60_000;
/** A sentence is tried once more on a new instance. */
const tries = 2;

/** Runs something later, never keeping the process alive for it; gives what calls it off. */
export type Later = (ms: number, run: () => void) => () => void;

const later: Later = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** A file of a model has changed since it was fetched. */
export class DamagedModel extends TranslatorError {
  readonly pair: Pair;
  readonly file: string;

  constructor({ pair, name }: { pair: Pair; name: string }) {
    super(
      "unavailable",
      `${name} of ${pair} is not what it was when it was fetched: run \`npm run models -- remove ${pair}\`, then \`npm run models -- add ${pair}\`.`,
    );
    this.pair = pair;
    this.file = name;
  }
}

interface Waiting extends Job {
  readonly resolve: (html: string) => void;
  readonly reject: (error: unknown) => void;
  tried: number;
}

export interface EngineOptions {
  /** Told when the thread is started anew after it crashed or hung. */
  readonly onProblem?: ((message: string) => void) | undefined;
  readonly later?: Later | undefined;
}

/**
 * The engine in a thread of its own, which is started with the first sentence and ended when nothing was asked for a
 * while. Sentences are taken one after another, so that several requests take turns. An instance that aborted, or a
 * sentence that takes too long, costs the thread: a new one takes the sentence once more.
 */
export class Engine {
  readonly #onProblem: (message: string) => void;
  readonly #later: Later;
  readonly #queue: Waiting[] = [];
  #running: Waiting | undefined;
  #worker: Worker | undefined;
  #callOff: () => void = () => {};
  #closed = false;

  constructor(options: EngineOptions) {
    this.#onProblem = options.onProblem ?? (() => {});
    this.#later = options.later ?? later;
  }

  /** One sentence of HTML. Rejects with a `TranslatorError`, or with the signal's reason. */
  translate(route: readonly LoadableModel[], html: string, signal: AbortSignal): Promise<string> {
    if (this.#closed) return Promise.reject(closed());
    if (signal.aborted) return Promise.reject(signal.reason);
    let abort = () => {};
    const translated = new Promise<string>((resolve, reject) => {
      const waiting: Waiting = { route, html, tried: 0, resolve, reject };
      abort = () => {
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
        // One that is being translated is finished for nobody: ending it would cost the thread.
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
    return translated.finally(() => signal.removeEventListener("abort", abort));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#callOff();
    for (const { reject } of [...this.#queue.splice(0), ...(this.#running ? [this.#running] : [])])
      reject(closed());
    this.#running = undefined;
    await this.#end();
  }

  #next(): void {
    if (this.#running) return;
    this.#callOff();
    this.#running = this.#queue.shift();
    if (!this.#running) {
      this.#worker?.unref();
      this.#callOff = this.#later(idleMs, () => void this.#end());
      return;
    }
    const worker = this.#worker ?? this.#start();
    worker.ref();
    this.#callOff = this.#later(deadlineMs, () =>
      this.#crashed(worker, `took longer than ${deadlineMs / 1_000} s`, false),
    );
    const { route, html } = this.#running;
    worker.postMessage({ route, html } satisfies Job);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { name: "bergamot" });
    worker.on("message", (outcome: Outcome) => {
      if (worker !== this.#worker) return;
      if (outcome.kind === "crashed") return this.#crashed(worker, outcome.message, outcome.loading);
      const job = this.#running;
      this.#running = undefined;
      if (outcome.kind === "done") job?.resolve(outcome.html);
      else job?.reject(new DamagedModel(outcome));
      this.#next();
    });
    let cause = "it ended by itself";
    worker.on("error", (error: Error) => {
      cause = error.message;
    });
    worker.on("exit", () => this.#crashed(worker, cause, true));
    this.#worker = worker;
    return worker;
  }

  #crashed(worker: Worker, message: string, loading: boolean): void {
    if (worker !== this.#worker) return;
    void this.#end();
    const job = this.#running;
    this.#running = undefined;
    if (job) {
      const pairs = job.route.map(({ pair }) => pair).join(", ");
      const says = `The Bergamot engine crashed ${loading ? "as it loaded" : "in a sentence of"} ${pairs}: ${message}`;
      this.#onProblem(says);
      if (++job.tried < tries) this.#queue.unshift(job);
      else job.reject(new TranslatorError(loading ? "unavailable" : "badOutput", says));
    }
    this.#next();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function closed(): TranslatorError {
  return new TranslatorError("unavailable", "The translator is closed.");
}
