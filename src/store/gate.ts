import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Gate } from "../core/digest.ts";
import type { Connections } from "./schema.ts";

/** How long a holder that never releases (its process died) keeps others out, in ms: longer than any request takes. */
const longestHold = 150_000;
/** No gate is closed for longer, in ms: what says so was written before the clock was set back. */
const longestPause = 3_600_000;
/** Longest time between two looks at a gate that somebody else holds, in ms. */
const look = 1_000;

/** A gate that holds for every process on the same database. */
export function openGate({ write, clock }: Connections): Gate {
  return {
    async enter(host, signal) {
      const holder = randomUUID();
      for (;;) {
        signal.throwIfAborted();
        const pause = await write.transaction().execute(async (transaction) => {
          await transaction
            .insertInto("gates")
            .values({ host, free_at: 0, holder: "" })
            .onConflict((conflict) => conflict.column("host").doNothing())
            .execute();
          const now = (await clock(transaction)).getTime();
          const taken = await transaction
            .updateTable("gates")
            .set({ free_at: now + longestHold, holder })
            .where("host", "=", host)
            .where(({ or, eb }) => or([eb("free_at", "<=", now), eb("free_at", ">", now + longestPause)]))
            .executeTakeFirstOrThrow();
          if (taken.numUpdatedRows > 0n) return 0;
          const { free_at } = await transaction
            .selectFrom("gates")
            .select("free_at")
            .where("host", "=", host)
            .executeTakeFirstOrThrow();
          return Math.min(look, Math.max(1, Number(free_at) - now));
        });
        if (pause === 0) break;
        await wait(pause, undefined, { signal });
      }
      return {
        async release(afterMs = 0) {
          await write.transaction().execute(async (transaction) =>
            transaction
              .updateTable("gates")
              .set({
                free_at: (await clock(transaction)).getTime() + Math.min(afterMs, longestPause),
                holder: "",
              })
              .where("host", "=", host)
              .where("holder", "=", holder)
              .execute(),
          );
        },
      };
    },
  };
}
