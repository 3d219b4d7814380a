import { accessSync, constants, mkdirSync, statfsSync } from "node:fs";
import { StoreError } from "./errors.ts";

/** As `statfs(2)` names them. SQLite's locks and shared memory do not work reliably across machines. */
const networkFileSystems = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB"],
  [0xff534d42, "CIFS"],
]);

/** Creates the data folder where it is missing and refuses one on a network file system. */
export function prepareFolder(
  folder: string,
  fileSystemType = (path: string) => statfsSync(path).type,
): void {
  let type: number;
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    type = fileSystemType(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new StoreError(
      `The data folder ${folder} cannot be used (${code}): set PAPERBOY_DATA to a folder that this user may write to.`,
      { cause: error },
    );
  }
  const network = networkFileSystems.get(type >>> 0);
  if (network)
    throw new StoreError(
      `The data folder ${folder} is on a network file system (${network}), where SQLite can lose data: set PAPERBOY_DATA to a folder on a local disk.`,
    );
}
