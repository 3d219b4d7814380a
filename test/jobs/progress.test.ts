import { describe, expect, it } from "vitest";
import { showIngest } from "../../src/jobs/ingest-command.ts";
import { type ProgressStream, progressBar } from "../../src/jobs/progress.ts";

const progress = { file: "/data/arxiv-60k.jsonl.gz", bytesRead: 500, bytesTotal: 1_000, papers: 12_000 };
const erase = "\r\u001b[2K";

function terminal(more: Partial<ProgressStream> = {}) {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY: true, columns: 100, write: (text: string) => written.push(text), ...more };
  const bar = progressBar(showIngest, stream, () => time);
  return { written, bar, wait: (ms: number) => (time += ms) };
}

describe("the progress bar", () => {
  it("shows file, share of the bytes and papers per second on one line", () => {
    const { written, bar, wait } = terminal();
    wait(2_000);
    bar.update(progress);
    expect(written).toEqual([
      `${erase}██████████░░░░░░░░░░  50%  12,000 papers, 6,000/s  arxiv-60k.jsonl.gz`,
    ]);
  });

  it("is drawn ten times a second at most", () => {
    const { written, bar, wait } = terminal();
    for (let i = 0; i < 100; i++) {
      bar.update(progress);
      wait(10);
    }
    expect(written).toHaveLength(10);
  });

  it("erases itself before the last line", () => {
    const { written, bar } = terminal();
    bar.update(progress);
    bar.done("All done");
    expect(written.slice(1)).toEqual([erase, "All done\n"]);
  });

  it("stays on one line of a narrow terminal", () => {
    const { written, bar } = terminal({ columns: 30 });
    bar.update(progress);
    expect(written[0]).toHaveLength(erase.length + 29);
  });

  it("does without a total, and with a file that grows", () => {
    const pipe = terminal();
    pipe.bar.update({ ...progress, bytesTotal: undefined });
    expect(pipe.written[0]).toMatch(/12,000 papers, [\d,]+\/s {2}arxiv-60k/);
    const grown = terminal();
    grown.bar.update({ ...progress, bytesRead: 2_000 });
    expect(grown.written[0]).toContain(" 100% ");
  });

  it("writes only the last line where there is no terminal", () => {
    const { written, bar } = terminal({ isTTY: false });
    bar.update(progress);
    bar.done("All done");
    expect(written).toEqual(["All done\n"]);
    const quiet = terminal({ isTTY: false });
    quiet.bar.done();
    expect(quiet.written).toEqual([]);
  });
});
