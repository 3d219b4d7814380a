/** As much of a terminal's stream as the bar needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a bar shows: how much is done, from 0 to 1, where that is known, and in words. */
export interface Shown {
  readonly share: number | undefined;
  readonly text: string;
}

const barWidth = 20;
const redrawMs = 100;
const eraseLine = "\r\u001b[2K";

/**
 * A progress bar on one line, which `done` erases again. Where the stream is no terminal nothing is drawn and only the
 * last line is written. `show` is told the seconds since the bar was made; `now` is in milliseconds.
 */
export function progressBar<T>(
  show: (state: T, seconds: number) => Shown,
  stream: ProgressStream = process.stderr,
  now: () => number = () => performance.now(),
): { update(state: T): void; done(lastLine?: string): void } {
  const started = now();
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(state) {
      if (!stream.isTTY || now() - drawnAt < redrawMs) return;
      drawnAt = now();
      const line = draw(show(state, (drawnAt - started) / 1000));
      // One column stays free: a terminal that wraps would leave a line behind.
      stream.write(eraseLine + line.slice(0, (stream.columns || 80) - 1));
    },
    done(lastLine) {
      if (drawnAt > Number.NEGATIVE_INFINITY) stream.write(eraseLine);
      if (lastLine !== undefined) stream.write(`${lastLine}\n`);
    },
  };
}

function draw({ share, text }: Shown): string {
  if (share === undefined) return text;
  // What is still growing can give more than it had.
  const done = Math.min(share, 1);
  const full = Math.floor(done * barWidth);
  const percent = `${Math.floor(done * 100)}%`.padStart(4);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${percent}  ${text}`;
}
