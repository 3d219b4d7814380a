/**
 * One process that plans and sends digests, made of the product's own parts. It is started with its `Task` as JSON, says
 * "ready" when everything is loaded, begins at "go" and ends in peace at SIGTERM.
 */
import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import type { Claim, DigestStore, Messenger } from "../../src/core/digest.ts";
import type { Store } from "../../src/core/ports.ts";
import { type LoopTimes, runDigests } from "../../src/digests/run.ts";
import { Sender, type SendingTimes } from "../../src/digests/sender.ts";
import { createLog } from "../../src/log.ts";
import { DiscordMessenger } from "../../src/platforms/discord/messenger.ts";
import { SlackMessenger } from "../../src/platforms/slack/messenger.ts";
import { openStore } from "../../src/store/open.ts";
import { fatalMessenger, fatalStore } from "./failpoint.ts";
import { planner, type Task } from "./task.ts";

/** The product's times, scaled down: an attempt, a doubt and a nonce are shorter than a lease in the same proportions. */
const sending: SendingTimes = {
  lease: 5_000,
  attempt: 1_200,
  doubt: 700,
  backoff: 60,
  longest: 4_000,
  patience: 24 * 60 * 60_000,
};
const loops: LoopTimes = { planning: 3_000, shortest: 20, longest: 500, pause: 50 };
/** Less than the stand-in remembers, which is less than a lease: after a kill it is the history that must tell. */
const nonceWindow = 1_500;

/** What job queues do: when nobody knows what became of an attempt, make another one. */
function neverAsking(messenger: Messenger): Messenger {
  return {
    post: (claim: Claim, signal: AbortSignal) => messenger.post(claim, signal),
    find: async () => ({ kind: "absent" }),
    tell: (person, card, signal) => messenger.tell(person, card, signal),
  };
}

async function work(task: Task): Promise<void> {
  const store = await openSoon(task);
  const log = createLog({ level: "silent", secrets: [] });
  const { die, strategy, discordUrl, slackUrl } = task;
  const made: readonly (readonly [string, Messenger])[] = [
    ["discord", new DiscordMessenger({ token: "token", apiUrl: discordUrl, log, nonceWindow })],
    ["slack", new SlackMessenger({ botToken: "xoxb-token", apiUrl: slackUrl, log })],
  ];
  const messengers = new Map(
    made.map(([name, messenger]) => {
      const used = strategy === "ask" ? messenger : neverAsking(messenger);
      return [name, die ? fatalMessenger(used, die) : used] as const;
    }),
  );
  const digests: DigestStore = die ? fatalStore(store.digests, die) : store.digests;
  const events = { settled: () => {}, outrun: () => {}, suspended: () => {} };
  const sender = new Sender(digests, messengers, events, sending);
  const stop = new AbortController();
  process.once("SIGTERM", () => stop.abort());
  const platforms = [...messengers.keys()];
  await runDigests({ digests, sender, platforms, plan: planner(task), failed: () => {} }, stop.signal, loops);
  await store.close();
  process.exit(0);
}

/** A server that has just crashed may still be starting. Whoever supervises a process starts it again, too. */
async function openSoon({ folder, database }: Task): Promise<Store> {
  for (let tries = 0; ; tries++) {
    try {
      return await openStore(folder, database);
    } catch (error) {
      if (tries > 100) throw error;
      await wait(100);
    }
  }
}

if (import.meta.main) {
  const task = JSON.parse(process.argv[2] ?? "") as Task;
  process.once("message", () => void work(task));
  // Whoever started it has gone.
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  // Node.js itself keeps what it compiled when a process ends in peace, which hardly any of these does.
  flushCompileCache();
  process.send?.("ready");
}
