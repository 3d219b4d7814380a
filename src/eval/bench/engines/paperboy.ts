import { openSearchIndex } from "../../../search/open.ts";
import { type EngineKind, wanted } from "../engine.ts";

/** The product: the index with its worker, as `src/compose.ts` opens it. */
export const paperboy: EngineKind = {
  filters: true,
  bounded: true,
  packages: [],
  async open({ folder, saved }) {
    const problems: string[] = [];
    const index = await openSearchIndex({ folder, onProblem: (message) => problems.push(message) });
    let mark = (await index.state()).position;
    if (saved && mark === 0) throw new Error(`what was saved could not be opened: ${problems.join("; ")}`);
    return {
      async add(papers) {
        mark += papers.length;
        await index.put(papers, mark);
      },
      save: () => index.save(),
      async search({ cat, ...query }) {
        const asked = cat === undefined ? query : { ...query, cat: [cat] };
        return (await index.search(asked, { offset: 0, limit: wanted })).hits.length;
      },
      async suggest(typed) {
        const [papers, categories] = await Promise.all([
          index.suggest(typed, wanted),
          index.categories(typed, wanted),
        ]);
        return papers.length + categories.length;
      },
      close: () => index.close(),
    };
  },
};
