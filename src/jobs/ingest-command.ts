import { basename } from "node:path";
import type { AnnouncementStore } from "../core/digest.ts";
import type { PaperStore } from "../core/ports.ts";
import { type IngestProgress, ingest, summaryLines } from "./ingest.ts";
import { progressBar, type Shown } from "./progress.ts";

/** What `npm run ingest` works on. */
export interface IngestTarget {
  readonly papers: PaperStore;
  readonly announcements: AnnouncementStore;
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
  const bar = progressBar(showIngest);
  const summary = await ingest({
    files,
    papers: target.papers,
    announcements: target.announcements,
    today: new Date().toISOString().slice(0, "YYYY-MM-DD".length),
    reportPath: target.reportPath,
    signal,
    onProgress: bar.update,
  });
  bar.done(summaryLines(summary).join("\n"));
  if (!summary.stopped && summary.total.added + summary.total.updated > 0) {
    const indexing = progressBar(showIngest);
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

/** Share of the file's bytes, papers and papers a second. */
export function showIngest({ file, bytesRead, bytesTotal, papers }: IngestProgress, seconds: number): Shown {
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const perSecond = papers / Math.max(seconds, 0.001);
  return {
    share: bytesTotal ? bytesRead / bytesTotal : undefined,
    text: `${number(papers)} papers, ${number(perSecond)}/s  ${basename(file)}`,
  };
}
