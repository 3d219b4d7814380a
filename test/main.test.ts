import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startDiscord } from "./fakes/discord/server.ts";
import { startSlack } from "./fakes/slack/server.ts";
import { samplePaper } from "./support/paper.ts";

const root = join(import.meta.dirname, "..");
const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "paperboy-main-"));
  folders.push(made);
  return made;
}

/** Starts the process as `npm start` does, in an environment of its own. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, "src/main.ts"), ...args], {
    // A folder without `.env`, so that a developer's own settings do not reach the tests.
    cwd: folder(),
    env: { PATH: process.env.PATH, LANG: "C", PAPERBOY_DATA: env.PAPERBOY_DATA ?? folder(), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  const output = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.err += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...output }));
  return { child, output, ended };
}

async function run(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const { child, ended } = start(args, options.env);
  child.stdin.end(options.input ?? "");
  return ended;
}

async function until(look: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!look()) {
    if (Date.now() > deadline) throw new Error("waited 20 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("the console", () => {
  test("answers each piped line, in the language asked for, and exits 0", async () => {
    const { code, out } = await run([], {
      input: "/paper neural collapse\n/paper 神经坍缩 lang:zh\n/paper federated learning lang:de\n",
    });
    const [english = "", chinese = "", german = ""] = out.split("› ").slice(1);
    expect(code).toBe(0);
    expect(english).toMatch(/Principled and Efficient[\s\S]*arXiv:2212\.12206[\s\S]*Original · English/);
    expect(chinese).toMatch(
      /神经坍缩[\s\S]*arXiv:2212\.12206[\s\S]*译自英语，译者：Paperboy project（机器翻译）/,
    );
    expect(german).toMatch(/[Ff]öderiertes Lernen[\s\S]*Übersetzt aus dem Englischen von Paperboy project/);
  });

  test("presses a control by its number, searches bare words, and leaves at exit", async () => {
    const { code, out } = await run([], { input: "neural collapse\n4\n99\nexit\n/paper memes\n" });
    expect(code).toBe(0);
    expect(out).toContain("ニューラルコラプス");
    expect(out).toContain("99 という項目はありません。");
    expect(out).not.toContain("Hateful");
  });
});

describe("ask", () => {
  test("answers once", async () => {
    const { code, out } = await run(["ask", "/paper neural collapse", "--lang", "fr"]);
    expect(code).toBe(0);
    expect(out).toContain("effondrement neuronal");
  });

  test("prints the reply as data with --json", async () => {
    const { code, out } = await run(["ask", "/paper neural collapse", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      kind: "answer",
      card: { url: "https://arxiv.org/abs/2212.12206" },
    });
  });

  test("answers 0 when nothing is found", async () => {
    const { code, out } = await run(["ask", "/paper giraffes"]);
    expect(code).toBe(0);
    expect(out).toContain("Nothing found for “giraffes”.");
  });

  test.each([
    [["ask"], "ask what?"],
    [["ask", "/paper x", "--lang", "klingon"], "--lang klingon"],
    [["ask", "/paper x", "--colour"], "--colour"],
    [["dance"], "dance is not something Paperboy does."],
    [["toString"], "toString is not something Paperboy does."],
    [["ingest"], "ingest which files?"],
    [["register"], "register needs DISCORD_TOKEN"],
    [["manifest", "--url", "nowhere"], "--url nowhere"],
  ])("%j is bad usage", async (args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("an unknown filter is bad usage", async () => {
    const { code, out } = await run(["ask", "/paper x langauge:zh"]);
    expect(code).toBe(2);
    expect(out).toContain("Did you mean `lang:`?");
  });
});

describe("ingest", () => {
  test("adds papers, reports bad lines, and the papers are found", async () => {
    const data = folder();
    const file = join(data, "papers.jsonl");
    writeFileSync(file, `${JSON.stringify(samplePaper({ title: "Giraffes and their necks" }))}\nnot json\n`);
    const { code, err } = await run(["ingest", file], { env: { PAPERBOY_DATA: data } });
    expect(code).toBe(0);
    expect(err).toContain("papers.jsonl: 2 read: 1 added, 1 bad");
    expect(existsSync(join(data, "ingest-report.jsonl"))).toBe(true);
    const found = await run(["ask", "/paper giraffes"], { env: { PAPERBOY_DATA: data } });
    expect(found.out).toContain("Giraffes and their necks");
  });

  test("a missing file is named", async () => {
    const { code, err } = await run(["ingest", "missing.jsonl"]);
    expect(code).toBe(1);
    expect(err).toContain("missing.jsonl");
  });
});

test("health says in a sentence that nothing answers", async () => {
  const { code, err } = await run(["health"], { env: { PORT: "1" } });
  expect(code).toBe(1);
  expect(err).toBe("Nothing answers on port 1: no Paperboy serves there, or PORT is another one.\n");
});

test("manifest prints the Slack app for Socket Mode, and for HTTP with an address", async () => {
  const socket = JSON.parse((await run(["manifest"])).out);
  expect(socket.settings.socket_mode_enabled).toBe(true);
  const http = JSON.parse((await run(["manifest", "--url", "https://papers.example.org"])).out);
  expect(http.features.slash_commands[0].url).toBe("https://papers.example.org/slack/events");
});

test("register sends the commands once", async () => {
  const discord = await startDiscord();
  const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url };
  expect((await run(["register"], { env })).out).toContain("Sent 2 commands to Discord, globally.");
  expect((await run(["register"], { env })).out).toContain("Discord has the 2 commands already, globally.");
  expect(discord.problems).toEqual([]);
  await discord.close();
});

describe("configuration", () => {
  test("every wrong variable is named in a sentence, and no value", async () => {
    const { code, err } = await run([], {
      env: { DISCORD_TOKEN: "xoxb-wrong-kind-1234", SLACK_APP_TOKEN: "xapp-1-secret", PORT: "eighty" },
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^DISCORD_TOKEN /m);
    expect(err).toMatch(/SLACK_BOT_TOKEN/);
    expect(err).toMatch(/^PORT /m);
    expect(err).not.toMatch(/wrong-kind|xapp-1-secret|eighty/);
  });
});

describe("serving", () => {
  const environment = (
    discord: { token: string; url: string },
    slack: { botToken: string; appToken: string; url: string },
  ) => ({
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.url,
  });

  test("one process answers on Discord and Slack, and ends at SIGTERM with code 0", async () => {
    const [discord, slack] = await Promise.all([startDiscord(), startSlack()]);
    const { child, ended } = start([], environment(discord, slack));
    await Promise.all([discord.ready(20_000), slack.socket.ready(1)]);
    const onDiscord = await (
      await discord.user({ locale: "de" }).slash("paper", { query: "neural collapse" })
    ).settled();
    expect(onDiscord.original?.embeds[0]?.title).toContain("neuronalen Kollapses");
    const onSlack = await (
      await slack.user({ locale: "ja-JP" }).slash("/paper", "neural collapse", "socket")
    ).settled();
    expect(JSON.stringify(onSlack.message?.blocks)).toContain("ニューラルコラプス");
    const asked = Date.now();
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect([...discord.problems, ...slack.problems]).toEqual([]);
    await Promise.all([discord.close(), slack.close()]);
  });

  test("a platform that refuses the token does not stop the other, and the log holds neither token", async () => {
    const [discord, slack] = await Promise.all([startDiscord(), startSlack()]);
    const wrong = {
      ...environment(discord, slack),
      DISCORD_TOKEN: "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong0.tokentokentokentokentokentok",
    };
    const { child, output, ended } = start([], wrong);
    await slack.socket.ready(1);
    await until(() => output.err.includes("Discord does not accept DISCORD_TOKEN"));
    const answer = await (await slack.user().slash("/paperboy", "status", "socket")).settled();
    expect(JSON.stringify(answer.message?.blocks)).toContain("discord: not connected");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    expect(output.err).not.toContain("tokentoken");
    expect(output.err).not.toContain(slack.botToken);
    await Promise.all([discord.close(), slack.close()]);
  });

  test("where no platform can run the process ends with code 1 and says why", async () => {
    const slack = await startSlack();
    slack.setToken("bot", "invalid_auth");
    const { code, err } = await run([], {
      env: { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.url },
    });
    expect(code).toBe(1);
    expect(err).toContain("Slack does not accept SLACK_BOT_TOKEN");
    await slack.close();
  });

  test("a second serving process on the same data is refused", async () => {
    const slack = await startSlack();
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.url,
      PAPERBOY_DATA: folder(),
    };
    const first = start([], env);
    await slack.socket.ready(1);
    const { code, err } = await run([], { env });
    expect(code).toBe(1);
    expect(err).toContain("Another Paperboy already serves the data folder");
    first.child.kill("SIGTERM");
    expect((await first.ended).code).toBe(0);
    await slack.close();
  });

  test("papers that another process ingests are found without a restart, and health is told on PORT", async () => {
    const [slack, data] = [await startSlack(), folder()];
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.url,
      PAPERBOY_DATA: data,
      PORT: String(port),
    };
    const { child, output, ended } = start([], { ...env, LOG_LEVEL: "info" });
    await until(() => output.err.includes("slack: connected"));
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect((await run(["health"], { env })).code).toBe(0);
    const file = join(data, "more.jsonl");
    writeFileSync(file, JSON.stringify(samplePaper({ title: "Giraffes and their necks" })));
    await run(["ingest", file], { env: { PAPERBOY_DATA: data } });
    const http = { http: `http://127.0.0.1:${port}/slack/events` };
    const ask = async () =>
      JSON.stringify(
        (await (await slack.user({ via: http }).slash("/paper", "giraffes")).settled()).message?.blocks,
      );
    let answer = await ask();
    for (let tries = 0; tries < 40 && !answer.includes("necks"); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      answer = await ask();
    }
    expect(answer).toContain("Giraffes and their necks");
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
    await slack.close();
  });
});
