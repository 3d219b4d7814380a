import { setTimeout as wait } from "node:timers/promises";
import { DiscordAPIError, HTTPError } from "discord.js";

/** Waiting times before another attempt, in ms. Together they leave an acknowledgement inside its three seconds. */
const pauses = [150, 450, 1_200] as const;

/**
 * Does once more what Discord or the network lost. discord.js repeats what was answered with a 5xx at once and without a
 * pause, and gives up on most broken connections.
 */
export async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await wait(pause);
    }
  }
  return work();
}

function isPassing(error: unknown): boolean {
  if (error instanceof DiscordAPIError || !(error instanceof Error)) return false;
  if (error instanceof HTTPError) return error.status >= 500;
  return "code" in error && /^(?!ERR_)(?:E[A-Z_]+|UND_ERR_\w+)$/.test(String(error.code));
}
