import type { AnnouncementType } from "../core/digest.ts";
import type { ReadRecord } from "./record.ts";

/** One record of a source's answer, with what the answer says of its announcement. */
export interface AnswerEntry {
  readonly record: ReadRecord;
  /** What the record is called, where it cannot be read. */
  readonly name: string;
  readonly announced?: { readonly date: string; readonly type: AnnouncementType };
}
