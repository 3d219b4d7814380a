import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Store } from "../core/ports.ts";
import { StoreError } from "./errors.ts";
import { migrate, type Tables } from "./schema.ts";
import { storeOn } from "./store.ts";

/** Connections of one process. */
const poolSize = 8;
/** How long a connection may take to come about, in ms. */
const connectTimeoutMs = 10_000;
/** The type of `bigint`: its values here are positions and times, which numbers hold exactly. */
const bigint = 20;
/** Any number will do, as long as it is this one in every process. */
const migrationLock = 7_305_114;

/** What is wrong with a database server, by SQLSTATE or system error, and what to do. It is said after the name. */
const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "does not answer: start the server, or check DATABASE_URL.",
  ENOTFOUND: "cannot be found: check the host in DATABASE_URL.",
  ETIMEDOUT: "does not answer: check the network, or DATABASE_URL.",
  "28P01": "refuses the password: check DATABASE_URL.",
  "28000": "refuses the user: check DATABASE_URL.",
  "3D000": "does not exist on that server: create it, or check DATABASE_URL.",
  "42501": "may not be changed by this user: grant it the right to create tables there.",
  "53100": "cannot grow, the server's disk is full: make room on it and try again.",
  "57P03": "is starting or stopping: try again in a moment.",
  "53300": "has no connection left: raise the server's max_connections, or run fewer processes.",
};

/**
 * Opens the store in a PostgreSQL database (`postgresql://user:password@host:port/name`), making its tables where they are
 * missing. Many processes on many machines may have it open: schedules and leases go by the server's clock.
 */
export async function openPostgresStore(url: string, now?: () => Date): Promise<Store> {
  const { host, pathname } = new URL(url);
  const name = `The PostgreSQL database ${pathname.slice(1)} at ${host}`;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: "paperboy",
    types: {
      getTypeParser: (type: number, format?: "text" | "binary") =>
        type === bigint ? Number : pg.types.getTypeParser(type, format as "text"),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks while nobody uses it is replaced when it is wanted.
  pool.on("error", () => {});
  // One that breaks while it is in use fails what it was used for; without a listener it would end the process, too.
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: {
        options: {},
        connect: () =>
          pool.connect().catch((error: unknown) => {
            throw explain(error, name);
          }),
        end: () => pool.end(),
      },
    }),
  });
  try {
    await migrate(db, name, {
      async lock(transaction) {
        await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
      },
      notOurs: new StoreError(`${name} has tables that are not Paperboy's: give it a database of its own.`),
    });
  } catch (error) {
    await pool.end();
    throw explain(error, name);
  }
  const connections = {
    read: db,
    write: db,
    shared: true,
    name,
    clock: now ? async () => now() : serverClock,
  };
  return storeOn(connections, () => db.destroy());
}

async function serverClock(db: Kysely<Tables>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date();
}

/** Puts what can be wrong with a server into a plain sentence; any other error is given back as it is. */
function explain(error: unknown, name: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const timedOut = error instanceof Error && /timeout exceeded when trying to connect/.test(error.message);
  const sentence = sentences[timedOut ? "ETIMEDOUT" : code];
  return sentence === undefined ? error : new StoreError(`${name} ${sentence}`, { cause: error });
}
