import { DiscordAPIError, RateLimitError } from "discord.js";
import type { PostResult, SuspensionReason } from "../../core/digest.ts";

/** Waiting time where Discord names none, in ms. */
const unnamedWait = 60_000;

/** Limits of a channel, and Discord's own overload. */
const waits: ReadonlySet<number> = new Set([20016, 20028, 20029, 130000]);

/** Discord's codes (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json) that end a channel. */
const reasons: Readonly<Record<string, SuspensionReason>> = {
  10003: "channelGone",
  10004: "botRemoved",
  50001: "forbidden",
  50007: "forbidden",
  50008: "forbidden",
  50013: "forbidden",
  50024: "forbidden",
  50083: "archived",
  40001: "tokenRevoked",
  50014: "tokenRevoked",
};

/**
 * Whether it was Discord's API that refused. Its answers have a code of their own; what a proxy or its edge says with the same
 * status, for example that an address is blocked, is about neither the message nor the channel.
 */
export function isRefusal(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && typeof error.code === "number";
}

/** What a failed request means for a digest. */
export function digestFailure(error: unknown): PostResult {
  if (error instanceof RateLimitError)
    return { kind: "wait", afterMs: Math.ceil(error.retryAfter), why: "429" };
  const why = error instanceof Error ? error.message : String(error);
  if (!isRefusal(error)) {
    const { status } = error as { status?: number };
    return { kind: "unsure", why: status === undefined ? why : `HTTP ${status}` };
  }
  if (error.status === 429 || waits.has(Number(error.code))) {
    const { retry_after: seconds } = error.rawError as { retry_after?: number };
    return { kind: "wait", afterMs: seconds === undefined ? unnamedWait : Math.ceil(seconds * 1_000), why };
  }
  const reason = reasons[error.code];
  if (reason) return { kind: "gone", reason, why };
  if (error.status === 401) return { kind: "gone", reason: "tokenRevoked", why };
  if (error.status === 403) return { kind: "gone", reason: "forbidden", why };
  if (error.status >= 500) return { kind: "unsure", why };
  return { kind: "refused", why };
}
