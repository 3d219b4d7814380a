import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "dotenv";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError, environmentSchema, readConfig } from "../src/config.ts";
import { languages } from "../src/core/language.ts";

const folder = mkdtempSync(join(tmpdir(), "paperboy-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function problems(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const discord = { DISCORD_TOKEN: "discord-token-0123456789" };
const slack = { SLACK_BOT_TOKEN: "xoxb-bot-0123456789" };
const socket = { ...slack, SLACK_APP_TOKEN: "xapp-app-0123456789" };
const http = { ...slack, SLACK_SIGNING_SECRET: "0123456789abcdef" };

describe(".env.example", () => {
  // A default that a container sets for itself is shown in a comment.
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8").replace(
    /^#(?=[A-Z_]+=)/gm,
    "",
  );

  test("has the schema's variables, all of them and no other", () => {
    expect(Object.keys(parse(example))).toEqual(Object.keys(environmentSchema.shape));
  });

  test("has a comment right above each variable", () => {
    const lines = example.split("\n");
    for (const [index, line] of lines.entries())
      if (/^\w+=/.test(line)) expect(lines[index - 1]).toMatch(/^# \S/);
  });

  test("names every language and gives the defaults", () => {
    for (const language of languages) expect(example).toContain(language);
    expect(readConfig({ ...parse(example), PORT: "" })).toEqual(readConfig({}));
  });
});

describe("what is read", () => {
  test("nothing needs to be set", () => {
    expect(readConfig({})).toEqual({
      data: "./data",
      logLevel: "info",
      translation: { translators: [{ name: "bergamot" }], queries: false },
      summaries: { kind: "extract" },
      sources: { feeds: [], allowPrivate: false },
      secrets: [],
    });
  });

  test("an empty variable is one that is not set", () => {
    const empty = Object.fromEntries(Object.keys(environmentSchema.shape).map((name) => [name, " "]));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  test("Discord", () => {
    const environment = {
      ...discord,
      DISCORD_GUILD_ID: "80351110224678912",
      DISCORD_API_URL: "http://127.0.0.1:1/api",
    };
    expect(readConfig(environment)).toMatchObject({
      discord: { token: discord.DISCORD_TOKEN, guild: "80351110224678912", apiUrl: "http://127.0.0.1:1/api" },
      secrets: [discord.DISCORD_TOKEN],
    });
  });

  test("Slack in Socket Mode, which wins over HTTP", () => {
    const config = readConfig({ ...http, ...socket });
    expect(config.slack).toEqual({
      botToken: slack.SLACK_BOT_TOKEN,
      mode: { kind: "socket", appToken: socket.SLACK_APP_TOKEN },
    });
    expect(config.secrets).toEqual([
      slack.SLACK_BOT_TOKEN,
      socket.SLACK_APP_TOKEN,
      http.SLACK_SIGNING_SECRET,
    ]);
  });

  test("Slack over HTTP, on port 3000 where nothing else is said", () => {
    const mode = { kind: "http", signingSecret: http.SLACK_SIGNING_SECRET };
    expect(readConfig(http)).toMatchObject({ port: 3000, slack: { mode: { ...mode, port: 3000 } } });
    expect(readConfig({ ...http, PORT: "0" })).toMatchObject({
      port: 0,
      slack: { mode: { ...mode, port: 0 } },
    });
  });

  test.each([
    ["https://proxy.example/api/v10/", "https://proxy.example/api"],
    ["https://proxy.example/api/v10", "https://proxy.example/api"],
    ["https://proxy.example/api//", "https://proxy.example/api"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ])("DISCORD_API_URL %s is %s", (given, meant) => {
    expect(readConfig({ ...discord, DISCORD_API_URL: given }).discord?.apiUrl).toBe(meant);
  });

  test.each([
    "http://127.0.0.1:8080/api",
    "http://127.0.0.1:8080/api/",
    "http://127.0.0.1:8080/api//",
  ])("SLACK_API_URL %s ends in one slash", (given) => {
    expect(readConfig({ ...socket, SLACK_API_URL: given }).slack?.apiUrl).toBe("http://127.0.0.1:8080/api/");
  });

  test("a language by any of its names, a level in any case", () => {
    expect(readConfig({ PAPERBOY_LANGUAGE: "Deutsch", LOG_LEVEL: "WARN" })).toMatchObject({
      language: "de",
      logLevel: "warn",
    });
  });
});

describe("secrets in files", () => {
  test("each secret is read from its file, without the line's end", () => {
    const config = readConfig({
      DISCORD_TOKEN_FILE: file("discord", `${discord.DISCORD_TOKEN}\n`),
      SLACK_BOT_TOKEN_FILE: file("bot", `${slack.SLACK_BOT_TOKEN}\r\n`),
      SLACK_APP_TOKEN_FILE: file("app", socket.SLACK_APP_TOKEN),
      SLACK_SIGNING_SECRET_FILE: file("signing", `${http.SLACK_SIGNING_SECRET}\n`),
    });
    expect(config).toEqual(readConfig({ ...discord, ...socket, ...http }));
  });

  test("a secret given in both ways is a problem", () => {
    expect(problems({ ...discord, DISCORD_TOKEN_FILE: file("twice", "x") })).toEqual([
      "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: remove one of them.",
    ]);
  });

  test("a file that is missing or empty is a problem, its path is not told", () => {
    expect(
      problems({ ...slack, SLACK_APP_TOKEN_FILE: "/no/such/file", DISCORD_TOKEN_FILE: file("empty", "\n") }),
    ).toEqual([
      "DISCORD_TOKEN_FILE names a file that is empty: write the secret into it.",
      "SLACK_APP_TOKEN_FILE names a file that cannot be read (ENOENT): check its path and permissions.",
    ]);
  });

  test("what is in a file is checked like the variable", () => {
    expect(problems({ ...slack, SLACK_APP_TOKEN_FILE: file("wrong", "xoxb-wrong-kind") })).toEqual([
      "SLACK_APP_TOKEN holds another kind of token (xox): put the app-level token that begins with xapp- there.",
    ]);
  });
});

describe("what is wrong is said in a sentence", () => {
  test.each<[string, Record<string, string>]>([
    ["DISCORD_TOKEN contains white space or quotes", { DISCORD_TOKEN: "Bot discord-token" }],
    ["DISCORD_TOKEN contains white space or quotes", { DISCORD_TOKEN: '"discord-token"' }],
    ["DISCORD_TOKEN holds a Slack token", { DISCORD_TOKEN: "xoxb-bot" }],
    ["DISCORD_GUILD_ID must be a server's id", { ...discord, DISCORD_GUILD_ID: "my server" }],
    ["DISCORD_TOKEN is missing", { DISCORD_GUILD_ID: "80351110224678912" }],
    [
      "DISCORD_API_URL must be an address that begins with http",
      { ...discord, DISCORD_API_URL: "discord.com/api" },
    ],
    [
      "DISCORD_API_URL must be an address that begins with http",
      { ...discord, DISCORD_API_URL: "file:///etc" },
    ],
    [
      "SLACK_API_URL must be a plain address",
      { ...socket, SLACK_API_URL: "https://user:password@slack.com/" },
    ],
    ["SLACK_BOT_TOKEN holds an app-level token", { ...socket, SLACK_BOT_TOKEN: "xapp-1" }],
    ["SLACK_APP_TOKEN holds another kind of token", { ...socket, SLACK_APP_TOKEN: "xoxb-1" }],
    ["SLACK_SIGNING_SECRET holds a token", { ...http, SLACK_SIGNING_SECRET: "xoxb-1" }],
    ["SLACK_BOT_TOKEN is missing", { SLACK_APP_TOKEN: "xapp-1" }],
    ["SLACK_BOT_TOKEN is missing", { SLACK_SIGNING_SECRET: "abc" }],
    [
      "SLACK_BOT_TOKEN needs a second variable: add SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET",
      slack,
    ],
    ["PORT must be a whole number from 0 to 65535.", { PORT: "65536" }],
    ["PORT must be a whole number from 0 to 65535.", { PORT: "3e3" }],
    ["PORT must be a whole number from 0 to 65535.", { PORT: "-1" }],
    ["PAPERBOY_LANGUAGE must be one of en, zh-Hans", { PAPERBOY_LANGUAGE: "Klingon" }],
    ["LOG_LEVEL must be one of fatal, error", { LOG_LEVEL: "loud" }],
  ])("%s", (sentence, environment) => {
    const found = problems(environment);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(sentence);
    expect(found[0]).toMatch(/\.$/);
  });

  test("everything at once", () => {
    const found = problems({
      ...slack,
      PORT: "x",
      LOG_LEVEL: "x",
      PAPERBOY_LANGUAGE: "x",
      DISCORD_GUILD_ID: "x",
    });
    const names = found.map((problem) => problem.split(" ")[0]).sort();
    expect(names).toEqual(
      [
        "DISCORD_GUILD_ID",
        "DISCORD_TOKEN",
        "LOG_LEVEL",
        "PAPERBOY_LANGUAGE",
        "PORT",
        "SLACK_BOT_TOKEN",
      ].sort(),
    );
  });

  test("never with a value, whatever the value is", () => {
    const name = fc.constantFrom(...Object.keys(environmentSchema.shape));
    const value = fc
      .tuple(
        fc.constantFrom("xoxb-", "xapp-", "https://", "", " ", '"'),
        fc.stringMatching(/^[A-Z0-9]{12,30}$/),
      )
      .map(([prefix, rest]) => ({ text: prefix + rest, rest }));
    fc.assert(
      fc.property(fc.dictionary(name, value), (variables) => {
        const environment = Object.fromEntries(
          Object.entries(variables).map(([key, { text }]) => [key, text]),
        );
        const told = problems(environment).join("\n");
        for (const { rest } of Object.values(variables)) expect(told).not.toContain(rest);
      }),
      { numRuns: 500 },
    );
  });
});

describe(".env", () => {
  function load(environment: Record<string, string>): unknown {
    const code = `
      import { loadConfig } from ${JSON.stringify(new URL("../src/config.ts", import.meta.url).href)};
      console.log(JSON.stringify({ config: loadConfig(), leaked: process.env.DISCORD_TOKEN ?? null }));`;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", code], {
      cwd: folder,
      env: environment,
      encoding: "utf8",
    });
    return JSON.parse(output);
  }

  test("it is read quietly; a variable that is set wins over it, an empty one does not", () => {
    file(".env", "DISCORD_TOKEN='discord-token-0123456789'\nPAPERBOY_DATA=/from/file\nLOG_LEVEL=debug\n");
    expect(load({ PAPERBOY_DATA: "/from/environment", LOG_LEVEL: "" })).toEqual({
      config: {
        data: "/from/environment",
        logLevel: "debug",
        discord: { token: discord.DISCORD_TOKEN },
        translation: { translators: [{ name: "bergamot" }], queries: false },
        summaries: { kind: "extract" },
        sources: { feeds: [], allowPrivate: false },
        secrets: [discord.DISCORD_TOKEN],
      },
      leaked: null,
    });
  });

  test("it need not be there", () => {
    rmSync(join(folder, ".env"), { force: true });
    expect(load({})).toMatchObject({ config: { data: "./data" } });
  });
});
