import { describe, expect, test } from "vitest";
import type { Dispatcher } from "../../../src/app/dispatch.ts";
import type { Json } from "../../fakes/discord/types.ts";
import {
  app,
  controlsOf,
  discord,
  embedOf,
  menuWith,
  publicMessages,
  requestsTo,
  serve,
  textOf,
  useDiscord,
} from "./harness.ts";

const callback = /\/callback$/;
const edit = /\/messages\/@original$/;
const help = ["paperboy", "help"];
const logged = () => app.logged.join("");

describe("an acknowledgement", () => {
  test("that comes too late loses that answer only", async () => {
    await useDiscord({ deadlineMs: 60 });
    await serve();
    app.logged.length = 0;
    discord.fail({ path: callback }, { status: 429, retryAfter: 0.1 });
    const ana = discord.user();
    const reply = await ana.slash(help);
    expect(reply.failed).toBe(true);
    await discord.until(() => logged().includes("acknowledged too late"));
    expect(discord.requests.find(({ code }) => code === 10062)?.path).toMatch(callback);
    expect(requestsTo(edit)).toEqual([]);
    expect(textOf((await (await ana.slash(help)).settled()).original)).toContain("What I can do");
  });

  test("that was taken and then lost is met a second time and answered all the same", async () => {
    await serve();
    discord.fail({ path: callback }, "store-then-502");
    const reply = await (await discord.user().slash(help)).settled();
    expect(discord.requests.filter(({ code }) => code === 40060)).toHaveLength(1);
    expect(textOf(reply.original)).toContain("What I can do");
    expect(reply.followUps).toEqual([]);
  });
});

describe.each([
  ["the acknowledgement", callback],
  ["the answer", edit],
] as const)("where %s meets", (_, path) => {
  test.each([
    ["a rate limit", { status: 429, retryAfter: 0.05 }, 1],
    ["a global rate limit", { status: 429, retryAfter: 0.05, global: true }, 1],
    ["an error of Discord", { status: 500 }, 1],
    ["more errors than discord.js repeats", { status: 503 }, 5],
    ["a connection that breaks", "reset", 2],
    ["a connection that breaks after the message was taken", "store-then-reset", 1],
  ] as const)("%s, the person is answered once", async (__, how, times) => {
    await serve();
    discord.fail({ path }, how, times);
    const ana = discord.user();
    const reply = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    expect(embedOf(reply.original).title).toContain("Neural Collapse");
    expect(discord.messages(ana.channelId)).toHaveLength(1);
    expect(discord.pendingFaults).toBe(0);
  });
});

describe("an answer to nobody", () => {
  test.each(["expired", "dismissed"] as const)("(%s) is given up without an error", async (how) => {
    await serve();
    app.logged.length = 0;
    discord.fail({ path: edit }, { status: 429, retryAfter: 0.1 });
    const ana = discord.user();
    const reply = await ana.slash(help);
    if (how === "expired") discord.expire(reply);
    else discord.deleteMessage(String(reply.original?.id));
    await discord.until(() => logged().includes("the answer came after"));
    expect(discord.requests.some(({ code }) => code === (how === "expired" ? 50027 : 10008))).toBe(true);
    expect(app.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    expect(logged()).not.toContain(reply.token);
  });
});

test("a bug in the work is logged, and neither the process nor the next answer suffers", async () => {
  const broken = { effect: () => "answer", dispatch: () => Promise.reject(new Error("a bug")) };
  await serve({ on: { ...app, dispatcher: broken as unknown as Dispatcher } });
  app.logged.length = 0;
  const ana = discord.user();
  await ana.slash(help);
  await discord.until(() => logged().includes("could not be delivered"));
  expect((await ana.slash(help)).ackType).toBe(5);
});

test("a completion that comes too late is nobody's loss", async () => {
  await useDiscord({ deadlineMs: 300 });
  await serve();
  app.logged.length = 0;
  discord.fail({ path: callback }, { status: 503 }, 4);
  const ana = discord.user();
  await expect(ana.autocomplete("paper", "query", "neural")).rejects.toThrow("Loading options failed");
  expect(app.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  expect(await ana.autocomplete("paper", "query", "neural")).not.toEqual([]);
});

describe("payloads that lack what is optional", () => {
  /** Takes fields away from the interactions that people send from now on. */
  function without(...fields: string[]): void {
    const { gateway } = discord;
    const dispatch = gateway.dispatch.bind(gateway);
    gateway.dispatch = (event, data) => {
      const payload = structuredClone(data) as Json;
      for (const field of fields) {
        const [key = "", inner] = field.split(".");
        if (inner === undefined) delete payload[key];
        else if (payload[key]) delete (payload[key] as Json)[inner];
      }
      if (payload.member === undefined) payload.user = { id: "1", username: "ana", discriminator: "0" };
      return dispatch(event, payload);
    };
  }

  test("are answered, the share is posted and no stranger may set up the channel", async () => {
    await serve();
    without(
      ...["app_permissions", "context", "guild", "guild_locale", "locale", "member", "channel"],
      ...["version", "attachment_size_limit", "entitlement_sku_ids", "message.flags"],
    );
    const ana = discord.user();
    const reply = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    const own = await (await ana.choose(reply.original, menuWith(reply.original, "ja"), "ja")).settled();
    expect(own.ephemeral).toBe(true);
    const share = controlsOf(own.original).find(({ custom_id }) => custom_id?.startsWith("s|"));
    const shared = await (await ana.press(own.original, String(share?.custom_id))).settled();
    expect(shared.ephemeral).toBe(true);
    expect(publicMessages(ana.channelId)).toHaveLength(1);
    const set = await (await ana.slash(["paperboy", "language"], { code: "ja", for: "channel" })).settled();
    expect(textOf(set.original)).toMatch(/There is no channel here|Only people who may manage/);
  });

  test("without the member of a server leave the channel to those who may manage it", async () => {
    await serve();
    without("member", "context");
    const reply = await discord.user().slash(["paperboy", "language"], { code: "ja", for: "channel" });
    expect(textOf((await reply.settled()).original)).toContain("Only people who may manage");
  });

  test("without flags a share as a follow-up does not become the private answer", async () => {
    await serve();
    without("message.flags", "app_permissions");
    const ana = discord.user({ context: "group", installs: ["user"] });
    const card = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    const reply = await (await ana.press(card.original, "Share to channel")).settled();
    expect(publicMessages(ana.channelId)).toHaveLength(1);
    expect(textOf(reply.original)).toContain("Shared to the channel.");
    expect(reply.ephemeral).toBe(true);
  });
});
