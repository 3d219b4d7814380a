import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Campaign, type Plan } from "./campaign.ts";
import { Crew, load } from "./crew.ts";
import { type Failpoint, failpoints } from "./failpoint.ts";
import { nonceMemory } from "./task.ts";

/** How long a worker may take to come to the step at which it dies, in ms. */
const patience = 40_000;

/** One on each platform, so that there is something to be planned, sent and marked at every step. */
const channelsOfStep = 2;

/** Lets one worker after the other die at each step, then one finish; what came of the posts. */
export async function checkSteps(store: Plan["store"]) {
  const campaign = await Campaign.begin({
    store,
    strategy: "ask",
    channels: 0,
    rounds: 1,
    parts: 3,
    every: 0,
    trouble: { chance: 0, latency: 40, nonceWindow: nonceMemory },
  });
  const deaths: string[] = [];
  const steps = (["discord", "slack"] as const).flatMap((platform) =>
    failpoints
      // These know nothing of platforms yet.
      .filter((at) => platform === "slack" || !/^(plan|claim)/.test(at))
      .map((at): Failpoint => ({ at, platform })),
  );
  const loading = steps.map((die) => () => load({ ...campaign.task, die }, campaign.folder));
  const crew = new Crew(campaign.task, campaign.folder, 0);
  try {
    let next = loading[0]?.();
    for (const [number, step] of steps.entries()) {
      const worker = (await next) as ChildProcess;
      next = loading[number + 1]?.();
      killAt(step, worker, campaign);
      await campaign.subscribe(channelsOfStep, 0);
      const died = once(worker, "exit", { signal: AbortSignal.timeout(patience) });
      worker.send("go");
      const [, signal] = await died.catch(() => [undefined, "never came there"]);
      campaign.chat.onMessage = () => {};
      deaths.push(`${step.platform}: ${step.at}: ${signal}`);
      if (signal !== "SIGKILL") worker.kill("SIGKILL");
    }
    await crew.hire();
    await campaign.finished();
    await crew.end();
    return { deaths, ...(await campaign.verdict()) };
  } finally {
    await crew.end();
    await campaign.end();
  }
}

/** Where a message is between two processes it is the one that gets it who knows. */
function killAt({ at, platform }: Failpoint, worker: ChildProcess, { chat }: Campaign): void {
  const fatal = { "send, request in flight": "received", "send, response unread": "stored" } as const;
  chat.onMessage = (stage, { channel }) => {
    const wanted = Object.entries(fatal).some(([point, fatalStage]) => point === at && fatalStage === stage);
    if (wanted && channel.startsWith(`${platform}:`)) worker.kill("SIGKILL");
  };
}
