import type { Kysely, Selectable } from "kysely";
import type { Announcement, AnnouncementStore, AnnouncementType, SourceState } from "../core/digest.ts";
import { batches } from "./batches.ts";
import type { DigestTables } from "./digest-schema.ts";
import { reserve } from "./positions.ts";
import type { Connections, Tables } from "./schema.ts";

type Unplaced = Omit<Announcement, "position">;

/**
 * Those that say something new: a batch that a source serves again under another date, with a paper more or less, is
 * announced once. A replacement whose version nobody knows may be another one each time.
 */
async function unknownOf(
  transaction: Kysely<Tables>,
  batch: readonly Unplaced[],
): Promise<readonly Unplaced[]> {
  const papers = [...new Set(batch.map(({ paper }) => paper))];
  const rows = await transaction
    .selectFrom("announcements")
    .selectAll()
    .where("paper", "in", papers)
    .execute();
  const known = new Set(rows.map((row) => meaningOf(announcementOf(row))));
  return batch.filter((each) => !isTellable(each) || !known.has(meaningOf(each)));
}

function isTellable({ type, version }: Unplaced): boolean {
  return type === "new" || type === "cross" || version !== undefined;
}

function meaningOf({ paper, source, type, categories, version }: Unplaced): string {
  return JSON.stringify([paper, source, type, categories, version]);
}

/** What sources announced: a row for each paper, source, date and type, and one alone for what is said again. */
export function announcementStore({ read, write }: Connections): AnnouncementStore {
  return {
    async add(announcements) {
      if (announcements.length === 0) return 0;
      return write.transaction().execute(async (transaction) => {
        let position = await reserve(transaction, "announcements", announcements.length);
        let added = 0n;
        for (const batch of batches(announcements)) {
          const fresh = await unknownOf(transaction, batch);
          if (fresh.length === 0) continue;
          const rows = fresh.map(({ paper, source, type, date, categories, version }) => ({
            position: ++position,
            paper,
            source,
            type,
            date,
            categories: JSON.stringify(categories),
            version: version ?? null,
          }));
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto("announcements")
            .values(rows)
            .onConflict((conflict) => conflict.columns(["paper", "source", "date", "type"]).doNothing())
            .executeTakeFirstOrThrow();
          added += numInsertedOrUpdatedRows ?? 0n;
        }
        return Number(added);
      });
    },

    async since(position, limit) {
      const rows = await read
        .selectFrom("announcements")
        .selectAll()
        .where("position", ">", position)
        .orderBy("position")
        .limit(limit)
        .execute();
      return rows.map(announcementOf);
    },

    async of(paper) {
      const rows = await read
        .selectFrom("announcements")
        .selectAll()
        .where("paper", "=", paper)
        .orderBy("position")
        .execute();
      return rows.map(announcementOf);
    },

    async newest() {
      const row = await read
        .selectFrom("announcements")
        .select((select) => select.fn.max("position").as("position"))
        .executeTakeFirstOrThrow();
      return Number(row.position ?? 0);
    },

    async sources() {
      const rows = await read.selectFrom("sources").selectAll().orderBy("name").execute();
      return rows.map(({ state }) => sourceOf(state));
    },

    async keepSource(state) {
      const row = { state: JSON.stringify(state) };
      await write.transaction().execute((transaction) =>
        transaction
          .insertInto("sources")
          .values({ name: state.name, ...row })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
          .execute(),
      );
    },

    async forgetSource(name) {
      await write
        .transaction()
        .execute((transaction) => transaction.deleteFrom("sources").where("name", "=", name).execute());
    },
  };
}

function announcementOf(row: Selectable<DigestTables["announcements"]>): Announcement {
  const { position, paper, source, date, version } = row;
  return {
    position: Number(position),
    paper,
    source,
    type: row.type as AnnouncementType,
    date,
    categories: JSON.parse(row.categories) as string[],
    ...(version !== null && { version }),
  };
}

const times = new Set(["checked", "changed", "next", "since"]);

function sourceOf(json: string): SourceState {
  return JSON.parse(json, (key, value) =>
    times.has(key) ? new Date(value as string) : value,
  ) as SourceState;
}
