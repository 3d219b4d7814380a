import { basename } from "node:path";
import type { IngestProgress } from "./ingest.ts";

/** As much of a terminal's stream as the bar needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barWidth = 20;
const redrawMs = 100;
const eraseLine = "\r\u001b[2K";

/**
 * A progress bar on one line, which `done` erases again. Where the stream is no terminal nothing is drawn and only the
 * last line is written. Time is in milliseconds.
 */
export function progressBar(
  stream: ProgressStream = process.stderr,
  now: () => number = () => performance.now(),
): { update(progress: IngestProgress): void; done(lastLine?: string): void } {
  const started = now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(progress) {
      if (!stream.isTTY || now() - drawnAt < redrawMs) return;
      drawnAt = now();
      const perSecond = progress.papers / Math.max((drawnAt - started) / 1000, 0.001);
      // One column stays free: a terminal that wraps would leave a line behind.
      stream.write(eraseLine + draw(progress, perSecond).slice(0, (stream.columns || 80) - 1));
    },
    done(lastLine) {
      if (drawnAt > Number.NEGATIVE_INFINITY) stream.write(eraseLine);
      if (lastLine !== undefined) stream.write(`${lastLine}\n`);
    },
  };
}

function draw({ file, bytesRead, bytesTotal, papers }: IngestProgress, perSecond: number): string {
  const number = (value: number) => Math.round(value).toLocaleString("en");
  const counts = `${number(papers)} papers, ${number(perSecond)}/s`;
  // A file that is still growing can give more than it had.
  const share = bytesTotal ? Math.min(bytesRead / bytesTotal, 1) : undefined;
  if (share === undefined) return `${counts}  ${basename(file)}`;
  const full = Math.floor(share * barWidth);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${percent}  ${counts}  ${basename(file)}`;
}
