import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApp } from "../../src/compose.ts";
import { plain } from "../../src/core/card.ts";
import type { Claim, Messenger, Part } from "../../src/core/digest.ts";
import { nextDue } from "../../src/digests/schedule.ts";
import { Sender } from "../../src/digests/sender.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { createLog } from "../../src/log.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { readBatch } from "./feed.ts";
import { expectedMessages, type Message } from "./oracle.ts";
import type { World } from "./world.ts";

/** How far the clock goes at a time, in ms: every time in the world is a multiple of it. */
const tick = 5 * 60_000;

export interface MonthReport {
  readonly days: number;
  readonly channels: number;
  readonly expected: number;
  readonly posted: number;
  readonly missing: number;
  readonly extra: number;
}

/** Lives through a world with the real store, planner and sender, and compares what was posted with the oracle. */
export async function runMonth(world: World): Promise<{
  readonly report: MonthReport;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}> {
  const data = await mkdtemp(join(tmpdir(), "paperboy-month-"));
  try {
    const posted = (await live(world, data)).map((one) => JSON.stringify(one));
    const expected = expectedMessages(world).map((one) => JSON.stringify(one));
    const missing = without(expected, posted);
    const extra = without(posted, expected);
    const report = {
      days: Math.round((world.to.getTime() - world.from.getTime()) / 86_400_000),
      channels: new Set(world.subscribers.map(({ channel }) => channel)).size,
      expected: expected.length,
      posted: posted.length,
      missing: missing.length,
      extra: extra.length,
    };
    return { report, missing, extra };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

async function live(world: World, data: string): Promise<readonly Message[]> {
  let now = world.from;
  const log = createLog({ level: "silent", secrets: [] });
  const translation = { translators: [], queries: false };
  const config = {
    data,
    logLevel: "silent" as const,
    translation,
    sources: { feeds: [], allowPrivate: false },
    summaries: { kind: "extract" as const },
    secrets: [],
  };
  const index = await MiniSearchIndex.open({ folder: data });
  const app = await openApp(config, log, { now: () => now, index });
  const { digests, announcements, papers } = app.store;
  const dates = new Map<string, string>();
  const messages: Message[] = [];
  const heads = new Map<string, { isCapped: boolean; cards: number }>();
  const messenger: Messenger = {
    post: async ({ part, subscription, key }: Claim) => {
      const held = (await digests.subscriptions()).find(({ id }) => id === subscription);
      if (!held) throw new RangeError("A part of a subscription that is not there.");
      const about = { channel: held.channel, topic: held.topic, date: dates.get(subscription) ?? "" };
      messages.push({ ...about, ...read(part, catalogs[held.language].digest.post, subscription, heads) });
      return { kind: "sent", remote: key };
    },
    find: async () => ({ kind: "absent" }),
    tell: async () => "told",
  };
  const nothing = { settled: () => {}, outrun: () => {}, suspended: () => {} };
  const sender = new Sender(digests, new Map([["test", messenger]]), nothing, undefined, () => now);
  try {
    for (const { channel, topic, zone, language, at, days, max } of world.subscribers) {
      const schedule = { at, zone, days };
      await digests.keep({
        ...{
          id: `${channel} ${topic}`,
          channel,
          topic,
          language,
          schedule,
          max,
          position: 0,
          quiet: 0,
          revision: 0,
        },
        ...{ creator: { key: "test:U1", name: "Ana" }, created: now, ...nextDue(schedule, now) },
      });
    }
    const coming = [...world.batches].sort((a, b) => a.available.getTime() - b.available.getTime());
    let announced = world.known;
    let told = "";
    for (; now < world.to; now = new Date(now.getTime() + tick)) {
      if (within(now, world.outage)) continue;
      while (coming[0] && coming[0].available <= now) {
        const batch = coming.shift() as (typeof coming)[number];
        const found = await readBatch(batch);
        await papers.put(found.papers);
        await announcements.add(found.announcements);
        if (batch.date > announced) announced = batch.date;
      }
      const isFailing = within(now, world.failing);
      if (told !== `${announced} ${isFailing}`) {
        const failure = isFailing && { failure: { why: "HTTP 503", since: now } };
        await announcements.keepSource({
          name: "arxiv:cs.LG",
          checked: now,
          announced,
          next: now,
          ...failure,
        });
        told = `${announced} ${isFailing}`;
      }
      for (let due = await digests.due(20, 1); due.length > 0; due = await digests.due(20, 1))
        for (const subscription of due) {
          const plan = await app.plan(subscription);
          if (plan) dates.set(subscription.id, plan.date);
          if (plan) await digests.plan(plan);
        }
      while (await sender.sendOne(AbortSignal.timeout(60_000)));
    }
    return messages;
  } finally {
    await app.close();
  }
}

/** What a message is, from what it says. */
function read(
  { card, thread }: Part,
  say: (typeof catalogs)["en"]["digest"]["post"],
  subscription: string,
  heads: Map<string, { isCapped: boolean; cards: number }>,
): Pick<Message, "kind" | "about"> {
  const said = card.blocks
    .map((block) => ("text" in block && typeof block.text !== "string" ? plain(block.text) : ""))
    .join("\n");
  if (thread !== undefined) {
    if (card.url === undefined) return { kind: "near", about: "" };
    const head = heads.get(subscription);
    if (head) head.cards += 1;
    return {
      kind: "card",
      about: head?.isCapped ? `${head.cards} of` : (card.url.split("/abs/")[1] ?? card.url),
    };
  }
  if (card.title === undefined) {
    const quiet = say
      .quiet("§")
      .split("§")
      .every((part) => said.includes(part));
    return { kind: quiet ? "quiet" : "late", about: "" };
  }
  const [matched = "", shown = ""] = [...said.matchAll(/→\D*(\d+)/gu)].map((found) => found[1]);
  heads.set(subscription, { isCapped: matched !== shown, cards: 0 });
  return { kind: "papers", about: `${matched}→${shown}` };
}

function within(now: Date, { from, to }: { readonly from: Date; readonly to: Date }): boolean {
  return now >= from && now < to;
}

/** Those of a list that another lacks, each as often. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
