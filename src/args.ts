import { parseArgs } from "node:util";

/** Words typed wrong on the command line. */
export class UsageError extends Error {}

export function readArgs(
  args: readonly string[],
  options: NonNullable<Parameters<typeof parseArgs>[0]>["options"],
) {
  try {
    return parseArgs({ args: [...args], options: options ?? {}, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
