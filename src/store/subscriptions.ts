import type { Kysely, Selectable } from "kysely";
import type { DigestStore, Subscription } from "../core/digest.ts";
import type { DigestTables } from "./digest-schema.ts";
import { reserve } from "./positions.ts";
import type { Connections, Tables } from "./schema.ts";

/** Parts that waited this long while their subscription was suspended are no news any more, in ms. */
const stale = 7 * 24 * 60 * 60 * 1_000;

type Row = Selectable<DigestTables["subscriptions"]>;

/** The subscriptions of a database: what is searched for in columns, the rest as one JSON record. */
export function subscriptionStore(
  connections: Connections,
): Pick<DigestStore, "subscriptions" | "keep" | "remove" | "due"> {
  const { read, write, clock, shared } = connections;
  return {
    async subscriptions(channel) {
      const rows = await read
        .selectFrom("subscriptions")
        .selectAll()
        .$if(channel !== undefined, (query) => query.where("channel", "=", channel as string))
        .orderBy("seq")
        .execute();
      return rows.map(subscriptionOf);
    },

    async keep(subscription) {
      return write.transaction().execute(async (transaction) => {
        const { id, revision } = subscription;
        const held = await transaction
          .selectFrom("subscriptions")
          .select(["revision", "suspended"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (!held) {
          if (revision !== 0) return false;
          const seq = (await reserve(transaction, "subscriptions", 1)) + 1;
          await transaction
            .insertInto("subscriptions")
            .values({ id, seq, ...columns(subscription), failing: null, revision: 1, lent_until: 0 })
            .execute();
          return true;
        }
        const { numUpdatedRows } = await transaction
          .updateTable("subscriptions")
          .set({ ...columns(subscription), revision: revision + 1, lent_until: 0 })
          .where("id", "=", id)
          .where("revision", "=", revision)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) return false;
        if (held.suspended !== null && !subscription.suspended)
          await reopen(transaction, id, (await clock(transaction)).getTime());
        return true;
      });
    },

    async remove(ids) {
      if (ids.length === 0) return;
      await write.transaction().execute(async (transaction) => {
        // Parts before their subscriptions, in the order in which they are settled: two that wait for each other would fail.
        await transaction
          .updateTable("outbox")
          .set({ state: "dropped", why: "unsubscribed" })
          .where("subscription", "in", ids)
          .where("state", "in", ["open", "held"])
          .execute();
        await transaction.deleteFrom("subscriptions").where("id", "in", ids).execute();
      });
    },

    async due(limit, leaseMs) {
      return write.transaction().execute(async (transaction) => {
        const now = (await clock(transaction)).getTime();
        const rows = await transaction
          .selectFrom("subscriptions")
          .selectAll()
          .where("active", "=", 1)
          .where("due_at", "<=", now)
          .where("lent_until", "<=", now)
          .orderBy("due_at")
          .orderBy("seq")
          .limit(limit)
          .$if(shared, (query) => query.forUpdate().skipLocked())
          .execute();
        if (rows.length > 0)
          await transaction
            .updateTable("subscriptions")
            .set({ lent_until: now + leaseMs })
            .where(
              "id",
              "in",
              rows.map((row) => row.id),
            )
            .execute();
        return rows.map(subscriptionOf);
      });
    },
  };
}

/** What waited while the subscription was suspended is sent after all, unless it is no news any more. */
async function reopen(transaction: Kysely<Tables>, subscription: string, now: number): Promise<void> {
  const held = transaction
    .updateTable("outbox")
    .where("subscription", "=", subscription)
    .where("state", "=", "held");
  await held
    .set({ state: "dropped", why: "too old when resumed" })
    .where("digest", "in", (select) =>
      select
        .selectFrom("digests")
        .select("id")
        .where("subscription", "=", subscription)
        .where("planned_at", "<", now - stale),
    )
    .execute();
  await held.set({ state: "open", not_before: now, lease_until: 0 }).execute();
}

/** The columns of a subscription that only its owners and its digests change. */
export function columns(subscription: Subscription) {
  const { id: _, revision: __, failing: ___, due, suspended, channel, ...record } = subscription;
  return {
    channel,
    record: JSON.stringify(record),
    due_at: due.getTime(),
    active: suspended || (subscription.paused && subscription.paused.until === undefined) ? 0 : 1,
    suspended: suspended ? JSON.stringify(suspended) : null,
  };
}

function subscriptionOf(row: Row): Subscription {
  const record = JSON.parse(row.record) as Omit<Subscription, "created"> & { readonly created: string };
  return {
    ...record,
    id: row.id,
    channel: row.channel,
    created: new Date(record.created),
    due: new Date(Number(row.due_at)),
    ...(row.suspended !== null && { suspended: dated<"suspended">(row.suspended) }),
    ...(row.failing !== null && { failing: dated<"failing">(row.failing) }),
    revision: Number(row.revision),
  };
}

/** JSON whose `since` and `next` are dates. */
function dated<Key extends "suspended" | "failing">(json: string): NonNullable<Subscription[Key]> {
  return JSON.parse(json, (key, value) =>
    key === "since" || key === "next" ? new Date(value as string) : value,
  ) as NonNullable<Subscription[Key]>;
}
