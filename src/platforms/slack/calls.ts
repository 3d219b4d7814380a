import { setTimeout as sleep } from "node:timers/promises";

/** Time-out of one call to Slack in ms. */
const callTimeout = 10_000;
/** Seconds of Slack's Retry-After that a person can be kept waiting. */
export const patience = 10;

/** `fetch` that gives up on a call without an answer, and on everything once `halt` is aborted. */
export function boundedFetch(halt: AbortSignal) {
  return (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetch(url, { ...init, signal: AbortSignal.any([halt, AbortSignal.timeout(callTimeout)]) });
}

/**
 * What became of a message given to a response URL. `refused`: Slack did not take this message; `gone`: the URL takes none
 * any more; `unclear`: it may have arrived.
 */
export type Sent =
  | { readonly kind: "sent" }
  | { readonly kind: "refused" | "gone" | "unclear"; readonly why: string }
  | { readonly kind: "wait"; readonly seconds: number; readonly why: string };

/**
 * Gives a message to a response URL, once. Bolt's `respond` is not used: it has no time-out and keeps Retry-After to
 * itself.
 */
export async function sendTo(send: typeof fetch, url: string, message: object): Promise<Sent> {
  try {
    const response = await send(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
    });
    const said = await response.text();
    if (response.ok && !/"ok"\s*:\s*false/.test(said)) return { kind: "sent" };
    const why = `${response.status} ${said.slice(0, 100)}`;
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? 1);
      return { kind: "wait", seconds: Number.isFinite(seconds) ? seconds : 1, why };
    }
    if (response.status >= 500) return { kind: "unclear", why };
    return { kind: isRefusal(response.status, said) ? "refused" : "gone", why };
  } catch (error) {
    return { kind: "unclear", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Slack says what is wrong with a message with 400, and with 404 or by name that it knows no such URL. */
function isRefusal(status: number, said: string): boolean {
  if (status === 400 || status === 413) return true;
  return status < 300 && !/(?:used|expired|invalid)_url|_auth|token_|account_/.test(said);
}

/** Waits; rejects at once when `halt` is aborted. */
export async function pause(seconds: number, halt: AbortSignal): Promise<void> {
  await sleep(seconds * 1_000, undefined, { signal: halt });
}

/** Resolves with the work, or after `ms` without it. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
