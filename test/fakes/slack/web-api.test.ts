/** Faults and errors of the loopback Slack's Web API. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AppOptions, type Running, socketApp } from "./bolt-app.ts";
import type { Json } from "./rules.ts";
import { bot } from "./sample-bot.ts";
import { type Slack, startSlack } from "./server.ts";

let slack: Slack;
let running: Running | undefined;

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await slack.close();
});

describe("faults of the Web API", () => {
  const failing = async (options: AppOptions = {}) => {
    running = await socketApp(slack, bot, options);
    slack.addChannel({ id: "C1" });
    return () => (running as Running).app.client.chat.postMessage({ channel: "C1", text: "daily" });
  };
  const quick = { retries: { retries: 2, minTimeout: 10, maxTimeout: 20 } };

  it.each([
    "store-then-502",
    "store-then-reset",
  ] as const)("%s posts twice where Bolt retries", async (how) => {
    const post = await failing(quick);
    slack.fail({ method: "chat.postMessage" }, how);
    await post();
    expect(slack.messages).toHaveLength(2);
  });

  it("store-then-502 posts once where Bolt does not retry", async () => {
    const post = await failing();
    slack.fail({ method: "chat.postMessage" }, "store-then-502");
    await expect(post()).rejects.toThrow(/502/);
    expect(slack.messages).toHaveLength(1);
    expect(slack.calls("chat.postMessage").map((r) => r.status)).toEqual([502]);
  });

  it("429 is waited out", async () => {
    const post = await failing(quick);
    slack.fail({ method: /^chat\./ }, { status: 429, retryAfter: 1 });
    const before = performance.now();
    await post();
    expect(performance.now() - before).toBeGreaterThan(950);
    expect(slack.calls("chat.postMessage").map((r) => r.status)).toEqual([429, 200]);
  });

  it.each([
    [{ status: 503 }, /503/, 503],
    ["reset", /.*/, 0],
    ["store-then-truncate", /.*/, 0],
    [{ error: "message_limit_exceeded" }, /message_limit_exceeded/, 200],
  ] as const)("%j", async (how, message, status) => {
    const post = await failing();
    slack.fail({ where: (body) => body.text === "daily" }, how);
    await expect(post()).rejects.toThrow(message);
    expect(slack.calls("chat.postMessage").map((r) => r.status)).toEqual([status]);
    expect(slack.messages).toHaveLength(how === "store-then-truncate" ? 1 : 0);
  });

  it("hangs until the caller gives up", async () => {
    slack.fail({}, "hang");
    const call = fetch(`${slack.url}auth.test`, { method: "POST", signal: AbortSignal.timeout(50) });
    await expect(call).rejects.toThrow(/timeout/i);
  });

  it("an expired or revoked token is refused, also for the socket", async () => {
    const post = await failing();
    slack.setToken("bot", "token_expired");
    await expect(post()).rejects.toThrow("token_expired");
    slack.setToken("bot", "token_revoked");
    await expect(post()).rejects.toThrow("token_revoked");
    await expect(socketApp(slack, bot)).rejects.toThrow("token_revoked");
  });
});

/** A call without a library, as JSON or as a form. */
async function api(
  method: string,
  body: Json,
  token: string | null = slack.botToken,
  form = false,
): Promise<Json> {
  const answer = await fetch(`${slack.url}${method}`, {
    method: "POST",
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      "content-type": form ? "application/x-www-form-urlencoded" : "application/json; charset=utf-8",
    },
    body: form ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body),
  });
  return (await answer.json()) as Json;
}

