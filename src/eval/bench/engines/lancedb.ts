import { join } from "node:path";
import { type EngineKind, peerPaper, wanted } from "../engine.ts";

/** As much of LanceDB as is used here: the package is not there when types are checked. */
interface LanceDb {
  connect(folder: string): Promise<{
    createTable(name: string, rows: readonly object[]): Promise<LanceTable>;
    openTable(name: string): Promise<LanceTable>;
  }>;
  readonly Index: { fts(options: object): object };
}
interface LanceTable {
  add(rows: readonly object[]): Promise<unknown>;
  createIndex(column: string, options: object): Promise<unknown>;
  optimize(): Promise<unknown>;
  query(): LanceQuery;
  close(): void;
}
interface LanceQuery {
  fullTextSearch(words: string, options: object): LanceQuery;
  where(condition: string): LanceQuery;
  select(columns: readonly string[]): LanceQuery;
  limit(count: number): LanceQuery;
  toArray(): Promise<readonly unknown[]>;
}

/**
 * LanceDB's full-text index, in threads of its own outside V8. Title and abstract are one column, which is what its index
 * is made over, with the stemming and stop words that it has on for English.
 */
export const lancedb: EngineKind = {
  filters: true,
  packages: ["@lancedb/lancedb@0.39.0", "apache-arrow@18.1.0"],
  async open({ folder, saved, load }) {
    const { connect, Index } = (await load("@lancedb/lancedb")) as LanceDb;
    const database = await connect(join(folder, "lance"));
    let table = saved ? await database.openTable("papers") : undefined;
    return {
      async add(papers) {
        const rows = papers.map(peerPaper).map(({ id, title, abstract, categories, year }) => ({
          id,
          text: `${title}\n${abstract}`,
          categories: ` ${categories.join(" ")} `,
          year,
        }));
        if (table) await table.add(rows);
        else table = await database.createTable("papers", rows);
      },
      async save() {
        await table?.optimize();
        await table?.createIndex("text", { config: Index.fts({ withPosition: false }) });
      },
      async search({ words, cat, years }) {
        if (!table) return 0;
        const conditions = [
          ...(cat === undefined ? [] : [`categories LIKE '% ${cat} %'`]),
          ...(years === undefined ? [] : [`year BETWEEN ${years.from} AND ${years.to}`]),
        ];
        const query = table
          .query()
          .fullTextSearch(words, { columns: ["text"] })
          .select(["id"])
          .limit(wanted);
        const narrowed = conditions.length === 0 ? query : query.where(conditions.join(" AND "));
        return (await narrowed.toArray()).length;
      },
      close: async () => table?.close(),
    };
  },
};
