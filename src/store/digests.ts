import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { DigestAccount, DigestPlan, DigestStore, LedgerEntry } from "../core/digest.ts";
import { batches } from "./batches.ts";
import { outbox } from "./outbox.ts";
import { reserve } from "./positions.ts";
import type { Connections, Tables } from "./schema.ts";
import { columns, subscriptionStore } from "./subscriptions.ts";

/** Undoes a plan's transaction and says why. */
class NotPlanned extends Error {
  readonly outcome: "stale" | "repeated";

  constructor(outcome: "stale" | "repeated") {
    super(outcome);
    this.outcome = outcome;
  }
}

/** Subscriptions, digests, what each channel was given, and what is still to be sent. */
export function digestStore(connections: Connections): DigestStore {
  const { read, write, clock } = connections;
  return {
    ...subscriptionStore(connections),
    ...outbox(connections),

    async plan(plan) {
      try {
        await write.transaction().execute(async (transaction) => {
          await writePlan(transaction, plan, (await clock(transaction)).getTime());
        });
        return "planned";
      } catch (error) {
        if (error instanceof NotPlanned) return error.outcome;
        throw error;
      }
    },

    async given(channel, papers) {
      const found: (LedgerEntry & { date: string; sent: boolean })[] = [];
      for (const batch of batches(papers)) {
        const rows = await read
          .selectFrom("ledger")
          .leftJoin("outbox", (join) =>
            join.onRef("outbox.digest", "=", "ledger.digest").on("outbox.part", "=", 0),
          )
          .select(["paper", "kind", "version", "date", "state"])
          .where("ledger.channel", "=", channel)
          .where("paper", "in", batch)
          .execute();
        for (const { paper, kind, version, date, state } of rows)
          found.push({
            channel,
            paper,
            kind: kind as LedgerEntry["kind"],
            version,
            date,
            sent: state === "sent",
          });
      }
      return found;
    },

    async digests(subscription, limit) {
      const rows = await read
        .selectFrom("digests")
        .select(["date", "account"])
        .where("subscription", "=", subscription)
        .orderBy("date", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ date, account }) => ({ date, account: accountOf(account) }));
    },
  };
}

function accountOf(json: string): DigestAccount {
  return JSON.parse(json, (key, value) =>
    key === "retryingUntil" ? new Date(value as string) : value,
  ) as DigestAccount;
}

/** The subscription as it was planned for is locked by being moved on; everything else follows or is undone with it. */
async function writePlan(transaction: Kysely<Tables>, plan: DigestPlan, now: number): Promise<void> {
  const { subscription, date, parts, ledger, account, next } = plan;
  const { paused, ...running } = subscription;
  const moved = await transaction
    .updateTable("subscriptions")
    .set({
      ...columns({ ...running, ...(paused?.until === undefined && paused && { paused }), ...next }),
      revision: subscription.revision + 1,
      lent_until: 0,
    })
    .where("id", "=", subscription.id)
    .where("revision", "=", subscription.revision)
    .executeTakeFirstOrThrow();
  if (moved.numUpdatedRows === 0n) throw new NotPlanned("stale");

  const id = `${subscription.id}/${date}`;
  const written = await transaction
    .insertInto("digests")
    .values({ id, subscription: subscription.id, date, account: JSON.stringify(account), planned_at: now })
    .onConflict((conflict) => conflict.columns(["subscription", "date"]).doNothing())
    .executeTakeFirstOrThrow();
  if (written.numInsertedOrUpdatedRows === 0n) throw new NotPlanned("stale");

  // One order for everybody, so that two plans of a channel cannot wait for each other.
  const entries = ledger
    .map((entry) => ({ ...entry, digest: id, date }))
    .sort((a, b) => (a.paper < b.paper ? -1 : a.paper > b.paper ? 1 : a.kind < b.kind ? -1 : 1));
  for (const batch of batches(entries)) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("ledger")
      .values(batch)
      .onConflict((conflict) => conflict.columns(["channel", "paper", "kind", "version"]).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== BigInt(batch.length)) throw new NotPlanned("repeated");
  }

  if (parts.length === 0) return;
  const first = (await reserve(transaction, "outbox", parts.length)) + 1;
  const rows = parts.map((part, index) => ({
    seq: first + index,
    digest: id,
    part: index,
    subscription: subscription.id,
    channel: subscription.channel,
    key: createHash("sha256").update(`${id}/${index}`).digest("base64url").slice(0, 22),
    payload: JSON.stringify(part),
    state: "open",
    attempts: 0,
    not_before: now,
    lease_until: 0,
    epoch: 0,
    uncertain: 0,
  }));
  for (const batch of batches(rows)) await transaction.insertInto("outbox").values(batch).execute();
}
