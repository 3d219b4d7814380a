import { TranslatorError, type TranslatorFault } from "../core/translation.ts";
import { textOf } from "../llm/body.ts";
import { retryAfterMs } from "../llm/errors.ts";
import { type Clock, Patience, systemClock } from "./patience.ts";

/** What a service answered, for the function that tells its fault. */
export interface Answer {
  readonly status: number;
  /** Of JSON; text where it is none. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly clock?: Clock;
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number;
}

export interface Request {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as a form where it is one; without a body the request is a GET. */
  readonly body?: unknown;
}

/** No translation is longer. */
const longestAnswer = 8 * 1024 * 1024;

const nextStep: Readonly<Record<TranslatorFault, string>> = {
  auth: "check its key",
  quota: "it is left alone until it is reset",
  rate: "it asks for fewer requests",
  unsupportedPair: "it does not have this pair of languages",
  tooLarge: "the request is too large for it",
  badRequest: "check its address and settings",
  unavailable: "it is not well",
  badOutput: "it does not answer as documented",
};

/** The fault that a status tells where a service's own words tell nothing better. */
export function faultOfStatus(status: number): TranslatorFault {
  if (status === 401 || status === 403) return "auth";
  if (status === 402) return "quota";
  if (status === 413 || status === 414) return "tooLarge";
  if (status === 429) return "rate";
  if (status === 408 || status === 425 || status >= 500) return "unavailable";
  return "badRequest";
}

/** Requests to one service, each with a timeout, tried again where that helps. */
export class Calls {
  readonly #name: string;
  readonly #faultOf: (answer: Answer) => TranslatorFault;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #patience: Patience;

  /** `quotaResetMs` as in `Patience`. */
  constructor(
    name: string,
    faultOf: (answer: Answer) => TranslatorFault,
    { clock = systemClock, timeoutMs = 20_000 }: CallOptions,
    quotaResetMs?: (now: number) => number,
  ) {
    this.#name = name;
    this.#faultOf = faultOf;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#patience = new Patience(name, clock, quotaResetMs);
  }

  /** The answer's JSON. Rejects with a `TranslatorError`, or with the signal's reason. */
  json(request: Request, signal: AbortSignal): Promise<unknown> {
    return this.#patience.run(() => this.#once(request, signal), signal);
  }

  async #once({ url, headers = {}, body }: Request, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const form = body instanceof URLSearchParams;
    let response: Response;
    let text: string | undefined;
    try {
      response = await fetch(url, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          accept: "application/json",
          ...(body !== undefined && !form && { "content-type": "application/json" }),
          ...headers,
        },
        body: body === undefined ? null : form ? body : JSON.stringify(body),
        // A redirected POST loses its body, and headers with a key must not go elsewhere.
        redirect: "manual",
        signal: AbortSignal.any([signal, timeout]),
      });
      text = await textOf(response, longestAnswer);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) throw this.#error("unavailable", `did not answer within ${this.#timeoutMs} ms`);
      throw this.#error("unavailable", `cannot be reached (${networkCode(error)})`);
    }
    if (text === undefined) throw this.#error("badOutput", "answered with too much");
    const parsed = parseJson(text);
    if (response.ok) {
      if (parsed === undefined) throw this.#error("badOutput", "answered with no JSON");
      return parsed;
    }
    const answer: Answer = { status: response.status, body: parsed ?? text };
    const redirected = answer.status >= 300 && answer.status < 400;
    const fault = redirected ? "badRequest" : this.#faultOf(answer);
    const message = `${this.#name} answered with status ${answer.status} (${fault}): ${redirected ? "it has moved, correct its address" : nextStep[fault]}.`;
    const waitMs = retryAfterMs(response.headers.get("retry-after"), this.#clock.now());
    throw new TranslatorError(fault, message, waitMs === undefined ? {} : { retryAfterMs: waitMs });
  }

  #error(fault: TranslatorFault, what: string): TranslatorError {
    return new TranslatorError(fault, `${this.#name} ${what}: ${nextStep[fault]}.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A code such as ECONNREFUSED: messages of network errors hold addresses. */
function networkCode(error: unknown): string {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  const found = Object(cause).code ?? code;
  return typeof found === "string" ? found : "network error";
}
