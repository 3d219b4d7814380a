import { isDeepStrictEqual } from "node:util";
import { type APIApplication, DiscordAPIError, REST, Routes } from "discord.js";
import type { Command } from "../../core/command.ts";
import { PlatformError } from "../../core/platform.ts";
import { discordCommands } from "./commands.ts";
import { connectionError } from "./connection-error.ts";

/** What `syncCommands` did. */
export type Registered = "unchanged" | "overwritten";

/**
 * Makes Discord's commands those declared, in one guild (at once) or globally. They are overwritten only when they
 * differ: Discord counts creations per day, and clients reload what is overwritten.
 */
export async function syncCommands(
  rest: REST,
  application: string,
  guild: string | undefined,
  wanted: readonly object[],
): Promise<Registered> {
  const route =
    guild === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, guild);
  const held = (await rest.get(route, {
    query: new URLSearchParams({ with_localizations: "true" }),
  })) as object[];
  if (isDeepStrictEqual(comparable(held, guild), comparable(wanted, guild))) return "unchanged";
  await rest.put(route, { body: wanted });
  return "overwritten";
}

/** Registers the declared commands without connecting (`npm run register`), and says what it did. */
export async function registerCommands(
  discord: { readonly token: string; readonly guild?: string; readonly apiUrl?: string },
  commands: readonly Command[],
): Promise<string> {
  const rest = new REST(discord.apiUrl === undefined ? {} : { api: discord.apiUrl }).setToken(discord.token);
  const wanted = discordCommands(commands);
  const done = await sync(rest, discord.guild, wanted).catch((error: unknown) => {
    throw registrationError(error, discord.guild);
  });
  const where = discord.guild === undefined ? "globally" : `in the server ${discord.guild}`;
  return done === "unchanged"
    ? `Discord has the ${wanted.length} commands already, ${where}.`
    : `Sent ${wanted.length} commands to Discord, ${where}.`;
}

async function sync(rest: REST, guild: string | undefined, wanted: readonly object[]): Promise<Registered> {
  const { id } = (await rest.get(Routes.currentApplication())) as APIApplication;
  return syncCommands(rest, id, guild, wanted);
}

/** Missing access, unknown guild. */
const noSuchGuild = new Set<string | number>([50001, 10004]);

function registrationError(error: unknown, guild: string | undefined): Error {
  if (!(error instanceof DiscordAPIError) || error.status === 401) return connectionError(error);
  const where = guild !== undefined && noSuchGuild.has(error.code);
  const sentence = where
    ? `Discord does not let the bot into the server ${guild}. Add the bot to it, or correct DISCORD_GUILD_ID.`
    : `Discord does not take the commands: ${error.message}.`;
  return new PlatformError(sentence, { cause: error, permanent: true });
}

/** Command names and their fields that we declare, without Discord's additions and its empty defaults. */
function comparable(commands: readonly object[], guild: string | undefined): unknown {
  return commands
    .map((command) => {
      const { integration_types, contexts, ...rest } = pick(command) as Record<string, unknown>;
      // A guild's commands have no contexts; Discord answers them as null.
      return guild === undefined ? { ...rest, integration_types, contexts } : rest;
    })
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

const declared = new Set([
  "name",
  "name_localizations",
  "description",
  "description_localizations",
  "type",
  "options",
  "required",
  "autocomplete",
  "choices",
  "value",
  "min_value",
  "max_value",
  "min_length",
  "max_length",
  "integration_types",
  "contexts",
]);

function pick(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pick);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const isLocalisations = key.endsWith("_localizations");
    if (!declared.has(key) || inner === null || inner === undefined || inner === false) return [];
    if (Array.isArray(inner) && inner.length === 0) return [];
    return [[key, isLocalisations ? { ...(inner as object) } : pick(inner)] as const];
  });
  return Object.fromEntries(entries);
}
