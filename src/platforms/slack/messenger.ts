import { AsyncLocalStorage } from "node:async_hooks";
import { webApi } from "@slack/bolt";
import type { Card } from "../../core/card.ts";
import type { Claim, Messenger, PostResult, Whereabouts } from "../../core/digest.ts";
import type { Log } from "../../log.ts";
import { stillWanted } from "../still-wanted.ts";
import { boltLogger } from "./bolt-log.ts";
import { deniesThread, digestFailure, passes } from "./digest-failure.ts";
import { slackReason, tokenRefusals } from "./errors.ts";
import { renderCard, renderPlain, type SlackMessage } from "./render.ts";

const eventType = "paperboy_digest";
/** Pages of a channel's history, each of the size below, in which an earlier attempt is looked for. */
const pages = 20;
const pageSize = 100;
/** How far Slack's clock may be behind ours, in ms. */
const skew = 60_000;

export interface SlackMessengerOptions {
  readonly botToken: string;
  readonly apiUrl?: string;
  readonly log: Log;
}

/**
 * Digests on Slack. Slack has no key against repetition: each message carries ours as metadata, by which the history of
 * the channel or the thread tells whether it arrived.
 */
export class SlackMessenger implements Messenger {
  readonly #client: webApi.WebClient;
  readonly #log: Log;
  /** The client's requests take no signal of their own. */
  readonly #attempt = new AsyncLocalStorage<AbortSignal>();

  constructor({ botToken, apiUrl, log }: SlackMessengerOptions) {
    this.#log = log;
    this.#client = new webApi.WebClient(botToken, {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      fetch: (url, init) => fetch(url, { ...init, signal: this.#attempt.getStore() ?? null }),
      // The outbox repeats, and asks before it does.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: boltLogger(log),
    });
  }

  post(claim: Claim, signal: AbortSignal): Promise<PostResult> {
    return this.#attempt.run(signal, async (): Promise<PostResult> => {
      const [card, plain] = [renderCard(claim.part.card), renderPlain(claim.part.card)];
      try {
        return await this.#say(claim, claim.beneath, card, plain, signal);
      } catch (error) {
        // What was asked for until then Slack had refused.
        return { kind: "failed", why: message(error) };
      }
    });
  }

  /** One message: beneath another where Slack lets it, and as plain text where Slack does not take the card. */
  async #say(
    claim: Claim,
    beneath: string | undefined,
    card: SlackMessage,
    plain: SlackMessage | undefined,
    signal: AbortSignal,
  ): Promise<PostResult> {
    try {
      return await this.#send(claim, beneath, card);
    } catch (error) {
      const failure = digestFailure(error);
      if (beneath !== undefined && deniesThread(error)) {
        await stillWanted(signal);
        return this.#say(claim, undefined, card, plain, signal);
      }
      if (failure.kind !== "refused" || !plain) return failure;
      this.#log.error(
        { key: claim.key, why: failure.why },
        "slack: a digest was refused and is sent as text",
      );
      await stillWanted(signal);
      return this.#say(claim, beneath, plain, undefined, signal);
    }
  }

  find(claim: Claim, signal: AbortSignal): Promise<Whereabouts> {
    return this.#attempt.run(signal, async (): Promise<Whereabouts> => {
      try {
        const beneath = claim.beneath === undefined ? undefined : await this.#search(claim, claim.beneath);
        if (beneath?.kind === "arrived") return beneath;
        const found = await this.#search(claim, undefined);
        return beneath?.kind === "unknown" && found.kind === "absent" ? beneath : found;
      } catch (error) {
        const reason = slackReason(error);
        return reason === undefined || passes(reason)
          ? { kind: "later", why: reason ?? message(error) }
          : { kind: "unknown" };
      }
    });
  }

  tell(person: string, card: Card, signal: AbortSignal): ReturnType<Messenger["tell"]> {
    return this.#attempt.run(signal, async () => {
      try {
        const { channel } = await this.#client.conversations.open({ users: idOf(person) });
        if (!channel?.id) return "later";
        await this.#client.chat.postMessage({ ...renderCard(card), channel: channel.id });
        return "told";
      } catch (err) {
        this.#log.warn({ err }, "slack: a person could not be told about a digest");
        const reason = slackReason(err);
        const isFinal = reason !== undefined && !passes(reason) && !tokenRefusals.has(reason);
        return isFinal ? "never" : "later";
      }
    });
  }

  async #send({ channel, key }: Claim, beneath: string | undefined, card: SlackMessage): Promise<PostResult> {
    const { ts } = await this.#client.chat.postMessage({
      ...card,
      channel: idOf(channel),
      ...(beneath !== undefined && { thread_ts: beneath }),
      metadata: { event_type: eventType, event_payload: { key } },
    });
    return ts === undefined
      ? { kind: "unsure", why: "Slack named no message" }
      : { kind: "sent", remote: ts };
  }

  /** In the thread of a message, or in the channel itself. */
  async #search(
    { channel, key, firstAttempt }: Claim,
    beneath: string | undefined,
  ): Promise<Extract<Whereabouts, { kind: "arrived" | "absent" | "unknown" }>> {
    const where = {
      channel: idOf(channel),
      oldest: ((firstAttempt.getTime() - skew) / 1_000).toFixed(6),
      include_all_metadata: true,
      limit: pageSize,
    };
    let cursor = "";
    for (let page = 0; page < pages; page++) {
      const found = await this.#page({ ...where, ...(cursor && { cursor }) }, beneath);
      const own = found.messages.find(
        ({ metadata }) =>
          metadata?.event_type === eventType &&
          (metadata.event_payload as { key?: unknown } | undefined)?.key === key,
      );
      if (own) return { kind: "arrived", remote: own.ts ?? "" };
      cursor = found.next;
      if (cursor === "") return { kind: "absent" };
    }
    return { kind: "unknown" };
  }

  async #page(
    asked: webApi.ConversationsHistoryArguments,
    beneath: string | undefined,
  ): Promise<{ readonly messages: readonly Held[]; readonly next: string }> {
    try {
      const { messages = [], response_metadata } =
        beneath === undefined
          ? await this.#client.conversations.history(asked)
          : await this.#client.conversations.replies({ ...asked, ts: beneath });
      return { messages, next: response_metadata?.next_cursor ?? "" };
    } catch (error) {
      // The message that the thread hung from is gone, and the thread with it.
      if (beneath !== undefined && slackReason(error) === "thread_not_found")
        return { messages: [], next: "" };
      throw error;
    }
  }
}

interface Held {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
}

/** The last part of a key, for example `C1` of `slack:T1:C1`. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
