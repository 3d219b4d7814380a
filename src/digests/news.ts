import { arxivTimes } from "../core/arxiv-calendar.ts";
import { arxivAnnouncements } from "../core/arxiv-source.ts";
import type { Announcement, AnnouncementStore, Subscription } from "../core/digest.ts";
import type { SearchQuery } from "../core/ports.ts";
import { daysLater } from "./schedule.ts";

/** What was announced longer ago than this is no news any more, in days. */
export const longestCatchUp = 7;

/** Announcements read from the store at a time. */
const page = 5_000;

/** What was announced since a subscription last looked. */
export interface News {
  /** Positions: after `from`, up to and with `to`. */
  readonly from: number;
  readonly to: number;
  /** New papers and cross-lists, each once, in the order announced. */
  readonly fresh: readonly Announcement[];
  /** New versions of papers, withdrawals among them. */
  readonly changes: readonly Announcement[];
}

/**
 * Reads what is news for a subscription on a civil date: nothing older than a week, and nothing of the time when it was
 * paused. Batches are dated in the source's zone, a day behind the east of the world.
 */
export async function readNews(
  announcements: Pick<AnnouncementStore, "since">,
  subscription: Pick<Subscription, "position" | "paused" | "created">,
  date: string,
): Promise<News> {
  const { position, paused } = subscription;
  const oldest = paused?.until === undefined ? daysLater(date, -longestCatchUp) : daysLater(paused.until, -1);
  const fresh = new Map<string, Announcement>();
  const changes = new Map<string, Announcement>();
  let to = position;
  for (;;) {
    const read = await announcements.since(to, page);
    for (const each of read) {
      if (each.date < oldest || isBefore(each, subscription)) continue;
      if (each.type !== "new" && each.type !== "cross") changes.set(each.paper, each);
      else if (!fresh.has(each.paper)) fresh.set(each.paper, each);
    }
    to = read.at(-1)?.position ?? to;
    if (read.length < page) break;
  }
  return { from: position, to, fresh: [...fresh.values()], changes: [...changes.values()] };
}

/**
 * Whether a subscription is younger than a batch of arXiv's: one that makes arXiv's feed of a category be read for the
 * first time finds a batch there that was announced before it began.
 */
export function isBefore(
  { source, date }: Pick<Announcement, "source" | "date">,
  { created }: Pick<Subscription, "created">,
): boolean {
  return source === arxivAnnouncements && arxivTimes(date).inFeeds <= created;
}

/** Whether a paper of these categories is in those of a topic. One that names none takes all. */
export function inCategories(categories: readonly string[], { cat = [] }: SearchQuery): boolean {
  return cat.every((wanted) =>
    wanted.split("|").some((one) => {
      const archive = one
        .trim()
        .toLowerCase()
        .replace(/\.\*?$/, "");
      return categories.some((each) => {
        const category = each.toLowerCase();
        return category === archive || category.startsWith(`${archive}.`);
      });
    }),
  );
}
