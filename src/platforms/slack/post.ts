import type { Post, PostFailure } from "../../core/command.ts";
import type { Line } from "./answer.ts";
import { patience, pause, sendTo } from "./calls.ts";
import { complaints, forbids, logFailure, slackReason, slackTroubles, tokenRefusals } from "./errors.ts";
import type { Asker } from "./payload.ts";
import { renderCard, type SlackMessage } from "./render.ts";

const eventType = "paperboy_share";
/** Newest messages of a channel among which a share is looked for. */
const looked = 100;

/** The bot is no member there, or may not write as itself; the person's own response URL may. */
const notOurs = new Set(["not_in_channel", "channel_not_found", "missing_scope", "no_permission"]);

/**
 * Posts a card for everybody, once. Slack has no key against repetition, so each message carries our key as metadata;
 * when Slack does not say whether it took one (5xx, a cut connection, a time-out) the channel's history is asked before
 * anything is sent again, and where the history cannot be read nothing is.
 */
export async function postToChannel(line: Line, asker: Asker, post: Post): Promise<PostFailure | undefined> {
  const { client, log, halt } = line;
  const { channel } = asker;
  const message = renderCard(post.card);
  for (const attempt of [1, 2]) {
    try {
      await client.chat.postMessage({
        ...message,
        channel,
        metadata: { event_type: eventType, event_payload: { key: post.key } },
      });
      return undefined;
    } catch (err) {
      const outcome = classify(err);
      if (outcome.kind === "refused") {
        log.error({ err, complaints: complaints(err) }, "slack: a share was refused");
        return "refused";
      }
      logFailure(log, err, "slack: a share failed");
      if (outcome.kind === "forbidden") return "forbidden";
      if (outcome.kind === "elsewhere") return respondInChannel(line, asker, message, "forbidden");
      if (outcome.kind === "token") return respondInChannel(line, asker, message, "refused");
      if (outcome.kind === "wait") {
        if (outcome.seconds > patience || attempt === 2)
          return respondInChannel(line, asker, message, "refused");
        await pause(outcome.seconds, halt);
        continue;
      }
      const arrived = await hasArrived(line, channel, post.key);
      if (arrived) return undefined;
      if (arrived === undefined) return "unconfirmed";
    }
  }
  return "unconfirmed";
}

/**
 * The person's own way into the channel. Nobody can look up what it posted, so it is tried once. `otherwise`: what kept
 * the bot's own way closed, told when this one does not exist either.
 */
async function respondInChannel(
  { fetch, log }: Line,
  { responseUrl }: Asker,
  message: SlackMessage,
  otherwise: PostFailure,
): Promise<PostFailure | undefined> {
  if (responseUrl === undefined) return otherwise;
  const body = { ...message, response_type: "in_channel", replace_original: false };
  const sent = await sendTo(fetch, responseUrl, body);
  if (sent.kind === "sent") return undefined;
  const level = sent.kind === "refused" ? "error" : "warn";
  log[level]({ why: sent.why }, "slack: a share through the response URL failed");
  if (sent.kind === "refused") return "refused";
  return sent.kind === "unclear" ? "unconfirmed" : otherwise;
}

/** undefined when the history cannot be read. */
async function hasArrived({ client, log }: Line, channel: string, key: string): Promise<boolean | undefined> {
  try {
    const history = await client.conversations.history({
      channel,
      include_all_metadata: true,
      limit: looked,
    });
    return (history.messages ?? []).some(({ metadata }) => {
      const payload = metadata?.event_payload as { key?: unknown } | undefined;
      return metadata?.event_type === eventType && payload?.key === key;
    });
  } catch (err) {
    log.warn({ err }, "slack: the history that tells whether a share arrived cannot be read");
    return undefined;
  }
}

type Outcome =
  | { kind: "elsewhere" | "token" | "forbidden" | "refused" | "ambiguous" }
  | { kind: "wait"; seconds: number };

/** What a failed call means, from the error codes of @slack/web-api. */
function classify(error: unknown): Outcome {
  const { code, retryAfter } = error as { code?: string; retryAfter?: number };
  if (code === "slack_webapi_rate_limited_error") return { kind: "wait", seconds: retryAfter ?? 1 };
  const reason = slackReason(error);
  if (reason === undefined || slackTroubles.has(reason)) return { kind: "ambiguous" };
  if (tokenRefusals.has(reason)) return { kind: "token" };
  if (notOurs.has(reason)) return { kind: "elsewhere" };
  return { kind: forbids.has(reason) ? "forbidden" : "refused" };
}
