import { existsSync, globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { readFeed } from "../../src/sources/feed.ts";
import { type FileEntry, readFile } from "../../src/sources/file.ts";
import { readDailyPapers } from "../../src/sources/hf-daily.ts";
import { readOai } from "../../src/sources/oai.ts";

const wire = new URL("../../../shared/data/wire/", import.meta.url).pathname;

const files = (pattern: string) =>
  globSync(pattern, { cwd: wire })
    .sort()
    .map((file) => [file] as const);

/** Records of a file, counted roughly by its own tags. */
const counted = (text: string, tag: string) => text.split(`<${tag}>`).length - 1;

async function entriesOf(file: string): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for await (const entry of readFile(`${wire}${file}`)) entries.push(entry);
  return entries;
}

const papers = (entries: readonly FileEntry[]) =>
  entries.flatMap((entry) => ("record" in entry && entry.record.ok ? [entry.record.paper] : []));

describe.skipIf(!existsSync(wire))("recorded answers (skipped without ../shared)", () => {
  test.each(files("oai/*.xml"))("%s: every record is a paper", async (file) => {
    const text = readFileSync(`${wire}${file}`, "utf8");
    const { entries, deleted } = await readOai(text);
    expect(entries.length + deleted.length).toBe(counted(text, "record"));
    expect(entries.filter(({ record }) => !record.ok)).toEqual([]);
  });

  test.each(files("rss/*.xml"))("%s: every item is a paper with its announcement", async (file) => {
    const text = readFileSync(`${wire}${file}`, "utf8");
    const entries = await entriesOf(file);
    expect(entries.length).toBe(counted(text, "item") + counted(text, "entry"));
    for (const entry of entries) {
      expect(entry).toMatchObject({ record: { ok: true, paper: { source: "arXiv" } } });
      expect(entry).toHaveProperty("announced.date");
    }
  });

  test.each(
    files("rss/*.txt"),
  )("%s is cut off: what came before is read, and the cut is said", async (file) => {
    let read = 0;
    const reading = (async () => {
      for await (const { record } of readFeed(readFileSync(`${wire}${file}`, "utf8"))) if (record.ok) read++;
    })();
    await expect(reading).rejects.toThrow("cut off");
    expect(read).toBe(counted(readFileSync(`${wire}${file}`, "utf8"), "/item"));
  });

  test.each(files("arxiv-api/*.xml"))("%s: every entry is a paper, an error is said", async (file) => {
    const text = readFileSync(`${wire}${file}`, "utf8");
    const entries = await entriesOf(file);
    if (basename(file).startsWith("id_abc"))
      expect(entries).toEqual([
        { line: 1, problem: "arXiv's API says: incorrect id format for abc", broken: true },
      ]);
    else expect(papers(entries).length).toBe(counted(text, "entry"));
  });

  test.each(files("bibtex/*.bib"))("%s is a paper under its DOI, or has no title", async (file) => {
    const [entry, ...others] = await entriesOf(file);
    expect(others).toEqual([]);
    const [, doi] = /DOI=\{([^}]+)\}/.exec(readFileSync(`${wire}${file}`, "utf8")) ?? [];
    const hasTitle = /title=/.test(readFileSync(`${wire}${file}`, "utf8"));
    if (hasTitle)
      expect(entry).toMatchObject({ record: { ok: true, paper: { id: `doi:${doi?.toLowerCase()}` } } });
    else
      expect(entry).toMatchObject({
        record: { ok: false, problems: [{ field: "title", reason: "is missing" }] },
      });
  });

  test.each(files("hf-daily/*.json"))("%s: every entry is a paper with its day", (file) => {
    const value = JSON.parse(readFileSync(`${wire}${file}`, "utf8")) as unknown[];
    const entries = [...readDailyPapers(value)];
    expect(entries.length).toBe(value.length);
    for (const entry of entries)
      expect(entry).toMatchObject({ record: { ok: true }, announced: { type: "new" } });
  });
});
