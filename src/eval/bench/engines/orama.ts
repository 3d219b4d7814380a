import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EngineKind, peerPaper, wanted } from "../engine.ts";

/** As much of Orama as is used here: the package is not there when types are checked. */
interface Orama {
  create(options: object): object;
  insertMultiple(database: object, documents: readonly object[], batch: number): Promise<unknown>;
  search(database: object, query: object): Promise<{ readonly hits: readonly unknown[] }>;
  save(database: object): object;
  load(database: object, raw: object): void;
}

/** Orama over title and abstract with its defaults, which take any of the words. */
export const orama: EngineKind = {
  filters: true,
  packages: ["@orama/orama@3.1.18"],
  async open({ folder, saved, load }) {
    const { create, insertMultiple, search, ...orama } = (await load("@orama/orama")) as Orama;
    const file = join(folder, "orama.json");
    const database = create({
      schema: { title: "string", abstract: "string", categories: "enum[]", year: "number" },
    });
    if (saved) orama.load(database, JSON.parse(await readFile(file, "utf8")) as object);
    return {
      async add(papers) {
        await insertMultiple(database, papers.map(peerPaper), papers.length);
      },
      save: () => writeFile(file, JSON.stringify(orama.save(database))),
      async search({ words, cat, years }) {
        const where = {
          ...(cat !== undefined && { categories: { containsAll: [cat] } }),
          ...(years !== undefined && { year: { between: [years.from, years.to] } }),
        };
        const { hits } = await search(database, {
          term: words,
          properties: ["title", "abstract"],
          limit: wanted,
          ...(Object.keys(where).length > 0 && { where }),
        });
        return hits.length;
      },
      close: async () => {},
    };
  },
};
