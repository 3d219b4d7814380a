/** The stand-in's own answers and payloads against Discord's OpenAPI document and recorded payloads. */
import { existsSync, readFileSync } from "node:fs";
import { Routes } from "discord.js";
import { describe, expect, test } from "vitest";
import { checkSchema } from "./contract.ts";
import { buttons, discord, login } from "./harness.ts";
import { checkBody, contractsAvailable } from "./rules.ts";

describe.skipIf(!contractsAvailable)("answers fit Discord's OpenAPI document (needs ../shared)", () => {
  test("messages, callbacks, commands, the application and the user", async () => {
    const answers: [string, unknown][] = [];
    const client = await login(async (interaction) => {
      const { id, token } = interaction;
      const body = {
        type: 4,
        data: { content: "x", embeds: [{ title: "t" }], components: [buttons("a").toJSON()] },
      };
      const query = new URLSearchParams({ with_response: "true" });
      const options = { body, query, auth: false as const };
      const callback = await interaction.client.rest.post(Routes.interactionCallback(id, token), options);
      const follow = await interaction.client.rest.post(Routes.webhook(discord.applicationId, token), {
        body: body.data,
      });
      answers.push(["InteractionCallbackResponse", callback], ["MessageResponse", follow]);
    });
    const ana = discord.user();
    const reply = await ana.slash("paper");
    await reply.until(({ followUps }) => followUps.length === 1);
    await ana.press(reply.original, "a");
    await discord.until(() => answers.length === 4);
    const { applicationId } = discord;
    const options = [{ type: 3, name: "query", description: "What", required: true, autocomplete: true }];
    const commands = (await client.rest.put(Routes.applicationCommands(applicationId), {
      body: [{ name: "paper", description: "A paper", options }],
    })) as unknown[];
    const posted = await client.rest.post(Routes.channelMessages(ana.channelId), {
      body: { content: "x", nonce: "n" },
    });
    const direct = await client.rest.post(Routes.userChannels(), { body: { recipient_id: ana.id } });
    answers.push(
      ["ApplicationCommandResponse", commands[0]],
      ["MessageResponse", posted],
      ["PrivateChannelResponse", direct],
      ["PrivateApplicationResponse", await client.rest.get(Routes.currentApplication())],
      ["UserPIIResponse", await client.rest.get(Routes.user())],
      ["GatewayBotResponse", await client.rest.get(Routes.gatewayBot())],
    );
    expect(answers.flatMap(([schema, value]) => checkSchema(schema, value, `/${schema}`))).toEqual([]);
  });
});

const recordings = new URL("../../../../shared/contracts/recorded/discord.json", import.meta.url);

describe.skipIf(!existsSync(recordings))("recorded real payloads (needs ../shared)", () => {
  test("a pressed button has the keys of a recorded one, no more and no less", async () => {
    const real = JSON.parse(readFileSync(recordings, "utf8")).buttonClickHello;
    const packets: { t: string; d: typeof real }[] = [];
    const client = await login((interaction) => interaction.isButton() && interaction.deferUpdate());
    client.on("raw", (packet) => packets.push(packet));
    const ana = discord.user();
    const body = {
      content: "x",
      embeds: [{ title: "t" }],
      components: [buttons("hello").toJSON()],
      nonce: "1",
    };
    await client.rest.post(Routes.channelMessages(ana.channelId), { body });
    await ana.press(discord.messages(ana.channelId)[0], "hello");
    const sent = packets.find((packet) => packet.t === "INTERACTION_CREATE")?.d;
    const parts: [string, object, object][] = [
      ["interaction", sent, real],
      ["data", sent.data, real.data],
      ["guild", sent.guild, real.guild],
      ["member", sent.member, real.member],
      ["user", sent.member.user, real.member.user],
      ["message", sent.message, real.message],
      ["author", sent.message.author, real.message.author],
      ["row", sent.message.components[0], real.message.components[0]],
      ["button", sent.message.components[0].components[0], real.message.components[0].components[0]],
    ];
    const extra = parts.flatMap(([part, mine, theirs]) =>
      Object.keys(mine)
        .filter((key) => !(key in theirs))
        .map((key) => `${part}.${key}`),
    );
    const lacking = parts.slice(0, 7).flatMap(([part, mine, theirs]) =>
      Object.keys(theirs)
        .filter((key) => !(key in mine))
        .map((key) => `${part}.${key}`),
    );
    expect([extra, lacking]).toEqual([[], []]);
  });
  test("what the real Discord once accepted passes the rules", () => {
    const all = Object.values(JSON.parse(readFileSync(recordings, "utf8"))) as {
      message?: object;
      data?: object;
    }[];
    const sent = all.map((each) => each.message ?? each.data).filter((each) => each && "components" in each);
    expect(sent.length).toBeGreaterThan(5);
    const bodies = sent.map((message) => {
      const { content, embeds, components } = message as { [key: string]: unknown };
      return { content, embeds, components };
    });
    expect(bodies.flatMap((body) => checkBody("create_message", body))).toEqual([]);
  });
});
