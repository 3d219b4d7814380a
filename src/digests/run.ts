import { setTimeout as wait } from "node:timers/promises";
import type { DigestPlan, DigestStore, Subscription } from "../core/digest.ts";
import type { Sender } from "./sender.ts";

/** Parts that one process sends to each platform at the same time: one that hangs keeps no other waiting. */
const senders = 3;
/** Subscriptions that are lent at once. */
const lent = 5;
/** How often a plan is made anew because another digest of the channel took one of its papers meanwhile. */
const replans = 5;

/** Times of the loops, in ms. */
export interface LoopTimes {
  /** How long subscriptions are lent: planning those that are lent at once must not take longer. */
  readonly planning: number;
  /** The shortest and the longest time between two looks at a store without work. */
  readonly shortest: number;
  readonly longest: number;
  /** The first pause after the store failed; each next one is twice as long, up to `longest`. */
  readonly pause: number;
}

export const loopTimes: LoopTimes = { planning: 2 * 60_000, shortest: 100, longest: 15_000, pause: 500 };

export interface DigestLoops {
  readonly digests: DigestStore;
  readonly sender: Sender;
  /** The platforms whose parts are sent here. */
  readonly platforms: readonly string[];
  /** A digest for a subscription that is due; undefined when it was put off. */
  plan(subscription: Subscription): Promise<DigestPlan | undefined>;
  /** Told of every failure; the loops go on. */
  failed(error: unknown, doing: "planning" | "sending"): void;
}

/**
 * Plans what is due and sends what is planned until `stop` is aborted; resolves when the last attempt that was under way
 * has been settled. Any number of processes may do so on one store.
 */
export async function runDigests(
  loops: DigestLoops,
  stop: AbortSignal,
  times: LoopTimes = loopTimes,
): Promise<void> {
  const { digests, sender, platforms, failed } = loops;
  const news = new Bell();
  /** `waitsFor`: the platforms whose parts are work, too. */
  const loop = async (
    work: () => Promise<boolean>,
    doing: "planning" | "sending",
    waitsFor: readonly string[],
  ) => {
    for (let failures = 0; !stop.aborted; ) {
      try {
        const worked = await work();
        if (!worked) await news.orAfter(restUntil(await digests.nextWork(waitsFor), times), stop);
        failures = 0;
      } catch (error) {
        failed(error, doing);
        // Senders that failed together should not come back together.
        const pause = Math.min(times.pause * 2 ** failures++, times.longest) * (0.8 + Math.random() * 0.4);
        await rest(pause, stop);
      }
    }
  };
  const planning = () => planDue(loops, times.planning, news, stop);
  const sendingTo = (platform: string) => () => sender.sendOne(stop, [platform]);
  await Promise.all([
    loop(planning, "planning", []),
    ...platforms.flatMap((platform) =>
      Array.from({ length: senders }, () => loop(sendingTo(platform), "sending", [platform])),
    ),
  ]);
}

/** Plans some subscriptions that are due; false when none is. One that fails is due again when its lease is over. */
async function planDue(
  { digests, plan, failed }: DigestLoops,
  lease: number,
  news: Bell,
  stop: AbortSignal,
): Promise<boolean> {
  const due = await digests.due(lent, lease);
  for (const subscription of due) {
    if (stop.aborted) break;
    try {
      for (let tries = 0; tries < replans; tries++) {
        const planned = await plan(subscription);
        const outcome = planned && (await digests.plan(planned));
        if (outcome === "planned") news.ring();
        if (outcome !== "repeated") break;
      }
    } catch (error) {
      failed(error, "planning");
    }
  }
  return due.length > 0;
}

function restUntil(nextWork: number | undefined, { shortest, longest }: LoopTimes): number {
  return Math.min(Math.max(nextWork ?? longest, shortest), longest) * (0.8 + Math.random() * 0.2);
}

/** By the monotonic clock, which no change of the time of day moves. */
async function rest(ms: number, ...until: readonly AbortSignal[]): Promise<void> {
  await wait(ms, undefined, { signal: AbortSignal.any([...until]) }).catch(() => {});
}

/** Wakes whoever rests. */
class Bell {
  #rung = new AbortController();

  ring(): void {
    this.#rung.abort();
    this.#rung = new AbortController();
  }

  orAfter(ms: number, stop: AbortSignal): Promise<void> {
    return rest(ms, stop, this.#rung.signal);
  }
}
