/** What the stand-in's own tests share: one stand-in and its discord.js clients a test. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  DiscordAPIError,
  type Interaction,
} from "discord.js";
import { afterEach, beforeAll, beforeEach } from "vitest";
import { warmUp } from "./rules.ts";
import { type Discord, type DiscordOptions, startDiscord } from "./server.ts";

beforeAll(() => warmUp());

export let discord: Discord;
const clients: Client[] = [];
export const errors: unknown[] = [];

export async function login(
  onInteraction: (interaction: Interaction) => unknown = () => undefined,
): Promise<Client> {
  const client = new Client({ intents: [], rest: { api: discord.url } });
  clients.push(client);
  client.on("error", (error) => errors.push(error));
  client.on("interactionCreate", async (interaction) => {
    await onInteraction(interaction);
  });
  const ready = new Promise<void>((resolve) => client.once("clientReady", () => resolve()));
  await client.login(discord.token);
  await ready;
  return client;
}

export async function restart(options: DiscordOptions): Promise<void> {
  await discord.close();
  discord = await startDiscord(options);
}

export const codeOf = (error: unknown): unknown =>
  error instanceof DiscordAPIError ? [error.status, error.code] : error;
export const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => codeOf(error),
  );

export const buttons = (...ids: string[]) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    ids.map((id) =>
      new ButtonBuilder().setCustomId(id).setLabel(`Label ${id}`).setStyle(ButtonStyle.Primary),
    ),
  );

beforeEach(async () => {
  discord = await startDiscord();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.destroy()));
  await discord.close();
  errors.splice(0);
});
