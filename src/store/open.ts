import type { Store } from "../core/ports.ts";
import { openSqliteStore } from "./sqlite.ts";

/** The store in a PostgreSQL database where an address is given, else in the data folder. */
export async function openStore(folder: string, database: string | undefined): Promise<Store> {
  if (database === undefined) return openSqliteStore(folder);
  // Loaded only where it is wanted.
  const { openPostgresStore } = await import("./postgres.ts");
  return openPostgresStore(database);
}
