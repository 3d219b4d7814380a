import { describe, expect, test } from "vitest";
import { commands } from "../../../src/compose.ts";
import { PlatformError } from "../../../src/core/platform.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import { discordCommands } from "../../../src/platforms/discord/commands.ts";
import { registerCommands } from "../../../src/platforms/discord/register.ts";
import type { Command } from "../../fakes/discord/types.ts";
import { app, createPlatform, discord, serve } from "./harness.ts";

const puts = () => discord.requests.filter(({ method }) => method === "PUT");
const connection = () => ({ token: discord.token, apiUrl: discord.url });

/** A command as registered, with what Discord sends back beside its declared type. */
function registered(name: string, guild?: string): Command {
  const found = discord.commands(guild).find((command) => command.name === name);
  if (!found) throw new Error(`/${name} is not registered`);
  return found;
}

describe("the commands", () => {
  test("are for servers and for people, in servers, direct messages and group chats", async () => {
    await serve();
    expect(discord.commands().map(({ name }) => name)).toEqual(["paper", "paperboy"]);
    for (const command of discord.commands())
      expect(command).toMatchObject({
        integration_types: [0, 1],
        contexts: [0, 1, 2],
        default_member_permissions: null,
      });
  });

  test("have typed options, the query first and completed", async () => {
    await serve();
    const options = registered("paper").options ?? [];
    expect(options[0]).toMatchObject({ name: "query", required: true, autocomplete: true });
    expect(options.slice(1).every(({ required }) => !required)).toBe(true);
    const lang = options.find(({ name }) => name === "lang");
    expect(lang?.choices).toHaveLength(8);
    expect(lang?.choices?.[3]).toMatchObject({ name: "日本語", value: "ja" });
    expect(registered("paperboy").options?.map(({ name, type }) => [name, type])).toEqual(
      [
        ...["subscribe", "subscriptions", "unsubscribe", "pause", "resume", "preview", "why"],
        ...["help", "about", "status", "language"],
      ].map((name) => [name, 1]),
    );
  });

  test("are named and described in every language, with Discord's locales", async () => {
    await serve();
    const words = registered("paper").description_localizations;
    expect(words).toEqual({
      "zh-CN": catalogs["zh-Hans"].commands.paper.description,
      "zh-TW": catalogs["zh-Hant"].commands.paper.description,
      ja: catalogs.ja.commands.paper.description,
      ko: catalogs.ko.commands.paper.description,
      de: catalogs.de.commands.paper.description,
      fr: catalogs.fr.commands.paper.description,
      "es-ES": catalogs.es.commands.paper.description,
      "es-419": catalogs.es.commands.paper.description,
    });
    const query = registered("paper").options?.[0];
    expect(query?.name_localizations).toMatchObject({
      ja: catalogs.ja.commands.paper.options.query.name,
    });
  });
});

describe("registration at start", () => {
  test.each([undefined, "1457468924290662599"])("sends the commands once (guild %s)", async (guild) => {
    const setup = guild === undefined ? {} : { guild };
    const first = await serve(setup);
    expect(puts()).toHaveLength(1);
    expect(puts()[0]?.path).toContain(guild === undefined ? "/commands" : `/guilds/${guild}/commands`);
    await first.stop(1000);
    app.logged.length = 0;
    await serve(setup);
    await discord.until(() => app.logged.join("").includes('"unchanged"'));
    expect(puts()).toHaveLength(1);
  });

  test("sends them again when they differ from what Discord holds", async () => {
    const platform = await serve();
    await platform.stop(1000);
    Object.assign(registered("paper"), { description: "An older description" });
    await serve();
    await discord.until(() => puts().length === 2);
    expect(registered("paper").description).toBe(catalogs.en.commands.paper.description);
  });

  test("that fails leaves the bot answering", async () => {
    app.logged.length = 0;
    discord.fail({ path: /\/commands$/ }, { status: 503 }, 99);
    const platform = createPlatform();
    await platform.start();
    await discord.until(() => app.logged.join("").includes("could not be registered"));
    const reply = await (await discord.user().slash(["paperboy", "help"])).settled();
    expect(reply.ephemeral).toBe(true);
  });
});

describe("npm run register", () => {
  test("sends the commands, then says that Discord has them", async () => {
    expect(await registerCommands(connection(), commands)).toBe("Sent 2 commands to Discord, globally.");
    expect(await registerCommands(connection(), commands)).toBe(
      "Discord has the 2 commands already, globally.",
    );
    const guild = "1457468924290662599";
    expect(await registerCommands({ ...connection(), guild }, commands)).toContain(`in the server ${guild}`);
    expect(puts()).toHaveLength(2);
  });

  test("with a wrong token says so in one sentence without it", async () => {
    const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.revoked.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const error = await registerCommands({ ...connection(), token }, commands).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error.message).toContain("DISCORD_TOKEN");
    expect(error.message).not.toContain(token);
  });
});

test("a command without texts fails at start, not in front of people", () => {
  const [first] = commands;
  if (!first) throw new Error("no commands");
  expect(() => discordCommands([{ ...first, name: ["unheard"] }])).toThrow(
    "the catalogs have no texts for the command unheard",
  );
});
