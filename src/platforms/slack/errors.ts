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

/** Slack's own name for what is wrong; undefined when the answer was not Slack's or could not be read. */
export function slackReason(error: unknown): string | undefined {
  const { code, data } = error as { code?: string; data?: { error?: unknown } };
  if (code !== "slack_webapi_platform_error") return undefined;
  // An answer that is no JSON is put there whole.
  return typeof data?.error === "string" && /^[a-z_]+$/.test(data.error) ? data.error : undefined;
}

/** A failed call, in the log. Only whoever runs the bot can renew its token, so that is said plainly. */
export function logFailure(log: Log, err: unknown, what: string): void {
  if (tokenRefusals.has(slackReason(err) ?? ""))
    log.error({ err }, "slack: the bot token is no longer accepted, renew SLACK_BOT_TOKEN");
  else log.warn({ err }, what);
}
