import { extname } from "node:path";
import { SourceError } from "../core/source.ts";
import type { AnswerEntry } from "./answer.ts";
import { readBibtex } from "./bibtex.ts";
import { readFeed } from "./feed.ts";
import { DamagedGzip } from "./gunzip.ts";
import { type JsonLine, type ReadOptions, readBytes, readJsonLines } from "./jsonl.ts";
import { readOai } from "./oai.ts";
import { type ReadRecord, readRecord } from "./record.ts";
import { readRis } from "./ris.ts";
import { decodeText } from "./text-encoding.ts";
import { XmlError } from "./xml.ts";

/** A record of a file, from the line on which it begins; or what is wrong there. `broken`: nothing after it can be read. */
export type FileEntry =
  | {
      readonly line: number;
      readonly record: ReadRecord;
      readonly bytes: number;
      readonly announced?: AnswerEntry["announced"];
    }
  | { readonly line: number; readonly problem: string; readonly broken?: true };

/** Files that are read as a whole, in bytes. JSON Lines may be of any size. */
export const largestFile = 50 * 1024 * 1024;

/**
 * The records of a file, by its name: BibTeX (`.bib`), RIS (`.ris`), a feed or an answer of OAI-PMH (`.xml`, `.rss`,
 * `.atom`), else JSON Lines; each also packed (`.gz`). Of XML, lines count records. Throws when the file cannot be read.
 */
export async function* readFile(path: string, options: ReadOptions = {}): AsyncGenerator<FileEntry> {
  const name = path.toLowerCase().replace(/\.gz$/, "");
  const kind = extname(name);
  if (kind === ".bib") yield* readWhole(path, options, readBibtex);
  else if (kind === ".ris") yield* readWhole(path, options, readRis);
  else if ([".xml", ".rss", ".atom"].includes(kind)) yield* readWhole(path, options, readXml);
  else for await (const line of readJsonLines(path, options)) yield ofLine(line);
}

function ofLine(line: JsonLine): FileEntry {
  return "problem" in line ? line : { line: line.line, record: readRecord(line.value), bytes: line.bytes };
}

async function* readWhole(
  path: string,
  options: ReadOptions,
  read: (text: string) => Iterable<FileEntry> | AsyncIterable<FileEntry>,
): AsyncGenerator<FileEntry> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of readBytes(path, options)) {
      size += chunk.length;
      if (size > largestFile) {
        yield { line: 0, problem: "is larger than 50 MB: split it", broken: true };
        return;
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    yield* read(decodeText(Buffer.concat(chunks)));
    yield { line: 0, problem: error.message, broken: true };
    return;
  }
  yield* read(decodeText(Buffer.concat(chunks)));
}

async function* readXml(text: string): AsyncGenerator<FileEntry> {
  let line = 0;
  try {
    const entries = /<OAI-PMH[\s>]/.test(text.slice(0, 2_000))
      ? (await readOai(text)).entries
      : readFeed(text);
    for await (const { record, announced } of entries)
      yield { line: ++line, record, bytes: record.ok ? sizeOf(record) : 0, ...(announced && { announced }) };
  } catch (error) {
    if (!(error instanceof XmlError) && !(error instanceof SourceError)) throw error;
    yield { line: line + 1, problem: error.message, broken: true };
  }
}

function sizeOf({ paper }: ReadRecord & { ok: true }): number {
  return paper.title.length + (paper.abstract?.length ?? 0);
}
