import { arxivNames, type Reference, readReference } from "./bibliography.ts";
import { partialDate } from "./dates.ts";
import type { FileEntry } from "./file.ts";
import { singleSpaced } from "./texts.ts";

/** The papers of a RIS file: lines of a tag, two spaces, a hyphen and a value; `ER` ends an entry. */
export function* readRis(text: string): Generator<FileEntry> {
  let tags: [string, string][] = [];
  let began = 0;
  let line = 0;
  for (const row of text.split(/\r\n|\r|\n/)) {
    line++;
    const [, tag, value = ""] = /^([A-Z][A-Z0-9])\s{0,2}-(?:\s|$)(.*)$/.exec(row) ?? [];
    if (tag === "TY") {
      if (tags.length > 0) yield { line: began, problem: "the entry is not ended by ER" };
      [tags, began] = [[[tag, value]], line];
    } else if (tag === "ER") {
      if (tags.length > 0)
        yield { line: began, record: readReference(referenceOf(tags)), bytes: sizeOf(tags) };
      tags = [];
    } else if (tag !== undefined && tags.length > 0) tags.push([tag, value.trim()]);
    else if (tags.length > 0) continued(tags, row);
  }
  if (tags.length > 0) yield { line: began, problem: "the entry is not ended by ER: was the file cut off?" };
}

/** A value that goes on in the next line. */
function continued(tags: [string, string][], row: string): void {
  const last = tags.at(-1);
  if (last && row.trim() !== "") last[1] += ` ${row.trim()}`;
}

function referenceOf(tags: readonly (readonly [string, string])[]): Reference {
  const all = (...names: string[]) =>
    tags.filter(([tag, value]) => names.includes(tag) && value !== "").map(([, value]) => value);
  const first = (...names: string[]) => names.flatMap((name) => all(name))[0];
  const [year, month, day] = (first("DA", "PY", "Y1") ?? "").split("/");
  return {
    title: first("TI", "T1", "CT", "BT"),
    abstract: first("AB", "N2"),
    authors: all("AU", "A1").map((name) => {
      const [family = "", given] = singleSpaced(name).split(/ ?, ?/);
      return given === undefined ? family : `${given} ${family}`;
    }),
    categories: all("KW"),
    language: first("LA"),
    published: partialDate(year, month, day),
    names: [
      ...all("DO", "UR", "L1", "L2"),
      ...arxivNames(all("JO", "JF", "T2", "M1", "N1", "AN").join("\n")),
    ],
    source: first("JO", "JF", "T2", "PB", "DB") ?? "RIS",
    licence: "NOASSERTION",
  };
}

function sizeOf(tags: readonly (readonly [string, string])[]): number {
  return tags.reduce((sum, [, value]) => sum + value.length, 0);
}
