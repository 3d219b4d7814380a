import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { createDigestTables, type DigestTables } from "./digest-schema.ts";
import { StoreError } from "./errors.ts";

/** The tables as queries see them. Every type is one that SQLite and PostgreSQL both have. */
export interface Tables extends DigestTables {
  papers: {
    id: string;
    /** Position of the paper's last change: higher than that of every change before it. */
    seq: number;
    first_seen: string;
    /** The paper as JSON. */
    record: string;
  };
  /** The last position given out, a row for each kind. Its lock makes positions visible in the order they are given out. */
  positions: { name: string; last: number };
  settings: { scope: string; key: string; language: string; changed_at: string };
  queries: { id: string; text: string; kept_at: string };
  /** `bytes` of key and value; `used_on` is a day, `2026-11-22`. */
  translated_sentences: { key: string; value: string; bytes: number; used_on: string };
}

/**
 * Where to read and where to write. On SQLite these are two connections, so that reading never waits for a writer. Each
 * write is a transaction: that is what waits for other writers.
 */
export interface Connections {
  readonly read: Kysely<Tables>;
  readonly write: Kysely<Tables>;
  /** Many processes write at once: rows are locked, and those that another has locked are passed over. */
  readonly shared: boolean;
  /** The database's, as people know it; errors name it. */
  readonly name: string;
  /** The time that leases and schedules go by: the database's own where several machines share it. */
  clock(db: Kysely<Tables>): Promise<Date>;
}

/** What a database does differently while tables are made. */
export interface MigrationWays {
  /** Keeps other processes out until the transaction ends. */
  lock(transaction: Kysely<Tables>): Promise<void>;
  /** Said of a database that another program has made. */
  readonly notOurs: StoreError;
}

/** Forward only: a released migration is never edited, a change is a new one with a later name. */
const migrations: Record<string, Migration> = {
  "2026-01-papers-settings-queries": {
    async up(db: Kysely<Tables>): Promise<void> {
      await db.schema
        .createTable("papers")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("seq", "bigint", (column) => column.notNull().unique())
        .addColumn("first_seen", "text", (column) => column.notNull())
        .addColumn("record", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("positions")
        .addColumn("name", "text", (column) => column.primaryKey().notNull())
        .addColumn("last", "bigint", (column) => column.notNull())
        .execute();
      await db.insertInto("positions").values({ name: "papers", last: 0 }).execute();
      await db.schema
        .createTable("settings")
        .addColumn("scope", "text", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("language", "text", (column) => column.notNull())
        .addColumn("changed_at", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("settings_key", ["scope", "key"])
        .execute();
      await db.schema
        .createTable("queries")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addColumn("kept_at", "text", (column) => column.notNull())
        .execute();
    },
  },
  "2026-02-translated-sentences": {
    async up(db: Kysely<Tables>): Promise<void> {
      await db.schema
        .createTable("translated_sentences")
        .addColumn("key", "text", (column) => column.primaryKey().notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("bytes", "integer", (column) => column.notNull())
        .addColumn("used_on", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex("translated_sentences_used")
        .on("translated_sentences")
        .columns(["used_on", "key"])
        .execute();
    },
  },
  "2026-03-digests": { up: createDigestTables },
};

/**
 * Brings the tables up to date in one transaction, so that processes that start at once do it once. Refuses a database
 * that a newer Paperboy has changed, or that another program has made. `name` is for the person who reads that.
 */
export async function migrate(db: Kysely<Tables>, name: string, ways: MigrationWays): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await ways.lock(transaction);
    const unknown = (await appliedMigrations(transaction, ways)).filter(
      (each) => !Object.hasOwn(migrations, each),
    );
    if (unknown.length > 0)
      throw new StoreError(
        `${name} was written by a newer Paperboy: start that version, or use another data folder.`,
      );
    const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}

async function appliedMigrations(db: Kysely<Tables>, ways: MigrationWays): Promise<string[]> {
  const table = "kysely_migration";
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.length === 0) return [];
  if (!tables.some((known) => known.name === table)) throw ways.notOurs;
  const rows = await db
    .withTables<{ [table]: { name: string } }>()
    .selectFrom(table)
    .select("name")
    .execute();
  return rows.map((row) => row.name);
}
