import type { Store } from "../core/ports.ts";
import { openSqliteStore } from "./sqlite.ts";

/** The store in a PostgreSQL database where an address is given, which has a clock of its own, else in the data folder. */
export async function openStore(
  folder: string,
  database: string | undefined,
  now?: () => Date,
): Promise<Store> {
  if (database === undefined) return openSqliteStore(folder, now);
  // Loaded only where it is wanted.
  const { openPostgresStore } = await import("./postgres.ts");
  return openPostgresStore(database);
}
