import { REST, Routes } from "discord.js";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../../src/log.ts";
import { DiscordMessenger } from "../../../src/platforms/discord/messenger.ts";
import type { Fault } from "../../fakes/discord/faults.ts";
import { warmUp } from "../../fakes/discord/rules.ts";
import { type Discord, startDiscord } from "../../fakes/discord/server.ts";
import { sampleAnswer, sampleClaim } from "../claims.ts";

const channel = "discord:77";
const hour = 60 * 60_000;
let discord: Discord;
let messenger: DiscordMessenger;
let logged: string[];
/** How far the messenger's clock is ahead, in ms. */
let ahead: number;

beforeAll(() => warmUp());
beforeEach(async () => {
  discord = await startDiscord();
  discord.channel("77", "open", "5");
  [logged, ahead] = [[], 0];
  const log = createLog({ level: "info", secrets: [], write: (line) => logged.push(line) });
  const now = () => new Date(Date.now() + ahead);
  messenger = new DiscordMessenger({ token: discord.token, apiUrl: discord.url, log, now });
});
afterEach(async () => {
  await discord.close();
  expect(discord.problems).toEqual([]);
  expect(discord.warnings).toEqual([]);
});

const soon = (ms = 5_000) => AbortSignal.timeout(ms);
const posts = (place = "77") => discord.messages(place).map((message) => message.embeds[0]?.title);
const spoil = (how: Fault, times?: number) =>
  discord.fail({ method: "POST", path: /messages$/u }, how, times);
async function posted(claim = sampleClaim(channel)): Promise<string> {
  const result = await messenger.post(claim, soon());
  if (result.kind !== "sent") throw new Error(JSON.stringify(result));
  return result.remote;
}

test("a part is a message whose links do not unfold and that mentions nobody", async () => {
  const remote = await posted();
  const [message] = discord.messages("77");
  expect(message?.id).toBe(remote);
  // Links inside an embed are not unfolded.
  expect(message).toMatchObject({ content: "", mentions: [], mention_everyone: false });
  expect(message?.embeds[0]?.footer?.text).toBe("Paperboy · Zk3_key-of");
});

test("later parts stand in the thread of the first, which is started once", async () => {
  const first = await posted();
  await posted(sampleAnswer(channel, first));
  await posted(sampleAnswer(channel, first, { key: "third" }));
  expect([posts(), posts(first)]).toEqual([["412 new in cs.LG"], ["The first card", "The first card"]]);
  expect(discord.threadName(first)).toBe("22 September");
});

test.each([
  ["may not start threads", "forbidden"],
  ["may not write in them", "locked"],
] as const)("where the bot %s, later parts follow in the channel", async (_, how) => {
  discord.threads("77", how);
  const first = await posted();
  await posted(sampleAnswer(channel, first));
  expect(posts()).toEqual(["412 new in cs.LG", "The first card"]);
});

test.each([403, 404] as const)("a proxy's %i says nothing of a thread", async (status) => {
  const first = await posted();
  discord.fail({ path: /threads$/u }, { status });
  expect(await messenger.post(sampleAnswer(channel, first), soon())).toMatchObject({ kind: "failed" });
  expect(posts()).toEqual(["412 new in cs.LG"]);
  const firstAttempt = new Date(Date.now() - hour);
  discord.fail({ method: "GET", path: new RegExp(`${first}/messages$`, "u") }, { status });
  const answer = sampleAnswer(channel, first, { firstAttempt });
  expect(await messenger.find(answer, soon())).toMatchObject({ kind: "later" });
});

test("where the first message was deleted, later parts follow in the channel", async () => {
  const first = await posted();
  discord.deleteMessage(first);
  await posted(sampleAnswer(channel, first));
  expect(posts()).toEqual(["The first card"]);
});

test("a thread of a direct message is its channel", async () => {
  const user = discord.user();
  expect(await messenger.tell(`discord:${user.id}`, sampleClaim(channel).part.card, soon())).toBe("told");
  expect(await messenger.tell("discord:404", sampleClaim(channel).part.card, soon())).toBe("never");
  discord.fail({ method: "POST" }, { status: 503 });
  expect(await messenger.tell(`discord:${user.id}`, sampleClaim(channel).part.card, soon())).toBe("later");
});

describe.each<Fault>([
  "store-then-502",
  "store-then-reset",
  "store-then-truncate",
  "store-then-hang",
])("after %s", (fault) => {
  const claim = sampleClaim(channel);
  beforeEach(async () => {
    discord.say("77", "Good morning");
    spoil(fault);
    expect(await messenger.post(claim, soon(400))).toMatchObject({ kind: "unsure" });
  });

  test("soon, the repetition is left to the nonce", async () => {
    expect(await messenger.find(claim, soon())).toEqual({ kind: "absent" });
    const remote = await posted(claim);
    expect(discord.messages("77").map(({ id }) => id)).toEqual([expect.anything(), remote]);
  });

  test("later, the history tells that it arrived", async () => {
    [ahead] = [hour];
    discord.forgetNonces();
    const own = discord.messages("77")[1]?.id;
    expect(await messenger.find(claim, soon())).toEqual({ kind: "arrived", remote: own });
  });
});

test("a message deleted meanwhile had arrived", async () => {
  const remote = await posted();
  discord.deleteMessage(remote);
  expect(await messenger.post(sampleClaim(channel), soon())).toEqual({ kind: "sent", remote: "" });
  expect(posts()).toEqual([]);
});

