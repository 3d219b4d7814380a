import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import {
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { explain, resultCode, sqliteCodes } from "./errors.ts";

/** How long SQLite itself waits for another process, where it has to: it stops this whole process meanwhile. */
export const busyTimeoutMs = 5_000;
/** How long a transaction waits to begin. An import in another process holds the lock for one batch at a time. */
const longestWaitMs = 10_000;

/**
 * Kysely on Node's own SQLite. Everything that only SQLite knows is in this file and in `sqlite.ts`. What goes wrong
 * with the file, at whatever statement, is said in a plain sentence about `file`.
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #adapted: SqliteDatabase;

  constructor(database: DatabaseSync, file: string) {
    const adapted = adapt(database, file);
    super({ database: adapted });
    this.#database = database;
    this.#adapted = adapted;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#adapted, () => this.#database.isTransaction);
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
  readonly #inTransaction: () => boolean;

  constructor(database: SqliteDatabase, inTransaction: () => boolean) {
    super({ database });
    this.#database = database;
    this.#inTransaction = inTransaction;
  }

  override async beginTransaction(): Promise<void> {
    for (let waited = 0; !this.#begin(waited >= longestWaitMs); ) {
      // Two that wait in step would keep meeting each other.
      const pause = 2 + Math.random() * 8;
      await wait(pause);
      waited += pause;
    }
  }

  /** On errors such as a full disk SQLite has rolled back by itself; failing here would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#inTransaction()) await super.rollbackTransaction(connection);
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

function adapt(database: DatabaseSync, file: string): SqliteDatabase {
  const explained = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw explain(error, file);
    }
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = explained(() => database.prepare(sql));
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => explained(() => statement.all(...values(parameters))),
        run: (parameters) => explained(() => statement.run(...values(parameters))),
        iterate: (parameters) => explained(() => statement.iterate(...values(parameters))),
      };
    },
  };
}
