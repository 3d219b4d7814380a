import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Announcement, Claim, DigestPlan, Subscription } from "../../src/core/digest.ts";
import type { Store } from "../../src/core/ports.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** A subscription for tests, with whatever is to be different about it. */
export function sampleSubscription(id: string, changes: Partial<Subscription> = {}): Subscription {
  return {
    id,
    channel: "slack:T1:C1",
    topic: 'neural collapse -survey cat:"cs.LG"',
    language: "en",
    schedule: { at: "09:00", zone: "Asia/Shanghai", days: [1, 2, 3, 4, 5] },
    max: 5,
    creator: { key: "slack:T1:U1", name: "Ana" },
    created: new Date("2026-09-20T00:00:00Z"),
    position: 0,
    due: new Date("2026-09-21T01:00:00Z"),
    date: "2026-09-21",
    quiet: 0,
    revision: 0,
    ...changes,
  };
}

function samplePlan(subscription: Subscription, changes: Partial<DigestPlan> = {}): DigestPlan {
  const papers = ["2401.00001", "2401.00002"];
  return {
    subscription,
    date: subscription.date,
    parts: [0, 1].map((number) => ({
      ...(number > 0 && { thread: "21 September" }),
      card: { title: `part ${number}`, blocks: [{ kind: "text", text: ["naïve 论文"] }] },
    })),
    ledger: papers.map((paper) => ({ channel: subscription.channel, paper, kind: "paper", version: 0 })),
    account: {
      day: { kind: "papers", announced: 40, matched: 2, shown: 2 },
      from: 0,
      to: 40,
      matched: papers.map((paper) => ({ paper, reason: "title: neural collapse" })),
      shown: 2,
    },
    next: {
      due: new Date(subscription.due.getTime() + day),
      date: "2026-09-22",
      position: 40,
      quiet: 0,
    },
    ...changes,
  };
}

const announcement = (paper: string, changes: Partial<Announcement> = {}) => ({
  paper,
  source: "arxiv",
  type: "new" as const,
  date: "2026-09-21",
  categories: ["cs.LG", "stat.ML"],
  ...changes,
});

