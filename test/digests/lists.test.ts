import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeTestFolders } from "../support/app.ts";
import { DigestBench } from "../support/digests.ts";

/** What a channel's list should be, kept the plain way. */
interface Model {
  topics: { topic: string; max: number; paused: boolean; suspended: boolean }[];
}

let bench: DigestBench;
let channels = 0;

beforeAll(async () => {
  bench = await DigestBench.open("2026-09-21T16:00:00Z");
});
afterAll(async () => {
  await bench.close();
  await removeTestFolders();
});

const topic = fc.constantFrom("alpha", "beta", "gamma", "delta");
const step = fc.oneof(
  fc.record({ kind: fc.constant("subscribe" as const), topic, max: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ kind: fc.constant("unsubscribe" as const), which: fc.integer({ min: 0, max: 5 }) }),
  fc.record({
    kind: fc.constantFrom("unsubscribeAll" as const, "pause" as const, "resume" as const, "suspend" as const),
  }),
  fc.record({
    kind: fc.constant("mistake" as const),
    text: fc.constantFrom("unsubscribe x", "subscribe", "pause never", "unsubscribe 0"),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function both(model: Model, channel: string, next: Step): Promise<void> {
  const { digests } = bench.app.store;
  const say = (text: string) => bench.say(`/paperboy ${text}`, channel);
  switch (next.kind) {
    case "subscribe": {
      await say(`subscribe ${next.topic} max:${next.max}`);
      const held = model.topics.find((one) => one.topic === next.topic);
      if (held) held.max = next.max;
      else model.topics.push({ topic: next.topic, max: next.max, paused: false, suspended: false });
      return;
    }
    case "unsubscribe":
      await say(`unsubscribe ${next.which}`);
      if (next.which > 0) model.topics.splice(next.which - 1, 1);
      return;
    case "unsubscribeAll":
      await say("unsubscribe all");
      model.topics = [];
      return;
    case "pause":
      await say("pause");
      for (const one of model.topics) one.paused = true;
      return;
    case "resume":
      await say("resume");
      for (const one of model.topics) one.paused = one.suspended = false;
      return;
    case "suspend":
      for (const one of await digests.subscriptions(channel))
        await digests.keep({ ...one, suspended: { reason: "archived", since: bench.now } });
      for (const one of model.topics) one.suspended = true;
      return;
    case "mistake":
      await say(next.text);
  }
}

test("whatever is typed in whatever order, the list is what a plain one would be", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const channel = `test:M${++channels}`;
      const model: Model = { topics: [] };
      for (const next of steps) await both(model, channel, next);
      const held = await bench.subscriptions(channel);
      expect(
        held.map(({ topic: name, max, paused, suspended }) => ({
          topic: name,
          max,
          paused: paused !== undefined,
          suspended: suspended !== undefined,
        })),
      ).toEqual(model.topics);
    }),
    { numRuns: 60 },
  );
}, 120_000);
