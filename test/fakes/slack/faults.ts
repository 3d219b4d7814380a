/**
 * Faults for the next matching calls. "store-then-…" does the work and then loses the answer, which is
 * what makes a blind retry post twice (shared notes reliability.md 3.1).
 */
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "./rules.ts";

export type How =
  | { status: 429; retryAfter: number }
  | { status: 500 | 502 | 503 | 504 }
  | { error: string; [key: string]: unknown }
  /** Answers properly, but late. */
  | { delay: number }
  | "store-then-502"
  | "store-then-reset"
  | "store-then-hang"
  | "store-then-truncate"
  | "reset"
  | "hang";

export interface Match {
  /** A Web API method, or "response_url". Any call where it is left out. */
  method?: string | RegExp;
  where?: (body: Json) => boolean;
}

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export class Faults {
  readonly #waiting: { match: Match; how: How; left: number }[] = [];

  add(match: Match, how: How, times: number): void {
    this.#waiting.push({ match, how, left: times });
  }

  take(method: string, body: Json): How | undefined {
    const at = this.#waiting.findIndex(({ match }) => {
      const named =
        match.method === undefined ||
        (typeof match.method === "string" ? match.method === method : match.method.test(method));
      return named && (match.where?.(body) ?? true);
    });
    const fault = this.#waiting[at];
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#waiting.splice(at, 1);
    return fault.how;
  }
}

/** The reply that takes the place of doing the work; `undefined` where the work is done first. */
export function before(how: How | undefined): Reply | "reset" | "hang" | undefined {
  if (how === "reset" || how === "hang") return how;
  if (typeof how !== "object") return undefined;
  if ("error" in how) return { status: 200, body: { ok: false, ...how } };
  if (!("status" in how)) return undefined;
  if (how.status !== 429) return { status: how.status, body: "upstream error" };
  return {
    status: 429,
    body: { ok: false, error: "ratelimited" },
    headers: { "retry-after": String(how.retryAfter) },
  };
}

/** Writes the reply as the fault wants it, and says which status the caller saw (0: none). */
export async function write(res: ServerResponse, reply: Reply, how?: How): Promise<number> {
  if (how === "reset" || how === "store-then-reset") {
    res.socket?.resetAndDestroy();
    return 0;
  }
  if (how === "hang" || how === "store-then-hang") return 0;
  if (how === "store-then-502") return send(res, { status: 502, body: "bad gateway" });
  if (how === "store-then-truncate") {
    const text = JSON.stringify(reply.body);
    res.writeHead(200, { "content-type": "application/json", "content-length": text.length });
    res.write(text.slice(0, Math.floor(text.length / 2)), () => res.socket?.destroy());
    return 0;
  }
  if (typeof how === "object" && "delay" in how && typeof how.delay === "number") await sleep(how.delay);
  return send(res, reply);
}

function send(res: ServerResponse, { status, body, headers }: Reply): number {
  const isText = typeof body === "string";
  res.writeHead(status, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
    ...headers,
  });
  res.end(isText ? body : JSON.stringify(body));
  return status;
}
