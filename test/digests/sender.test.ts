import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Claim, Messenger, PostResult, Settlement, Whereabouts } from "../../src/core/digest.ts";
import type { Store } from "../../src/core/ports.ts";
import { Sender, type SendingTimes, sendingTimes } from "../../src/digests/sender.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { sampleSubscription } from "../contracts/digest-store.ts";

const minute = 60_000;
let folder: string;
let store: Store;
let time: Date;
let results: (PostResult | Promise<PostResult>)[];
let whereabouts: Whereabouts[];
let log: string[];
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-sender-"));
  time = new Date("2026-09-21T01:00:00Z");
  store = await openSqliteStore(folder, () => time);
  [results, whereabouts, log] = [[], [], []];
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const messenger: Messenger = {
  async post(claim) {
    log.push(`post ${claim.part.card.title} ${claim.attempt}`);
    return results.shift() ?? { kind: "sent", remote: `remote of ${claim.part.card.title}` };
  },
  async find(claim) {
    log.push(`find ${claim.part.card.title}`);
    return whereabouts.shift() ?? { kind: "absent" };
  },
  tell: async () => "told",
};

function sender(times: Partial<SendingTimes> = {}): Sender {
  const events = {
    settled: (claim: Claim, outcome: Settlement) => log.push(`${claim.part.card.title}: ${outcome.kind}`),
    outrun: () => log.push("outrun"),
    suspended: (_: Claim, reason: string) => void log.push(`suspended: ${reason}`),
  };
  const all = { ...sendingTimes, ...times };
  return new Sender(store.digests, new Map([["slack", messenger]]), events, all, () => time);
}

async function plan(...titles: string[]): Promise<void> {
  await store.digests.keep(sampleSubscription("a"));
  const subscription = await held();
  await store.digests.plan({
    subscription,
    date: subscription.date,
    parts: titles.map((title, index) => ({
      ...(index > 0 && { thread: "Today" }),
      card: { title, blocks: [] },
    })),
    ledger: [],
    account: { day: { kind: "weekend" }, from: 0, to: 0, matched: [], shown: 0 },
    next: { due: new Date("2026-09-22T01:00:00Z"), date: "2026-09-22", position: 0, quiet: 0 },
  });
}

async function held() {
  const [subscription] = await store.digests.subscriptions();
  if (!subscription) throw new Error("no subscription is held");
  return subscription;
}

const later = (ms: number) => {
  time = new Date(time.getTime() + ms);
};

async function sendAll(times: Partial<SendingTimes> = {}): Promise<void> {
  while (await sender(times).sendOne(signal));
}

test("sends every part once, in order", async () => {
  await plan("one", "two");
  await sendAll();
  expect(log).toEqual(["post one 1", "one: sent", "post two 1", "two: sent"]);
  await sendAll();
  expect(log).toHaveLength(4);
});

test("an attempt that failed is repeated after five minutes, then ten, and asked about first", async () => {
  await plan("one");
  results = [
    { kind: "failed", why: "HTTP 503" },
    { kind: "failed", why: "HTTP 503" },
  ];
  await sendAll();
  const first = (await held()).failing;
  expect(first?.why).toBe("HTTP 503");
  const pause = ((first?.next.getTime() ?? 0) - time.getTime()) / minute;
  expect(pause).toBeGreaterThanOrEqual(4);
  expect(pause).toBeLessThanOrEqual(6);
  await sendAll();
  later(6 * minute);
  await sendAll();
  later(12 * minute);
  await sendAll();
  expect(log.filter((line) => !line.includes("later"))).toEqual([
    "post one 1",
    "find one",
    "post one 2",
    "find one",
    "post one 3",
    "one: sent",
  ]);
});

test("what has arrived is not sent again", async () => {
  await plan("one");
  results = [{ kind: "unsure", why: "the connection was cut" }];
  whereabouts = [{ kind: "arrived", remote: "7" }];
  await sendAll();
  later(minute);
  await sendAll();
  expect(log).toEqual(["post one 1", "one: later", "find one", "one: sent"]);
});

test("a platform that does not answer the question is asked again, and nothing is sent meanwhile", async () => {
  await plan("one");
  results = [{ kind: "unsure", why: "the connection was cut" }];
  whereabouts = [{ kind: "later", why: "HTTP 503" }];
  await sendAll();
  later(minute);
  await sendAll();
  later(12 * minute);
  await sendAll();
  expect(log).toEqual([
    "post one 1",
    "one: later",
    "find one",
    "one: later",
    "find one",
    "post one 3",
    "one: sent",
  ]);
});

