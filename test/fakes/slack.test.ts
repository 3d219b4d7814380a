/** The loopback Slack against the real Bolt, over both transports. See also slack/*.test.ts. */
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { httpApp, QUICK_PING_MS, type Running, socketApp } from "./slack/bolt-app.ts";
import type { Json } from "./slack/rules.ts";
import { bot, keyboard } from "./slack/sample-bot.ts";
import { type Slack, startSlack } from "./slack/server.ts";

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

describe.each([
  ["Socket Mode", socketApp],
  ["HTTP", httpApp],
] as const)("%s", (_name, start) => {
  beforeEach(async () => {
    running = await start(slack, bot);
  });

  it("carries a command, its answer, a press that replaces it and a choice", async () => {
    const { via } = running as Running;
    const ana = slack.user({ name: "ana", locale: "pt-BR", via });
    const result = await ana.slash("/paper", " neural collapse lang:zh ");
    expect(result).toMatchObject({ acked: true });
    expect(result.ackMs).toBeLessThan(1000);
    await result.settled();
    expect(result.message).toMatchObject({
      ephemeral: true,
      to: ana.id,
      text: "found neural collapse lang:zh",
    });
    const found = result.message;
    if (!found) throw new Error("no message");

    const pick = await (await ana.choose(found, /^pick$/, "b")).settled();
    expect(pick.replies.map((m) => m.text)).toEqual(["picked b"]);
    expect(pick.payload).not.toHaveProperty("message");

    const next = await (await ana.press(found, /Next/)).settled();
    expect(next.delivered.map((d) => d.how)).toEqual(["replaced"]);
    expect(next.message).toBe(found);
    expect(found).toMatchObject({ text: "page 2", blocks: [], edited: true });
    expect(slack.problems).toEqual([]);
  });

  it("takes an answer in the acknowledgement", async () => {
    const result = await slack.user({ via: (running as Running).via }).slash("/at-once");
    expect(result.message?.text).toBe("here");
    expect(slack.requests.filter((r) => r.method === "response_url")).toEqual([]);
  });

  it("tells when nothing acknowledged in three seconds", async () => {
    const result = await slack.user({ via: (running as Running).via }).slash("/mute");
    expect(result).toMatchObject({ acked: false, failure: "dispatch_failed" });
    expect(result.ackMs).toBeGreaterThan(2900);
    await expect(result.settled({ timeoutMs: 10 })).rejects.toThrow("no answer within 10 ms (acked: false");
  });

  it("stores a posted message and shows it in the channel", async () => {
    const { app, via } = running as Running;
    const ana = slack.user({ via, channel: { kind: "public", name: "papers" } });
    const metadata = { event_type: "paper", event_payload: { key: "k1" } };
    const posted = await app.client.chat.postMessage({
      channel: ana.channel.id,
      text: "daily",
      blocks: keyboard,
      metadata,
    });
    expect(slack.messages[0]).toMatchObject({ ts: posted.ts, ephemeral: false, text: "daily", metadata });
    const history = await app.client.conversations.history({
      channel: ana.channel.id,
      include_all_metadata: true,
    });
    expect(history.messages?.[0]).toMatchObject({ ts: posted.ts, metadata });
    const link = await app.client.chat.getPermalink({
      channel: ana.channel.id,
      message_ts: posted.ts as string,
    });
    expect(link.permalink).toContain(`/archives/${ana.channel.id}/p`);

    const shown = slack.messages[0];
    if (!shown) throw new Error("no message");
    const pick = await (await ana.choose(shown, "pick", 0)).settled();
    expect(pick.payload).toHaveProperty("message.text", "daily");
    expect(pick.message).toMatchObject({ text: "picked a", ephemeral: true });
    await app.client.chat.update({ channel: ana.channel.id, ts: shown.ts, text: "newer", blocks: [] });
    expect(shown).toMatchObject({ text: "newer", edited: true });
    expect(slack.problems).toEqual([]);
  });
});

