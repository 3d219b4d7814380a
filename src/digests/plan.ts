import { arxivTimes } from "../core/arxiv-calendar.ts";
import { arxivAnnouncements } from "../core/arxiv-source.ts";
import type { DayState, DigestAccount, DigestPlan, Part, Subscription } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";
import type { SearchQuery } from "../core/ports.ts";
import { parseQuery } from "../core/query.ts";
import { formatDay, formatMoment, joinNames, joinSentences } from "../i18n/format.ts";
import { catalogs } from "../i18n/index.ts";
import { isUncovered, sayCoverage } from "../views/coverage.ts";
import { type DigestContent, digestParts, linePart, sayReason } from "../views/digest-post.ts";
import type { Reader } from "../views/reader.ts";
import { type Chosen, choosePapers, ledgerOf } from "./choose.ts";
import type { Desk } from "./desk.ts";
import { longestCatchUp, type News, readNews } from "./news.ts";
import { openPapers } from "./open-papers.ts";
import { datesUntil, dueOn, nextDue } from "./schedule.ts";
import { coverage, type Standing, standing } from "./sources.ts";

const minute = 60_000;
/** A digest whose source is late waits for it: looked at again after this, for at most so long. In ms. */
const retryEvery = 20 * minute;
const patience = 180 * minute;
/** How long all the translations of one digest are waited for, in ms. */
const translationPatience = 15_000;
/** Silent working days after which one line says that somebody is still there. */
const longestSilence = 3;
/** Matches of a day that are remembered for `why`. */
const mostRemembered = 200;

/** Digests of a subscription that are looked back at to find when a silence began. */
const lookedBack = 30;

/** What a day comes to. */
export interface Findings {
  readonly topic: SearchQuery;
  /** Civil dates that the digest covers, the last its own. */
  readonly dates: readonly string[];
  readonly news: News;
  readonly chosen: Chosen;
  readonly standing: Standing;
}

/**
 * The digest of a subscription that is due; undefined when it has been put off because its source is not up to date yet,
 * for at most three hours.
 */
export async function planDue(
  desk: Desk,
  subscription: Subscription,
  now: Date,
): Promise<DigestPlan | undefined> {
  try {
    const findings = await look(desk, subscription, now);
    const until = deadline(subscription);
    if (findings.standing.kind === "late" && now < until) {
      const due = new Date(Math.min(now.getTime() + retryEvery, until.getTime()));
      await desk.digests.keep({ ...subscription, due });
      return undefined;
    }
    return await write(desk, subscription, findings, now);
  } catch (error) {
    // A topic that was read when it was set up and is not any more must not be tried again and again.
    if (error instanceof UserError) return unreadable(subscription, error, now);
    throw error;
  }
}

/** What there would be for a subscription now. */
export async function look(desk: Desk, subscription: Subscription, now: Date): Promise<Findings> {
  const topic = parseQuery(subscription.topic);
  const due = datesUntil(subscription.schedule, subscription.date, now);
  const dates = (due.length > 0 ? due : [subscription.date]).slice(-longestCatchUp);
  const [news, sources] = await Promise.all([
    readNews(desk.announcements, subscription, dates.at(-1) as string),
    desk.announcements.sources(),
  ]);
  const chosen = await choosePapers(desk, subscription, topic, news);
  return { topic, dates, news, chosen, standing: standing(sources, topic, now) };
}

/** Until when a digest waits for its source. */
export function deadline({ schedule, date, due }: Subscription): Date {
  return new Date((dueOn(schedule, date) ?? due).getTime() + patience);
}

/** How a day without an excuse is told: by what was found. */
export function dayState({ standing: sources, chosen, news }: Findings, retryingUntil: Date): DayState {
  const { announced, shown } = chosen;
  const matched = chosen.matched.length + chosen.repeated;
  if (matched > 0) return { kind: "papers", announced, matched, shown: shown.length };
  if (sources.kind === "late") {
    return sources.why === undefined
      ? { kind: "notUpdated", retryingUntil }
      : { kind: "failed", why: sources.why };
  }
  if (sources.kind === "broken") return { kind: "failed", why: sources.why };
  if (news.fresh.length > 0 || sources.kind === "current") return { kind: "noneMatched", announced };
  return { kind: sources.kind };
}

