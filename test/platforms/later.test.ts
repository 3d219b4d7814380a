import { expect, test } from "vitest";
import type { Later } from "../../src/core/command.ts";
import { showLater } from "../../src/platforms/later.ts";
import { settle } from "../../src/platforms/slack/patience.ts";

const card = (title: string) => ({ title, blocks: [] });
const never = new AbortController().signal;

async function* steps(...titles: readonly string[]): AsyncGenerator<Later> {
  for (const [index, title] of titles.entries())
    yield { card: card(title), whole: index === titles.length - 1 };
}

async function shown(
  later: AsyncIterable<Later>,
  pace: { most: number; pauseMs: number },
  isLooking = () => true,
): Promise<(string | undefined)[]> {
  const seen: (string | undefined)[] = [];
  await showLater(later, pace, never, async ({ title }) => {
    seen.push(title);
    return isLooking();
  });
  return seen;
}

test.each([
  ["all of the way", { most: 9, pauseMs: 0 }, ["10 %", "20 %", "30 %", "done"]],
  ["only so much of the way", { most: 2, pauseMs: 0 }, ["10 %", "20 %", "done"]],
  ["none of the way", { most: 0, pauseMs: 0 }, ["done"]],
  ["not too often", { most: 9, pauseMs: 60_000 }, ["10 %", "done"]],
])("%s is shown, and always the end", async (_, pace, seen) => {
  expect(await shown(steps("10 %", "20 %", "30 %", "done"), pace)).toEqual(seen);
});

test("ends when nobody looks any more", async () => {
  expect(await shown(steps("1", "2", "done"), { most: 9, pauseMs: 0 }, () => false)).toEqual(["1"]);
});

test("a stop waits for nothing that hangs", async () => {
  const halt = new AbortController();
  const hanging = (async function* (): AsyncGenerator<Later> {
    yield { card: card("1"), whole: false };
    await new Promise(() => {});
  })();
  await showLater(hanging, { most: 9, pauseMs: 0 }, halt.signal, async () => {
    halt.abort();
    return true;
  });
});

test("what comes in time needs no second message", async () => {
  const settled = await settle({ card: card("now"), later: steps("10 %", "done") }, 5_000);
  expect(settled).toEqual({ card: card("done") });
  expect(await settle({ card: card("now") }, 5_000)).toEqual({ card: card("now") });
});

test("what comes too late is still to come, whole", async () => {
  const gate = Promise.withResolvers<void>();
  const later = (async function* (): AsyncGenerator<Later> {
    yield { card: card("10 %"), whole: false };
    await gate.promise;
    yield* steps("20 %", "done");
  })();
  const settled = await settle({ card: card("now"), later }, 0);
  gate.resolve();
  const seen = [settled.card.title, ...(await shown(settled.later ?? steps(), { most: 9, pauseMs: 0 }))];
  expect(seen.slice(-2)).toEqual(["20 %", "done"]);
  expect(["now", "10 %"]).toContain(seen[0]);
});

test("what would only add to a whole answer is not waited for beyond that time", async () => {
  const later = (async function* (): AsyncGenerator<Later> {
    yield { card: card("whole"), whole: true };
    await new Promise(() => {});
  })();
  expect(await settle({ card: card("now"), later }, 5)).toEqual({ card: card("whole") });
});
