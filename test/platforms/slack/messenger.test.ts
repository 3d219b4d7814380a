import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../../src/log.ts";
import { SlackMessenger } from "../../../src/platforms/slack/messenger.ts";
import type { How } from "../../fakes/slack/faults.ts";
import type { Json } from "../../fakes/slack/rules.ts";
import { type Slack, startSlack } from "../../fakes/slack/server.ts";
import { sampleAnswer, sampleClaim } from "../claims.ts";

const channel = "slack:T1:C1";
let slack: Slack;
let messenger: SlackMessenger;
let logged: string[];
let problems: string[];

beforeEach(async () => {
  [logged, problems] = [[], []];
  slack = await startSlack();
  slack.addChannel({ id: "C1" });
  const log = createLog({ level: "info", secrets: [], write: (line) => logged.push(line) });
  messenger = new SlackMessenger({ botToken: slack.botToken, apiUrl: slack.url, log });
});
afterEach(async () => {
  await slack.close();
  expect(slack.problems).toEqual(problems);
});

const soon = (ms = 5_000) => AbortSignal.timeout(ms);
const titles = () => slack.messages.map((message) => message.text.split("\n")[0]);
const spoil = (how: How) => slack.fail({ method: "chat.postMessage" }, how);
async function posted(claim = sampleClaim(channel)): Promise<string> {
  const result = await messenger.post(claim, soon());
  if (result.kind !== "sent") throw new Error(JSON.stringify(result));
  return result.remote;
}
/** Somebody else, or another part of the app, says something. */
async function say(text: string, more: Json = {}): Promise<void> {
  await fetch(`${slack.url}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${slack.botToken}`, "content-type": "application/json" },
    body: JSON.stringify({ channel: "C1", text, ...more }),
  });
}

test("a part is a message with its key, whose links do not unfold", async () => {
  const remote = await posted();
  expect(slack.messages).toMatchObject([
    {
      ts: remote,
      metadata: { event_type: "paperboy_digest", event_payload: { key: "Zk3_key-of-22-characte" } },
    },
  ]);
  expect(slack.calls("chat.postMessage")[0]?.body).toMatchObject({
    unfurl_links: "false",
    unfurl_media: "false",
  });
});

test("later parts stand in the thread of the first", async () => {
  const first = await posted();
  await posted(sampleAnswer(channel, first));
  expect(slack.messages.map(({ thread_ts }) => thread_ts)).toEqual([undefined, first]);
});

test.each([
  "cannot_reply_to_message",
  "restricted_action_thread_locked",
  "restricted_action_non_threadable_channel",
])("where a thread is denied with %s, later parts follow in the channel", async (error) => {
  const first = await posted();
  slack.fail({ method: "chat.postMessage", where: (body) => body.thread_ts !== undefined }, { error });
  await posted(sampleAnswer(channel, first));
  expect(slack.messages.map(({ thread_ts }) => thread_ts)).toEqual([undefined, undefined]);
});

describe.each<How>([
  "store-then-502",
  "store-then-reset",
  "store-then-truncate",
  "store-then-hang",
])("after %j", (fault) => {
  test.each(["the channel", "a thread"])("the history of %s tells that it arrived", async (where) => {
    const first = await posted();
    const claim =
      where === "a thread" ? sampleAnswer(channel, first) : sampleClaim(channel, { key: "second" });
    spoil(fault);
    expect(await messenger.post(claim, soon(400))).toMatchObject({ kind: "unsure" });
    expect(slack.messages).toHaveLength(2);
    expect(await messenger.find(claim, soon())).toEqual({ kind: "arrived", remote: slack.messages[1]?.ts });
  });
});

test("one of many pages of history tells it, too", async () => {
  const claim = sampleClaim(channel);
  const remote = await posted(claim);
  for (let number = 0; number < 250; number++) await say(`message ${number}`);
  expect(await messenger.find(claim, soon(20_000))).toEqual({ kind: "arrived", remote });
  expect(slack.calls("conversations.history")).toHaveLength(3);
  expect(await messenger.find(sampleClaim(channel, { key: "never" }), soon(20_000))).toEqual({
    kind: "absent",
  });
});

