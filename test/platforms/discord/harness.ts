/** The Discord tests' surroundings: one real app a file, and for each test a stand-in that must find no fault. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { commands } from "../../../src/compose.ts";
import { DiscordPlatform } from "../../../src/platforms/discord/adapter.ts";
import { warmUp } from "../../fakes/discord/rules.ts";
import { type Discord, type DiscordOptions, startDiscord } from "../../fakes/discord/server.ts";
import type { Component, Embed, Message } from "../../fakes/discord/types.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../../support/app.ts";

export let app: TestApp;
export let discord: Discord;
const platforms: DiscordPlatform[] = [];

beforeAll(async () => {
  warmUp();
  app = await openTestApp();
});

afterAll(async () => {
  await app.close();
  await removeTestFolders();
});

beforeEach(async () => {
  discord = await startDiscord();
});

afterEach(async () => {
  await Promise.all(platforms.splice(0).map((platform) => platform.stop(500)));
  await discord.close();
  expect(discord.problems).toEqual([]);
  expect(discord.warnings).toEqual([]);
});

/** Another stand-in in place of the test's. */
export async function useDiscord(options: DiscordOptions): Promise<void> {
  await discord.close();
  discord = await startDiscord(options);
}

export interface Setup {
  guild?: string;
  token?: string;
  on?: TestApp;
}

export function createPlatform({ guild, token = discord.token, on = app }: Setup = {}): DiscordPlatform {
  const { dispatcher, log } = on;
  const platform = new DiscordPlatform({
    token,
    apiUrl: discord.url,
    dispatcher,
    commands,
    log,
    ...(guild !== undefined && { guild }),
  });
  platforms.push(platform);
  return platform;
}

/** A platform that is connected and has its commands registered. */
export async function serve(setup: Setup = {}): Promise<DiscordPlatform> {
  const platform = createPlatform(setup);
  await platform.start();
  await discord.until(() => platform.state === "ready" && discord.commands(setup.guild).length > 0);
  return platform;
}

export function embedOf(message: Message | undefined): Embed {
  const embed = message?.embeds[0];
  if (!embed) throw new Error(`no embed in ${JSON.stringify(message)}`);
  return embed;
}

/** All that a message shows, as sent. */
export function textOf(message: Message | undefined): string {
  const { title = "", description = "" } = embedOf(message);
  return `${title}\n${description}`;
}

/** The buttons and menus of a message. */
export function controlsOf(message: Message | undefined): Component[] {
  return (message?.components ?? []).flatMap((row) => row.components ?? []);
}

/** The place of the menu, among the menus, that offers this value. */
export function menuWith(message: Message | undefined, value: string): number {
  const menus = controlsOf(message).filter(({ type }) => type === 3);
  return menus.findIndex(({ options = [] }) => options.some((option) => option.value === value));
}

/** What everybody in a channel sees. */
export function publicMessages(channelId: string): Message[] {
  return discord.messages(channelId).filter(({ flags }) => (flags & 64) === 0);
}

/** Requests to paths that match, as `METHOD status`. */
export function requestsTo(path: RegExp): string[] {
  return discord.requests
    .filter((request) => path.test(request.path))
    .map(({ method, status }) => `${method} ${status}`);
}
