import { randomUUID } from "node:crypto";
import type { Context } from "../core/command.ts";
import type { Schedule, Subscription } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";
import type { Language } from "../core/language.ts";
import { nextDue } from "./schedule.ts";
import { parseDays, parseTime, parseZone, weekdays } from "./schedule-options.ts";
import { isSameTopic } from "./topic.ts";

/** Most papers of a digest: with more, its lines do not fit into one message. */
export const mostPapers = 10;
/** Most subscriptions of a channel. */
const mostSubscriptions = 25;

const usual = { at: "09:00", zone: "UTC", days: weekdays, max: 5 } as const;

/** How a digest is to be, as somebody typed it. */
export interface Wishes {
  readonly lang?: Language | undefined;
  readonly at?: string | undefined;
  readonly tz?: string | undefined;
  readonly days?: string | undefined;
  readonly max?: string | undefined;
}

/** What became of a subscription. */
export interface Kept {
  readonly subscription: Subscription;
  /** As it was, where there was one on the same topic. */
  readonly before?: Subscription;
  /** Its number in the channel's list, from 1. */
  readonly number: number;
  /** Nobody said which zone, and none is known of the person. */
  readonly isZoneUnknown: boolean;
}

/** Keeps a subscription of the channel, or changes the one on the same topic in what the wishes name. */
export async function keepSubscription(
  context: Context,
  channel: string,
  topic: string,
  wishes: Wishes,
): Promise<Kept> {
  const { digests, announcements, place, now } = context;
  const all = await digests.subscriptions(channel);
  const before = all.find((one) => isSameTopic(one.topic, topic));
  if (!before && all.length >= mostSubscriptions)
    throw new UserError("tooManySubscriptions", String(mostSubscriptions));
  const known =
    before?.schedule.zone ?? all.at(-1)?.schedule.zone ?? (wishes.tz ? undefined : await zoneOf(context));
  const schedule: Schedule = {
    at: wishes.at === undefined ? (before?.schedule.at ?? usual.at) : readTime(wishes.at),
    zone: wishes.tz === undefined ? (known ?? usual.zone) : readZone(wishes.tz),
    days: wishes.days === undefined ? (before?.schedule.days ?? usual.days) : readDays(wishes.days),
  };
  const max = wishes.max === undefined ? (before?.max ?? usual.max) : readMax(wishes.max);
  const language = wishes.lang ?? before?.language ?? (await channelLanguage(context, channel));
  const isNewTime = JSON.stringify(schedule) !== JSON.stringify(before?.schedule);
  const moved = isNewTime ? await nextAfter(context, before, schedule) : {};
  const subscription: Subscription = before
    ? { ...before, language, schedule, max, ...moved }
    : {
        id: randomUUID(),
        channel,
        topic,
        language,
        schedule,
        max,
        creator: { key: place.person.key, name: place.person.name },
        created: now(),
        // What is known already is no news: the first run is a silent one.
        position: await announcements.newest(),
        ...nextDue(schedule, now()),
        quiet: 0,
        revision: 0,
      };
  if (!(await digests.keep(subscription))) throw new UserError("changedMeanwhile");
  return {
    subscription,
    ...(before && { before }),
    number: before ? all.indexOf(before) + 1 : all.length + 1,
    isZoneUnknown: wishes.tz === undefined && known === undefined,
  };
}

/** The next digest on another schedule: never a second one on a date that has had one. */
export async function nextAfter(
  { digests, now }: Pick<Context, "digests" | "now">,
  subscription: Pick<Subscription, "id"> | undefined,
  schedule: Schedule,
  from?: string,
): Promise<Pick<Subscription, "due" | "date">> {
  const [last] = subscription ? await digests.digests(subscription.id, 1) : [];
  const after = [last?.date, from]
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
  return nextDue(schedule, now(), after);
}

async function zoneOf({ place }: Context): Promise<string | undefined> {
  const zone = await place.timeZone?.().catch(() => undefined);
  const read = zone === undefined ? undefined : parseZone(zone);
  return read && "zone" in read ? read.zone : undefined;
}

async function channelLanguage({ settings, language, catalog }: Context, channel: string): Promise<Language> {
  const chosen = await settings.language("channel", channel);
  return chosen !== undefined && catalog(chosen as Language) ? (chosen as Language) : language;
}

function readTime(typed: string): string {
  const at = parseTime(typed);
  if (at === undefined) throw new UserError("badTime", typed);
  return at;
}

function readDays(typed: string): Schedule["days"] {
  const days = parseDays(typed);
  if (!days) throw new UserError("badDays", typed);
  return days;
}

function readZone(typed: string): string {
  const read = parseZone(typed);
  if ("zone" in read) return read.zone;
  if (read.near.length === 0) throw new UserError("badZone", typed);
  throw new UserError("badZoneNear", typed, read.near.map((zone) => `\`tz:${zone}\``).join(", "));
}

function readMax(typed: string): number {
  const max = /^\d{1,3}$/.test(typed.normalize("NFKC")) ? Number(typed.normalize("NFKC")) : 0;
  if (max < 1 || max > mostPapers) throw new UserError("badMax", typed, String(mostPapers));
  return max;
}
