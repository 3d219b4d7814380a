import type { Answer, Post, Request, Service } from "./chat.ts";

interface Held {
  readonly id: string;
  readonly channel_id: string;
  readonly content: string;
  readonly embeds: readonly { readonly title?: string; readonly footer?: { readonly text: string } }[];
}

/** Discord as far as digests go: messages with a nonce, threads of messages, and history. */
export class Discord implements Service {
  readonly #posts: Post[];
  readonly #nonceWindow: number;
  readonly #messages = new Map<string, Held[]>();
  readonly #nonces = new Map<string, { readonly message: Held; readonly at: number }>();
  /** The channel that a thread belongs to. */
  readonly #threads = new Map<string, string>();
  #sequence = 0n;

  constructor(posts: Post[], nonceWindow: number) {
    this.#posts = posts;
    this.#nonceWindow = nonceWindow;
  }

  message({ method, parts, body }: Request): Post | undefined {
    const [, , channel = "", what, message] = parts;
    if (method !== "POST" || what !== "messages" || message !== undefined) return undefined;
    const { embeds } = JSON.parse(body) as Held;
    return { channel: `discord:${this.#threads.get(channel) ?? channel}`, title: embeds[0]?.title ?? "" };
  }

  answer(request: Request): Answer {
    const { method, parts, query, body } = request;
    const [, , channel = "", , message, threads] = parts;
    if (threads === "threads" && message) {
      if (this.#threads.has(message))
        return { status: 400, body: { code: 160004, message: "A thread has already been created" } };
      this.#threads.set(message, channel);
      return { status: 201, body: { id: message, type: 11 } };
    }
    const held = this.#messages.get(channel) ?? (this.#threads.has(channel) ? [] : [welcome(channel)]);
    if (method === "GET") {
      const after = BigInt(query.get("after") ?? "0");
      const found = held.filter(({ id }) => BigInt(id) > after).slice(0, Number(query.get("limit") ?? "50"));
      return { status: 200, body: found.reverse() };
    }
    const { content = "", embeds, nonce } = JSON.parse(body) as Held & { readonly nonce: string };
    const earlier = this.#nonces.get(nonce);
    if (earlier && performance.now() - earlier.at < this.#nonceWindow)
      return { status: 200, body: earlier.message };
    const stored = { id: this.#snowflake(), channel_id: channel, content, embeds };
    this.#messages.set(channel, [...held, stored]);
    this.#nonces.set(nonce, { message: stored, at: performance.now() });
    this.#posts.push(this.message(request) as Post);
    return { status: 200, body: stored };
  }

  limited() {
    const seconds = 0.1 + Math.random() * 0.4;
    const body = { message: "You are being rate limited.", retry_after: seconds, global: false };
    return {
      status: 429 as const,
      headers: { "retry-after": String(seconds), "x-ratelimit-scope": "user" },
      body,
    };
  }

  #snowflake(): string {
    this.#sequence += 1n;
    return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) | (this.#sequence & 0x3f_ffffn));
  }
}

/** What somebody else has said in a channel long ago. */
function welcome(channel: string): Held {
  return { id: "1", channel_id: channel, content: "Welcome!", embeds: [] };
}
