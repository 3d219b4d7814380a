import { type Clock, systemClock } from "./patience.ts";

const freshMs = 3_600_000;

/** What a service says of itself, asked once an hour; one that failed is asked again by the next who wants to know. */
export class Kept<T> {
  readonly #clock: Clock;
  readonly #ask: (signal: AbortSignal) => Promise<T>;
  #last: { readonly value: T; readonly until: number } | undefined;

  constructor(clock: Clock = systemClock, ask: (signal: AbortSignal) => Promise<T>) {
    this.#clock = clock;
    this.#ask = ask;
  }

  async get(signal: AbortSignal): Promise<T> {
    const now = this.#clock.now();
    if (this.#last && now < this.#last.until) return this.#last.value;
    const value = await this.#ask(signal);
    this.#last = { value, until: now + freshMs };
    return value;
  }
}
