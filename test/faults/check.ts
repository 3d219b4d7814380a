/** `npm run check:faults` and `npm run check:share`: what becomes of digests while their senders die. */

import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Campaign, type Plan } from "./campaign.ts";
import { Crew } from "./crew.ts";
import { nonceMemory } from "./task.ts";

export interface Faults {
  readonly kills: number;
  readonly store: Plan["store"];
  readonly strategy: Plan["strategy"];
}

/** Digests a campaign needs so that its kills are spread over them, and the times of other disturbances. */
const postsPerKill = 10;
const partsOfDigest = 4;
/** Digests become due no faster than workers can be replaced, in ms. */
const timePerKill = 1_000;
const longestWithoutKill = 3_000;
const frozenFor = 6_500;

/** Kills workers at random while every post is made, and says what became of the posts. */
export async function checkFaults({ kills, store, strategy }: Faults) {
  const posts = Math.max(kills * postsPerKill, 300) * 1.04;
  const channels = Math.min(100, 2 * Math.ceil(posts / 50));
  const rounds = Math.ceil(posts / channels / partsOfDigest);
  const campaign = await Campaign.begin({
    store,
    strategy,
    channels,
    parts: partsOfDigest,
    rounds,
    every: (kills * timePerKill) / rounds,
    trouble: { chance: 0.15, latency: 500, nonceWindow: nonceMemory },
  });
  const crew = new Crew(campaign.task, campaign.folder, 3);
  try {
    const size = store === "sqlite" ? 1 : 8;
    await crew.hire(size);
    for (let killed = 0; killed < kills; killed++) {
      // Where workers cannot be replaced as quickly as others post, there is more to post.
      if (campaign.chat.posts.length > campaign.due * 0.8) await campaign.subscribe(5, rounds - 1);
      const due = (campaign.due * 0.95 * killed) / kills;
      for (let waited = 0; campaign.chat.posts.length < due && waited < longestWithoutKill; waited += 50)
        await wait(50);
      await wait(Math.random() * 300);
      await crew.kill();
      if (killed % 20 === 10) crew.freeze(frozenFor);
      if (killed % 60 === 59) await campaign.cluster?.crash();
    }
    await campaign.finished();
    await crew.end();
    if (crew.failure !== undefined) throw new Error(crew.failure);
    const { due, posted, lost, doubled, out_of_order, uncertain } = await campaign.verdict();
    return { store, strategy, kills, due, posted, lost, doubled, out_of_order, uncertain };
  } finally {
    await crew.end();
    await campaign.end();
  }
}

/** Processes that share the digests of many channels which are all due at once. */
export async function checkShare({ processes, due }: { readonly processes: number; readonly due: number }) {
  const campaign = await Campaign.begin({
    store: "postgres",
    strategy: "ask",
    channels: due,
    parts: 1,
    rounds: 1,
    every: 0,
    trouble: { chance: 0, latency: 0, nonceWindow: nonceMemory },
  });
  const crew = new Crew(campaign.task, campaign.folder, 0);
  try {
    let last = 0;
    campaign.chat.onMessage = (stage) => {
      if (stage === "stored") last = performance.now();
    };
    // The first begins when all have been loaded.
    await crew.hire(processes);
    const began = performance.now();
    await campaign.finished();
    await crew.end();
    if (crew.failure !== undefined) throw new Error(crew.failure);
    const { posted, doubled } = await campaign.verdict();
    return { processes, due, posted, doubled, per_s: Math.round((posted / (last - began)) * 1_000) };
  } finally {
    await crew.end();
    await campaign.end();
  }
}

async function main([what, ...rest]: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      kills: { type: "string", default: "500" },
      store: { type: "string", default: "sqlite" },
      strategy: { type: "string", default: "ask" },
      processes: { type: "string", default: "4" },
      due: { type: "string", default: "2000" },
    },
  });
  const { kills, store, strategy, processes, due } = values;
  const report =
    what === "share"
      ? await checkShare({ processes: amount("processes", processes), due: amount("due", due) })
      : await checkFaults({
          kills: amount("kills", kills),
          store: oneOf("store", store, ["sqlite", "postgres"]),
          strategy: oneOf("strategy", strategy, ["ask", "blind-resend"]),
        });
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function amount(name: string, given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new Error(`--${name} ${given}: not a number of things`);
  return Number(given);
}

function oneOf<Name extends string>(option: string, given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new Error(`--${option} ${given}: it is one of ${names.join(", ")}`);
  return found;
}

if (import.meta.main)
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
