import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Task } from "./task.ts";

/** A number of workers that are replaced when they are ended. */
export class Crew {
  readonly #task: Task;
  readonly #folder: string;
  readonly #spares: number;
  readonly #working: ChildProcess[] = [];
  readonly #stopped = new Set<ChildProcess>();
  readonly #waiting: Promise<ChildProcess>[] = [];
  #ending = false;
  /** Set when a worker ended that nobody had ended. */
  failure: string | undefined;

  /**
   * `folder`: for what Node.js keeps of compiled files. `spares`: processes started ahead, as loading takes longer than the
   * time between two kills.
   */
  constructor(task: Task, folder: string, spares: number) {
    [this.#task, this.#folder, this.#spares] = [task, folder, spares];
  }

  /** More workers begin, at the same time. */
  async hire(workers = 1): Promise<void> {
    // What the first compiles the others need not.
    if (this.#working.length + this.#waiting.length === 0) {
      this.#waiting.push(load(this.#task, this.#folder));
      await this.#waiting[0];
    }
    while (this.#waiting.length < workers + this.#spares) this.#waiting.push(load(this.#task, this.#folder));
    for (const worker of await Promise.all(this.#waiting.splice(0, workers))) {
      this.#working.push(worker);
      worker.once("exit", (code, signal) => {
        const at = this.#working.indexOf(worker);
        if (at < 0 || this.#ending) return;
        this.#working.splice(at, 1);
        this.failure = `a worker ended by itself, with code ${code} and signal ${signal}`;
      });
      worker.send("go");
    }
  }

  /** kill -9 for one of those that are not stopped, and a new one in its place. */
  async kill(): Promise<void> {
    const able = this.#working.filter((worker) => !this.#stopped.has(worker));
    const worker = able[Math.floor(Math.random() * able.length)];
    if (!worker) return;
    this.#working.splice(this.#working.indexOf(worker), 1);
    worker.kill("SIGKILL");
    await this.hire();
  }

  /** One stands still for a while, without knowing. */
  freeze(ms: number): void {
    const worker = this.#working.find((each) => !this.#stopped.has(each));
    if (!worker) return;
    this.#stopped.add(worker);
    worker.kill("SIGSTOP");
    setTimeout(() => {
      this.#stopped.delete(worker);
      worker.kill("SIGCONT");
    }, ms).unref();
  }

  /** Lets everybody finish what is under way. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const worker of await Promise.all(this.#waiting)) worker.kill("SIGKILL");
    await Promise.all(this.#working.map(ended));
  }
}

/** A worker that has loaded everything and waits for "go". */
export function load(task: Task, folder: string): Promise<ChildProcess> {
  const worker = fork(join(import.meta.dirname, "worker.ts"), [JSON.stringify(task)], {
    env: { ...process.env, NODE_COMPILE_CACHE: folder, NODE_OPTIONS: "" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve(worker));
    worker.once("exit", (code) => reject(new Error(`a worker ended before it began, with ${code}`)));
  });
}

function ended(worker: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (worker.exitCode !== null || worker.signalCode !== null) return resolve();
    const kill = setTimeout(() => worker.kill("SIGKILL"), 10_000);
    worker.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    worker.kill("SIGCONT");
    worker.kill("SIGTERM");
  });
}
