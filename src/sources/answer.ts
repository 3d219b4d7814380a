import type { AnnouncementType } from "../core/digest.ts";
import type { Paper } from "../core/paper.ts";
import type { ReadRecord } from "./record.ts";

/** One record of a source's answer, with what the answer says of its announcement. */
export interface AnswerEntry {
  readonly record: ReadRecord;
  /** What the record is called there, also where it cannot be read. */
  readonly name: string;
  readonly announced?: { readonly date: string; readonly type: AnnouncementType };
}

/** All entries of an answer: their papers, and what is wrong with those that are none. */
export async function collect(answer: Iterable<AnswerEntry> | AsyncIterable<AnswerEntry>) {
  const entries: { name: string; announced: AnswerEntry["announced"]; paper: Paper | undefined }[] = [];
  const problems: string[] = [];
  for await (const { name, record, announced } of answer) {
    entries.push({ name, announced, paper: record.ok ? record.paper : undefined });
    if (!record.ok)
      problems.push(
        `${name}: ${record.problems.map(({ field, reason }) => `${field} ${reason}`).join(", ")}`,
      );
  }
  return { entries, papers: entries.flatMap(({ paper }) => paper ?? []), problems };
}