test("a message of another key, or of another kind, is not the one looked for", async () => {
  await posted(sampleClaim(channel, { key: "other" }));
  await say("shared", {
    metadata: { event_type: "paperboy_share", event_payload: { key: "Zk3_key-of-22-characte" } },
  });
  expect(await messenger.find(sampleClaim(channel), soon())).toEqual({ kind: "absent" });
});

test("a thread that is gone with its first message holds nothing, and the channel is asked", async () => {
  const first = await posted();
  const answer = sampleAnswer(channel, first);
  (slack.messages[0] as { deleted: boolean }).deleted = true;
  expect(await messenger.find(answer, soon())).toEqual({ kind: "absent" });
  expect(slack.calls("conversations.replies")).toHaveLength(1);
});

test("a history that the app has no scope for tells nothing", async () => {
  slack.scopes.delete("channels:history");
  expect(await messenger.find(sampleClaim(channel), soon())).toEqual({ kind: "unknown" });
});

test.each<How>([
  { status: 503 },
  { status: 429, retryAfter: 1 },
  "reset",
  "hang",
  { error: "internal_error" },
])("a history that does not answer (%j) is asked later", async (fault) => {
  slack.fail({ method: "conversations.history" }, fault);
  expect(await messenger.find(sampleClaim(channel), soon(300))).toMatchObject({ kind: "later" });
  expect(slack.calls("conversations.history")).toHaveLength(1);
});

test.each<[How, object]>([
  [
    { status: 429, retryAfter: 7 },
    { kind: "wait", afterMs: 7_000 },
  ],
  [{ status: 503 }, { kind: "unsure" }],
  [{ error: "internal_error" }, { kind: "unsure" }],
  ["reset", { kind: "unsure" }],
  ["hang", { kind: "unsure" }],
])("%j is one attempt", async (fault, result) => {
  spoil(fault);
  expect(await messenger.post(sampleClaim(channel), soon(300))).toMatchObject(result);
  expect(slack.calls("chat.postMessage")).toHaveLength(1);
  // A limit that Slack sets holds up no other channel's post, nor a question.
  expect(await messenger.find(sampleClaim(channel), soon())).toEqual({ kind: "absent" });
});

test("a card that Slack refuses comes as text", async () => {
  spoil({ error: "invalid_blocks" });
  await posted();
  expect(slack.messages[0]).toMatchObject({ blocks: [], metadata: { event_type: "paperboy_digest" } });
  expect(titles()).toEqual(["412 new in cs.LG"]);
  expect(logged.join()).toContain("sent as text");
});

test.each([
  [{ id: "C1", archived: true }, "archived"],
  [{ id: "C1", member: false }, "notMember"],
  [{ id: "C1", kind: "private", member: false }, "channelGone"],
] as const)("%j is gone: %s", async (state, reason) => {
  slack.addChannel(state);
  expect(await messenger.post(sampleClaim(channel), soon())).toMatchObject({ kind: "gone", reason });
});

test("a scope or a token that was taken away is told apart", async () => {
  slack.scopes.delete("chat:write");
  expect(await messenger.post(sampleClaim(channel), soon())).toMatchObject({
    kind: "gone",
    reason: "forbidden",
  });
  slack.setToken("bot", "token_revoked");
  expect(await messenger.post(sampleClaim(channel), soon())).toMatchObject({
    kind: "gone",
    reason: "tokenRevoked",
  });
});

test("a person is told in private, or not at all, or later", async () => {
  slack.setPerson({ id: "U1" });
  const { card } = sampleClaim(channel).part;
  expect(await messenger.tell("slack:T1:U1", card, soon())).toBe("told");
  expect(slack.messages[0]?.channel).toMatch(/^D/);
  expect(await messenger.tell("slack:T1:U404", card, soon())).toBe("never");
  slack.fail({ method: "conversations.open" }, { status: 503 });
  expect(await messenger.tell("slack:T1:U1", card, soon())).toBe("later");
  slack.setToken("bot", "token_revoked");
  expect(await messenger.tell("slack:T1:U1", card, soon())).toBe("later");
});
