/** Says in one plain sentence why the store cannot be used and what to do. */
export class StoreError extends Error {
  override name = "StoreError";
}

/** SQLite's primary result code (`SQLITE_BUSY` and so on) of an error that `node:sqlite` threw. */
export function resultCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}

export const sqliteCodes = { busy: 5, readonly: 8, cannotOpen: 14, notADatabase: 26 } as const;

/** Puts what can be wrong with a database file into a plain sentence; any other error is given back as it is. */
export function explain(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === sqliteCodes.notADatabase)
    return new StoreError(`${file} is not a Paperboy database: move it away, or use another data folder.`, {
      cause: error,
    });
  if (code === sqliteCodes.readonly || code === sqliteCodes.cannotOpen)
    return new StoreError(`${file} cannot be written: make it a file that this user may read and write.`, {
      cause: error,
    });
  return error;
}
