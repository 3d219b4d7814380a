import { createHash } from "node:crypto";
import { arxivDate, arxivTimes, lastArxivDate } from "../core/arxiv-calendar.ts";
import { arxivAnnouncements, arxivSourceName } from "../core/arxiv-source.ts";
import type { Found, Source } from "../core/source.ts";
import { SourceError } from "../core/source.ts";
import { collect } from "./answer.ts";
import { newestPapers } from "./arxiv-api.ts";
import type { ArxivClient } from "./arxiv-client.ts";
import { readFeed } from "./feed.ts";

const whileWaitingMs = 20 * 60_000;
const otherwiseMs = 60 * 60_000;
/** Papers that fill the index when a category is followed for the first time. */
const firstPapers = 100;

/** A hash of the ids of the last batch, and its date: a feed that is dated today may still hold yesterday's batch. */
interface Cursor {
  readonly etag?: string;
  readonly batch?: string;
  readonly date?: string;
}

/** arXiv's announcements in one category (or archive), from its daily feed. */
export function arxivCategory(client: ArxivClient, category: string): Source {
  return {
    name: arxivSourceName(category),
    lane: arxivAnnouncements,

    async *fetch(cursor, signal) {
      if (cursor === undefined)
        yield { ...(await newestPapers(client, category, firstPapers, signal)), cursor: write({}) };
      const last = read(cursor);
      const conditional = last.etag === undefined ? {} : { "if-none-match": last.etag };
      const answer = await client.get(
        `${client.addresses.rss}/${encodeURIComponent(category)}`,
        signal,
        conditional,
      );
      if (answer.status === 304) return yield nothing(write(last), last.date);
      const { papers, entries, problems } = await collect(readFeed(answer.text));
      const ids = entries.map(({ name, announced }) => `${name} ${announced?.type ?? ""}`);
      const batch = createHash("sha256").update(ids.sort().join("\n")).digest("base64url");
      const dates = entries.flatMap(({ announced }) => announced?.date ?? []).sort();
      const { etag } = answer.headers;
      if (entries.length > 0 && papers.length === 0)
        throw new SourceError(`arXiv's feed of ${category} has ${entries.length} items and none can be read`);
      // An empty feed (weekends, holidays) ends nothing: what comes after it is compared with the batch before it.
      const isSame = entries.length === 0 || batch === last.batch;
      if (isSame) return yield nothing(write({ ...last, ...(etag && { etag }) }), last.date);
      const date = dates.at(-1);
      const announcements = entries.flatMap(({ announced, paper }) =>
        announced && paper
          ? {
              ...announced,
              paper: paper.id,
              categories: paper.categories,
              ...(paper.version && { version: paper.version }),
            }
          : [],
      );
      yield {
        papers,
        announcements,
        problems,
        ...(date && { announced: date }),
        cursor: write({ batch, ...(etag && { etag }), ...(date && { date }) }),
      };
    },

    next(now, announced) {
      const expected = lastArxivDate(arxivDate(now));
      const coming = [arxivDate(now), expected].map((date) => arxivTimes(date).inFeeds.getTime());
      const isWaiting =
        (announced ?? "") < expected && now.getTime() >= arxivTimes(expected).announced.getTime();
      const pause = now.getTime() + (isWaiting ? whileWaitingMs : otherwiseMs);
      // The moment at which the feed is made anew is not slept through.
      const next = coming.filter((time) => time > now.getTime());
      return new Date(Math.min(pause, ...next));
    },
  };
}

function nothing(cursor: string, announced: string | undefined): Found {
  return { papers: [], announcements: [], problems: [], cursor, ...(announced && { announced }) };
}

const write = (cursor: Cursor) => JSON.stringify(cursor);

function read(cursor: string | undefined): Cursor {
  return cursor === undefined ? {} : (JSON.parse(cursor) as Cursor);
}
