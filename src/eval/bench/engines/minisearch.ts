import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import MiniSearch, { type Options, type SearchResult } from "minisearch";
import { type EngineKind, type PeerPaper, peerPaper, wanted } from "../engine.ts";

const options: Options<PeerPaper> = {
  fields: ["title", "abstract"],
  storeFields: ["categories", "year"],
};

/** MiniSearch as it comes: its own `search()` with its defaults, `JSON.stringify` and `loadJSON`, in the main thread. */
export const minisearch: EngineKind = {
  filters: true,
  packages: [],
  async open({ folder, saved }) {
    const file = join(folder, "index.json");
    const index = saved
      ? MiniSearch.loadJSON<PeerPaper>(await readFile(file, "utf8"), options)
      : new MiniSearch<PeerPaper>(options);
    return {
      add: async (papers) => index.addAll(papers.map(peerPaper)),
      save: () => writeFile(file, JSON.stringify(index)),
      async search({ words, cat, years }) {
        const filter = (found: SearchResult) =>
          (cat === undefined || (found.categories as string[]).includes(cat)) &&
          (years === undefined || (found.year >= years.from && found.year <= years.to));
        const found = index.search(words, cat === undefined && years === undefined ? {} : { filter });
        return found.slice(0, wanted).length;
      },
      close: async () => {},
    };
  },
};
