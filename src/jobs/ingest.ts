import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { AnnouncementStore } from "../core/digest.ts";
import { paperDate } from "../core/paper-date.ts";
import type { PaperStore, PutOutcome } from "../core/ports.ts";
import { type FileEntry, readFile } from "../sources/file.ts";
import { type Problem, wholeLine } from "../sources/problems.ts";
import { announceNews, type FilePaper } from "./file-news.ts";

/** Papers in one transaction: whatever stops the run, each batch is in the store whole or not at all. */
const batchPapers = 500;
/** A batch of very long records is put earlier, so that memory stays bounded. */
const batchBytes = 8 * 1024 * 1024;

export interface IngestProgress {
  readonly file: string;
  /** Bytes of the file as it is on the disk. The total is not known of a pipe. */
  readonly bytesRead: number;
  readonly bytesTotal: number | undefined;
  /** Papers of all files that are in the store by now. */
  readonly papers: number;
}

export interface IngestOptions {
  readonly files: readonly string[];
  readonly papers: PaperStore;
  readonly announcements: Pick<AnnouncementStore, "add" | "of">;
  /** Civil date of today. */
  readonly today: string;
  /** Where bad lines are reported, as JSON lines. The report of the run before is removed. */
  readonly reportPath: string;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Stops the run after the batch that is being read. */
  readonly signal?: AbortSignal;
}

/** Lines read, and what became of each: `read` is the sum of all the others. */
export type IngestCounts = { read: number; bad: number } & Record<PutOutcome, number>;

export interface FileSummary extends IngestCounts {
  file: string;
  /** Why the file could not be read, or not to its end. */
  error?: string;
}

export interface IngestSummary {
  /** One for each file that was begun. */
  readonly files: readonly FileSummary[];
  readonly total: IngestCounts;
  /** Some file could not be read to its end. Bad lines alone do not make a run fail. */
  readonly failed: boolean;
  /** Given when the signal stopped the run: all up to and including this line is in the store. */
  readonly stopped?: { readonly file: string; readonly line: number };
  /** Given when there were bad lines. */
  readonly reportPath?: string;
}

/**
 * Adds the papers of files to the store, or updates them. Running it again does no harm and takes up where a run that
 * was stopped had left off. Bad lines and files that cannot be read never stop it; an error of the store or of the
 * report does.
 */
export async function ingest(options: IngestOptions): Promise<IngestSummary> {
  const report = new Report(options.reportPath);
  const files: FileSummary[] = [];
  let stopped: IngestSummary["stopped"];
  try {
    for (const path of options.files) {
      if (options.signal?.aborted) stopped ??= { file: path, line: 0 };
      if (stopped) break;
      const run = new FileRun(path, options, report, sum(files));
      files.push(run.summary);
      const line = await run.read();
      if (options.signal?.aborted && !run.finished) stopped = { file: path, line };
    }
  } finally {
    report.close();
  }
  return {
    files,
    total: sum(files),
    failed: files.some(({ error }) => error !== undefined),
    ...(stopped ? { stopped } : {}),
    ...(report.written ? { reportPath: options.reportPath } : {}),
  };
}

/** One file on its way into the store. */
class FileRun {
  readonly summary: FileSummary;
  /** The file was read to its end, as far as it can be read. */
  finished = false;
  readonly #options: IngestOptions;
  readonly #report: Report;
  readonly #before: IngestCounts;
  #batch: FilePaper[] = [];
  #bytes = 0;

  constructor(file: string, options: IngestOptions, report: Report, before: IngestCounts) {
    this.summary = { file, ...noCounts() };
    this.#options = options;
    this.#report = report;
    this.#before = before;
  }

