import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const main = join(import.meta.dirname, "../../src/main.ts");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-tools-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a tool as its npm script does, in an empty folder. */
function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { PATH: process.env.PATH, PAPERBOY_DATA: join(folder, "data") };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe("the tools of the command line", () => {
  test("eval prints a line for each folder", async () => {
    const set = join(folder, "fish");
    await mkdir(set);
    await writeFile(join(set, "corpus.jsonl"), '{"_id":"d","title":"Salmon","text":"They swim."}\n');
    await writeFile(join(set, "queries.jsonl"), '{"_id":"q","text":"salmon"}\n');
    await writeFile(join(set, "qrels.tsv"), "q\td\t1\n");
    const { code, out } = await run("eval", set, set, "--engine", "minisearch-default");
    expect(code).toBe(0);
    const [first, second, ...none] = out.trim().split("\n");
    expect(JSON.parse(first ?? "")).toMatchObject({ set: "fish", "ndcg@10": 1 });
    expect(JSON.parse(second ?? "")).toMatchObject({ set: "fish" });
    expect(none).toEqual([]);
  });

  test("lexicon writes into the data folder and says what it learnt", async () => {
    const papers = join(folder, "papers.jsonl");
    const paper = { title: "Fish", translations: { zh: { title: "鱼类" } } };
    await writeFile(
      papers,
      [1, 2].map((id) => JSON.stringify({ id: `2401.0000${id}`, ...paper })).join("\n"),
    );
    const { code, out } = await run("lexicon", papers);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ papers: 2, sections: [{ from: "en", to: "zh", terms: 1 }, {}] });
    expect(existsSync(join(folder, "data", "lexicon.jsonl.gz"))).toBe(true);
  });

  test.each([
    [["eval"], /eval which folders/],
    [["eval", ".", "--engine", "other"], /--engine other/],
    [["bench"], /bench which one file/],
    [["bench", "a", "--limit", "many"], /--limit many/],
    [["bench", "a", "--engine", "other"], /--engine other: it is one of paperboy, minisearch-default/],
    [["lexicon"], /lexicon from which files/],
    [["check:sentences"], /check:sentences of which one file/],
    [["check:text"], /check:text of which one file/],
    [["check:text", "a", "--limit", "0"], /--limit 0: not a whole number/],
    [["check:text", "a", "--engine", "deepl"], /--engine deepl: not configured\. bergamot is\./],
    [["eval", ".", "--unknown"], /unknown/],
  ])("%j is bad usage", async (args, message) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test("a file that is not there fails with words", async () => {
    const { code, err } = await run("eval", join(folder, "nowhere"));
    expect(code).toBe(1);
    expect(err).toMatch(/qrels\.tsv: there is no such file/);
  });
});
