/** The Discord stand-in against the real discord.js: conversations, and the state that refuses. */
import {
  ActionRowBuilder,
  Client,
  type DiscordAPIError,
  MessageFlags,
  Routes,
  StringSelectMenuBuilder,
} from "discord.js";
import { describe, expect, test } from "vitest";
import { buttons, codeOf, discord, errors, login, refusal, restart } from "./discord/harness.ts";

describe("a conversation", () => {
  test("a slash command is deferred in private, edited and followed up", async () => {
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply({ content: `found ${interaction.options.getString("query")}` });
      await interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
    });
    const ana = discord.user({ name: "ana", locale: "de" });
    const reply = await ana.slash("paper", { query: "neurons", lang: "zh-Hans" });
    expect(reply.ackType).toBe(5);
    await reply.until(({ followUps }) => followUps.length === 1);
    await reply.settled();
    expect(reply.original?.content).toBe("found neurons");
    expect(reply.ephemeral).toBe(true);
    expect(reply.ackMs).toBeLessThan(3000);
    expect(discord.messages(ana.channelId)).toHaveLength(2);
    expect(discord.user({ name: "ben" }).sees(discord.messages(ana.channelId)[0] as never)).toBeUndefined();
    expect(discord.problems).toEqual([]);
    expect(discord.warnings).toEqual([]);
  });

  test("the interaction reads as in a guild that was never cached, a DM and a group", async () => {
    const seen: unknown[] = [];
    await login(async (interaction) => {
      seen.push([
        interaction.inGuild(),
        interaction.inCachedGuild(),
        interaction.context,
        interaction.locale,
        interaction.guildLocale,
        interaction.user.username,
        Object.keys(interaction.authorizingIntegrationOwners).length > 0,
      ]);
      if (interaction.isChatInputCommand()) await interaction.reply("ok");
    });
    await discord.user({ locale: "ja", guildLocale: "fr", installs: ["guild", "user"] }).slash("help");
    await discord.user({ context: "dm", name: "ben" }).slash("help");
    await discord.user({ context: "group", installs: ["user"], name: "eve" }).slash("help");
    expect(seen).toEqual([
      [true, false, 0, "ja", "fr", "ana", true],
      [false, false, 1, "en-US", null, "ben", true],
      [false, false, 2, "en-US", null, "eve", true],
    ]);
  });

  test("subcommands and registered options reach the bot, and the client refuses what does not fit", async () => {
    const client = await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply(
        `${interaction.options.getSubcommand()} ${interaction.options.getInteger("count")}`,
      );
    });
    const put = (body: unknown) =>
      client.rest.put(Routes.applicationCommands(discord.applicationId), { body });
    const count = { type: 4, name: "count", description: "How many", required: true, max_value: 5 };
    await put([
      {
        name: "digest",
        description: "Digests",
        options: [{ type: 1, name: "now", description: "Now", options: [count] }],
      },
    ]);
    const ana = discord.user();
    expect((await ana.slash(["digest", "now"], { count: 3 })).original?.content).toBe("now 3");
    await expect(ana.slash(["digest", "now"])).rejects.toThrow("count is required");
    await expect(ana.slash(["digest", "now"], { count: 9 })).rejects.toThrow("out of range");
    await expect(ana.slash("digest")).rejects.toThrow("needs a subcommand");
    await expect(ana.slash("other")).rejects.toThrow("no command /other");
    const userOnly = discord.user({ installs: ["user"] });
    await expect(userOnly.slash(["digest", "now"], { count: 1 })).rejects.toThrow("installation");
  });

  test("autocomplete, a button and a select menu", async () => {
    const menu = new StringSelectMenuBuilder()
      .setCustomId("lang")
      .addOptions({ label: "Deutsch", value: "de" }, { label: "日本語", value: "ja" });
    const languages = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
    await login(async (interaction) => {
      if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused();
        await interaction.respond([{ name: `${typed}ons`, value: "1" }]);
      } else if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: "start", components: [buttons("more"), languages] });
      } else if (interaction.isButton()) {
        await interaction.update({ content: `pressed ${interaction.customId}` });
      } else if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.editReply({ content: `chose ${interaction.values[0]}` });
      }
    });
    const ana = discord.user();
    expect(await ana.autocomplete("paper", "query", "neur", { lang: "de" })).toEqual([
      { name: "neurons", value: "1" },
    ]);
    const { original } = await ana.slash("paper", { query: "x" });
    const pressed = await ana.press(original, /more/u);
    expect([pressed.ackType, pressed.original?.content]).toEqual([7, "pressed more"]);
    expect(pressed.original?.id).toBe(original?.id);
    const chosen = await (await ana.choose(original, "lang", "ja")).settled();
    expect([chosen.ackType, chosen.original?.content]).toEqual([6, "chose ja"]);
    await expect(ana.press(original, "nothing")).rejects.toThrow("Label more");
    await expect(ana.choose(original, 0, "fr")).rejects.toThrow("does not offer fr");
    expect(discord.problems).toEqual([]);
  });

  test("a modal opens, is filled in and answered", async () => {
    await login(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const field = { type: 18, label: "Paper", component: { type: 4, custom_id: "text", style: 1 } };
        await interaction.showModal({ custom_id: "ask", title: "Ask", components: [field] } as never);
      } else if (interaction.isModalSubmit()) {
        await interaction.reply(interaction.fields.getTextInputValue("text"));
      }
    });
    const ana = discord.user();
    const opened = await ana.slash("ask");
    expect(opened.ackType).toBe(9);
    const answered = await ana.submit(opened, { text: "Which one?" });
    expect(answered.original?.content).toBe("Which one?");
    expect(discord.problems).toEqual([]);
  });

  test("only allowed mentions ping", async () => {
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const quiet = interaction.options.getBoolean("quiet");
      const content = `<@${interaction.user.id}> @everyone`;
      await interaction.reply({ content, ...(quiet ? { allowedMentions: { parse: [] } } : {}) });
    });
    const ana = discord.user();
    const loud = await ana.slash("hi", { quiet: false });
    expect(loud.original?.mentions.map((user) => user.id)).toEqual([ana.id]);
    expect(loud.original?.mention_everyone).toBe(false);
    expect((await ana.slash("hi", { quiet: true })).original?.mentions).toEqual([]);
  });

  test("an app only the user installed answers in private where external apps are not allowed", async () => {
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply("public?");
      for (let index = 0; index < 6; index += 1) {
        await interaction.followUp(`more ${index}`).catch((error: unknown) => errors.push(codeOf(error)));
      }
    });
    const reply = await discord.user({ installs: ["user"], permissions: "2048" }).slash("hi");
    expect(reply.ephemeral).toBe(true);
    await discord.until(() => errors.length === 1);
    expect(errors).toEqual([[400, 40094]]);
    expect(reply.followUps).toHaveLength(5);
  });
});

