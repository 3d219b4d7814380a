/** The Discord stand-in against the real discord.js: faults of the REST API and of the gateway. */
import { type Client, type Interaction, Routes } from "discord.js";
import { beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { discord, login, refusal } from "./harness.ts";

describe("faults", () => {
  const post = (client: Client, body: object) => client.rest.post(Routes.channelMessages("21"), { body });
  beforeEach(() => discord.channel("21", "open"));

  test("a 429 is slept and repeated", async () => {
    const client = await login();
    discord.fail({ method: "POST", path: /messages$/u }, { status: 429, retryAfter: 0.12 });
    await post(client, { content: "x" });
    const [first, second] = discord.requests.filter((request) => request.method === "POST");
    expect([first?.status, second?.status]).toEqual([429, 200]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(120);
  });

  test("5xx answers are repeated three times and then thrown", async () => {
    const client = await login();
    discord.fail({ path: /messages$/u }, { status: 503 }, 4);
    await expect(post(client, { content: "x" })).rejects.toMatchObject({ status: 503 });
    expect(discord.requests.filter((request) => request.status === 503)).toHaveLength(4);
    expect([discord.messages("21"), discord.pendingFaults]).toEqual([[], 0]);
  });

  test("a lost answer posts twice without a nonce and once with one", async () => {
    const client = await login();
    discord.fail({ path: /messages$/u }, "store-then-502");
    await post(client, { content: "twice" });
    discord.fail({ path: /messages$/u }, "store-then-502");
    await post(client, { content: "once", nonce: "k1", enforce_nonce: true });
    expect(discord.messages("21").map((message) => message.content)).toEqual(["twice", "twice", "once"]);
    const kept = discord.messages("21").at(-1);
    discord.deleteMessage(kept?.id ?? "");
    expect(await refusal(post(client, { content: "once", nonce: "k1", enforce_nonce: true }))).toEqual([
      404, 10008,
    ]);
    discord.forgetNonces();
    await post(client, { content: "once", nonce: "k1", enforce_nonce: true });
    expect(discord.messages("21")).toHaveLength(3);
  });

  test("a cut or hanging connection throws", async () => {
    const client = await login();
    discord.fail({ method: "POST" }, "store-then-reset");
    await expect(post(client, { content: "cut" })).rejects.toThrow();
    discord.fail({ method: "POST" }, "hang");
    const signal = AbortSignal.timeout(50);
    const hung = client.rest.post(Routes.channelMessages("21"), { body: { content: "x" }, signal });
    await expect(hung).rejects.toThrow();
    expect(discord.messages("21").map((message) => message.content)).toEqual(["cut"]);
  });
});

describe("the gateway", () => {
  const ops = () => discord.gateway.received.map((packet) => packet.op).filter((op) => op !== 1);
  const answer = (interaction: Interaction) => interaction.isChatInputCommand() && interaction.reply("here");

  test("an interaction sent while the socket is down is replayed after RESUME", async () => {
    await login(answer);
    discord.gateway.drop();
    const reply = await discord.user().slash("paper");
    expect(reply.original?.content).toBe("here");
    expect(ops()).toEqual([2, 6]);
  });

  test("op 7 leads to RESUME, op 9 to a new IDENTIFY", async () => {
    const client = await login(answer);
    const resumed = new Promise((resolve) => client.once("shardResume", resolve));
    discord.gateway.reconnect();
    await resumed;
    discord.gateway.invalidate(false);
    await discord.until(() => ops().length === 3 && discord.gateway.connected, 12_000);
    expect(ops()).toEqual([2, 6, 2]);
    expect((await discord.user().slash("paper")).original?.content).toBe("here");
  });

  test("fatal close codes reach the client and it stays away", async () => {
    const client = await login();
    const closed = new Promise((resolve) => client.once("shardDisconnect", (event) => resolve(event.code)));
    discord.gateway.close(4004);
    expect(await closed).toBe(4004);
    expect(ops()).toEqual([2]);
  });

  test.each([
    ["a RESUME of an unknown session", { op: 6, d: { session_id: "x", seq: 1 } }, "op 9"],
    ["a wrong token", { op: 2, d: { token: "x", intents: 0, properties: {} } }, "close 4004"],
    ["a privileged intent", { op: 2, d: { intents: 1 << 15, properties: {} } }, "close 4014"],
    ["anything before IDENTIFY", { op: 3, d: {} }, "close 4003"],
    ["an unknown opcode", { op: 99, d: {} }, "close 4001"],
  ])("%s is refused", async (_what, { op, d }, expected) => {
    const socket = new WebSocket(discord.url.replace(/^http(.*)\/api$/u, "ws$1"));
    const refused = new Promise<string>((resolve) => {
      socket.on("close", (code) => resolve(`close ${code}`));
      socket.on("message", (raw) => {
        const packet = JSON.parse(String(raw));
        if (packet.op === 10) socket.send(JSON.stringify({ op, d: { token: discord.token, ...d } }));
        else resolve(`op ${packet.op}`);
      });
    });
    expect(await refused).toBe(expected);
    socket.terminate();
  });

  test("nobody at the gateway is an error of the test, not a silent wait", async () => {
    await expect(discord.user().slash("paper")).rejects.toThrow("nobody is connected");
  });
});
