import { describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { PlatformError } from "../../../src/core/platform.ts";
import { serve } from "../../../src/serve.ts";
import type { How } from "../../fakes/slack/faults.ts";
import type { TokenState } from "../../fakes/slack/workspace.ts";
import { openTestApp } from "../../support/app.ts";
import {
  app,
  connect,
  createPlatform,
  freePort,
  modes,
  person,
  requestUrl,
  saidBy,
  search,
  shown,
  slack,
} from "./harness.ts";

const opens = () => slack.calls("apps.connections.open");

async function refusal(start: Promise<void>): Promise<PlatformError> {
  const error: unknown = await start.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error(`no PlatformError but ${String(error)}`);
  return error;
}

describe.each(modes)("starting over %s", (mode) => {
  test("asks Slack once who it is, and no more than the mode needs", async () => {
    const { platform } = await connect(mode);
    expect(platform.state).toBe("ready");
    const asked = slack.requests.map(({ method }) => method);
    expect(asked).toEqual(mode === "http" ? ["auth.test"] : ["auth.test", "apps.connections.open"]);
  });

  test.each<TokenState>([
    "token_expired",
    "token_revoked",
    "invalid_auth",
    "account_inactive",
  ])("a bot token that is %s is refused for good, in one sentence that names the variable", async (state) => {
    slack.setToken("bot", state);
    const { platform } = await createPlatform(mode);
    const error = await refusal(platform.start());
    expect(error).toMatchObject({ permanent: true });
    expect(error.message).toMatch(new RegExp(`^Slack does not accept SLACK_BOT_TOKEN \\(${state}\\)\\. `));
    expect(`${error.message} ${error.stack} ${app.logged.join()}`).not.toContain(slack.botToken);
    expect(platform.state).toBe("failed");
  });

  test.each<How>([
    { status: 503 },
    "reset",
    { status: 429, retryAfter: 30 },
    { error: "service_unavailable" },
  ])("%j is no refusal: the next attempt serves", async (how) => {
    const { platform, via } = await createPlatform(mode);
    slack.fail({ method: "auth.test" }, how);
    expect(await refusal(platform.start())).toMatchObject({ permanent: false });
    expect(platform.state).toBe("failed");
    await platform.start();
    expect(platform.state).toBe("ready");
    expect(saidBy(await search(person({ via }), "collapse"))).toContain("2212.12206");
  });

  test("a stop while Slack keeps the start waiting ends both", async () => {
    const { platform } = await createPlatform(mode);
    slack.fail({ method: "auth.test" }, "hang");
    const started = refusal(platform.start());
    await slack.request("auth.test");
    await platform.stop(5_000);
    expect(await started).toMatchObject({ permanent: false });
    expect(platform.state).toBe("stopped");
    expect(slack.socket.connections).toBe(0);
  });
});

describe.each(modes)("stopping over %s", (mode) => {
  test("answers in flight are finished, and nothing new is taken", async () => {
    const { platform, via } = await connect(mode);
    const user = person({ via });
    slack.fail({ method: "response_url" }, { delay: 300 });
    const outcome = await user.slash("/paper", "collapse");
    await slack.until(() => slack.calls("response_url").length === 1, "the answer to be under way");
    expect(outcome.replies.length).toBeLessThanOrEqual(1);
    await platform.stop(5_000);
    expect(outcome.replies).toHaveLength(1);
    expect(slack.calls("response_url")[0]?.status).toBe(200);
    expect(platform.state).toBe("stopped");
    expect(slack.socket.connected).toBe(0);
    if (via !== "socket") await expect(fetch(via.http, { method: "POST" })).rejects.toThrow();
  });

  test("an answer that hangs is given up when the time is over", async () => {
    const { platform, via } = await connect(mode);
    slack.fail({ method: "response_url" }, "hang", 3);
    slack.fail({ method: "chat.postEphemeral" }, "hang");
    await person({ via }).slash("/paper", "collapse");
    await slack.until(() => slack.calls("response_url").length === 1, "the answer to be under way");
    const from = performance.now();
    await platform.stop(200);
    expect(performance.now() - from).toBeLessThan(2_500);
    await slack.until(() => app.logged.at(-1)?.includes("could not be delivered"), "the log");
  });

  test("one that never started stops, and twice is fine", async () => {
    const { platform } = await createPlatform(mode);
    await platform.stop(100);
    await platform.stop(100);
    expect(platform.state).toBe("stopped");
  });
});

describe("Socket Mode", () => {
  test.each<TokenState>([
    "token_expired",
    "token_revoked",
    "invalid_auth",
  ])("an app-level token that is %s is refused for good", async (state) => {
    slack.setToken("app", state);
    const { platform } = await createPlatform("socket");
    const error = await refusal(platform.start());
    expect(error.permanent).toBe(true);
    expect(error.message).toContain(`SLACK_APP_TOKEN (${state})`);
    expect(`${error.message} ${app.logged.join()}`).not.toContain(slack.appToken);
  });

  test("trouble while the first connection is opened is no refusal", async () => {
    const { platform, via } = await createPlatform("socket");
    slack.fail({ method: "apps.connections.open" }, { status: 500 });
    expect(await refusal(platform.start())).toMatchObject({ permanent: false });
    await platform.start();
    expect(saidBy(await search(person({ via }), "collapse"))).toContain("2212.12206");
  });

  test.each<[string, () => void]>([
    ["a dropped socket", () => slack.socket.drop()],
    ["a warning", () => slack.socket.disconnect("warning")],
    ["a refresh", () => slack.socket.disconnect("refresh_requested")],
  ])("after %s it is back long before the five seconds of the library, and what waited is answered once", async (_, lose) => {
    const { via } = await connect("socket");
    const user = person({ via });
    const from = performance.now();
    lose();
    const outcome = await (await user.slash("/paper", "collapse")).settled();
    expect(performance.now() - from).toBeLessThan(3_000);
    expect(outcome.replies).toHaveLength(1);
    expect(slack.socket.connections).toBe(2);
    expect(opens()).toHaveLength(2);
  });

  test.each<How>([
    { status: 500 },
    "reset",
    { error: "invalid_auth" },
    { error: "token_revoked" },
    "store-then-502",
  ])("apps.connections.open failing once (%j) while it reconnects is said in the log and survived", async (how) => {
    const { platform, via } = await connect("socket");
    const user = person({ via });
    slack.fail({ method: "apps.connections.open" }, how);
    slack.socket.drop();
    await slack.until(() => platform.state === "failed", "the failed attempt");
    expect(app.logged.join()).toContain("cannot connect again yet");
    expect((await (await user.slash("/paper", "collapse")).settled()).replies).toHaveLength(1);
    expect(platform.state).toBe("ready");
  });

  test("connections that worked for two seconds each come back at once, however many there were", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const user = person(await connect("socket"));
      const from = performance.now();
      for (const _ of [1, 2, 3, 4]) {
        vi.setSystemTime(Date.now() + 2_000);
        slack.socket.drop();
        await (await user.slash("/paperboy", "help")).settled();
      }
      expect(performance.now() - from).toBeLessThan(1_500);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    "null",
    "1",
    '"x"',
    "[]",
    "{}",
    "no JSON",
    '{"type":"events_api"}',
  ])("a frame of %s ends nothing: what comes next on the connection is answered", async (frame) => {
    const send = vi.spyOn(WebSocket.prototype, "send");
    const { via } = await connect("socket");
    const [connection] = send.mock.contexts as WebSocket[];
    send.mockRestore();
    connection?.send(frame);
    expect((await (await person({ via }).slash("/paperboy", "help")).settled()).replies).toHaveLength(1);
    expect(slack.socket.connections).toBe(1);
  });

  test("a stop ends the attempts to connect again", async () => {
    const { platform } = await connect("socket");
    slack.fail({ method: "apps.connections.open" }, { error: "token_revoked" }, 100);
    slack.socket.drop();
    await slack.until(() => platform.state === "failed", "the failed attempt");
    await platform.stop(1_000);
    const tried = opens().length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(opens()).toHaveLength(tried);
    expect(platform.state).toBe("stopped");
  });

  test("a stop while a connection is being opened leaves none behind", async () => {
    const { platform } = await createPlatform("socket");
    slack.fail({ method: "apps.connections.open" }, { delay: 200 });
    const started = platform.start().catch(() => {});
    await slack.request("apps.connections.open");
    await platform.stop(5_000);
    await started;
    await slack.until(() => slack.socket.connected === 0, "no connection");
    expect(platform.state).toBe("stopped");
  });

  test("an envelope whose acknowledgement was lost is answered once", async () => {
    const { via } = await connect("socket");
    const outcome = await (await person({ via }).slash("/paper", "collapse")).settled();
    const envelope = slack.socket.redeliver(slack.socket.envelopes.at(-1));
    await slack.until(() => envelope.acks.length === 2, "the second acknowledgement");
    await (await person({ via }).slash("/paperboy", "help")).settled();
    expect(outcome.replies).toHaveLength(1);
  });

  test("an event that nobody asked for is acknowledged and left alone", async () => {
    await connect("socket");
    expect((await slack.event({ type: "app_mention", text: "hi" })).acked).toBe(true);
    expect(slack.messages).toEqual([]);
  });

  test("two processes share the work, and one goes on when the other stops", async () => {
    const first = await connect("socket");
    await connect("socket");
    const user = person(first);
    for (const _ of [1, 2, 3])
      expect((await (await user.slash("/paperboy", "help")).settled()).replies).toHaveLength(1);
    await first.platform.stop(5_000);
    for (const _ of [1, 2, 3])
      expect((await (await user.slash("/paperboy", "help")).settled()).replies).toHaveLength(1);
  });
});

