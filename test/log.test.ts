import { spawnSync } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { App, LogLevel, type Receiver } from "@slack/bolt";
import { REST, Routes } from "discord.js";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { createLog, type Log } from "../src/log.ts";
import { scrubber } from "../src/scrub.ts";

const discordToken = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB";
const botToken = "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx";
const appToken = "xapp-1-A0123456789-1234567890123-0123456789abcdef";
const signingSecret = "0123456789abcdef0123456789abcdef";
const odd = 'pa"ss\\wörd/+&=%';
const secrets = [discordToken, botToken, appToken, signingSecret, odd];

/** What the log wrote, line by line, each of them JSON and without any secret. */
function logged(use: (log: Log) => void, level = "trace"): Record<string, unknown>[] {
  const lines: string[] = [];
  use(createLog({ level, secrets, write: (line) => lines.push(line) }));
  return lines.map((line) => {
    expect(line.endsWith("}\n")).toBe(true);
    for (const secret of secrets) {
      expect(line).not.toContain(secret);
      expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(line).not.toContain(encodeURIComponent(secret));
      expect(line).not.toContain(Buffer.from(secret).toString("base64").replace(/=*$/, ""));
    }
    return JSON.parse(line);
  });
}

/** Every way in which code gets an error, or anything else, into the log. */
const ways: readonly (readonly [string, (log: Log, value: unknown) => void])[] = [
  ["as the object", (log, value) => log.error(value)],
  ["as err", (log, err) => log.error({ err }, "failed")],
  ["as error", (log, error) => log.error({ error }, "failed")],
  ["with %s", (log, value) => log.error("failed: %s", value as string)],
  ["with %o", (log, value) => log.error("failed: %o", value as object)],
  ["with %j and an object", (log, value) => log.error({ some: "thing" }, "failed: %j", value as object)],
  ["in a template", (log, value) => log.error(`failed: ${value}`)],
  ["inspected", (log, value) => log.error(inspect(value, { depth: 10 }))],
  ["three deep", (log, value) => log.error({ one: { two: { three: value } } }, "failed")],
  ["in an array", (log, value) => log.error({ all: [[value], { value }] }, "failed")],
  ["as a cause", (log, cause) => log.error({ err: new Error("outer", { cause }) }, "failed")],
  [
    "in an AggregateError",
    (log, value) => log.error({ err: new AggregateError([value, value], "many") }, "failed"),
  ],
  ["in a child's bindings", (log, value) => log.child({ value }).error("failed")],
  ["as JSON in a string", (log, value) => log.error({ body: String(JSON.stringify(value)) }, "failed")],
  [
    "hanging on an error",
    (log, value) => log.error(Object.assign(new Error("x"), { request: value, value }), "failed"),
  ],
];

