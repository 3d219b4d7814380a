import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { Kysely } from "kysely";
import type { Store } from "../core/ports.ts";
import { busyTimeoutMs, NodeSqliteDialect } from "./dialect.ts";
import { explain, notOurs, resultCode, StoreError, sqliteCodes } from "./errors.ts";
import { prepareFolder } from "./folder.ts";
import { migrate, type Tables } from "./schema.ts";
import { storeOn } from "./store.ts";

/** Until 3.51.2 two connections that write at once could corrupt a WAL database. */
const oldestVersion = "3.51.3";

/** Opens the store in a folder, which it creates where it is missing. Several processes may have it open. */
export async function openSqliteStore(folder: string, now: () => Date = () => new Date()): Promise<Store> {
  prepareFolder(folder);
  const file = join(folder, "paperboy.db");
  const opened: DatabaseSync[] = [];
  try {
    const writer = new DatabaseSync(file, { timeout: busyTimeoutMs });
    opened.push(writer);
    await configure(writer, file);
    const write = new Kysely<Tables>({ dialect: new NodeSqliteDialect(writer, file) });
    // A transaction has the write lock from its beginning.
    await migrate(write, file, { lock: async () => {}, notOurs: notOurs(file) });
    const reader = new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true });
    opened.push(reader);
    const read = new Kysely<Tables>({ dialect: new NodeSqliteDialect(reader, file) });
    const connections = { read, write, shared: false, name: file, clock: async () => now() };
    // The last connection to close empties the write-ahead log into the file, which a reading one cannot.
    return storeOn(connections, () => close(read, write));
  } catch (error) {
    for (const database of opened) if (database.isOpen) database.close();
    throw explain(error, file);
  }
}

/** Kysely closes a connection under a transaction that is still running; its queue for the connection waits for it. */
async function close(...connections: readonly Kysely<Tables>[]): Promise<void> {
  for (const db of connections) {
    await db.connection().execute(async () => {});
    await db.destroy();
  }
}

async function configure(database: DatabaseSync, file: string): Promise<void> {
  const version = String(pragma(database, "select sqlite_version()"));
  if (version.localeCompare(oldestVersion, "en", { numeric: true }) < 0)
    throw new StoreError(
      `SQLite ${version} can corrupt a database, ${oldestVersion} or later is needed: run Paperboy with a newer Node.js.`,
    );
  const mode = await enterWal(database);
  if (mode !== "wal")
    throw new StoreError(
      `${file} cannot use SQLite's WAL mode (it stays in ${mode}): move the data folder to a local disk.`,
    );
  database.exec("pragma synchronous = full");
  if (pragma(database, "pragma synchronous") !== 2)
    throw new StoreError(`${file} cannot be written durably: SQLite does not accept synchronous = FULL.`);
}

/** SQLite does not wait for other processes where the mode of the file itself changes. */
async function enterWal(database: DatabaseSync): Promise<unknown> {
  for (let waited = 0; ; waited += 20) {
    try {
      return pragma(database, "pragma journal_mode = wal");
    } catch (error) {
      if (resultCode(error) !== sqliteCodes.busy || waited > busyTimeoutMs) throw error;
      await wait(20);
    }
  }
}

function pragma(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0];
}
