import { describe, expect, test } from "vitest";
import { catalogs } from "../../../src/i18n/index.ts";
import { mendPacket } from "../../../src/platforms/discord/payload.ts";
import type { Json } from "../../fakes/discord/types.ts";
import { app, discord, publicMessages, serve, textOf } from "./harness.ts";

const help = ["paperboy", "help"];
const logged = () => app.logged.join("");

/** Changes the interactions that people send from now on. */
function change(alter: (payload: Json) => void): () => void {
  const { gateway } = discord;
  const dispatch = gateway.dispatch;
  gateway.dispatch = (event, data) => {
    const payload = structuredClone(data) as Json;
    alter(payload);
    return dispatch.call(gateway, event, payload);
  };
  return () => {
    gateway.dispatch = dispatch;
  };
}

function remove(...fields: string[]): void {
  change((payload) => {
    for (const field of fields) delete payload[field];
  });
}

describe("an interaction with less than discord.js takes for granted", () => {
  test.each([
    ["entitlements"],
    ["authorizing_integration_owners"],
    ["channel"],
    ["entitlements", "authorizing_integration_owners", "channel", "context", "app_permissions"],
  ])("(%s) is answered, sets up its channel and is shared", async (...fields) => {
    await serve();
    remove(...fields);
    const ana = discord.user({
      channelId: `1457510428359${fields.length}${fields.join("").length}`,
      permissions: "16",
    });
    const set = await (await ana.slash(["paperboy", "language"], { code: "de", for: "channel" })).settled();
    expect(textOf(set.original)).toContain("Deutsch");
    const card = await (await ana.slash("paper", { query: "neural collapse", lang: "en" })).settled();
    const shared = await (await ana.press(card.original, "Share to channel")).settled();
    expect(textOf(shared.original)).toContain(catalogs.en.replies.shared);
    expect(publicMessages(ana.channelId)).toHaveLength(1);
  });

  test.each<[string, (payload: Json) => void]>([
    [
      "neither user nor member",
      (payload) => {
        delete payload.user;
        delete payload.member;
      },
    ],
    ["a member without a user", (payload) => delete (payload.member as Json).user],
    ["no data", (payload) => delete payload.data],
    ["no token", (payload) => delete payload.token],
    ["options that are none", (payload) => Object.assign(payload.data as Json, { options: [null] })],
    ["a kind nobody knows", (payload) => Object.assign(payload, { type: 99 })],
  ])("(%s) costs a line in the log, and the next is answered", async (_, alter) => {
    await serve();
    app.logged.length = 0;
    const restore = change(alter);
    const ana = discord.user();
    const lost = ana.slash(help);
    await discord.until(() => logged().includes("cannot be answered"));
    restore();
    expect(textOf((await (await ana.slash(help)).settled()).original)).toContain("What I can do");
    expect(app.logged.filter((line) => line.includes("cannot be answered"))).toHaveLength(1);
    expect((await lost).failed).toBe(true);
  });

  test("(a press without its message) costs a line in the log, and the next is answered", async () => {
    await serve();
    const ana = discord.user();
    const card = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    app.logged.length = 0;
    const restore = change((payload) => delete payload.message);
    const lost = ana.press(card.original, "BibTeX");
    await discord.until(() => logged().includes("cannot be answered"));
    restore();
    const bibtex = await (await ana.press(card.original, "BibTeX")).settled();
    expect(textOf(bibtex.original)).toContain("@misc");
    expect((await lost).failed).toBe(true);
  });

  test("(odd permissions, a null message author, resolved null) is answered all the same", async () => {
    await serve();
    const ana = discord.user();
    change((payload) => {
      Object.assign(payload, { app_permissions: null, entitlements: [null] });
      Object.assign(payload.channel as Json, { recipients: null });
      Object.assign(payload.member as Json, { permissions: "many" });
      Object.assign(payload.data as Json, { resolved: null });
      if (payload.message) Object.assign(payload.message as Json, { author: null, embeds: null });
    });
    const card = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    const bibtex = await (await ana.press(card.original, "BibTeX")).settled();
    expect(textOf(bibtex.original)).toContain("@misc");
  });

  test("(an autocomplete without a focused option) is answered with nothing", async () => {
    await serve();
    app.logged.length = 0;
    change((payload) => {
      for (const option of (payload.data as { options: Json[] }).options) delete option.focused;
    });
    expect(await discord.user().autocomplete("paper", "query", "neural")).toEqual([]);
    expect(app.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });
});

test("whatever the gateway sends, nothing throws", () => {
  for (const packet of [
    null,
    undefined,
    1,
    "x",
    [],
    {},
    { t: "INTERACTION_CREATE" },
    { t: "READY", d: null },
  ])
    expect(() => mendPacket(packet)).not.toThrow();
  const packet = { t: "INTERACTION_CREATE", d: null };
  expect(mendPacket(packet)).toBe("no data");
  expect(packet.t).not.toBe("INTERACTION_CREATE");
});
