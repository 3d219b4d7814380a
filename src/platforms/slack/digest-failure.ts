import type { PostResult, SuspensionReason } from "../../core/digest.ts";
import { complaints, forbids, slackReason, slackTroubles, tokenRefusals } from "./errors.ts";

/** Waiting time where Slack names none, in ms. */
const unnamedWait = 60_000;

const waits: ReadonlySet<string> = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

/** A workspace that moves into an organisation is away until it has arrived there. */
const moves: ReadonlySet<string> = new Set(["org_login_required", "team_added_to_org"]);

const reasons: Readonly<Record<string, SuspensionReason>> = {
  channel_not_found: "channelGone",
  is_archived: "archived",
  not_in_channel: "notMember",
};

/** The message to answer is gone, or nobody may answer it. */
const threadDenials: ReadonlySet<string> = new Set([
  "cannot_reply_to_message",
  "message_not_found",
  "restricted_action_non_threadable_channel",
  "restricted_action_thread_locked",
  "thread_not_found",
]);

/** What a failed `chat.postMessage` means for a digest, from the error codes of @slack/web-api and Slack's own names. */
export function digestFailure(error: unknown): PostResult {
  const { code, retryAfter } = error as { code?: string; retryAfter?: number };
  if (code === "slack_webapi_rate_limited_error")
    return { kind: "wait", afterMs: Math.ceil((retryAfter ?? 1) * 1_000), why: "429" };
  const why = slackReason(error);
  if (why === undefined)
    return { kind: "unsure", why: error instanceof Error ? error.message : String(error) };
  if (waits.has(why)) return { kind: "wait", afterMs: unnamedWait, why };
  if (slackTroubles.has(why)) return { kind: "unsure", why };
  if (moves.has(why)) return { kind: "failed", why };
  if (tokenRefusals.has(why)) return { kind: "gone", reason: "tokenRevoked", why };
  const reason = reasons[why];
  if (reason) return { kind: "gone", reason, why };
  if (forbids.has(why)) return { kind: "gone", reason: "forbidden", why };
  return { kind: "refused", why: [why, ...complaints(error)].join("; ") };
}

/** Whether the message may be posted, but not in the thread. */
export function deniesThread(error: unknown): boolean {
  return threadDenials.has(slackReason(error) ?? "");
}

/** Whether a refusal by Slack's own name is over after a while. */
export function passes(reason: string): boolean {
  return slackTroubles.has(reason) || waits.has(reason) || moves.has(reason);
}
