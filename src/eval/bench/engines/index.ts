import type { EngineKind } from "../engine.ts";

/** Imported only where they run: none pays for another's packages. */
export const engines = {
  paperboy: async () => (await import("./paperboy.ts")).paperboy,
  "minisearch-default": async () => (await import("./minisearch.ts")).minisearch,
  "sqlite-fts5": async () => (await import("./fts5.ts")).fts5,
  flexsearch: async () => (await import("./flexsearch.ts")).flexsearch,
  orama: async () => (await import("./orama.ts")).orama,
  lancedb: async () => (await import("./lancedb.ts")).lancedb,
} satisfies Readonly<Record<string, () => Promise<EngineKind>>>;

export type EngineName = keyof typeof engines;

/** Always measured. */
export const ownEngines: readonly EngineName[] = ["paperboy", "minisearch-default"];
export const allEngines = Object.keys(engines) as readonly EngineName[];