describe("Socket Mode connections", () => {
  it("queues envelopes until someone is connected", async () => {
    const result = slack.user().slash("/paper", "early");
    running = await socketApp(slack, bot);
    expect((await (await result).settled()).message?.text).toBe("found early");
  });

  it.each(["refresh_requested", "warning"] as const)("is left and found again after %s", async (reason) => {
    running = await socketApp(slack, bot, { pingMs: QUICK_PING_MS });
    slack.socket.disconnect(reason);
    const result = await slack.user().slash("/paper", "again");
    expect((await result.settled()).message?.text).toBe("found again");
    expect(slack.socket.connections).toBe(2);
  });

  it("is found again after a cut", async () => {
    running = await socketApp(slack, bot, { pingMs: QUICK_PING_MS });
    slack.socket.drop();
    await slack.socket.ready(2);
    expect((await slack.user().slash("/paper", "x")).acked).toBe(true);
  });

  it("delivers an envelope again, with retry_attempt", async () => {
    const seen: unknown[] = [];
    running = await socketApp(slack, (app) => {
      app.event("app_home_opened", async ({ body, context }) => {
        seen.push([body.event_id, context.retryNum, context.retryReason]);
      });
    });
    const delivery = await slack.event({ type: "app_home_opened", user: "U1", channel: "D1", tab: "home" });
    expect(delivery.acked).toBe(true);
    const [envelope] = slack.socket.envelopes;
    slack.socket.redeliver(envelope);
    await slack.until(() => seen.length === 2 && (envelope?.acks.length ?? 0) === 2, "the second delivery");
    const id = envelope?.payload.event_id;
    expect(seen).toEqual([
      [id, 0, ""],
      [id, 1, "timeout"],
    ]);
    expect(slack.problems).toEqual([]);
  });
});

describe("HTTP requests", () => {
  let url: string;
  const event = { type: "event_callback", event_id: "Ev1", event: { type: "app_uninstalled" } };

  beforeEach(async () => {
    running = await httpApp(slack, bot);
    url = (running.via as { http: string }).http;
  });

  it("answers the url verification", async () => {
    const { status, body, challenge } = await slack.http.verify(url);
    expect([status, body]).toEqual([200, { challenge }]);
  });

  it.each([
    ["another secret", { secret: "another" }],
    ["an old timestamp", { ageSeconds: 301 }],
    ["no signature", { signature: "" }],
  ])("refuses %s with 401", async (_name, options) => {
    expect((await slack.http.send(url, "events_api", event, options)).status).toBe(401);
    expect((await slack.http.verify(url, options)).status).toBe(401);
  });

  it("can replay a signed request, which Bolt accepts inside five minutes", async () => {
    const sent = await slack.http.verify(url);
    expect((await sent.replay()).status).toBe(200);
  });

  it("numbers a repeated delivery", async () => {
    const seen: unknown[] = [];
    running?.app.event("app_uninstalled", async ({ context }) => void seen.push(context.retryNum));
    const retry = { num: 1, reason: "http_timeout" };
    expect(await slack.event(event.event, { http: url }, { retry })).toMatchObject({
      acked: true,
      status: 200,
    });
    expect(seen).toEqual([1]);
  });
});

