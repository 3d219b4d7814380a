import type { Library } from "../core/command.ts";
import type { AnnouncementStore, DigestStore } from "../core/digest.ts";
import type { Followed } from "../core/source.ts";
import type { Summaries } from "../core/summary.ts";
import type { PaperTranslations } from "../core/translation.ts";

/** What digests are made from. */
export interface Desk {
  readonly digests: DigestStore;
  readonly announcements: AnnouncementStore;
  readonly library: Pick<Library, "search" | "get">;
  readonly translations: PaperTranslations;
  readonly summaries: Summaries;
  followed(): Promise<Followed>;
}
