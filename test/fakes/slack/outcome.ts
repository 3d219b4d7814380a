/** What a person sees after doing something: the acknowledgement and the answers, also later ones. */
import type { Delivered, Hook } from "./hooks.ts";
import type { Json } from "./rules.ts";
import type { Message, Workspace } from "./workspace.ts";

export interface Delivery {
  acked: boolean;
  ackMs: number;
  /** HTTP only. */
  status?: number;
  /** What the acknowledgement carried: a message, options, a view's response. */
  ackBody?: Json;
  /** What the person is shown where no acknowledgement came in time. */
  failure?: "dispatch_failed";
}

export interface Settling {
  /** How many answers (posted, replaced or deleted) to wait for; 1 unless told. */
  count?: number;
  /** Waits for a message like this instead. */
  where?: (message: Message) => boolean;
  timeoutMs?: number;
}

export class Outcome {
  readonly acked: boolean;
  readonly ackMs: number;
  readonly status: number | undefined;
  readonly ackBody: Json | undefined;
  readonly failure: "dispatch_failed" | undefined;
  /** What was sent to the app. */
  readonly payload: Json;
  readonly #hook: Hook;
  readonly #ws: Workspace;

  constructor(ws: Workspace, hook: Hook, payload: Json, delivery: Delivery) {
    this.acked = delivery.acked;
    this.ackMs = delivery.ackMs;
    this.status = delivery.status;
    this.ackBody = delivery.ackBody;
    this.failure = delivery.failure;
    this.payload = payload;
    this.#hook = hook;
    this.#ws = ws;
  }

  /** Everything that came through the response_url, with the body as it came. */
  get delivered(): readonly Delivered[] {
    return this.#hook.delivered;
  }

  /** The messages that stand now: replaced ones once, in their newest form; deleted ones gone. */
  get replies(): Message[] {
    const messages = this.delivered.flatMap((d) => (d.message ? [d.message] : []));
    return [...new Set(messages)].filter((message) => !message.deleted);
  }

  /** The newest message only this person sees; after a press in one, that one. */
  get message(): Message | undefined {
    const source = this.#hook.source;
    const all = source ? [source, ...this.replies] : this.replies;
    return all.findLast((message) => message.ephemeral && !message.deleted);
  }

  /** Resolves with this outcome when the answer is there; fails with what is known after the timeout. */
  async settled({ count = 1, where, timeoutMs = 5000 }: Settling = {}): Promise<this> {
    const done = () => (where ? this.replies.some(where) : this.delivered.length >= count);
    const came = await this.#ws.changes.within(done, timeoutMs);
    if (came) return this;
    const problems = this.#ws.problems.join("; ");
    throw new Error(
      `no answer within ${timeoutMs} ms (acked: ${this.acked}, answers: ${this.delivered.length}, problems: ${problems})`,
    );
  }
}
