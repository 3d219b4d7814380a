import type { RespondFn, webApi } from "@slack/bolt";
import type { Post, PostFailure } from "../../core/command.ts";
import type { Log } from "../../log.ts";
import { renderCard } from "./render.ts";

const eventType = "paperboy_share";
/** The bot is no member there, or may not write as itself; the person's own response URL may. */
const notOurs = new Set(["not_in_channel", "channel_not_found", "missing_scope", "no_permission"]);
/** Seconds of Slack's Retry-After that a person can be kept waiting. */
const patience = 10;

interface Target {
  readonly client: webApi.WebClient;
  readonly respond: RespondFn;
  readonly channel: string;
  readonly log: Log;
}

/**
 * Posts a card for everybody, once. Slack has no key against repetition, so each message carries our key as metadata;
 * when Slack does not say whether it took one (5xx, a cut connection, a time-out) the channel's history is asked before
 * anything is sent again, and where the history cannot be read nothing is.
 */
export async function postToChannel(target: Target, post: Post): Promise<PostFailure | undefined> {
  const { client, respond, channel, log } = target;
  const message = renderCard(post.card);
  const since = String(Date.now() / 1000 - 60);
  for (const attempt of [1, 2]) {
    try {
      await client.chat.postMessage({
        channel,
        ...message,
        metadata: { event_type: eventType, event_payload: { key: post.key } },
      });
      return undefined;
    } catch (err) {
      const outcome = classify(err);
      log.warn({ err, attempt, outcome: outcome.kind }, "slack: a share failed");
      if (outcome.kind === "elsewhere") return respondInChannel(respond, message, log);
      if (outcome.kind === "refused") return "forbidden";
      if (outcome.kind === "wait") {
        if (outcome.seconds > patience || attempt === 2) return "forbidden";
        await new Promise((resolve) => setTimeout(resolve, outcome.seconds * 1000));
        continue;
      }
      const arrived = await hasArrived(client, channel, post.key, since).catch(() => undefined);
      if (arrived) return undefined;
      if (arrived === undefined) return "unconfirmed";
    }
  }
  return "unconfirmed";
}

async function respondInChannel(
  respond: RespondFn,
  message: ReturnType<typeof renderCard>,
  log: Log,
): Promise<PostFailure | undefined> {
  try {
    await respond({ ...message, response_type: "in_channel", replace_original: false });
    return undefined;
  } catch (err) {
    log.warn({ err }, "slack: a share through the response URL failed");
    return "unconfirmed";
  }
}

async function hasArrived(
  client: webApi.WebClient,
  channel: string,
  key: string,
  oldest: string,
): Promise<boolean> {
  const history = await client.conversations.history({
    channel,
    oldest,
    include_all_metadata: true,
    limit: 15,
  });
  return (history.messages ?? []).some(({ metadata }) => {
    const payload = metadata?.event_payload as { key?: unknown } | undefined;
    return metadata?.event_type === eventType && payload?.key === key;
  });
}

type Outcome = { kind: "elsewhere" | "refused" | "ambiguous" } | { kind: "wait"; seconds: number };

/** What a failed call means, from the error codes of @slack/web-api. */
function classify(error: unknown): Outcome {
  const { code, data, retryAfter } = error as {
    code?: string;
    data?: { error?: string };
    retryAfter?: number;
  };
  if (code === "slack_webapi_rate_limited_error")
    return { kind: "wait", seconds: Math.ceil(retryAfter ?? 1) };
  if (code !== "slack_webapi_platform_error") return { kind: "ambiguous" };
  const reason = data?.error ?? "";
  if (["fatal_error", "internal_error", "request_timeout", "service_unavailable"].includes(reason))
    return { kind: "ambiguous" };
  return { kind: notOurs.has(reason) ? "elsewhere" : "refused" };
}
