import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type {
  Claim,
  DigestPlan,
  DigestStore,
  Messenger,
  PostResult,
  Subscription,
} from "../../src/core/digest.ts";
import type { Store } from "../../src/core/ports.ts";
import { type LoopTimes, runDigests } from "../../src/digests/run.ts";
import { Sender } from "../../src/digests/sender.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { sampleSubscription } from "../contracts/digest-store.ts";

const hour = 60 * 60_000;
const times: LoopTimes = { planning: hour, shortest: 1, longest: hour, pause: 1 };
let folder: string;
let store: Store;
let stop: AbortController;
let running: Promise<void> | undefined;
let posted: string[];
let failures: string[];
let answer: (claim: Claim) => Promise<PostResult>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-run-"));
  store = await openSqliteStore(folder);
  stop = new AbortController();
  [posted, failures, running] = [[], [], undefined];
  answer = async () => ({ kind: "sent", remote: "1" });
});
afterEach(async () => {
  stop.abort();
  await running;
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each in a channel of Slack's that is called like it, or in the one named with it. */
async function subscribe(...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const channel = id.includes(":") ? id : `slack:T1:${id}`;
    await store.digests.keep(sampleSubscription(id, { channel, due: new Date(0) }));
  }
}

async function planned(subscription: Subscription): Promise<DigestPlan> {
  return {
    subscription,
    date: subscription.date,
    parts: [{ card: { title: subscription.id, blocks: [] } }],
    ledger: [],
    account: { day: { kind: "weekend" }, from: 0, to: 0, matched: [], shown: 0 },
    next: { due: new Date(Date.now() + 24 * hour), date: "2026-09-22", position: 0, quiet: 0 },
  };
}

function run(digests: DigestStore = store.digests, plan = planned): void {
  const messenger: Messenger = {
    async post(claim) {
      posted.push(claim.part.card.title ?? "");
      return answer(claim);
    },
    find: async () => ({ kind: "absent" }),
    tell: async () => "told",
  };
  const events = { settled: () => {}, outrun: () => {}, suspended: () => {} };
  const sender = new Sender(
    digests,
    new Map([
      ["slack", messenger],
      ["discord", messenger],
    ]),
    events,
  );
  const failed = (error: unknown, doing: string) => failures.push(`${doing}: ${String(error)}`);
  running = runDigests(
    { digests, sender, platforms: ["slack", "discord"], plan, failed },
    stop.signal,
    times,
  );
}

async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise(setImmediate);
}

test("what is due is planned, and sent at once though senders rest", async () => {
  await subscribe("a", "b", "c");
  run();
  await until(() => posted.length === 3);
  expect(posted.sort()).toEqual(["a", "b", "c"]);
  expect(failures).toEqual([]);
});

test("a store that fails ends nothing", async () => {
  await subscribe("a");
  let fails = 3;
  const broken =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args) => {
      if (fails-- > 0) throw new Error("the server is away");
      return work(...args);
    };
  const { claim, due, nextWork } = store.digests;
  run({ ...store.digests, claim: broken(claim), due: broken(due), nextWork: broken(nextWork) });
  await until(() => posted.length === 1);
  expect(failures).toHaveLength(3);
});

test("one subscription that cannot be planned keeps no other from it", async () => {
  await subscribe("bad", "good");
  run(store.digests, async (subscription) => {
    if (subscription.id === "bad") throw new TypeError("no such topic");
    return planned(subscription);
  });
  await until(() => posted.length === 1);
  expect([posted, failures]).toEqual([["good"], ["planning: TypeError: no such topic"]]);
});

test("a part that cannot be read keeps no other from being sent", async () => {
  await subscribe("bad", "good");
  for (const subscription of await store.digests.due(9, hour))
    await store.digests.plan(await planned(subscription));
  const file = new DatabaseSync(join(folder, "paperboy.db"));
  file.exec("update outbox set payload = '{' where subscription = 'bad'");
  file.close();
  run();
  await until(() => posted.length === 1);
  expect([posted, failures]).toEqual([["good"], []]);
});

test("a platform that hangs keeps no other from getting its posts", async () => {
  await subscribe("a", "b", "c", "d", "e", "f", "discord:7", "discord:8");
  let end: (result: PostResult) => void = () => {};
  const hanging = new Promise<PostResult>((resolve) => {
    end = resolve;
  });
  answer = async ({ channel }) => (channel.startsWith("slack") ? hanging : { kind: "sent", remote: "1" });
  run();
  await until(() => posted.includes("discord:7") && posted.includes("discord:8"));
  end({ kind: "sent", remote: "1" });
  await until(() => posted.length === 8);
});

test("a digest whose papers another one has taken meanwhile is planned anew", async () => {
  await subscribe("a");
  let plans = 0;
  const { plan } = store.digests;
  const digests = {
    ...store.digests,
    plan: async (given: DigestPlan) => (plans++ === 0 ? "repeated" : plan(given)),
  };
  run(digests as DigestStore);
  await until(() => posted.length === 1);
  expect(plans).toBe(2);
});

test("at the end a post that is under way is still written down, and no other begun", async () => {
  await subscribe("a", "b", "c", "d", "e", "f");
  let arrive: (result: PostResult) => void = () => {};
  const arrived = new Promise<PostResult>((resolve) => {
    arrive = resolve;
  });
  answer = () => arrived;
  run();
  await until(() => posted.length === 3);
  stop.abort();
  arrive({ kind: "sent", remote: "1" });
  await running;
  expect(posted).toHaveLength(3);
  const next = await store.digests.claim(hour, ["slack"]);
  expect(next?.attempt ?? 1).toBe(1);
});
