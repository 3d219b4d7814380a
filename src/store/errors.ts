/** Says in one plain sentence why the store cannot be used and what to do. */
export class StoreError extends Error {
  override name = "StoreError";
}

/** SQLite's primary result code (`SQLITE_BUSY` and so on) of an error that `node:sqlite` threw. */
export function resultCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}

export const sqliteCodes = {
  busy: 5,
  readonly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** What is wrong with a database file, and what to do. It is said after the file's name. */
const sentences: Readonly<Record<number, string>> = {
  [sqliteCodes.readonly]: "cannot be written: make it a file that this user may read and write.",
  [sqliteCodes.inputOutput]:
    "cannot be read or written (I/O error): check the disk and its free space, then start again.",
  [sqliteCodes.corrupt]: "is damaged: put a copy in its place, or move it away and ingest the papers again.",
  [sqliteCodes.full]: "cannot grow, the disk is full: make room on it and try again.",
  [sqliteCodes.cannotOpen]: "cannot be written: make it a file that this user may read and write.",
  [sqliteCodes.notADatabase]: "is not a Paperboy database: move it away, or use another data folder.",
};

/** Puts what can be wrong with a database file into a plain sentence; any other error is given back as it is. */
export function explain(error: unknown, file: string): unknown {
  const sentence = sentences[resultCode(error) ?? -1];
  return sentence === undefined ? error : new StoreError(`${file} ${sentence}`, { cause: error });
}

/** A file that SQLite reads well but that does not hold what Paperboy writes. */
export function notOurs(file: string): StoreError {
  return new StoreError(`${file} ${sentences[sqliteCodes.notADatabase]}`);
}
