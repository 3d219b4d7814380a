import { setTimeout } from "node:timers/promises";
import { TranslatorError } from "../core/translation.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
  /** From 0 to 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  random: Math.random,
};

const tries = 3;
const firstWaitMs = 1_000;
const growth = 1.6;
const jitter = 0.25;
/** From the first try to the last: who has to wait longer had better ask another service. */
const longestWaitMs = 20_000;
const hourMs = 3_600_000;

/**
 * Tries work on a service again where that helps, and none while the service has said that it will not take any. The work
 * rejects with a `TranslatorError`.
 */
export class Patience {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #quotaResetMs: (now: number) => number;
  #closed: { readonly fault: "quota" | "rate"; readonly until: number } | undefined;

  /** `quotaResetMs`: how long from now a quota that is used up stays so where the service does not say. */
  constructor(
    name: string,
    clock: Clock = systemClock,
    quotaResetMs: (now: number) => number = () => hourMs,
  ) {
    this.#name = name;
    this.#clock = clock;
    this.#quotaResetMs = quotaResetMs;
  }

  /** Rejects as the work does, or with the signal's reason. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#refuseWhileClosed();
    const started = this.#clock.now();
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof TranslatorError)) throw error;
        const waitMs = this.#waitMs(error, attempt);
        const elapsedMs = this.#clock.now() - started;
        if (waitMs === undefined || elapsedMs + waitMs > longestWaitMs) throw error;
        await this.#clock.sleep(waitMs, signal).catch(() => signal.throwIfAborted());
      }
    }
  }

  #refuseWhileClosed(): void {
    if (!this.#closed) return;
    const { fault, until } = this.#closed;
    const retryAfterMs = until - this.#clock.now();
    if (retryAfterMs > 0)
      throw new TranslatorError(
        fault,
        `${this.#name} is not asked for ${Math.ceil(retryAfterMs / 1_000)} s (${fault}).`,
        { retryAfterMs },
      );
    this.#closed = undefined;
  }

  /** How long to wait before the next try; undefined where there is none. */
  #waitMs({ fault, retryAfterMs }: TranslatorError, attempt: number): number | undefined {
    const now = this.#clock.now();
    if (fault === "quota") this.#closed = { fault, until: now + (retryAfterMs ?? this.#quotaResetMs(now)) };
    if (fault !== "rate" && fault !== "unavailable") return undefined;
    const spread = 1 + jitter * (2 * this.#clock.random() - 1);
    const waitMs = retryAfterMs ?? firstWaitMs * growth ** (attempt - 1) * spread;
    if (waitMs <= longestWaitMs) return attempt < tries ? waitMs : undefined;
    if (fault === "rate") this.#closed = { fault, until: now + waitMs };
    return undefined;
  }
}
