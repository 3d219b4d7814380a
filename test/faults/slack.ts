import type { Answer, Post, Request, Service } from "./chat.ts";

interface Held {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly metadata: unknown;
}

/** Slack as far as digests go: messages with metadata, in channels and threads, and history. */
export class Slack implements Service {
  readonly #posts: Post[];
  /** Of each channel, the newest first. */
  readonly #messages = new Map<string, Held[]>();
  #lastTs = 0;

  constructor(posts: Post[]) {
    this.#posts = posts;
  }

  message({ parts, body }: Request): Post | undefined {
    if (parts[0] !== "chat.postMessage") return undefined;
    const form = new URLSearchParams(body);
    const [title = ""] = (form.get("text") ?? "").split("\n");
    return { channel: `slack:T1:${form.get("channel")}`, title };
  }

  answer(request: Request): Answer {
    const form = new URLSearchParams(request.body);
    const channel = form.get("channel") ?? "";
    const held = this.#messages.get(channel) ?? [];
    if (request.parts[0] !== "chat.postMessage") return { status: 200, body: page(held, form) };
    const thread = form.get("thread_ts");
    const metadata: unknown = JSON.parse(form.get("metadata") ?? "null");
    const stored = { ts: this.#ts(), ...(thread !== null && { thread_ts: thread }), metadata };
    this.#messages.set(channel, [stored, ...held]);
    this.#posts.push(this.message(request) as Post);
    return { status: 200, body: { ok: true, channel, ts: stored.ts } };
  }

  limited() {
    const body = { ok: false, error: "ratelimited" };
    return { status: 429 as const, headers: { "retry-after": "1" }, body };
  }

  #ts(): string {
    this.#lastTs = Math.max(Date.now() * 1_000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1e6)}.${String(this.#lastTs % 1e6).padStart(6, "0")}`;
  }
}

/** A page of the channel's history, or of a thread with the message it hangs from. */
function page(held: readonly Held[], form: URLSearchParams): object {
  const thread = form.get("ts");
  const [oldest, limit] = [Number(form.get("oldest") ?? "0"), Number(form.get("limit") ?? "100")];
  const found = held.filter(({ ts, thread_ts }) =>
    thread === null ? thread_ts === undefined && Number(ts) > oldest : [ts, thread_ts].includes(thread),
  );
  const start = Number(form.get("cursor") ?? "0");
  const more = start + limit < found.length;
  return {
    ok: true,
    messages: found.slice(start, start + limit),
    has_more: more,
    response_metadata: { next_cursor: more ? String(start + limit) : "" },
  };
}
