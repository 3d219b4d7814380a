import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

export type PositionName = "papers" | "subscriptions" | "outbox" | "announcements";

/**
 * Takes the next positions and gives the last one before them. The row stays locked until the transaction ends, so
 * positions become visible in the order in which they were given out.
 */
export async function reserve(
  transaction: Kysely<Tables>,
  name: PositionName,
  amount: number,
): Promise<number> {
  const { last } = await transaction
    .updateTable("positions")
    .set((row) => ({ last: row("last", "+", amount) }))
    .where("name", "=", name)
    .returning("last")
    .executeTakeFirstOrThrow();
  return Number(last) - amount;
}
