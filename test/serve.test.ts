import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "../src/store/sqlite.ts";
import { sampleSubscription } from "./contracts/digest-store.ts";
import { type Slack, startSlack } from "./fakes/slack/server.ts";

const main = join(import.meta.dirname, "../src/main.ts");
let folder: string;
let slack: Slack;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-serve-"));
  slack = await startSlack();
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Serves Slack in a process of its own, with something loaded before it. */
async function serve(preload = "", more: Record<string, string> = {}) {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const loaded = join(folder, "preload.mjs");
  writeFileSync(loaded, preload);
  const env = {
    PATH: process.env.PATH,
    PAPERBOY_DATA: join(folder, "data"),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.url,
    LOG_LEVEL: "info",
    PORT: String(port),
    ...more,
  };
  const started = spawn(process.execPath, ["--import", loaded, main], {
    cwd: folder,
    env,
    stdio: ["ignore", "inherit", "pipe"],
  });
  child = started;
  const output = { err: "" };
  started.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.err += text;
  });
  const ended = once(started, "close").then(([code]) => code as number | null);
  await slack.socket.ready(1);
  await until(() => output.err.includes("slack: connected"));
  return { child: started, output, ended, port };
}

async function until(look: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!look()) {
    if (Date.now() > deadline) throw new Error("waited 20 s in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The first line of the answer to a request as it is on the wire. */
async function rawStatus(port: number, target: string): Promise<string | undefined> {
  const socket = connect(port, "127.0.0.1");
  socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer.split("\r\n")[0];
}

test("whatever is asked of the health port is answered", async () => {
  const { child, ended, port } = await serve();
  for (const target of ["//", "//?x", "/toString", "/__proto__", "*"])
    expect(await rawStatus(port, target)).toBe("HTTP/1.1 404 Not Found");
  for (const target of ["/healthz", "/readyz?from=probe"])
    expect(await rawStatus(port, target)).toBe("HTTP/1.1 200 OK");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("an error that nobody catches is logged and ends nothing", async () => {
  const preload = `process.on("SIGUSR2", () => {
    Promise.reject(new Error("rejected in an SDK"));
    throw new Error("thrown in an SDK");
  });`;
  const { child, output, ended } = await serve(preload);
  child.kill("SIGUSR2");
  await until(() => /thrown in an SDK/.test(output.err) && /rejected in an SDK/.test(output.err));
  const answer = await (await slack.user().slash("/paper", "neural collapse", "socket")).settled();
  expect(JSON.stringify(answer.message?.blocks)).toContain("2212.12206");
  expect(output.err.match(/Paperboy goes on/g)).toHaveLength(2);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("a platform that fails in a way nobody foresaw does not stop the other", async () => {
  const adapter = new URL("../src/platforms/discord/adapter.ts", import.meta.url).href;
  const preload = `import { DiscordPlatform } from ${JSON.stringify(adapter)};
    DiscordPlatform.prototype.start = async () => {
      throw new TypeError("no such property");
    };`;
  const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong0.tokentokentokentokentokentok";
  const { child, output, ended } = await serve(preload, { DISCORD_TOKEN: token });
  await until(() => output.err.includes("discord could not be started because of an unforeseen error"));
  const answer = await (await slack.user().slash("/paper", "neural collapse", "socket")).settled();
  expect(JSON.stringify(answer.message?.blocks)).toContain("2212.12206");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});

test("when the search worker has stopped for good the process ends with code 1", async () => {
  const preload = `import { Worker } from "node:worker_threads";
    const workers = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...args) {
      if (!workers.includes(this)) workers.push(this);
      return post.apply(this, args);
    };
    process.on("SIGUSR2", () => workers.at(-1).terminate());`;
  const { child, output, ended } = await serve(preload);
  child.kill("SIGUSR2");
  await until(() => output.err.includes("started again from what was saved"));
  const answer = await (await slack.user().slash("/paper", "neural collapse", "socket")).settled();
  expect(JSON.stringify(answer.message?.blocks)).toContain("2212.12206");
  child.kill("SIGUSR2");
  expect(await ended).toBe(1);
  expect(output.err).toContain("Paperboy ends because its search index has stopped for good");
  expect(output.err).not.toContain("could not be brought up to date");
});

test("a digest is posted by whoever serves, and a stop in the middle of it loses nothing", async () => {
  slack.addChannel({ id: "C1" });
  const store = await openSqliteStore(join(folder, "data"));
  const channel = "slack:T1:C1";
  await store.digests.keep(sampleSubscription("a", { channel, due: new Date(), topic: "neural collapse" }));
  const [subscription] = await store.digests.due(1, 60_000);
  if (!subscription) throw new Error("nothing is due");
  await store.digests.plan({
    subscription,
    date: subscription.date,
    parts: ["header", "first card"].map((title, index) => ({
      ...(index > 0 && { thread: "Today" }),
      card: { title, blocks: [] },
    })),
    ledger: [],
    account: { day: { kind: "weekend" }, from: 0, to: 0, matched: [], shown: 0 },
    next: { due: new Date(Date.now() + 3_600_000), date: "2199-01-01", position: 0, quiet: 0 },
  });
  const texts = () => slack.messages.map(({ text, thread_ts }) => [text, thread_ts !== undefined]);
  slack.fail({ method: "chat.postMessage", where: (body) => body.text === "first card" }, "store-then-hang");
  const { child, ended } = await serve();
  await until(() => texts().length === 2);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(texts()).toEqual([
    ["header", false],
    ["first card", true],
  ]);
  expect(await store.digests.claim(60_000, ["slack"])).toBeUndefined();
  await store.close();
});
