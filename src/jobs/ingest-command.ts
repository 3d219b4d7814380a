import type { PaperStore } from "../core/ports.ts";
import { ingest, summaryLines } from "./ingest.ts";
import { progressBar } from "./progress.ts";

/** What `npm run ingest` works on. */
export interface IngestTarget {
  readonly papers: PaperStore;
  readonly reportPath: string;
  /**
   * Brings the index up to date with the store; `progress` is told the papers indexed so far. Resolves to false when the
   * signal stopped it before all were indexed.
   */
  updateIndex(progress: (done: number) => void, signal: AbortSignal): Promise<boolean>;
}

/**
 * Reads the files into the store, then indexes what came. 0: all read; 1: a file could not be read whole, not one line
 * was good, or it was stopped.
 */
export async function ingestCommand(
  target: IngestTarget,
  files: readonly string[],
  signal: AbortSignal,
): Promise<0 | 1> {
  const bar = progressBar();
  const summary = await ingest({
    files,
    papers: target.papers,
    reportPath: target.reportPath,
    signal,
    onProgress: bar.update,
  });
  bar.done(summaryLines(summary).join("\n"));
  if (!summary.stopped && summary.total.added + summary.total.updated > 0) {
    const indexing = progressBar();
    const complete = await target.updateIndex(
      (papers) => indexing.update({ file: "index", bytesRead: 0, bytesTotal: undefined, papers }),
      signal,
    );
    indexing.done(
      complete
        ? "The index is up to date."
        : "Stopped before all papers were indexed. They are kept; the next start of Paperboy indexes the rest.",
    );
    if (!complete) return 1;
  }
  const { read, bad } = summary.total;
  return summary.failed || summary.stopped || (read > 0 && bad === read) ? 1 : 0;
}