  /** Gives the last line that was dealt with. */
  async read(): Promise<number> {
    const { signal } = this.#options;
    let last = 0;
    const onBytes = (bytesRead: number, bytesTotal: number | undefined) => this.#tell(bytesRead, bytesTotal);
    const lines = readFile(this.summary.file, { signal, onBytes });
    for (;;) {
      const next = await this.#next(lines);
      if (!next) break;
      last = next.line;
      this.#take(next);
      if (this.#batch.length >= batchPapers || this.#bytes >= batchBytes) await this.#put();
      if (signal?.aborted) break;
    }
    await this.#put();
    await lines.return(undefined);
    return last;
  }

  /** undefined at the end, whether the file has ended, cannot be read any further or is not to be. */
  async #next(lines: AsyncGenerator<FileEntry>): Promise<FileEntry | undefined> {
    try {
      const { value, done } = await lines.next();
      this.finished = done === true;
      return done ? undefined : value;
    } catch (error) {
      if (this.#options.signal?.aborted) return undefined;
      this.summary.error = describe(this.summary.file, error);
      this.finished = true;
      return undefined;
    }
  }

  #take(next: FileEntry): void {
    this.summary.read++;
    if ("problem" in next) {
      if (next.broken) this.summary.error = `${this.summary.file}: line ${next.line}: ${next.problem}`;
      this.#bad(next.line, [{ field: wholeLine, reason: next.problem }]);
      return;
    }
    const { record, announced } = next;
    if (!record.ok) {
      this.#bad(next.line, record.problems);
      return;
    }
    const { paper } = record;
    this.#batch.push({
      paper,
      date: announced?.date ?? paper.announced ?? paperDate(paper),
      type: announced?.type ?? "new",
    });
    this.#bytes += next.bytes;
  }

  #bad(line: number, problems: readonly Problem[]): void {
    this.summary.bad++;
    this.#report.add(basename(this.summary.file), line, problems);
  }

  async #put(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#bytes = 0;
    if (batch.length === 0) return;
    const outcomes = await this.#options.papers.put(batch.map(({ paper }) => paper));
    for (const outcome of outcomes) this.summary[outcome]++;
    // Of what was held already only what is dated is news for sure; a run that was killed here may have left it out.
    const news = batch.filter(({ date }, at) => outcomes[at] === "added" || date !== undefined);
    await announceNews(this.#options.announcements, news, this.#options.today);
  }

  #tell(bytesRead: number, bytesTotal: number | undefined): void {
    const papers = stored(this.#before) + stored(this.summary);
    this.#options.onProgress?.({ file: this.summary.file, bytesRead, bytesTotal, papers });
  }
}

/**
 * The report of bad lines. It exists only where there is something to report. Each line is written at once and with
 * one call, so that a run that is killed leaves whole lines.
 */
class Report {
  readonly #path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
    rmSync(path, { force: true });
  }

  get written(): boolean {
    return this.#file !== undefined;
  }

  add(file: string, line: number, problems: readonly Problem[]): void {
    const [first, ...also] = problems;
    const entry = {
      file,
      line,
      field: first?.field,
      reason: first?.reason,
      ...(also.length > 0 ? { also } : {}),
    };
    this.#file ??= this.#open();
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    return openSync(this.#path, "w");
  }
}

function noCounts(): IngestCounts {
  return { read: 0, added: 0, updated: 0, unchanged: 0, older: 0, bad: 0 };
}

function sum(files: readonly IngestCounts[]): IngestCounts {
  const total = noCounts();
  for (const file of files)
    for (const key of Object.keys(total) as (keyof IngestCounts)[]) total[key] += file[key];
  return total;
}

function stored({ added, updated, unchanged, older }: IngestCounts): number {
  return added + updated + unchanged + older;
}

function describe(file: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "this is a folder, not a file",
    EACCES: "this user may not read it",
    EPERM: "this user may not read it",
  };
  return `${file}: ${reasons[code] ?? `cannot be read (${code || String(error)})`}`;
}

/** The summary in plain lines, for a terminal or a log. */
export function summaryLines(summary: IngestSummary): string[] {
  const { files, total, stopped, reportPath } = summary;
  const lines = files.flatMap((file) => [
    `${basename(file.file)}: ${counts(file)}`,
    ...(file.error ? [file.error] : []),
  ]);
  if (files.length > 1) lines.push(`All files: ${counts(total)}`);
  if (reportPath) lines.push(`Bad lines are listed in ${reportPath}`);
  if (stopped)
    lines.push(
      `Stopped at line ${stopped.line} of ${stopped.file}. What was read is kept; run the same command again to go on.`,
    );
  return lines;
}

function counts(of: IngestCounts): string {
  const number = (value: number) => value.toLocaleString("en");
  const parts = (["added", "updated", "unchanged", "older", "bad"] as const)
    .filter((key) => of[key] > 0)
    .map((key) => `${number(of[key])} ${key}`);
  return `${number(of.read)} read${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}
