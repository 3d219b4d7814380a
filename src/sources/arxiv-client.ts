import type { Gate } from "../core/digest.ts";
import { SourceError } from "../core/source.ts";
import { type Answer, get, statusError } from "./http.ts";

/** Where arXiv's interfaces are. */
export interface ArxivAddresses {
  readonly api: string;
  readonly rss: string;
  readonly oai: string;
}

export const arxivAddresses: ArxivAddresses = {
  api: "https://export.arxiv.org/api/query",
  rss: "https://rss.arxiv.org/rss",
  oai: "https://oaipmh.arxiv.org/oai",
};

/** One gate for all of arXiv's interfaces: its terms of use count them together (https://info.arxiv.org/help/api/tou.html). */
const gateName = "arxiv.org";
/** From the end of one request to the beginning of the next, in ms: at most one in three seconds. */
const pauseMs = 3_000;
/** arXiv refuses more than that often enough without saying for how long. */
const refusedMs = 30_000;
const longestRefusalMs = 3_600_000;
/** Longer in the queue than this, in ms, and the work is better put off. */
const patienceMs = 90_000;
/** Shorter than any process may hold the gate. */
const timeoutMs = 90_000;
/** A page of OAI-PMH has a thousand records and more. */
const mostBytes = 20 * 1024 * 1024;

export interface ArxivOptions {
  readonly gate: Gate;
  /** `Paperboy/1.0 (+mailto:…)`: arXiv asks for a way to reach whoever runs the program. */
  readonly userAgent: string;
  readonly addresses?: Partial<ArxivAddresses>;
  readonly now?: () => number;
}

/** arXiv's interfaces, one request at a time and one in three seconds over all processes of a deployment. */
export class ArxivClient {
  readonly addresses: ArxivAddresses;
  readonly #options: ArxivOptions;
  readonly #now: () => number;

  constructor(options: ArxivOptions) {
    this.#options = options;
    this.addresses = { ...arxivAddresses, ...options.addresses };
    this.#now = options.now ?? Date.now;
  }

  /** An answer of status 200 or, where `headers` make the request conditional, 304. Throws a `SourceError`. */
  async get(
    url: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const pass = await this.#enter(signal);
    let closedMs = pauseMs;
    try {
      // The addresses are the operator's. A redirect would be a second request.
      const { userAgent } = this.#options;
      const answer = await get(
        url,
        { userAgent, allowPrivate: true, timeoutMs, mostBytes, mostRedirects: 0 },
        headers,
        signal,
      );
      const { status } = answer;
      // The API says what is wrong with a request in a feed of its own.
      const explained = status === 400 && answer.text.includes("/api/errors");
      if (status === 200 || status === 304 || explained) return answer;
      const error = statusError("arXiv", answer, this.#now());
      if (status === 429 || status === 503 || error.retryAfterMs !== undefined)
        closedMs = Math.min(Math.max(error.retryAfterMs ?? refusedMs, pauseMs), longestRefusalMs);
      throw error;
    } finally {
      await pass.release(closedMs);
    }
  }

  async #enter(signal: AbortSignal) {
    const patience = AbortSignal.timeout(patienceMs);
    try {
      return await this.#options.gate.enter(gateName, AbortSignal.any([signal, patience]));
    } catch (cause) {
      signal.throwIfAborted();
      if (!patience.aborted) throw cause;
      throw new SourceError("arXiv has asked for a pause that is not over", { cause, retryAfterMs: 60_000 });
    }
  }
}
