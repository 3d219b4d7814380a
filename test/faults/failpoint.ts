/** Ends a worker at a named step, as a power failure would. Everything is injected from outside the product. */
import { AsyncLocalStorage } from "node:async_hooks";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import type { Claim, DigestStore, Messenger } from "../../src/core/digest.ts";

type Step = "plan" | "claim" | "mark";

export interface Failpoint {
  /** `request` and `answer` are when a message is on its way there and back; the stand-in sees to these. */
  readonly at:
    | `${Step}, before the commit`
    | `${Step}, after the commit`
    | "send, before the request"
    | "send, request in flight"
    | "send, response unread"
    | "send, response read"
    | "ask, answer read";
  /** Only with a part for this platform, where the step knows one. */
  readonly platform: "discord" | "slack";
}

export const failpoints: readonly Failpoint["at"][] = [
  "plan, before the commit",
  "plan, after the commit",
  "claim, before the commit",
  "claim, after the commit",
  "send, before the request",
  "send, request in flight",
  "send, response unread",
  "send, response read",
  // What the step before has left is asked about.
  "ask, answer read",
  "mark, before the commit",
  "mark, after the commit",
];

const step = new AsyncLocalStorage<Step>();

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("nothing comes after SIGKILL");
}

export function fatalStore(digests: DigestStore, { at, platform }: Failpoint): DigestStore {
  const isCommit = (sql: unknown) => sql === "commit";
  const dying = (when: "before" | "after") => {
    const current = step.getStore();
    return current !== undefined && at === `${current}, ${when} the commit`;
  };
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (...asked) {
    const statement = prepare.apply(this, asked);
    if (!isCommit(asked[0])) return statement;
    if (dying("before")) die();
    const { run } = statement;
    statement.run = ((...values: Parameters<typeof run>) => {
      const done = run.apply(statement, values);
      if (dying("after")) die();
      return done;
    }) as typeof run;
    return statement;
  };
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = async function (this: pg.Client, ...asked: Parameters<typeof query>) {
    if (isCommit(asked[0]) && dying("before")) die();
    const done = await query.apply(this, asked);
    if (isCommit(asked[0]) && dying("after")) die();
    return done;
  } as typeof query;
  const concerns = ({ channel }: Claim) => channel.startsWith(`${platform}:`);
  return {
    ...digests,
    plan: (plan) => step.run("plan", () => digests.plan(plan)),
    claim: (lease, platforms) => step.run("claim", () => digests.claim(lease, platforms)),
    settle: (claim, outcome) =>
      concerns(claim)
        ? step.run("mark", () => digests.settle(claim, outcome))
        : digests.settle(claim, outcome),
  };
}

export function fatalMessenger(messenger: Messenger, { at, platform }: Failpoint): Messenger {
  const dying = (wanted: Failpoint["at"], { channel }: Claim) =>
    at === wanted && channel.startsWith(`${platform}:`);
  return {
    async post(claim, signal) {
      if (dying("send, before the request", claim)) die();
      const result = await messenger.post(claim, signal);
      if (dying("send, response read", claim)) die();
      return result;
    },
    async find(claim, signal) {
      const found = await messenger.find(claim, signal);
      if (dying("ask, answer read", claim)) die();
      return found;
    },
    tell: (person, card, signal) => messenger.tell(person, card, signal),
  };
}