/** What the part of every store that digests live on must do. `open` gives an empty one with that clock. */
export function digestStoreContract(open: (now: () => Date) => Promise<Store>): void {
  let time = new Date(0);
  let store: Store;
  const stores: Store[] = [];
  beforeEach(async () => {
    time = new Date("2026-09-21T01:00:00Z");
    store = await open(() => time);
    stores.push(store);
  });
  afterEach(async () => {
    for (const each of stores.splice(0)) await each.close();
  });
  const later = (ms: number) => {
    time = new Date(time.getTime() + ms);
  };

  async function subscribe(id: string, changes: Partial<Subscription> = {}): Promise<Subscription> {
    expect(await store.digests.keep(sampleSubscription(id, changes))).toBe(true);
    return held(id);
  }
  async function held(id: string): Promise<Subscription> {
    return (await store.digests.subscriptions()).find((each) => each.id === id) as Subscription;
  }
  async function planned(id: string, changes: Partial<Subscription> = {}): Promise<void> {
    const papers = [`${id}-1`, `${id}-2`];
    const subscription = await subscribe(id, changes);
    const ledger = papers.map((paper) => ({
      channel: subscription.channel,
      paper,
      kind: "paper" as const,
      version: 0,
    }));
    expect(await store.digests.plan(samplePlan(subscription, { ledger }))).toBe("planned");
  }
  const claim = () => store.digests.claim(minute, ["slack", "discord"]);
  const nextWork = () => store.digests.nextWork(["slack", "discord"]);
  async function sent(wanted: Claim | undefined, remote = "1"): Promise<void> {
    expect(await store.digests.settle(wanted as Claim, { kind: "sent", remote })).toBe(true);
  }

  describe("subscriptions", () => {
    test("come back as they were kept, in the order set up", async () => {
      await subscribe("b");
      await subscribe("a", { paused: { until: "2026-10-01" }, quiet: 2 });
      await subscribe("c", { channel: "discord:7" });
      const all = await store.digests.subscriptions();
      expect(all.map((each) => each.id)).toEqual(["b", "a", "c"]);
      expect(all[1]).toEqual(
        sampleSubscription("a", { paused: { until: "2026-10-01" }, quiet: 2, revision: 1 }),
      );
      expect((await store.digests.subscriptions("discord:7")).map((each) => each.id)).toEqual(["c"]);
    });

    test("a change is kept only on top of what it was made from", async () => {
      const first = await subscribe("a");
      expect(await store.digests.keep({ ...first, max: 9 })).toBe(true);
      expect(await store.digests.keep({ ...first, max: 3 })).toBe(false);
      expect((await held("a")).max).toBe(9);
      expect(await store.digests.keep(sampleSubscription("a"))).toBe(false);
    });

    test("only what is due, and neither paused nor suspended, is lent, to one at a time", async () => {
      await subscribe("due");
      await subscribe("later", { due: new Date("2026-09-21T01:00:01Z") });
      await subscribe("paused", { paused: {} });
      await subscribe("suspended", { suspended: { reason: "archived", since: time } });
      await subscribe("paused until today", { paused: { until: "2026-09-21" } });
      const ids = async () => (await store.digests.due(10, minute)).map((each) => each.id);
      expect(await ids()).toEqual(["due", "paused until today"]);
      expect(await ids()).toEqual([]);
      later(minute);
      expect(await ids()).toEqual(["due", "paused until today", "later"]);
    });

    test("many workers at once share what is due", async () => {
      for (let number = 0; number < 30; number++)
        await subscribe(`s${number}`, { channel: `discord:${number}` });
      const lent = await Promise.all([1, 2, 3, 4, 5, 6].map(() => store.digests.due(5, minute)));
      const ids = lent.flat().map((each) => each.id);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = (await store.digests.due(100, minute)).map((each) => each.id);
      expect(new Set([...ids, ...rest]).size).toBe(30);
    });

    test("one that is removed takes what is unsent with it", async () => {
      await planned("a");
      await store.digests.remove(["a"]);
      expect(await store.digests.subscriptions()).toEqual([]);
      expect(await claim()).toBeUndefined();
    });
  });

  describe("plans", () => {
    test("a digest is planned once for a date, with everything that belongs to it", async () => {
      const subscription = await subscribe("a");
      const outcomes = await Promise.all([1, 2, 3].map(() => store.digests.plan(samplePlan(subscription))));
      expect(outcomes.sort()).toEqual(["planned", "stale", "stale"]);
      expect(await store.digests.plan(samplePlan(await held("a"), { date: "2026-09-21" }))).toBe("stale");
      const moved = await held("a");
      expect(moved).toMatchObject({ date: "2026-09-22", position: 40 });
      expect(moved.due).toEqual(new Date("2026-09-22T01:00:00Z"));
      expect(await store.digests.digests("a", 5)).toEqual([
        { date: "2026-09-21", account: samplePlan(subscription).account },
      ]);
    });

    test("a paper is given to a channel once, whatever subscriptions match it", async () => {
      const [one, two] = [await subscribe("one"), await subscribe("two")];
      const outcomes = await Promise.all([one, two].map((each) => store.digests.plan(samplePlan(each))));
      expect(outcomes.sort()).toEqual(["planned", "repeated"]);
      const elsewhere = await subscribe("three", { channel: "discord:7" });
      expect(await store.digests.plan(samplePlan(elsewhere))).toBe("planned");
    });

    test("nothing of a plan that cannot be kept stays", async () => {
      await store.digests.plan(samplePlan(await subscribe("one")));
      const two = await subscribe("two");
      expect(await store.digests.plan(samplePlan(two))).toBe("repeated");
      expect(await held("two")).toEqual(two);
      expect(await store.digests.digests("two", 5)).toEqual([]);
      const fresh = { ...samplePlan(two), ledger: [] };
      expect(await store.digests.plan(fresh)).toBe("planned");
    });

    test("a subscription that was changed meanwhile is planned anew", async () => {
      await subscribe("a");
      const [lent] = (await store.digests.due(1, minute)) as [Subscription];
      await store.digests.keep({ ...lent, topic: "diffusion" });
      expect(await store.digests.plan(samplePlan(lent))).toBe("stale");
    });

    test("what a channel was given is told, with whether it was sent", async () => {
      await store.digests.plan(samplePlan(await subscribe("a")));
      const entry = { channel: "slack:T1:C1", kind: "paper", version: 0, date: "2026-09-21" };
      const asked = ["2401.00002", "2401.99999"];
      expect(await store.digests.given("slack:T1:C1", asked)).toEqual([
        { ...entry, paper: "2401.00002", sent: false },
      ]);
      await sent(await claim());
      expect(await store.digests.given("slack:T1:C1", asked)).toEqual([
        { ...entry, paper: "2401.00002", sent: true },
      ]);
      expect(await store.digests.given("discord:7", asked)).toEqual([]);
    });
  });

  describe("the outbox", () => {
    test("parts are sent in order, the later ones in the thread of the first", async () => {
      await planned("a");
      const first = (await claim()) as Claim;
      expect(first).toMatchObject({ attempt: 1, channel: "slack:T1:C1", subscription: "a" });
      expect(first.part.card.title).toBe("part 0");
      expect(first.key).toMatch(/^[\w-]{1,25}$/);
      expect(first.firstAttempt).toEqual(time);
      expect(first.leaseUntil).toEqual(new Date(time.getTime() + minute));
      expect(await claim()).toBeUndefined();
      await sent(first, "remote-1");
      const second = (await claim()) as Claim;
      expect(second).toMatchObject({ attempt: 1, beneath: "remote-1" });
      expect(second.part.card.title).toBe("part 1");
      expect(second.key).not.toBe(first.key);
      await sent(second);
      expect(await claim()).toBeUndefined();
    });

    test("two digests of a channel keep their order, and channels do not wait for each other", async () => {
      await planned("a");
      await planned("b");
      await planned("c", { channel: "discord:7" });
      const [one, two, none] = [await claim(), await claim(), await claim()];
      expect([one?.subscription, two?.subscription, none]).toEqual(["a", "c", undefined]);
    });

    test("only parts of the platforms asked for are given", async () => {
      await planned("a");
      expect(await store.digests.claim(minute, [])).toBeUndefined();
      expect(await store.digests.claim(minute, ["discord"])).toBeUndefined();
      expect((await store.digests.claim(minute, ["discord", "slack"]))?.subscription).toBe("a");
    });

    test("many workers at once never get the same part", async () => {
      for (let number = 0; number < 12; number++)
        await planned(`s${number}`, { channel: `discord:${number}` });
      const claims = await Promise.all(Array.from({ length: 20 }, claim));
      const ids = claims.flatMap((each) => each?.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const rest: string[] = [];
      for (let next = await claim(); next; next = await claim()) rest.push(next.id);
      expect(ids.length + rest.length).toBe(12);
    });

    test("a lease that ran out is given anew, and the first holder cannot settle any more", async () => {
      await planned("a");
      const first = (await claim()) as Claim;
      later(minute);
      const second = (await claim()) as Claim;
      expect(second).toMatchObject({ id: first.id, key: first.key, attempt: 2, epoch: first.epoch + 1 });
      expect(second.firstAttempt).toEqual(first.firstAttempt);
      expect(await store.digests.settle(first, { kind: "sent", remote: "1" })).toBe(false);
      await sent(second);
      expect(await store.digests.settle(second, { kind: "sent", remote: "1" })).toBe(false);
    });

    test("a failed attempt is repeated at its time and shown as failing until one succeeds", async () => {
      await planned("a");
      const at = new Date(time.getTime() + 5 * minute);
      const first = (await claim()) as Claim;
      expect(await store.digests.settle(first, { kind: "later", at, charged: true, why: "HTTP 500" })).toBe(
        true,
      );
      expect((await held("a")).failing).toEqual({ why: "HTTP 500", since: time, next: at });
      expect(await claim()).toBeUndefined();
      expect(await nextWork()).toBe(5 * minute);
      later(5 * minute);
      const second = (await claim()) as Claim;
      expect(second.attempt).toBe(2);
      await sent(second);
      expect((await held("a")).failing).toBeUndefined();
    });

    test("an attempt that the platform asked to wait with is not charged", async () => {
      await planned("a");
      const first = (await claim()) as Claim;
      await store.digests.settle(first, { kind: "later", at: time, charged: false, why: "429" });
      expect((await claim())?.attempt).toBe(1);
      expect((await held("a")).failing).toBeUndefined();
    });

    test("whatever the platform says about a failure, it is written down", async () => {
      await planned("a");
      const why = `HTTP 400 \0 \u202e ${"x".repeat(100_000)} \ud800`;
      const at = new Date(time.getTime() + minute);
      const outcome = { kind: "later", at, charged: true, why } as const;
      expect(await store.digests.settle((await claim()) as Claim, outcome)).toBe(true);
      expect((await held("a")).failing?.why).toMatch(/^HTTP 400 {1,3}x{100,500}$/);
    });

    test("what cannot be sent is dropped and the next part goes on", async () => {
      await planned("a");
      await store.digests.settle((await claim()) as Claim, { kind: "dropped", why: "refused" });
      const next = (await claim()) as Claim;
      expect(next.part.card.title).toBe("part 1");
      expect(next.beneath).toBeUndefined();
    });

    test("a channel that is gone suspends its subscriptions, which keep everything", async () => {
      await planned("a");
      await planned("b");
      await planned("c", { channel: "discord:7" });
      const first = (await claim()) as Claim;
      await store.digests.settle(first, { kind: "suspended", reason: "archived", why: "is_archived" });
      const suspended = { reason: "archived", since: time };
      expect([(await held("a")).suspended, (await held("b")).suspended]).toEqual([suspended, suspended]);
      expect((await held("c")).suspended).toBeUndefined();
      expect((await claim())?.subscription).toBe("c");
      expect(await claim()).toBeUndefined();
      later(30 * day);
      expect((await store.digests.due(9, minute)).map((each) => each.id)).toEqual(["c"]);
    });

    test("resumed in time, what waited is sent; later it is no news any more", async () => {
      await planned("a");
      const suspend = async () =>
        store.digests.settle((await claim()) as Claim, { kind: "suspended", reason: "notMember", why: "" });
      const resume = async () => {
        const { suspended: _, ...rest } = await held("a");
        return store.digests.keep(rest);
      };
      await suspend();
      later(2 * day);
      await resume();
      expect((await claim())?.attempt).toBe(2);
      later(minute);
      await suspend();
      later(6 * day);
      await resume();
      expect(await claim()).toBeUndefined();
    });

    test("for nobody's parts the next work is what is due", async () => {
      await planned("a");
      expect(await nextWork()).toBe(0);
      expect(await store.digests.nextWork([])).toBe(day);
    });

    test("the next work is the earliest of what is due and what is to be sent", async () => {
      expect(await nextWork()).toBeUndefined();
      await subscribe("a", { due: new Date("2026-09-22T00:00:00Z") });
      expect(await nextWork()).toBe(23 * 60 * minute);
      await planned("b");
      expect(await nextWork()).toBe(0);
      expect(await store.digests.nextWork(["discord"])).toBe(23 * 60 * minute);
      expect(await store.digests.nextWork([])).toBe(23 * 60 * minute);
    });
  });

  describe("announcements", () => {
    test("are known once and read in the order they became known", async () => {
      const { announcements } = store;
      expect(await announcements.newest()).toBe(0);
      expect(await announcements.add([announcement("2609.00001"), announcement("2609.00002")])).toBe(2);
      const again = [announcement("2609.00002"), announcement("2609.00003", { type: "replace", version: 2 })];
      expect(await announcements.add(again)).toBe(1);
      const all = await announcements.since(0, 10);
      expect(all.map((each) => each.paper)).toEqual(["2609.00001", "2609.00002", "2609.00003"]);
      expect(all[2]).toEqual({ ...again[1], position: await announcements.newest() });
      expect(await announcements.since(all[0]?.position ?? 0, 1)).toEqual([all[1]]);
      expect(await announcements.of("2609.00002")).toEqual([all[1]]);
      expect(await announcements.add([])).toBe(0);
    });

    test("what a source only dates anew is announced once", async () => {
      const { announcements } = store;
      const first = announcement("2609.00001", { date: "2026-09-21" });
      const replaced = announcement("2609.00002", { type: "replace", date: "2026-09-21" });
      expect(await announcements.add([first, { ...replaced, version: 2 }, replaced])).toBe(2);
      const again = { date: "2026-09-22" };
      expect(
        await announcements.add([
          { ...first, ...again },
          { ...replaced, ...again, version: 2 },
        ]),
      ).toBe(0);
      const others = [
        { ...first, ...again, type: "cross" as const },
        { ...first, ...again, source: "file" },
        { ...replaced, ...again, version: 3 },
        { ...announcement("2609.00003"), ...again },
      ];
      expect(await announcements.add(others)).toBe(4);
    });

    test("what is added at the same time gets positions of its own", async () => {
      const papers = Array.from({ length: 8 }, (_, index) => `2609.0000${index}`);
      await Promise.all(papers.map((paper) => store.announcements.add([announcement(paper)])));
      const positions = (await store.announcements.since(0, 100)).map((each) => each.position);
      expect(new Set(positions).size).toBe(8);
    });

    test("the state of a source is replaced as a whole", async () => {
      const state = {
        name: "arxiv",
        checked: time,
        announced: "2026-09-21",
        failure: { why: "HTTP 503", since: time },
        next: new Date("2026-09-21T02:00:00Z"),
        cursor: '{"token":"a|b"}',
      };
      await store.announcements.keepSource(state);
      expect(await store.announcements.sources()).toEqual([state]);
      const { failure: _, ...well } = { ...state, changed: time };
      await store.announcements.keepSource(well);
      expect(await store.announcements.sources()).toEqual([well]);
      await store.announcements.forgetSource("another");
      expect(await store.announcements.sources()).toEqual([well]);
      await store.announcements.forgetSource(well.name);
      expect(await store.announcements.sources()).toEqual([]);
    });
  });

  describe("the gate", () => {
    const signal = () => AbortSignal.timeout(5_000);

    test("lets one in at a time", async () => {
      const first = await store.gate.enter("arxiv.org", signal());
      let entered = false;
      const second = store.gate.enter("arxiv.org", signal()).then((entry) => {
        entered = true;
        return entry;
      });
      const other = await store.gate.enter("elsewhere.org", signal());
      expect(entered).toBe(false);
      await first.release();
      await (await second).release();
      await other.release();
    });

    test("stays closed for as long as its last user says", async () => {
      await (await store.gate.enter("arxiv.org", signal())).release(3_000);
      const waiting = new AbortController();
      const entering = store.gate.enter("arxiv.org", waiting.signal);
      waiting.abort();
      await expect(entering).rejects.toThrow();
      later(3_000);
      await (await store.gate.enter("arxiv.org", signal())).release();
    });

    test("opens where the clock was wrong by far and was set right", async () => {
      await (await store.gate.enter("arxiv.org", signal())).release(3_000);
      later(-day);
      await (await store.gate.enter("arxiv.org", signal())).release();
    });

    test("opens again when its holder has died", async () => {
      await store.gate.enter("arxiv.org", signal());
      later(10 * minute);
      await (await store.gate.enter("arxiv.org", signal())).release();
    });
  });
}
