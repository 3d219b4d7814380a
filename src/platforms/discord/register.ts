import { isDeepStrictEqual } from "node:util";
import { type APIApplication, REST, Routes } from "discord.js";
import type { Command } from "../../core/command.ts";
import { discordCommands } from "./commands.ts";

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
  const { id } = (await rest.get(Routes.currentApplication())) as APIApplication;
  const wanted = discordCommands(commands);
  const done = await syncCommands(rest, id, discord.guild, wanted);
  const where = discord.guild === undefined ? "globally" : `in the server ${discord.guild}`;
  return done === "unchanged"
    ? `Discord has the ${wanted.length} commands already, ${where}.`
    : `Sent ${wanted.length} commands to Discord, ${where}.`;
}

/** Command names and their fields that we declare, without Discord's additions and its empty defaults. */
function comparable(commands: readonly object[], guild: string | undefined): unknown {
  return commands
    .map((command) => {
      const { integration_types, contexts, ...rest } = pick(command) as Record<string, unknown>;
      // A guild's commands have no contexts; Discord answers them as null.
      return guild === undefined ? { ...rest, integration_types, contexts } : rest;
    })
    .sort((a, b) => String(a["name"]).localeCompare(String(b["name"])));
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