describe("the Web API's errors", () => {
  beforeEach(() => {
    slack.addChannel({ id: "C1" });
    slack.addChannel({ id: "C2", member: false });
    slack.addChannel({ id: "G1", kind: "private", member: false });
    slack.addChannel({ id: "C3", archived: true });
  });

  it.each([
    ["not_authed", "auth.test", {}, null],
    ["invalid_auth", "auth.test", {}, "xoxb-no"],
    ["unknown_method", "chat.postMassage", {}, undefined],
    ["not_allowed_token_type", "apps.connections.open", {}, undefined],
    ["channel_not_found", "chat.postMessage", { channel: "C9", text: "a" }, undefined],
    ["channel_not_found", "chat.postMessage", { channel: "G1", text: "a" }, undefined],
    ["not_in_channel", "chat.postMessage", { channel: "C2", text: "a" }, undefined],
    ["is_archived", "chat.postMessage", { channel: "C3", text: "a" }, undefined],
    ["no_text", "chat.postMessage", { channel: "C1" }, undefined],
    ["msg_too_long", "chat.postMessage", { channel: "C1", text: "x".repeat(4001) }, undefined],
    ["invalid_blocks_format", "chat.postMessage", { channel: "C1", blocks: {} }, undefined],
    ["invalid_metadata_format", "chat.postMessage", { channel: "C1", text: "a", metadata: {} }, undefined],
    ["message_not_found", "chat.update", { channel: "C1", ts: "1.000001", text: "a" }, undefined],
    ["user_not_found", "users.info", { user: "U9" }, undefined],
    ["not_in_channel", "conversations.history", { channel: "C2" }, undefined],
    ["invalid_trigger_id", "views.open", { trigger_id: "t", view: {} }, undefined],
  ])("%s from %s", async (error, method, body, token) => {
    expect(await api(method, body, token)).toMatchObject({ ok: false, error });
  });

  it("names what is wrong in blocks, and records it", async () => {
    const blocks = [{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }];
    const wrong = "longer than 150 characters (151)";
    const messages = [`[ERROR] ${wrong} [json-pointer:/blocks/0/text/text]`];
    const body = { channel: "C1", text: "a", blocks: JSON.stringify(blocks) };
    const refused = { ok: false, error: "invalid_blocks", response_metadata: { messages } };
    expect(await api("chat.postMessage", body, undefined, true)).toMatchObject(refused);
    expect(slack.problems).toEqual([`chat.postMessage /blocks/0/text/text: ${wrong}`]);
    expect(slack.messages).toEqual([]);
  });

  it("posts a broadcast as Slack would, and records it", async () => {
    expect(await api("chat.postMessage", { channel: "C1", text: "<!channel>" })).toMatchObject({ ok: true });
    expect(slack.problems).toEqual(["chat.postMessage /text: would notify people: <!channel>"]);
  });

  it("asks for scopes", async () => {
    slack.scopes.delete("users:read");
    const answer = await api("users.info", { user: "U1" });
    expect(answer).toMatchObject({ error: "missing_scope", needed: "users:read" });
  });

  it("gives the locale only when asked", async () => {
    slack.setPerson({ id: "U1", locale: "zh-CN" });
    expect(await api("users.info", { user: "U1" })).not.toHaveProperty("user.locale");
    const asked = await api("users.info", { user: "U1", include_locale: "true" }, undefined, true);
    expect(asked).toMatchObject({ user: { locale: "zh-CN", tz: "Europe/London" } });
  });

  it("keeps blocks and metadata that an update leaves out", async () => {
    const metadata = { event_type: "paper", event_payload: { key: "k" } };
    const blocks = [{ type: "divider" }];
    const { ts } = await api("chat.postMessage", { channel: "C1", text: "a", blocks, metadata });
    await api("chat.update", { channel: "C1", ts, text: "b" });
    expect(slack.messages[0]).toMatchObject({ text: "b", blocks, metadata });
    await api("chat.update", { channel: "C1", ts, text: "c", blocks: [], metadata: {} });
    expect(slack.messages[0]).toMatchObject({ text: "c", blocks: [] });
    expect(slack.messages[0]).not.toHaveProperty("metadata");
    await api("chat.delete", { channel: "C1", ts });
    expect(await api("chat.update", { channel: "C1", ts, text: "d" })).toMatchObject({
      error: "message_not_found",
    });
    expect(slack.problems).toEqual([]);
  });

  it("posts a private message, which the history does not have", async () => {
    slack.setPerson({ id: "U1" });
    await api("chat.postEphemeral", { channel: "C1", user: "U1", text: "psst" });
    expect(slack.messages[0]).toMatchObject({ ephemeral: true, to: "U1" });
    expect(await api("conversations.history", { channel: "C1" })).toMatchObject({ messages: [] });
    const stranger = await api("chat.postEphemeral", { channel: "C1", user: "U2", text: "psst" });
    expect(stranger).toMatchObject({ error: "user_not_in_channel" });
  });

  it("opens a direct message, and takes a user id as the channel", async () => {
    slack.setPerson({ id: "U1" });
    const opened = await api("conversations.open", { users: "U1" });
    const posted = await api("chat.postMessage", { channel: "U1", text: "a" });
    expect(opened).toMatchObject({ channel: { id: posted.channel } });
    expect(await api("conversations.info", { channel: posted.channel })).toMatchObject({
      channel: { is_im: true },
    });
  });

  it("pages the history, newest first", async () => {
    for (const text of ["a", "b", "c"]) await api("chat.postMessage", { channel: "C1", text });
    const first = await api("conversations.history", { channel: "C1", limit: 2 });
    expect(first).toMatchObject({ messages: [{ text: "c" }, { text: "b" }], has_more: true });
    const cursor = (first.response_metadata as Json).next_cursor;
    const second = await api("conversations.history", { channel: "C1", limit: 2, cursor });
    expect(second).toMatchObject({ messages: [{ text: "a" }], has_more: false });
  });
});