describe("HTTP mode", () => {
  test.each([
    ["a wrong secret", { secret: "of somebody else" }],
    ["a timestamp 301 s old", { ageSeconds: 301 }],
    ["an empty signature", { signature: "" }],
    ["a made-up signature", { signature: `v0=${"0".repeat(64)}` }],
  ])("%s is answered 401, and nothing is done", async (_, forged) => {
    const { via } = await connect("http");
    if (via === "socket") throw new Error("not HTTP");
    const user = person({ via });
    const { payload } = await (await user.slash("/paperboy", "help")).settled();
    const attack = { ...payload, trigger_id: "1.2.3" };
    expect(await slack.http.send(via.http, "slash_commands", attack, forged)).toMatchObject({
      status: 401,
      acked: false,
    });
    await (await user.slash("/paperboy", "about")).settled();
    expect(slack.calls("response_url")).toHaveLength(2);
  });

  test("a request replayed byte for byte is acknowledged and not answered again", async () => {
    const { via } = await connect("http");
    if (via === "socket") throw new Error("not HTTP");
    const user = person({ via });
    const { payload } = await (await user.slash("/paperboy", "help")).settled();
    const sent = await slack.http.send(via.http, "slash_commands", { ...payload, trigger_id: "1.2.3" });
    expect(await sent.replay()).toMatchObject({ status: 200, body: "" });
    await (await user.slash("/paperboy", "about")).settled();
    expect(slack.calls("response_url")).toHaveLength(3);
  });

  test("Slack's check of the request URL passes", async () => {
    const { via } = await connect("http");
    if (via === "socket") throw new Error("not HTTP");
    const { body, challenge } = await slack.http.verify(via.http);
    expect(body).toEqual({ challenge });
  });

  test("a port that is taken is refused with a sentence", async () => {
    const { port } = await connect("http");
    const { platform } = await createPlatform("http", app, {
      mode: { kind: "http", signingSecret: slack.signingSecret, port },
    });
    const error = await refusal(platform.start());
    expect(error.permanent).toBe(true);
    expect(error.message).toContain("PORT");
  });

  test("/healthz and /readyz answer beside Slack's requests, also before Slack does, until the stop", async () => {
    const own = await openTestApp();
    const port = await freePort();
    const config = {
      ...own.config,
      port,
      slack: {
        botToken: slack.botToken,
        apiUrl: slack.url,
        mode: { kind: "http" as const, signingSecret: slack.signingSecret, port },
      },
    };
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    const stop = new AbortController();
    slack.fail({ method: "auth.test" }, { delay: 400 });
    const served = serve(own, config, own.log, stop.signal);
    await slack.request("auth.test");
    expect([await get("/healthz"), await get("/readyz")]).toEqual([200, 503]);
    await slack.until(() => own.platforms[0]?.state === "ready", "the platform");
    expect([await get("/healthz"), await get("/readyz"), await get("/nothing")]).toEqual([200, 200, 404]);
    const outcome = await (
      await person({ via: { http: requestUrl(port) } }).slash("/paperboy", "status")
    ).settled();
    expect(saidBy(shown(outcome))).toContain("slack");
    stop.abort();
    expect(await served).toBe(true);
    await own.close();
  });
});
