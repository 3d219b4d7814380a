/** What workers are given to do, and how their digests are recognised. */
import type { DigestPlan, Subscription } from "../../src/core/digest.ts";
import type { Failpoint } from "./failpoint.ts";

export interface Task {
  readonly folder: string;
  readonly database?: string;
  readonly discordUrl: string;
  readonly slackUrl: string;
  readonly strategy: "ask" | "blind-resend";
  /** Digests of each subscription, messages of each digest, and the time between two digests, in ms. */
  readonly rounds: number;
  readonly parts: number;
  readonly every: number;
  readonly die?: Failpoint;
}

const firstDay = Date.UTC(2026, 0, 1);
const day = 24 * 60 * 60_000;
const dateOf = (round: number) => new Date(firstDay + round * day).toISOString().slice(0, 10);

export function titleOf(subscription: string, round: number, part: number): string {
  return `${subscription} ${dateOf(round)} ${part}`;
}

/** Every other channel is one of Slack's. */
export function channelOf(number: number): string {
  return number % 2 === 0 ? `slack:T1:C${number}` : `discord:${number}`;
}

export function firstSubscription(number: number, round: number, due: Date): Subscription {
  const channel = channelOf(number);
  return {
    id: `s${number}`,
    channel,
    topic: "neural collapse",
    language: "en",
    schedule: { at: "09:00", zone: "UTC", days: [1, 2, 3, 4, 5, 6, 7] },
    max: 5,
    creator: { key: `${channel.slice(0, channel.indexOf(":"))}:U1`, name: "Ana" },
    created: due,
    position: 0,
    due,
    date: dateOf(round),
    quiet: 0,
    revision: 0,
  };
}

export function planner({ rounds, parts, every }: Task) {
  return async (subscription: Subscription): Promise<DigestPlan> => {
    const { id, channel, date } = subscription;
    const round = (Date.parse(date) - firstDay) / day;
    const never = Date.UTC(2200, 0, 1);
    const due = new Date(round + 1 < rounds ? Date.now() + every * (0.5 + Math.random()) : never);
    return {
      subscription,
      date,
      parts: Array.from({ length: parts }, (_, part) => ({
        ...(part > 0 && { thread: date }),
        card: {
          title: titleOf(id, round, part),
          blocks: [{ kind: "text", text: ["A paper, and why it was chosen."] }],
        },
      })),
      ledger: [{ channel, paper: `${id}/${date}`, kind: "paper", version: 0 }],
      account: {
        day: { kind: "papers", announced: 1, matched: 1, shown: 1 },
        from: round,
        to: round + 1,
        matched: [],
        shown: 1,
      },
      next: { due, date: dateOf(round + 1), position: round + 1, quiet: 0 },
    };
  };
}

/**
 * How long the stand-in for Discord remembers a nonce, in ms: longer than workers rely on, and less than a lease, so that
 * what follows a kill needs the history.
 */
export const nonceMemory = 4_500;