test("where nobody can say, it is sent again and counted as uncertain", async () => {
  await plan("one");
  results = [{ kind: "unsure", why: "the connection was cut" }];
  whereabouts = [{ kind: "unknown" }];
  await sendAll();
  later(minute);
  const outcomes: Settlement[] = [];
  const events = {
    settled: (_: Claim, outcome: Settlement) => void outcomes.push(outcome),
    outrun: () => {},
    suspended: async () => {},
  };
  await new Sender(store.digests, new Map([["slack", messenger]]), events, sendingTimes, () => time).sendOne(
    signal,
  );
  expect(outcomes).toEqual([{ kind: "sent", remote: "remote of one", uncertain: true }]);
});

test("a platform that asks to wait is waited for, without asking it anything meanwhile", async () => {
  await plan("one");
  results = [{ kind: "wait", afterMs: 2_500.2, why: "429" }];
  await sendAll();
  later(2_500);
  await sendAll();
  expect(log).toEqual(["post one 1", "one: later"]);
  later(1);
  await sendAll();
  expect(log.slice(2)).toEqual(["post one 1", "one: sent"]);
});

test("a channel that is gone suspends and tells", async () => {
  await plan("one", "two");
  results = [{ kind: "gone", reason: "archived", why: "is_archived" }];
  await sendAll();
  expect(log).toEqual(["post one 1", "one: suspended", "suspended: archived"]);
  expect((await held()).suspended?.reason).toBe("archived");
});

test("what fails for a week suspends", async () => {
  await plan("one");
  results = [{ kind: "failed", why: "HTTP 500" }];
  await sendAll();
  later(7 * 24 * 60 * minute + 1);
  results = [{ kind: "failed", why: "HTTP 500" }];
  await sendAll();
  expect(log.at(-1)).toBe("suspended: triedTooLong");
});

test("a message that the platform does not take is dropped, and the next part goes on", async () => {
  await plan("one", "two");
  results = [{ kind: "refused", why: "invalid_blocks" }];
  await sendAll();
  expect(log).toEqual(["post one 1", "one: dropped", "post two 1", "two: sent"]);
});

test("a worker that stood still past its lease sends nothing", async () => {
  await plan("one");
  await sender({ lease: 1_000, attempt: 900 }).sendOne(signal);
  expect(log).toEqual([]);
  later(1_000);
  await sendAll();
  expect(log).toEqual(["find one", "post one 2", "one: sent"]);
});

test("one that was outrun while it waited changes nothing", async () => {
  await plan("one");
  let answer: (result: PostResult) => void = () => {};
  results = [new Promise((resolve) => (answer = resolve))];
  const slow = sender().sendOne(signal);
  while (log.length === 0) await new Promise(setImmediate);
  later(minute);
  await sendAll();
  answer({ kind: "failed", why: "HTTP 500" });
  await slow;
  expect(log).toEqual(["post one 1", "find one", "post one 2", "one: sent", "outrun"]);
  expect((await held()).failing).toBeUndefined();
});

test("nothing is begun once it shall stop", async () => {
  await plan("one");
  await sender().sendOne(AbortSignal.abort());
  expect(log).toEqual([]);
});

test("a messenger that rejects leaves open whether the message arrived, and is asked less and less often", async () => {
  await plan("one");
  results = [Promise.reject(new TypeError("no such property"))];
  await sendAll();
  expect((await held()).failing?.why).toBe("no such property");
  later(minute);
  await sendAll();
  expect(log).toEqual(["post one 1", "one: later", "find one", "post one 2", "one: sent"]);
});

test("a wait longer than anything is waited for ends after a week", async () => {
  await plan("one");
  results = [{ kind: "wait", afterMs: 1e300, why: "429" }];
  await sendAll();
  later(7 * 24 * 60 * minute);
  await sendAll();
  expect(log).toEqual(["post one 1", "one: later", "post one 1", "one: sent"]);
});

test("a wait without an end is one of five minutes", async () => {
  await plan("one");
  results = [{ kind: "wait", afterMs: Number.NaN, why: "429" }];
  await sendAll();
  later(5 * minute);
  await sendAll();
  expect(log.at(-1)).toBe("one: sent");
});
