import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EngineKind, peerPaper, wanted } from "../engine.ts";

/** As much of FlexSearch as is used here: the package is not there when types are checked. */
interface FlexSearch {
  readonly Document: new (options: object) => FlexDocument;
}
interface FlexDocument {
  add(document: object): unknown;
  search(query: string, options: object): readonly { readonly result: readonly unknown[] }[];
  export(handler: (key: string, data: string | undefined) => Promise<void>): Promise<unknown>;
  import(key: string, data: string): unknown;
}

/** FlexSearch over title and abstract, whole words, with `suggest` so that any of the words will do. */
export const flexsearch: EngineKind = {
  // Its tags compare for equality within one field of the query: no ranges.
  filters: false,
  packages: ["flexsearch@0.8.212"],
  async open({ folder, saved, load }) {
    const module = (await load("flexsearch")) as FlexSearch & { readonly default?: FlexSearch };
    const { Document } = module.default ?? module;
    const index = new Document({
      document: { id: "id", index: ["title", "abstract"] },
      tokenize: "strict",
    });
    const parts = join(folder, "parts");
    if (saved)
      for (const name of await readdir(parts))
        index.import(decodeURIComponent(name), await readFile(join(parts, name), "utf8"));
    return {
      async add(papers) {
        for (const { id, title, abstract } of papers.map(peerPaper)) index.add({ id, title, abstract });
      },
      async save() {
        await mkdir(parts, { recursive: true });
        await index.export(async (key, data) => {
          if (data !== undefined) await writeFile(join(parts, encodeURIComponent(key)), data);
        });
      },
      async search({ words }) {
        const fields = index.search(words, { limit: wanted, suggest: true });
        return Math.min(wanted, new Set(fields.flatMap(({ result }) => result)).size);
      },
      close: async () => {},
    };
  },
};
