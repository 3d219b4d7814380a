import type { TranslationCache } from "../core/ports.ts";
import type { Connections } from "./schema.ts";

/** Rows in one statement: a database takes only so many parameters at once. */
const batchSize = 200;

/** Translated sentences, a row for each, with the day of their last use so that reading seldom writes. */
export function translationCache({ read, write, clock }: Connections): TranslationCache {
  const today = async () => (await clock(read)).toISOString().slice(0, 10);

  async function used(keys: readonly string[], used_on: string): Promise<void> {
    await write
      .transaction()
      .execute((transaction) =>
        transaction.updateTable("translated_sentences").set({ used_on }).where("key", "in", keys).execute(),
      );
  }

  return {
    async get(keys) {
      const held = new Map<string, string>();
      const day = await today();
      for (const batch of batches([...new Set(keys)])) {
        const rows = await read
          .selectFrom("translated_sentences")
          .select(["key", "value", "used_on"])
          .where("key", "in", batch)
          .execute();
        for (const { key, value } of rows) held.set(key, value);
        const unused = rows.filter((row) => row.used_on < day).map((row) => row.key);
        if (unused.length > 0) await used(unused, day);
      }
      return held;
    },

    async put(sentences) {
      const used_on = await today();
      const rows = [...new Map(sentences.map((sentence) => [sentence.key, sentence])).values()].map(
        ({ key, value }) => ({
          key,
          value,
          bytes: Buffer.byteLength(key) + Buffer.byteLength(value),
          used_on,
        }),
      );
      if (rows.length === 0) return;
      await write.transaction().execute(async (transaction) => {
        for (const batch of batches(rows))
          await transaction
            .insertInto("translated_sentences")
            .values(batch)
            .onConflict((conflict) =>
              conflict.column("key").doUpdateSet((row) => ({
                value: row.ref("excluded.value"),
                bytes: row.ref("excluded.bytes"),
                used_on: row.ref("excluded.used_on"),
              })),
            )
            .execute();
      });
    },

    async prune(bytes) {
      await write.transaction().execute((transaction) =>
        transaction
          .deleteFrom("translated_sentences")
          .where("key", "in", (select) =>
            select
              .selectFrom((from) =>
                from
                  .selectFrom("translated_sentences")
                  .select((row) => [
                    "key",
                    row.fn
                      .sum<number>("bytes")
                      .over((over) => over.orderBy("used_on", "desc").orderBy("key"))
                      .as("up_to_here"),
                  ])
                  .as("counted"),
              )
              .select("key")
              .where("up_to_here", ">", bytes),
          )
          .execute(),
      );
    },
  };
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += batchSize) yield items.slice(start, start + batchSize);
}
