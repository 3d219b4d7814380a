import { createHash } from "node:crypto";
import type { QueryStore } from "../core/ports.ts";
import type { Connections } from "./schema.ts";

/** Queries under ids made from their text: keeping one again gives the same id, in every process. */
export function queryStore({ read, write, clock }: Connections): QueryStore {
  return {
    async keep(query) {
      const id = queryId(query);
      await write.transaction().execute(async (transaction) =>
        transaction
          .insertInto("queries")
          .values({ id, text: query, kept_at: (await clock(transaction)).toISOString() })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .execute(),
      );
      return id;
    },

    async find(id) {
      const row = await read.selectFrom("queries").select("text").where("id", "=", id).executeTakeFirst();
      return row?.text;
    },
  };
}

/** 96 bits of the text's hash, in letters that a control's id may hold. */
function queryId(query: string): string {
  return createHash("sha256").update(query).digest("base64url").slice(0, 16);
}
