import { createHash } from "node:crypto";
import type { Paper } from "../core/paper.ts";
import { newsDate, type Source, SourceError } from "../core/source.ts";
import { type AnswerEntry, collect } from "./answer.ts";
import { readFeed } from "./feed.ts";
import { readDailyPapers } from "./hf-daily.ts";
import { get, type HttpOptions, statusError } from "./http.ts";

const everyMs = 30 * 60_000;

/** What a server said of its last answer, and what was in it (`keyOf`): an item is news when it is new there. */
interface Cursor {
  readonly etag?: string;
  readonly modified?: string;
  readonly seen: readonly string[];
}

/** Any RSS or Atom feed whose items are papers, or Hugging Face's daily papers. */
export function feedSource(url: string, http: HttpOptions, now: () => Date = () => new Date()): Source {
  const { host } = new URL(url);
  const name = feedName(url);
  return {
    name,
    lane: name,

    async *fetch(cursor, signal) {
      const last: Cursor = cursor === undefined ? { seen: [] } : (JSON.parse(cursor) as Cursor);
      const answer = await get(
        url,
        http,
        {
          accept:
            "application/atom+xml, application/rss+xml, application/xml;q=0.9, application/json;q=0.9, */*;q=0.5",
          ...(last.etag !== undefined && { "if-none-match": last.etag }),
          ...(last.modified !== undefined && { "if-modified-since": last.modified }),
        },
        signal,
      );
      if (answer.status === 304)
        return yield { papers: [], announcements: [], problems: [], cursor: JSON.stringify(last) };
      if (answer.status !== 200) throw statusError(host, answer, now().getTime());
      const { entries, papers, problems } = await collect(readAny(answer.text));
      if (entries.length > 0 && papers.length === 0)
        throw new SourceError(`none of the ${entries.length} items is a paper: ${problems[0]}`);
      const today = now().toISOString().slice(0, "YYYY-MM-DD".length);
      const known = new Set(last.seen);
      const announcements = entries.flatMap(({ paper, announced }) => {
        if (!paper || known.has(keyOf(paper, announced))) return [];
        const date = newsDate(announced?.date, today);
        return date === undefined ? [] : [announcementOf(paper, date, announced)];
      });
      const { etag, "last-modified": modified } = answer.headers;
      const seen = entries.flatMap(({ paper, announced }) => (paper ? keyOf(paper, announced) : []));
      yield {
        papers,
        announcements,
        problems,
        ...newest(announcements),
        cursor: JSON.stringify({ seen, ...(etag && { etag }), ...(modified && { modified }) }),
      };
    },

    next: (at) => new Date(at.getTime() + everyMs),
  };
}

function keyOf({ id }: Paper, announced: AnswerEntry["announced"]): string {
  const item = [id, announced?.date, announced?.type].join(" ");
  return createHash("sha256").update(item).digest("base64url").slice(0, 10);
}

function announcementOf(paper: Paper, date: string, announced: AnswerEntry["announced"]) {
  const { id, categories, version } = paper;
  return {
    paper: id,
    type: announced?.type ?? "new",
    date,
    categories,
    ...(version && { version }),
  } as const;
}

function newest(announcements: readonly { readonly date: string }[]): { announced?: string } {
  const date = announcements
    .map((each) => each.date)
    .sort()
    .at(-1);
  return date === undefined ? {} : { announced: date };
}

async function* readAny(text: string): AsyncGenerator<AnswerEntry> {
  if (/^\s*[[{]/.test(text)) yield* readDailyPapers(parse(text));
  else yield* readFeed(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SourceError("the answer is neither a feed nor JSON", { cause });
  }
}

/** Host and path, which people know it by; of a query, which may hold a key, only a hash. */
function feedName(address: string): string {
  const { host, pathname, search } = new URL(address);
  const path = `${host}${pathname.replace(/\/$/, "")}`.slice(0, 100);
  return search === "" ? path : `${path}?${createHash("sha256").update(search).digest("hex").slice(0, 6)}`;
}