/** What a digest shows of its findings. */
export async function contentOf(
  desk: Desk,
  subscription: Subscription,
  { topic, dates, news, chosen, standing: sources }: Findings,
): Promise<DigestContent> {
  const { language, schedule } = subscription;
  const signal = AbortSignal.timeout(translationPatience);
  const papers = chosen.shown.map(({ paper }) => paper);
  const opened = await openPapers(desk, papers, language, signal);
  const newest = news.fresh
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const isArxiv = news.fresh.some(({ source, date }) => date === newest && source === arxivAnnouncements);
  return {
    topic: subscription.topic,
    dates,
    ...(newest !== undefined && {
      announced: isArxiv
        ? formatMoment(language, arxivTimes(newest).announced, schedule.zone)
        : formatDay(language, newest),
    }),
    counts: { announced: chosen.announced, matched: chosen.matched.length },
    categories: (topic.cat ?? []).flatMap((one) => one.split("|")),
    items: chosen.shown.flatMap(({ reason, also }, index) => {
      const each = opened[index];
      return each ? [{ opened: each, reason, also }] : [];
    }),
    near: chosen.near,
    updated: chosen.updated,
    withdrawn: chosen.withdrawn,
    ...(sources.kind === "late" && {
      remark: catalogs[language].digest.post.late(joinNames(language, sources.sources)),
    }),
  };
}

async function write(
  desk: Desk,
  subscription: Subscription,
  findings: Findings,
  now: Date,
): Promise<DigestPlan> {
  const { dates, news, chosen } = findings;
  const { channel, language, schedule } = subscription;
  const date = dates.at(-1) as string;
  const reader: Reader = { language, texts: catalogs[language] };
  const day = dayState(findings, deadline(subscription));
  const hasNews = chosen.shown.length + chosen.updated.length + chosen.withdrawn.length > 0;
  const parts = hasNews
    ? digestParts(await contentOf(desk, subscription, findings), reader)
    : await lineOf(desk, subscription, day, date, findings, reader);
  return {
    subscription,
    date,
    parts,
    ledger: ledgerOf(channel, chosen),
    account: accountOf(day, news, chosen, reader),
    next: {
      ...nextDue(schedule, now, date),
      position: news.to,
      quiet: hasNews ? 0 : quietAfter(subscription.quiet, day, parts.length > 0),
    },
  };
}

/** The one line of a day without papers, where the day calls for one. */
async function lineOf(
  { digests, followed }: Desk,
  subscription: Subscription,
  day: DayState,
  date: string,
  { standing: sources, topic }: Findings,
  reader: Reader,
): Promise<readonly Part[]> {
  const say = reader.texts.digest.post;
  const line = (text: string) => [linePart(subscription.topic, date, text, reader)];
  switch (day.kind) {
    case "notUpdated":
    case "failed": {
      const [before] = await digests.digests(subscription.id, 1);
      // One line for a failure, however long it lasts.
      if (before?.account.day.kind === "notUpdated" || before?.account.day.kind === "failed") return [];
      return line(
        day.kind === "failed"
          ? say.failed(day.why)
          : say.late(sources.kind === "late" ? joinNames(reader.language, sources.sources) : ""),
      );
    }
    case "noneMatched": {
      if (subscription.quiet + 1 !== longestSilence) return [];
      const since = await silentSince(digests, subscription, date);
      const covered = coverage(await followed(), topic);
      const isSource = day.announced > 0 || !isUncovered(covered);
      const cause = isSource ? [] : [sayCoverage(covered, reader).replaceAll("`", "")];
      return line(joinSentences([say.quiet(formatDay(reader.language, since)), ...cause]));
    }
    default:
      return [];
  }
}

/** The first of the working days in a row on which nothing was posted. */
async function silentSince(digests: Desk["digests"], { id }: Subscription, date: string): Promise<string> {
  let since = date;
  for (const { date: before, account } of await digests.digests(id, lookedBack)) {
    const { kind } = account.day;
    if (kind === "noneMatched") since = before;
    else if (kind !== "weekend" && kind !== "holiday") break;
  }
  return since;
}

function quietAfter(before: number, day: DayState, isPosted: boolean): number {
  switch (day.kind) {
    case "papers":
      return 0;
    case "weekend":
    case "holiday":
      return isPosted ? 0 : before;
    case "noneMatched":
      return before + 1;
    case "notUpdated":
    case "failed":
      return isPosted ? 0 : before + 1;
  }
}

function accountOf(day: DayState, news: News, chosen: Chosen, reader: Reader): DigestAccount {
  return {
    day,
    from: news.from,
    to: news.to,
    matched: chosen.matched.slice(0, mostRemembered).map((paper) => ({
      paper,
      reason: sayReason(chosen.reasons.get(paper) ?? {}, reader),
    })),
    shown: chosen.shown.length,
  };
}

function unreadable(subscription: Subscription, error: UserError, now: Date): DigestPlan {
  const { language, schedule, topic, position, quiet } = subscription;
  const reader: Reader = { language, texts: catalogs[language] };
  const date = datesUntil(schedule, subscription.date, now).at(-1) ?? subscription.date;
  const why = error.say(reader.texts);
  return {
    subscription,
    date,
    parts: [linePart(topic, date, why, reader)],
    ledger: [],
    account: { day: { kind: "failed", why }, from: position, to: position, matched: [], shown: 0 },
    next: { ...nextDue(schedule, now, date), position, quiet },
  };
}
