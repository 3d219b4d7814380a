/**
 * How soon a serving process acknowledges while commands keep coming: `node test/load/acknowledge.ts DATA_FOLDER [SECONDS]`.
 * The real process serves Discord and Slack at once against the loopback stand-ins; 20 commands a second arrive at even
 * times, half on each platform, each from another person. Prints one JSON line; times in ms, measured by the stand-ins
 * from sending the event to receiving its acknowledgement.
 */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { startDiscord } from "../fakes/discord/server.ts";
import { startSlack } from "../fakes/slack/server.ts";

const perSecond = 20;
const queries = [
  "neural collapse",
  "federated learning privacy",
  "diffusion models for image generation",
  "graph neural networks expressivity",
  "神经坍缩 lang:zh",
  "large language model reasoning lang:de",
  "quantum error correction year:2020..2024",
  "dark matter halo cat:astro-ph",
  "transfomer attention",
  "reinforcement learning from human feedback sort:new",
];

const [folder = "./data", seconds = "60"] = process.argv.slice(2);
const discord = await startDiscord();
const slack = await startSlack();
const child = spawn(process.execPath, ["src/main.ts"], {
  cwd: new URL("../..", import.meta.url),
  env: {
    PATH: process.env.PATH,
    PAPERBOY_DATA: folder,
    LOG_LEVEL: "warn",
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.url,
  },
  stdio: ["ignore", "inherit", "inherit"],
});
await discord.ready(60_000);
await slack.socket.ready(1);

const acknowledged: number[] = [];
const answered: number[] = [];
let failed = 0;
const running: Promise<void>[] = [];
const total = Number(seconds) * perSecond;
const started = performance.now();
for (let at = 0; at < total; at++) {
  await sleep(Math.max(0, started + (at * 1000) / perSecond - performance.now()));
  running.push(
    command(at).catch((error: unknown) => {
      failed++;
      console.error(String(error));
    }),
  );
}
await Promise.all(running);
child.kill("SIGTERM");
await new Promise((resolve) => child.once("exit", resolve));
await Promise.all([discord.close(), slack.close()]);

const at = (values: number[], share: number) => {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
};
const result = {
  commands: total,
  per_second: perSecond,
  failed,
  ack_p50_ms: at(acknowledged, 0.5),
  ack_p99_ms: at(acknowledged, 0.99),
  ack_max_ms: at(acknowledged, 1),
  answer_p50_ms: at(answered, 0.5),
  answer_p99_ms: at(answered, 0.99),
  problems: discord.problems.length + slack.problems.length,
};
console.log(JSON.stringify(result));

async function command(at: number): Promise<void> {
  const query = queries[at % queries.length] ?? "";
  const from = performance.now();
  if (at % 2 === 0) {
    const reply = await discord.user({ name: `person${at}` }).slash("paper", { query });
    if (reply.failed) throw new Error("discord: not acknowledged");
    acknowledged.push(reply.ackMs ?? Number.NaN);
    await reply.settled({ timeoutMs: 30_000 });
  } else {
    const outcome = await slack.user({ name: `person${at}` }).slash("/paper", query);
    if (!outcome.acked) throw new Error("slack: not acknowledged");
    acknowledged.push(outcome.ackMs ?? Number.NaN);
    await outcome.settled({ timeoutMs: 30_000 });
  }
  answered.push(performance.now() - from);
}