describe("state and clocks", () => {
  test("a callback after the deadline meets 10062 and the person sees a failure", async () => {
    await restart({ deadlineMs: 60 });
    const late = Promise.withResolvers<void>();
    const result = Promise.withResolvers<unknown>();
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await late.promise;
      result.resolve(await refusal(interaction.reply("too late")));
    });
    const reply = await discord.user().slash("paper");
    expect([reply.failed, reply.ackMs]).toEqual([true, null]);
    await expect(reply.settled()).rejects.toThrow("did not respond");
    late.resolve();
    expect(await result.promise).toEqual([404, 10062]);
    expect(discord.messages(discord.user().channelId)).toEqual([]);
  });

  test("a deferred answer: an empty edit meets 50006, the first follow-up fills it, private ones stay unlisted", async () => {
    const found: unknown[] = [];
    const client = await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      found.push(await refusal(interaction.editReply({})));
      await interaction.followUp({ content: "the answer" });
    });
    const ana = discord.user();
    const reply = await (await ana.slash("paper")).settled();
    expect(found).toEqual([[400, 50006]]);
    expect([reply.original?.content, reply.ephemeral, reply.followUps]).toEqual(["the answer", true, []]);
    expect(await client.rest.get(Routes.channelMessages(ana.channelId))).toEqual([]);
    await client.rest.post(Routes.channelMessages(ana.channelId), { body: { content: "seen", nonce: "1" } });
    const listed = (await client.rest.get(Routes.channelMessages(ana.channelId))) as object[];
    expect(listed).toMatchObject([{ content: "seen", author: { id: discord.applicationId } }]);
    expect(listed[0]).not.toHaveProperty("nonce");
  });

  test("a Components V2 message stays one when it is edited", async () => {
    const say = (content: string) => ({ type: 10, content });
    await login(async ({ client, id, token }) => {
      const original = Routes.webhookMessage(discord.applicationId, token);
      const data = { flags: 1 << 15, components: [say("one")] };
      await client.rest.post(Routes.interactionCallback(id, token), { body: { type: 4, data }, auth: false });
      await client.rest.patch(original, { body: { components: [say("two")] }, auth: false });
      errors.push(await refusal(client.rest.patch(original, { body: { content: "x" }, auth: false })));
    });
    const reply = await discord.user().slash("paper");
    await discord.until(() => errors.length === 1);
    expect(errors).toEqual([[400, 50035]]);
    expect(reply.original?.components).toEqual([{ ...say("two"), id: 1 }]);
  });

  test("a second callback meets 40060, an early edit 10015, an expired token 50027", async () => {
    const found: unknown[] = [];
    const go = Promise.withResolvers<void>();
    await login(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { client, id, token } = interaction;
      const original = Routes.webhookMessage(discord.applicationId, token);
      const callback = Routes.interactionCallback(id, token);
      const body = { type: 4, data: { content: "one" } };
      found.push(await refusal(client.rest.patch(original, { body: { content: "x" }, auth: false })));
      await client.rest.post(callback, { body, auth: false });
      found.push(await refusal(client.rest.post(callback, { body, auth: false })));
      await go.promise;
      found.push(await refusal(client.rest.patch(original, { body: { content: "x" }, auth: false })));
    });
    const reply = await discord.user().slash("paper");
    await discord.until(() => discord.requests.some((request) => request.code === 40060));
    discord.expire(reply);
    go.resolve();
    await discord.until(() => discord.requests.some((request) => request.code === 50027));
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(discord.requests.map((request) => request.code).filter(Boolean)).toEqual([10015, 40060, 50027]);
    expect(reply.original?.content).toBe("one");
  });

  test("an invalid body meets 50035 with the place of each error, and is recorded", async () => {
    const client = await login();
    const { channelId } = discord.user();
    const body = { embeds: [{ title: "x".repeat(257) }] };
    const error = await client.rest
      .post(Routes.channelMessages(channelId), { body })
      .catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toEqual([400, 50035]);
    expect((error as DiscordAPIError).message).toContain("embeds[0].title");
    expect(discord.problems[0]).toContain("embeds.0.title: must be 256 or fewer");
    const empty = client.rest.post(Routes.channelMessages(channelId), { body: { content: " " } });
    expect(await refusal(empty)).toEqual([400, 50006]);
    const text = await fetch(`${discord.url}/v10/channels/${channelId}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${discord.token}`, "content-type": "text/plain" },
      body: '{"content":"x"}',
    });
    expect([text.status, discord.problems.at(-1)]).toEqual([400, expect.stringContaining("Content-Type")]);
  });

  test("a channel decides who may post", async () => {
    const client = await login();
    const post = (id: string) =>
      refusal(client.rest.post(Routes.channelMessages(id), { body: { content: "x" } }));
    discord.channel("11", "missing-permissions");
    discord.channel("12", "unknown");
    discord.channel("13", "open");
    expect(await Promise.all(["10", "11", "12", "13"].map(post))).toEqual([
      [403, 50001],
      [403, 50013],
      [404, 10003],
      "no error",
    ]);
  });

  test("a wrong token is refused by REST and by the gateway", async () => {
    const client = new Client({ intents: [], rest: { api: discord.url } });
    await expect(client.login("wrong.token.here")).rejects.toMatchObject({ code: "TokenInvalid" });
    await client.destroy();
    expect(discord.requests.at(-1)).toMatchObject({ path: "/gateway/bot", status: 401 });
  });

  test("commands are stored with ids that survive, and listed without their translations", async () => {
    const client = await login();
    const route = Routes.applicationCommands(discord.applicationId);
    const paper = { name: "paper", description: "A paper", description_localizations: { de: "Ein Artikel" } };
    const first = (await client.rest.put(route, { body: [paper] })) as { id: string; version: string }[];
    const again = (await client.rest.put(route, { body: [paper] })) as { id: string; version: string }[];
    expect(again).toEqual(first);
    const changed = await client.rest.put(route, { body: [{ ...paper, description: "Papers" }] });
    expect(changed).toMatchObject([{ id: first[0]?.id, description: "Papers", integration_types: [0] }]);
    expect((changed as typeof first)[0]?.version).not.toBe(first[0]?.version);
    const listed = (await client.rest.get(route)) as object[];
    expect(Object.keys(listed[0] ?? {})).not.toContain("description_localizations");
    const query = new URLSearchParams({ with_localizations: "true" });
    expect(await client.rest.get(route, { query })).toMatchObject([
      { description_localizations: { de: "Ein Artikel" } },
    ]);
    const guild = Routes.applicationGuildCommands(discord.applicationId, "77");
    expect(await refusal(client.rest.put(guild, { body: [{ ...paper, name: "Paper" }] }))).toEqual([
      400, 50035,
    ]);
    expect(discord.commands()).toHaveLength(1);
  });
});
