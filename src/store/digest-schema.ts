import { type Kysely, sql } from "kysely";

/** Times are milliseconds since 1970. Whatever is never searched for lies in `record` as JSON. */
export interface DigestTables {
  subscriptions: {
    id: string;
    /** Order in which subscriptions were set up. */
    seq: number;
    channel: string;
    record: string;
    due_at: number;
    /** 1: neither suspended nor paused without an end. */
    active: number;
    suspended: string | null;
    failing: string | null;
    revision: number;
    lent_until: number;
  };
  digests: { id: string; subscription: string; date: string; account: string; planned_at: number };
  outbox: {
    /** Order of sending within a channel. */
    seq: number;
    digest: string;
    part: number;
    subscription: string;
    channel: string;
    key: string;
    payload: string;
    /** `open`, `held` (its subscription is suspended), `sent`, `dropped`. */
    state: string;
    attempts: number;
    not_before: number;
    lease_until: number;
    epoch: number;
    first_attempt: number | null;
    remote: string | null;
    uncertain: number;
    why: string | null;
  };
  ledger: {
    channel: string;
    paper: string;
    kind: string;
    version: number;
    digest: string;
    date: string;
  };
  announcements: {
    position: number;
    paper: string;
    source: string;
    type: string;
    date: string;
    categories: string;
    version: number | null;
  };
  sources: { name: string; state: string };
  gates: { host: string; free_at: number; holder: string };
}

export async function createDigestTables(
  db: Kysely<DigestTables & { positions: { name: string; last: number } }>,
) {
  await db.schema
    .createTable("subscriptions")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("seq", "bigint", (column) => column.notNull().unique())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("record", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("active", "integer", (column) => column.notNull())
    .addColumn("suspended", "text")
    .addColumn("failing", "text")
    .addColumn("revision", "bigint", (column) => column.notNull())
    .addColumn("lent_until", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("subscriptions_due")
    .on("subscriptions")
    .columns(["active", "due_at"])
    .execute();
  await db.schema.createIndex("subscriptions_channel").on("subscriptions").column("channel").execute();
  await db.schema
    .createTable("digests")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("subscription", "text", (column) => column.notNull())
    .addColumn("date", "text", (column) => column.notNull())
    .addColumn("account", "text", (column) => column.notNull())
    .addColumn("planned_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("digests_once", ["subscription", "date"])
    .execute();
  await db.schema
    .createTable("outbox")
    .addColumn("seq", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("part", "integer", (column) => column.notNull())
    .addColumn("subscription", "text", (column) => column.notNull())
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("not_before", "bigint", (column) => column.notNull())
    .addColumn("lease_until", "bigint", (column) => column.notNull())
    .addColumn("epoch", "bigint", (column) => column.notNull())
    .addColumn("first_attempt", "bigint")
    .addColumn("remote", "text")
    .addColumn("uncertain", "integer", (column) => column.notNull())
    .addColumn("why", "text")
    .addUniqueConstraint("outbox_once", ["digest", "part"])
    .execute();
  // What was sent stays as the record of it; the work to do is found without reading through that.
  for (const [name, columns] of [
    ["outbox_open", ["seq"]],
    ["outbox_open_channel", ["channel", "seq"]],
  ] as const)
    await db.schema
      .createIndex(name)
      .on("outbox")
      .columns([...columns])
      .where(sql.ref("state"), "=", sql.lit("open"))
      .execute();
  await db.schema
    .createTable("ledger")
    .addColumn("channel", "text", (column) => column.notNull())
    .addColumn("paper", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("digest", "text", (column) => column.notNull())
    .addColumn("date", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("ledger_once", ["channel", "paper", "kind", "version"])
    .execute();
  await db.schema
    .createTable("announcements")
    .addColumn("position", "bigint", (column) => column.primaryKey().notNull())
    .addColumn("paper", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("date", "text", (column) => column.notNull())
    .addColumn("categories", "text", (column) => column.notNull())
    .addColumn("version", "integer")
    .addUniqueConstraint("announcements_once", ["paper", "source", "date", "type"])
    .execute();
  await db.schema
    .createTable("sources")
    .addColumn("name", "text", (column) => column.primaryKey().notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("gates")
    .addColumn("host", "text", (column) => column.primaryKey().notNull())
    .addColumn("free_at", "bigint", (column) => column.notNull())
    .addColumn("holder", "text", (column) => column.notNull())
    .execute();
  const names = ["subscriptions", "outbox", "announcements"];
  await db
    .insertInto("positions")
    .values(names.map((name) => ({ name, last: 0 })))
    .execute();
}
