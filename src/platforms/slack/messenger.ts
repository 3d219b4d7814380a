import { AsyncLocalStorage } from "node:async_hooks";
import { webApi } from "@slack/bolt";
import type { Card } from "../../core/card.ts";
import type { Claim, Messenger, PostResult, SuspensionReason, Whereabouts } from "../../core/digest.ts";
import type { Log } from "../../log.ts";
import { boltLogger } from "./bolt-log.ts";
import { complaints, forbids, slackReason, slackTroubles, tokenRefusals } from "./errors.ts";
import { renderCard, renderPlain, type SlackMessage } from "./render.ts";

const eventType = "paperboy_digest";
/** Pages of a channel's history, each of the size below, in which an earlier attempt is looked for. */
const pages = 5;
const pageSize = 100;
/** How far Slack's clock may be behind ours, in ms. */
const skew = 60_000;
/** Waiting time where Slack names none, in ms. */
const unnamedWait = 60_000;

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
    return this.#attempt.run(signal, async () => {
      const result = await this.#send(claim, renderCard(claim.part.card));
      if (result.kind !== "refused") return result;
      this.#log.error({ key: claim.key, why: result.why }, "slack: a digest was refused and is sent as text");
      return this.#send(claim, renderPlain(claim.part.card));
    });
  }

  find(claim: Claim, signal: AbortSignal): Promise<Whereabouts> {
    return this.#attempt.run(signal, async (): Promise<Whereabouts> => {
      try {
        const remote = await this.#search(claim);
        return remote === undefined ? { kind: "absent" } : { kind: "arrived", remote };
      } catch (error) {
        const reason = slackReason(error);
        const why = reason ?? message(error);
        const mute = reason !== undefined && !slackTroubles.has(reason) && !waits.has(reason);
        return mute ? { kind: "unknown" } : { kind: "later", why };
      }
    });
  }

  tell(person: string, card: Card, signal: AbortSignal): Promise<boolean> {
    return this.#attempt.run(signal, async () => {
      try {
        const { channel } = await this.#client.conversations.open({ users: idOf(person) });
        if (!channel?.id) return false;
        await this.#client.chat.postMessage({ ...renderCard(card), channel: channel.id });
        return true;
      } catch (err) {
        this.#log.warn({ err }, "slack: a person could not be told about a digest");
        return false;
      }
    });
  }

  async #send({ channel, key, beneath }: Claim, card: SlackMessage): Promise<PostResult> {
    try {
      const { ts } = await this.#client.chat.postMessage({
        ...card,
        channel: idOf(channel),
        ...(beneath !== undefined && { thread_ts: beneath }),
        metadata: { event_type: eventType, event_payload: { key } },
      });
      return ts === undefined
        ? { kind: "unsure", why: "Slack named no message" }
        : { kind: "sent", remote: ts };
    } catch (error) {
      return digestFailure(error);
    }
  }

  async #search({ channel, key, beneath, firstAttempt }: Claim): Promise<string | undefined> {
    const where = {
      channel: idOf(channel),
      oldest: ((firstAttempt.getTime() - skew) / 1_000).toFixed(6),
      include_all_metadata: true,
      limit: pageSize,
    };
    let cursor = "";
    for (let page = 0; page < pages; page++) {
      const asked = { ...where, ...(cursor && { cursor }) };
      const found =
        beneath === undefined
          ? await this.#client.conversations.history(asked)
          : await this.#client.conversations.replies({ ...asked, ts: beneath });
      const messages: readonly {
        ts?: string;
        metadata?: { event_type?: string; event_payload?: unknown };
      }[] = found.messages ?? [];
      const own = messages.find(
        ({ metadata }) =>
          metadata?.event_type === eventType &&
          (metadata.event_payload as { key?: unknown } | undefined)?.key === key,
      );
      if (own) return own.ts;
      cursor = found.response_metadata?.next_cursor ?? "";
      if (cursor === "") return undefined;
    }
    return undefined;
  }
}

/** The last part of a key, for example `C1` of `slack:T1:C1`. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

const waits: ReadonlySet<string> = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

const reasons: Readonly<Record<string, SuspensionReason>> = {
  channel_not_found: "channelGone",
  is_archived: "archived",
  not_in_channel: "notMember",
};

/** What a failed `chat.postMessage` means for a digest, from the error codes of @slack/web-api and Slack's own names. */
export function digestFailure(error: unknown): PostResult {
  const { code, retryAfter } = error as { code?: string; retryAfter?: number };
  if (code === "slack_webapi_rate_limited_error")
    return { kind: "wait", afterMs: Math.ceil((retryAfter ?? 1) * 1_000), why: "429" };
  const why = slackReason(error);
  if (why === undefined) return { kind: "unsure", why: message(error) };
  if (waits.has(why)) return { kind: "wait", afterMs: unnamedWait, why };
  if (slackTroubles.has(why)) return { kind: "unsure", why };
  if (tokenRefusals.has(why)) return { kind: "gone", reason: "tokenRevoked", why };
  if (reasons[why]) return { kind: "gone", reason: reasons[why], why };
  if (forbids.has(why)) return { kind: "gone", reason: "forbidden", why };
  return { kind: "refused", why: [why, ...complaints(error)].join("; ") };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