it("opens a modal once within three seconds, suggests options and takes the submission", async () => {
  const block = { type: "input", block_id: "q", label: { type: "plain_text", text: "Query" } };
  const view = {
    type: "modal" as const,
    callback_id: "search",
    title: { type: "plain_text" as const, text: "Search" },
    submit: { type: "plain_text" as const, text: "Go" },
    blocks: [{ ...block, element: { type: "plain_text_input", action_id: "text" } }],
  };
  const submitted: unknown[] = [];
  const opened: unknown[] = [];
  running = await socketApp(slack, (app) => {
    app.command("/modal", async ({ ack, client, body }) => {
      await ack();
      for (let i = 0; i < 2; i += 1)
        await client.views.open({ trigger_id: body.trigger_id, view: view as never }).then(
          () => opened.push("ok"),
          (error: Error) => opened.push(error.message),
        );
    });
    app.view("search", async ({ ack, view: { state } }) => {
      await ack();
      submitted.push(state.values.q?.text?.value);
    });
    app.options("topic", async ({ ack, payload }) => {
      await ack({ options: [{ value: "t1", text: { type: "plain_text", text: payload.value } }] });
    });
  });
  const ana = slack.user();
  await ana.slash("/modal");
  await slack.until(() => opened.length === 2, "both attempts");
  expect(opened).toEqual(["ok", expect.stringContaining("exchanged_trigger_id")]);
  const [modal] = slack.workspace.views;
  await ana.submit(modal ?? {}, { q: { text: { type: "plain_text_input", value: "hi" } } });
  await slack.until(() => submitted.length === 1, "the submission");
  expect(submitted).toEqual(["hi"]);

  const elements = [{ type: "external_select", action_id: "topic" }];
  const blocks = [{ type: "actions", elements }] as never;
  await running.app.client.chat.postMessage({ channel: ana.channel.id, text: "a", blocks });
  const [message] = slack.messages;
  if (!message) throw new Error("no message");
  const { ackBody } = await ana.suggest(message, "topic", "graph");
  expect(ackBody).toMatchObject({ options: [{ value: "t1", text: { text: "graph" } }] });
});

const RECORDED = new URL("../../../shared/contracts/recorded/", import.meta.url);

describe.skipIf(!existsSync(RECORDED))("the recorded payloads (needs ../shared/contracts)", () => {
  const recorded = (path: string) =>
    JSON.parse(readFileSync(new URL(path, RECORDED), "utf8")) as Record<string, Json>;
  const keys = (value: unknown) => Object.keys(value as Json).sort();

  it("have the keys of the stand-in's own", async () => {
    running = await socketApp(slack, bot);
    const ana = slack.user();
    const result = await (await ana.slash("/paper", "x")).settled();
    expect(keys(result.payload)).toEqual(keys(recorded("slash-commands/slack.json").slashCommand));
    const found = result.message;
    if (!found) throw new Error("no message");
    const { action, ephemeralAction, viewSubmission } = recorded("modals/slack.json");
    const withoutStyle = ({ style: _style, ...rest }: Json) => rest;
    const first = (payload: Json | undefined) => withoutStyle((payload?.actions as Json[])[0] as Json);

    const own = (await (await ana.press(found, "next")).settled()).payload;
    expect(keys(own)).toEqual(keys(ephemeralAction));
    expect(keys(own.user)).toEqual(keys(ephemeralAction?.user));
    expect([...keys(first(ephemeralAction)), "value"].sort()).toEqual(keys(first(own)));

    await running.app.client.chat.postMessage({ channel: ana.channel.id, text: "a", blocks: keyboard });
    const posted = slack.messages.at(-1);
    if (!posted) throw new Error("no message");
    const { staticSelectAction } = recorded("actions-reactions/slack.json");
    const chosen = (await (await ana.choose(posted, "pick", 0)).settled()).payload;
    expect(keys(first(staticSelectAction))).toEqual([...keys(first(chosen)), "placeholder"].sort());
    const channelPress = (await (await ana.press(posted, "next")).settled()).payload;
    expect(keys(channelPress)).toEqual(keys(action));
    const inThread = ["thread_ts", "parent_user_id"];
    expect(keys(channelPress.message)).toEqual(keys(action?.message).filter((k) => !inThread.includes(k)));
    expect(keys(channelPress.container)).toEqual(
      keys(action?.container).filter((k) => !inThread.includes(k)),
    );

    const submitted = await ana.submit({ type: "modal", callback_id: "done", blocks: [] }, {});
    expect(submitted.acked).toBe(true);
    expect(keys(submitted.payload)).toEqual(keys(viewSubmission));
  });
});
