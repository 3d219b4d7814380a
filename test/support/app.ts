import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, openApp } from "../../src/compose.ts";
import type { Config } from "../../src/config.ts";
import type { Paper } from "../../src/core/paper.ts";
import type { PaperTranslations } from "../../src/core/translation.ts";
import { createLog, type Log } from "../../src/log.ts";

/** The real app on a folder of its own, with the shipped papers in the store and in the index. */
export interface TestApp extends App {
  readonly config: Config;
  readonly log: Log;
  /** Every line that was logged, oldest first. */
  readonly logged: string[];
  /** Stores papers and brings the index up to date. */
  add(...papers: readonly Paper[]): Promise<void>;
}

const folders: string[] = [];

/** Opens the real app. With the folder of another one (`config.data`) it is that one after a restart. */
export async function openTestApp(
  changes: Partial<Config> = {},
  translations?: PaperTranslations,
  given: Omit<NonNullable<Parameters<typeof openApp>[2]>, "translations"> = {},
): Promise<TestApp> {
  const data = changes.data ?? (await temporaryFolder());
  const config: Config = {
    logLevel: "debug",
    translation: { translators: [], queries: false },
    summaries: { kind: "extract" },
    sources: { feeds: [], allowPrivate: false },
    secrets: [],
    ...changes,
    data,
  };
  const logged: string[] = [];
  const log = createLog({
    level: config.logLevel,
    secrets: config.secrets,
    write: (line) => void logged.push(line),
  });
  const app = await openApp(config, log, { ...(translations && { translations }), ...given });
  await app.library.sync();
  return {
    ...app,
    config,
    log,
    logged,
    async add(...papers) {
      await app.store.papers.put(papers);
      await app.library.sync();
    },
  };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-test-"));
  folders.push(folder);
  return folder;
}

/** Removes the folders of closed apps. */
export async function removeTestFolders(): Promise<void> {
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 })),
  );
}
