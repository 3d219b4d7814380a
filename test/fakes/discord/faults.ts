/** Faults that a test orders for the next matching REST request. */
import type { RefusalCode } from "./errors.ts";
import type { Answer } from "./types.ts";

export interface Match {
  method?: string;
  /** Tested against the decoded path without /api/v10. */
  path?: RegExp;
}

export type Fault =
  | { status: 429; retryAfter: number; global?: boolean }
  /** Discord's own refusal, whatever the request says. */
  | { refuse: RefusalCode }
  /** A page of something between, which is no answer of the API. */
  | { status: 400 | 403 | 404 | 500 | 502 | 503 | 504 }
  | "store-then-502"
  | "store-then-reset"
  | "store-then-hang"
  | "store-then-truncate"
  | "reset"
  | "hang";

export class Faults {
  readonly #queue: { match: Match; how: Fault; left: number }[] = [];

  add(match: Match, how: Fault, times: number): void {
    this.#queue.push({ match, how, left: times });
  }

  /** Faults ordered but not yet met. */
  get pending(): number {
    return this.#queue.reduce((sum, fault) => sum + fault.left, 0);
  }

  next(method: string, path: string): Fault | undefined {
    const fault = this.#queue.find(
      ({ match }) => (match.method ?? method) === method && (match.path?.test(path) ?? true),
    );
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left === 0) this.#queue.splice(this.#queue.indexOf(fault), 1);
    return fault.how;
  }
}

/** A 429 as documented: https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
export function faultAnswer(fault: { status: number; retryAfter?: number; global?: boolean }): {
  answer: Answer;
  headers: { [name: string]: string };
} {
  const { status, retryAfter, global = false } = fault;
  if (retryAfter === undefined) {
    return { answer: { status, body: `<html>${status}</html>` }, headers: {} };
  }
  return {
    answer: { status, body: { message: "You are being rate limited.", retry_after: retryAfter, global } },
    headers: {
      "retry-after": String(retryAfter),
      "x-ratelimit-scope": global ? "global" : "user",
      ...(global ? { "x-ratelimit-global": "true" } : {}),
    },
  };
}