describe("secrets, in the shapes of notes/reliability.md section 4", () => {
  const shapes: readonly (readonly [string, (secret: string) => unknown])[] = [
    ["at the top", (token) => ({ token })],
    ["three deep", (token) => ({ a: { b: { c: { token } } } })],
    [
      "a header in any case",
      (token) => ({ headers: { Authorization: `Bot ${token}`, AUTHORIZATION: `Bearer ${token}` } }),
    ],
    ["a message", (token) => new Error(`request with ${token} failed`)],
    ["an address", (token) => `https://slack.com/api/x?token=${encodeURIComponent(token)}&a=1`],
    [
      "an error's configuration",
      (token) => Object.assign(new Error("x"), { config: { headers: { authorization: token } } }),
    ],
    ["an error's cause", (token) => new Error("x", { cause: new Error(token) })],
    ["an AggregateError", (token) => new AggregateError([new Error(token), { token }], token)],
    ["an array", (token) => ({ list: ["x", token, [token]] })],
    [
      "JSON in a string",
      (token) => ({ body: JSON.stringify({ text: token, inner: JSON.stringify({ token }) }) }),
    ],
    ["a name with prefix", (token) => ({ bot_token: token, slackBotToken: token })],
    ["the environment", (token) => ({ env: { SLACK_BOT_TOKEN: token } })],
    [
      "a raw request",
      (token) => ({ _header: `POST /api HTTP/1.1\r\nAuthorization: Bearer ${token}\r\n\r\n` }),
    ],
    ["base64", (token) => ({ basic: `Basic ${Buffer.from(`user:${token}`).toString("base64")}` })],
    ["a key", (token) => ({ [token]: 1 })],
  ];

  test.each(shapes)("%s", (_, shape) => {
    for (const secret of secrets)
      for (const [, way] of ways) {
        const lines = logged((log) => way(log, shape(secret)));
        expect(lines).toHaveLength(1);
      }
  });

  test.each([0, 1, 2])("base64 of a secret after %i other letters is hidden", (before) => {
    for (const secret of secrets)
      for (const encoding of ["base64", "base64url"] as const) {
        const text = Buffer.from(`${"x".repeat(before)}${secret}`).toString(encoding);
        expect(scrubber(secrets)(text)).toMatch(/^.{0,4}\[hidden\].{0,4}$/);
      }
  });

  test("an unknown token is hidden where it looks like one", () => {
    const scrub = scrubber([]);
    const shown = [
      `Authorization: Bot ${discordToken}`,
      `"authorization":"Bearer abcdefgh12345678"`,
      discordToken,
      botToken,
      "xoxe.xoxp-1-abcdef",
      appToken,
      "https://discord.com/api/webhooks/123456789012345678/abcDEF_-123/messages/@original",
      "/interactions/123456789012345678/aW50ZXJhY3Rpb246abc/callback",
      "https://hooks.slack.com/commands/T123/456/abcdef",
      "https://hooks.slack.com/services/T123/B456/abcdef",
      "wss://wss-primary.slack.com/link/?ticket=12345678-abcd&app_id=1",
      '{"client_secret":"abcdef"}',
      '{\\"response_url\\":\\"http://127.0.0.1/x\\"}',
      "https://user:password@proxy.example/",
    ].map(scrub);
    expect(shown).toEqual([
      "Authorization: Bot [hidden]",
      '"authorization":"[hidden]"',
      "[hidden]",
      "[hidden]",
      "[hidden]",
      "[hidden]",
      "https://discord.com/api/webhooks/123456789012345678/[hidden]/messages/@original",
      "/interactions/123456789012345678/[hidden]/callback",
      "https://hooks.slack.com/[hidden]",
      "https://hooks.slack.com/[hidden]",
      "wss://wss-primary.slack.com/link/?ticket=[hidden]&app_id=1",
      '{"client_secret":"[hidden]"}',
      '{\\"response_url\\":\\"[hidden]\\"}',
      "https://[hidden]@proxy.example/",
    ]);
  });

  test.each([
    "discord: the bot is ready in 3 servers",
    "Bot internationalisation is complete",
    "SLACK_BOT_TOKEN needs a second variable that begins with xoxb- or xapp-",
    "An API error occurred: invalid_auth",
    "see https://arxiv.org/abs/2212.12206v1 and cs.LG at 10:30:00",
    "GET /applications/123456789012345678/commands 401",
    "The token was revoked",
  ])("ordinary text stays: %s", (text) => {
    expect(scrubber([])(text)).toBe(text);
  });

  test("any secret is hidden anywhere, and a line of JSON stays one", () => {
    const secret = fc.string({ unit: "binary", minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(secret, fc.string(), fc.json(), (value, before, other) => {
        const line = JSON.stringify({
          text: before + value,
          json: JSON.stringify({ value }),
          other,
          deep: [{ value }],
        });
        const scrubbed = scrubber([value])(line);
        expect(JSON.parse(scrubbed)).toBeTypeOf("object");
        expect(JSON.parse(scrubbed).deep).toEqual([{ value: "[hidden]" }]);
        expect(JSON.parse(scrubbed).json).not.toContain(JSON.stringify(value));
      }),
    );
  });

  test("a long line takes no long time", () => {
    const scrub = scrubber(secrets);
    for (const piece of [
      "token",
      "M",
      "xox",
      'a"',
      "://",
      "authorization:",
      " ",
      '\\"',
      "Bot ",
      "/webhooks/1",
      "a.",
      "?token=",
    ]) {
      const line = piece.repeat(200_000 / piece.length);
      const start = performance.now();
      scrub(line);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});

describe("what the log says", () => {
  test("the level, the time, the message and what was given", () => {
    const [line] = logged((log) => log.info({ papers: 3 }, "ready"));
    expect(line).toEqual({ level: 30, time: expect.any(Number), papers: 3, msg: "ready" });
  });

  test("nothing below its level", () => {
    expect(logged((log) => log.info("quiet"), "warn")).toEqual([]);
  });

  test("of an error only what is allowed, with its causes", () => {
    const cause = Object.assign(new TypeError("inner"), { code: "ECONNRESET", request: { body: "x" } });
    const error = Object.assign(new Error("outer", { cause }), { status: 503, headers: { a: 1 } });
    const [line] = logged((log) => log.error(error));
    expect(line).toMatchObject({ msg: "outer" });
    expect(line?.err).toEqual({
      type: "Error",
      message: "outer",
      status: 503,
      stack: expect.stringContaining("log.test.ts"),
      cause: { type: "TypeError", message: "inner", code: "ECONNRESET", stack: expect.any(String) },
    });
  });

  test("the error that Bolt has wrapped", () => {
    const error = Object.assign(new Error("outer"), { original: new TypeError("inner") });
    expect(logged((log) => log.error({ err: error }))[0]?.err).toMatchObject({
      original: { type: "TypeError" },
    });
  });

  test("an error's message where it is put into a text", () => {
    expect(logged((log) => log.warn("%s", new TypeError("no")))[0]?.msg).toBe("TypeError: no");
  });

  test("of an object with a class only its name", () => {
    const [line] = logged((log) =>
      log.info({ client: new Log4Nothing(), bytes: Buffer.from("x"), map: new Map() }),
    );
    expect(line).toMatchObject({ client: "[Log4Nothing]", bytes: "[Buffer]", map: "[Map]" });
  });

  test("something of anything, however strange", () => {
    const circular: Record<string, unknown> = { name: "circle" };
    circular.self = circular;
    const endless = new Error("endless");
    endless.cause = endless;
    const hostile = {
      get value() {
        throw new Error("no");
      },
    };
    for (const value of [
      circular,
      endless,
      hostile,
      12n,
      Symbol("x"),
      undefined,
      null,
      Object.create(null),
      new Date(Number.NaN),
    ])
      expect(logged((log) => log.error({ value }, "strange"))[0]).toMatchObject({ msg: "strange" });
    expect(logged((log) => log.error(hostile, "strange"))[0]).toMatchObject({ msg: "strange" });
  });

  test("on standard error, so that standard output stays free", () => {
    const code = `
      import { createLog } from ${JSON.stringify(new URL("../src/log.ts", import.meta.url).href)};
      createLog({ level: "info", secrets: ["${signingSecret}"] }).fatal("last words ${signingSecret}");
      process.exit(1);`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
    expect(run.stdout).toBe("");
    expect(JSON.parse(run.stderr)).toMatchObject({ msg: "last words [hidden]" });
  });
});

class Log4Nothing {
  readonly token = botToken;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

async function thrown(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Logs it in every way, looks for the libraries' secrets and for what is worth knowing. */
function expectClean(error: unknown, message: string, ...alsoSecret: string[]): void {
  for (const [name, way] of ways) {
    const text = JSON.stringify(logged((log) => way(log, error)));
    for (const secret of alsoSecret) expect(text, name).not.toContain(secret);
  }
  expect(JSON.stringify(logged((log) => log.error({ err: error })))).toContain(message);
}

describe("errors that discord.js throws", () => {
  const webhookToken = "aVerySecretWebhookToken-0123456789_abcdefghijklmnopqrstuvwxyz";
  const interactionToken = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OmFiY2RlZmdoaWprbG1ub3A";

  test.each([
    [401, { message: "401: Unauthorized", code: 0 }, "401: Unauthorized"],
    [403, { message: "Missing Access", code: 50001 }, "Missing Access"],
    [500, { message: "Internal Server Error" }, "Internal Server Error"],
  ])("%i with a token, a webhook's address and an interaction's", async (status, body, message) => {
    const rest = new REST({ api: await serve(json(status, body)), retries: 0 }).setToken(discordToken);
    for (const route of [
      Routes.channelMessages("123456789012345678"),
      Routes.webhook("123456789012345678", webhookToken),
      Routes.interactionCallback("123456789012345678", interactionToken),
    ] as const) {
      const error = await thrown(() =>
        rest.post(route, { body: { content: "hello" }, headers: { "X-Own": odd } }),
      );
      expectClean(error, message, webhookToken, interactionToken);
      // A request that was not authorised makes discord.js forget the token.
      rest.setToken(discordToken);
    }
  });

  test("no connection at all", async () => {
    const rest = new REST({ api: "http://127.0.0.1:1", retries: 0 }).setToken(discordToken);
    expectClean(await thrown(() => rest.get(Routes.user())), "ECONNREFUSED");
    expect(logged((log) => log.info({ rest }, "client"))[0]).toMatchObject({ rest: "[REST]" });
  });
});

describe("errors that Bolt throws", () => {
  async function slack(answer: RequestListener): Promise<App> {
    const receiver: Receiver = { init() {}, start: async () => {}, stop: async () => {} };
    return new App({
      token: botToken,
      receiver,
      deferInitialization: true,
      logLevel: LogLevel.ERROR,
      clientOptions: {
        slackApiUrl: `${await serve(answer)}/`,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    });
  }

  test.each<[string, RequestListener, string]>([
    ["an answer that the token is no good", json(200, { ok: false, error: "invalid_auth" }), "invalid_auth"],
    ["too many requests", json(429, { ok: false, error: "ratelimited" }, { "retry-after": "30" }), "rate"],
    ["a server's error", json(500, { token: botToken }), "500"],
    ["a connection that breaks", (request) => request.socket.destroy(), "request error"],
  ])("%s", async (_, answer, message) => {
    const app = await slack(answer);
    const post = () => app.client.chat.postMessage({ token: botToken, channel: "C1", text: "hello" });
    expectClean(await thrown(post), message);
    expectClean(
      await thrown(() => app.client.oauth.v2.access({ client_id: "1", client_secret: odd })),
      message,
    );
    expect(logged((log) => log.info({ client: app.client, app }, "client"))[0]).toMatchObject({
      app: "[App]",
    });
  });

  test("an event whose authorisation fails, and a listener that throws", async () => {
    for (const answer of [
      json(200, { ok: false, error: "invalid_auth" }),
      json(200, { ok: true, user_id: "U", bot_id: "B" }),
    ]) {
      const app = await slack(answer);
      const caught: unknown[] = [];
      app.error(async (error) => {
        caught.push(error);
      });
      app.command("/paper", async () => {
        throw Object.assign(new Error(`no ${botToken}`), {
          request: { headers: { Authorization: `Bearer ${botToken}` } },
        });
      });
      const responseUrl = "https://hooks.slack.com/commands/T1/2/aVerySecretPath";
      const body = {
        command: "/paper",
        text: "x",
        token: "verification-token-1",
        team_id: "T1",
        response_url: responseUrl,
      };
      await app
        .init()
        .then(() => app.processEvent({ body, ack: async () => {} }))
        .catch((error: unknown) => caught.push(error));
      expect(caught.length).toBeGreaterThan(0);
      for (const error of caught) expectClean(error, "message", "aVerySecretPath", "verification-token-1");
    }
  });
});
