import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { type Driver, SqliteAdapter, type SqliteDatabase, SqliteDialect, SqliteDriver } from "kysely";
import { resultCode, sqliteCodes } from "./errors.ts";

/** How long SQLite itself waits for another process, where it has to: it stops this whole process meanwhile. */
export const busyTimeoutMs = 5_000;
/** How long a transaction waits to begin. An import in another process holds the lock for one batch at a time. */
const longestWaitMs = 10_000;

/** Kysely on Node's own SQLite. Everything that only SQLite knows is in this file and in `sqlite.ts`. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: DatabaseSync) {
    const adapted = adapt(database);
    super({ database: adapted });
    this.#database = adapted;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/**
 * A transaction takes the write lock when it begins. One that reads first and takes the lock when it writes fails at
 * once when another process has written in between, however long it is ready to wait. SQLite's own wait would stop
 * this whole process (and for ever, where it is this process that holds the lock), so the wait is ours.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: SqliteDatabase;

  constructor(config: { database: SqliteDatabase }) {
    super(config);
    this.#database = config.database;
  }

  override async beginTransaction(): Promise<void> {
    for (let waited = 0; !this.#begin(waited >= longestWaitMs); ) {
      // Two that wait in step would keep meeting each other.
      const pause = 2 + Math.random() * 8;
      await wait(pause);
      waited += pause;
    }
  }

  #begin(lastTry: boolean): boolean {
    this.#database.prepare("pragma busy_timeout = 0").all([]);
    try {
      this.#database.prepare("begin immediate").run([]);
      return true;
    } catch (error) {
      if (lastTry || resultCode(error) !== sqliteCodes.busy) throw error;
      return false;
    } finally {
      this.#database.prepare(`pragma busy_timeout = ${busyTimeoutMs}`).all([]);
    }
  }
}

/** SQLite can roll tables back. With that said, a migration of two processes at once happens once and whole. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
