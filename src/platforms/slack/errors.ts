import type { Log } from "../../log.ts";

/** Slack no longer takes the bot's token; a response URL needs none. */
export const tokenRefusals: ReadonlySet<string> = new Set([
  "invalid_auth",
  "not_authed",
  "token_expired",
  "token_revoked",
  "account_inactive",
]);
/** Slack had trouble of its own and may have done part of the work. */
export const slackTroubles: ReadonlySet<string> = new Set([
  "fatal_error",
  "internal_error",
  "request_timeout",
  "service_unavailable",
]);

/** The bot may not write in this channel. */
export const forbids: ReadonlySet<string> = new Set([
  "access_denied",
  "accesslimited",
  "as_user_not_supported",
  "cannot_reply_to_message",
  "channel_not_found",
  "ekm_access_denied",
  "is_archived",
  "messages_tab_disabled",
  "missing_scope",
  "no_permission",
  "not_in_channel",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_locked",
  "restricted_action_thread_only_channel",
  "team_access_not_granted",
  "user_not_in_channel",
]);

/** Slack's own name for what is wrong; undefined when the answer was not Slack's or could not be read. */
export function slackReason(error: unknown): string | undefined {
  const { code, data } = error as { code?: string; data?: { error?: unknown } };
  if (code !== "slack_webapi_platform_error") return undefined;
  // An answer that is no JSON is put there whole.
  return typeof data?.error === "string" && /^[a-z_]+$/.test(data.error) ? data.error : undefined;
}

/** Why Slack did not take this very message: neither its own trouble nor the token nor the channel is to blame. */
export function refusalOf(error: unknown): string | undefined {
  const reason = slackReason(error);
  if (reason === undefined || slackTroubles.has(reason)) return undefined;
  if (tokenRefusals.has(reason) || forbids.has(reason) || lost.has(reason)) return undefined;
  return [reason, ...complaints(error)].join("; ");
}

/** What Slack says about the blocks and arguments of a message it refused. */
export function complaints(error: unknown): readonly string[] {
  const { data } = error as { data?: { response_metadata?: { messages?: unknown } } };
  const messages = data?.response_metadata?.messages;
  return Array.isArray(messages) ? messages.map(String).slice(0, 5) : [];
}

/** The person is no longer there, or too much was said at once. */
const lost: ReadonlySet<string> = new Set(["user_not_found", "ratelimited", "rate_limited"]);

/** A failed call, in the log. Only whoever runs the bot can renew its token, so that is said plainly. */
export function logFailure(log: Log, err: unknown, what: string): void {
  if (tokenRefusals.has(slackReason(err) ?? ""))
    log.error({ err }, "slack: the bot token is no longer accepted, renew SLACK_BOT_TOKEN");
  else log.warn({ err }, what);
}
