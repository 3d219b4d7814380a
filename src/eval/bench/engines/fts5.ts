import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type EngineKind, peerPaper, wanted } from "../engine.ts";

/**
 * SQLite's full-text search, in the main thread: BM25 over any of the words, with its Porter stemmer. It keeps the index
 * alone, not the texts, so that the sizes can be compared.
 */
export const fts5: EngineKind = {
  filters: true,
  packages: [],
  async open({ folder, saved }) {
    const database = new DatabaseSync(join(folder, "fts5.db"));
    if (!saved)
      database.exec(`
        PRAGMA journal_mode = off;
        CREATE VIRTUAL TABLE texts USING fts5(title, abstract, content='', tokenize='porter unicode61');
        CREATE TABLE papers (row INTEGER PRIMARY KEY, id TEXT, year INTEGER, categories TEXT);
      `);
    const addText = database.prepare("INSERT INTO texts (rowid, title, abstract) VALUES (?, ?, ?)");
    const addPaper = database.prepare("INSERT INTO papers VALUES (?, ?, ?, ?)");
    const plain = database.prepare(
      "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT cast(? AS INTEGER)",
    );
    const filtered = database.prepare(`
      SELECT texts.rowid FROM texts JOIN papers ON papers.row = texts.rowid
      WHERE texts MATCH ? AND year BETWEEN ? AND ? AND categories LIKE ? ORDER BY rank LIMIT cast(? AS INTEGER)
    `);
    let rows = 0;
    return {
      async add(papers) {
        database.exec("BEGIN");
        for (const { id, title, abstract, categories, year } of papers.map(peerPaper)) {
          rows++;
          addText.run(rows, title, abstract);
          addPaper.run(rows, id, year, ` ${categories.join(" ")} `);
        }
        database.exec("COMMIT");
      },
      async save() {
        database.exec("INSERT INTO texts (texts) VALUES ('optimize')");
      },
      async search({ words, cat, years }) {
        const match = words
          .split(" ")
          .map((word) => `"${word.replaceAll('"', "")}"`)
          .join(" OR ");
        if (cat === undefined && years === undefined) return plain.all(match, wanted).length;
        const category = cat === undefined ? "%" : `% ${cat} %`;
        return filtered.all(match, years?.from ?? 0, years?.to ?? 9999, category, wanted).length;
      },
      close: async () => database.close(),
    };
  },
};
