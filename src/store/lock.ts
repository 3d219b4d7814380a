import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { explain, resultCode, StoreError, sqliteCodes } from "./errors.ts";
import { prepareFolder } from "./folder.ts";

/**
 * Makes this the one process that serves a data folder; throws when another one does. The lock is a transaction that
 * is never finished: the operating system frees it when the process ends, however it ends, so no stale lock remains.
 * It also ends when the function returned here, which frees it, is garbage collected: keep that function.
 */
export function holdServingLock(folder: string): () => void {
  prepareFolder(folder);
  const file = join(folder, "serving.lock");
  const database = begin(file, folder);
  return () => {
    if (database.isOpen) database.close();
  };
}

function begin(file: string, folder: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec("begin exclusive");
    return database;
  } catch (error) {
    database?.close();
    if (resultCode(error) !== sqliteCodes.busy) throw explain(error, file);
    throw new StoreError(
      `Another Paperboy already serves the data folder ${folder}: stop it first, or give this one another folder with PAPERBOY_DATA.`,
      { cause: error },
    );
  }
}
