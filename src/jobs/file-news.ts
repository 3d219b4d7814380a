import type { AnnouncementStore, AnnouncementType } from "../core/digest.ts";
import type { Paper } from "../core/paper.ts";
import { newsDate } from "../core/source.ts";

/** A paper of a file with the date and type of its announcement, as far as the file tells. */
export interface FilePaper {
  readonly paper: Paper;
  readonly date: string | undefined;
  readonly type: AnnouncementType;
}

/**
 * Announces papers that a file brought where they are news: under their own date, else today's. A paper that some source
 * has announced is not new once more.
 */
export async function announceNews(
  announcements: Pick<AnnouncementStore, "add" | "of">,
  papers: readonly FilePaper[],
  today: string,
): Promise<void> {
  const news: Parameters<AnnouncementStore["add"]>[0][number][] = [];
  for (const { paper, date: given, type } of papers) {
    const date = newsDate(given, today);
    if (date === undefined) continue;
    if (type === "new" && (await announcements.of(paper.id)).length > 0) continue;
    const { id, categories, version } = paper;
    news.push({
      ...{ paper: id, source: "file", type, date, categories },
      ...(version !== undefined && { version }),
    });
  }
  await announcements.add(news);
}