describe("an hour later", () => {
  const claim = sampleClaim(channel, { firstAttempt: new Date(Date.now() - hour) });

  test("what is not in a history that others wrote is absent", async () => {
    discord.say("77", "Good morning");
    expect(await messenger.find(claim, soon())).toEqual({ kind: "absent" });
  });

  test("what came a thousand messages ago is found, in a thread, too", async () => {
    const first = await posted(claim);
    const answer = sampleAnswer(channel, first, { firstAttempt: claim.firstAttempt });
    const second = await posted(answer);
    for (let number = 0; number < 1_000; number++) discord.say("77", `message ${number}`);
    expect(await messenger.find(claim, soon(20_000))).toEqual({ kind: "arrived", remote: first });
    expect(await messenger.find(answer, soon())).toEqual({ kind: "arrived", remote: second });
    const third = sampleAnswer(channel, first, { firstAttempt: claim.firstAttempt, key: "never sent" });
    expect(await messenger.find(third, soon(20_000))).toEqual({ kind: "absent" });
  });

  test("a history that the bot may not read tells nothing", async () => {
    discord.channel("77", "unreadable", "5");
    expect(await messenger.find(claim, soon())).toEqual({ kind: "unknown" });
    discord.channel("77", "missing-access", "5");
    expect(await messenger.find(claim, soon())).toEqual({ kind: "unknown" });
  });

  test.each<Fault>([
    { status: 503 },
    { status: 403 },
    { status: 404 },
    { status: 429, retryAfter: 0.5 },
    "reset",
  ])("a history that does not answer (%j) is asked later", async (fault) => {
    discord.fail({ method: "GET" }, fault);
    expect(await messenger.find(claim, soon())).toMatchObject({ kind: "later" });
  });
});

test("a card that Discord refuses comes as text, whose links do not unfold either", async () => {
  discord.fail({ method: "POST", path: /messages$/u }, { refuse: 50035 });
  await posted();
  const [message] = discord.messages("77");
  expect(message).toMatchObject({ embeds: [], flags: 4 });
  expect(message?.content).toMatch(/^412 new in cs\.LG\n.*\n-# Paperboy · Zk3_key-of$/);
  ahead = hour;
  discord.say("77", "so it is");
  expect(await messenger.find(sampleClaim(channel), soon())).toMatchObject({ kind: "arrived" });
  expect(logged.join()).toContain("sent as text");
});

test.each([
  [
    { status: 429, retryAfter: 0.25 },
    { kind: "wait", afterMs: expect.any(Number), why: "429" },
  ],
  [{ status: 503 }, { kind: "unsure", why: expect.stringContaining("503") }],
  // Discord's edge and other proxies: neither the message nor the channel is to blame.
  [{ status: 400 }, { kind: "unsure", why: "HTTP 400" }],
  [{ status: 403 }, { kind: "unsure", why: "HTTP 403" }],
  [{ status: 404 }, { kind: "unsure", why: "HTTP 404" }],
  ["reset", { kind: "unsure", why: expect.any(String) }],
  ["hang", { kind: "unsure", why: expect.any(String) }],
] as const)("%j is one attempt", async (fault, result) => {
  spoil(fault);
  const before = discord.requests.length;
  expect(await messenger.post(sampleClaim(channel), soon(300))).toEqual(result);
  expect(discord.requests).toHaveLength(before + 1);
});

test.each([
  ["unknown", "channelGone"],
  ["missing-access", "forbidden"],
  ["missing-permissions", "forbidden"],
  ["archived", "archived"],
] as const)("a channel that is %s is gone", async (access, reason) => {
  discord.channel("77", access, "5");
  expect(await messenger.post(sampleClaim(channel), soon())).toMatchObject({ kind: "gone", reason });
  const beneath = sampleAnswer(channel, "123");
  expect(await messenger.post(beneath, soon())).toMatchObject({ kind: "gone", reason });
});

test("a token that was revoked is told apart", async () => {
  const log = createLog({ level: "silent", secrets: [] });
  const other = new DiscordMessenger({ token: "no.such.token", apiUrl: discord.url, log });
  await other.post(sampleClaim(channel), soon());
  expect(await other.post(sampleClaim(channel), soon())).toMatchObject({
    kind: "gone",
    reason: "tokenRevoked",
  });
});

test("after a thousand refusals nothing is asked for until Discord has forgotten them", async () => {
  // discord.js counts for the whole process.
  discord.channel("77", "missing-access", "5");
  const others = new REST({ api: discord.url, globalRequestsPerSecond: 10_000 }).setToken(discord.token);
  for (let number = 0; number < 1_000; number++)
    await others.post(Routes.channelMessages("77"), { body: { content: "x" } }).catch(() => {});
  await messenger.post(sampleClaim(channel), soon());
  discord.channel("77", "open", "5");
  const before = discord.requests.length;
  const result = await messenger.post(sampleClaim(channel), soon());
  expect(result).toMatchObject({ kind: "wait", why: "too many requests were refused" });
  expect(discord.requests).toHaveLength(before);
  const claim = sampleClaim(channel, { firstAttempt: new Date(Date.now() - hour) });
  expect(await messenger.find(claim, soon())).toMatchObject({ kind: "later" });
  ahead = 11 * 60_000;
  expect(await messenger.post(sampleClaim(channel), soon())).toMatchObject({ kind: "sent" });
});
