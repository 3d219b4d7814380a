import { DiscordAPIError } from "discord.js";
import { PlatformError } from "../../core/platform.ts";

/** Why Discord could not be connected to, in a sentence without the token. */
export function connectionError(error: unknown): PlatformError {
  if (isTokenError(error))
    return new PlatformError(
      "Discord does not accept DISCORD_TOKEN. Copy the token again from Bot › Reset Token in Discord's developer portal.",
      { cause: error, permanent: true },
    );
  return new PlatformError("Discord cannot be reached. Check the network and DISCORD_API_URL.", {
    cause: error,
    permanent: false,
  });
}

function isTokenError(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  if (!(error instanceof Error)) return false;
  // The second is how the gateway says so (close code 4004).
  return ("code" in error && error.code === "TokenInvalid") || error.message === "Authentication failed";
}
