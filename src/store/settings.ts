import type { SettingsStore } from "../core/ports.ts";
import type { Connections } from "./schema.ts";

/** What people and channels chose, a row for each choice. */
export function settingsStore({ read, write, clock }: Connections): SettingsStore {
  return {
    async language(scope, key) {
      const row = await read
        .selectFrom("settings")
        .select("language")
        .where("scope", "=", scope)
        .where("key", "=", key)
        .executeTakeFirst();
      return row?.language;
    },

    async setLanguage(scope, key, language) {
      await write.transaction().execute(async (transaction) => {
        if (language === undefined) {
          await transaction
            .deleteFrom("settings")
            .where("scope", "=", scope)
            .where("key", "=", key)
            .execute();
          return;
        }
        const choice = { language, changed_at: (await clock(transaction)).toISOString() };
        await transaction
          .insertInto("settings")
          .values({ scope, key, ...choice })
          .onConflict((conflict) => conflict.columns(["scope", "key"]).doUpdateSet(choice))
          .execute();
      });
    },
  };
}
