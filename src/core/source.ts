import type { Announcement } from "./digest.ts";
import type { Paper } from "./paper.ts";

/** What one answer of a source brought. */
export interface Found {
  readonly papers: readonly Paper[];
  /** Of papers that are among `papers` or known from before. */
  readonly announcements: readonly Omit<Announcement, "position" | "source">[];
  /** Ids of papers that the source has removed. */
  readonly deleted?: readonly string[];
  /** What is wrong with records that could not be read, one sentence each. */
  readonly problems: readonly string[];
  /** Civil date of the newest announcement in the answer. */
  readonly announced?: string;
  /** Where the next fetch goes on, once all of the above is kept. */
  readonly cursor: string;
}

/**
 * Somewhere papers come from. Every source passes `test/contracts/source.ts`.
 */
export interface Source {
  /** Its own among the sources of a deployment, and what people are shown. */
  readonly name: string;
  /** Sources of one lane are asked one after another. */
  readonly lane: string;
  /**
   * What is new since a cursor (of its own making; undefined: since ever), in one or several steps. Whoever stops after
   * a step and comes back with its cursor loses nothing. Throws a `SourceError` where nothing or only a part can be had.
   */
  fetch(cursor: string | undefined, signal: AbortSignal): AsyncIterable<Found>;
  /** When to ask next, after an answer at `now`. `announced`: civil date of its newest announcement. */
  next(now: Date, announced: string | undefined): Date;
}

/** Where papers come from by themselves. */
export interface Followed {
  /** Names of the sources, those of the categories that subscriptions name among them. */
  readonly sources: readonly string[];
  /** Without a contact of the operator's it is not asked, whatever subscriptions name. */
  readonly asksArxiv: boolean;
}

/** A source could not be read. The message is for people: it names no address beyond the host, and no secret. */
export class SourceError extends Error {
  override name = "SourceError";
  /** The source asks to be left alone for so long. */
  readonly retryAfterMs: number | undefined;
  /** Asking again soon will not help: the request itself is refused. */
  readonly lasting: boolean;

  constructor(
    message: string,
    {
      cause,
      retryAfterMs,
      lasting = false,
    }: ErrorOptions & { retryAfterMs?: number; lasting?: boolean } = {},
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
    this.lasting = lasting;
  }
}

/** Longer ago than this, in days, is no news: it fills the index and is not announced. */
export const newsDays = 7;

/**
 * The civil date under which a paper that somebody besides arXiv brings is announced: the given one, or today's where
 * there is none or it is yet to come. undefined for what is no news.
 */
export function newsDate(given: string | undefined, today: string): string | undefined {
  if (given === undefined) return today;
  // A month or a year may be any of its days.
  if (given.length < "YYYY-MM-DD".length) return undefined;
  const date = given.slice(0, "YYYY-MM-DD".length);
  const days = (Date.parse(today) - Date.parse(date)) / 86_400_000;
  return days > newsDays ? undefined : days < 0 ? today : date;
}
