import { Temporal } from "temporal-polyfill";
import type { Schedule, Subscription, Weekday } from "../core/digest.ts";

/** Longest run of days without one that a schedule names: a week, and a civil date that a zone skipped. */
const mostDays = 16;

/**
 * The first instant of a schedule after `after`, with its civil date, which is later than `afterDate` where that is
 * given. A time that a clock change leaves out is moved by the length of the change, one that comes twice is taken the
 * first time, and a date that a zone skipped altogether does not count.
 */
export function nextDue(
  schedule: Schedule,
  after: Date,
  afterDate?: string,
): Pick<Subscription, "due" | "date"> {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime());
  let from = now.toZonedDateTimeISO(schedule.zone).toPlainDate();
  if (afterDate !== undefined) {
    const first = Temporal.PlainDate.from(afterDate).add({ days: 1 });
    if (Temporal.PlainDate.compare(first, from) > 0) from = first;
  }
  for (const { due, date } of occasions(schedule, from)) if (due > after) return { due, date };
  throw new RangeError(`A schedule needs a day of the week: ${JSON.stringify(schedule.days)} has none.`);
}

/** The civil dates of a schedule from `from` on whose time has come at `now`, oldest first. */
export function datesUntil(schedule: Schedule, from: string, now: Date): readonly string[] {
  const dates: string[] = [];
  let next = Temporal.PlainDate.from(from);
  for (;;) {
    const found = occasions(schedule, next).next().value;
    if (!found || found.due > now) return dates;
    dates.push(found.date);
    next = Temporal.PlainDate.from(found.date).add({ days: 1 });
  }
}

/** The instant of a schedule's time on a civil date; undefined where the zone skipped that date. */
export function dueOn({ at, zone }: Schedule, date: string): Date | undefined {
  return on(Temporal.PlainDate.from(date), Temporal.PlainTime.from(at), zone);
}

/** A schedule's civil dates of some weeks, with their instants. */
function* occasions(
  { at, zone, days }: Schedule,
  from: Temporal.PlainDate,
): Generator<Pick<Subscription, "due" | "date">> {
  const time = Temporal.PlainTime.from(at);
  let date = from;
  for (let tried = 0; tried < mostDays; tried++, date = date.add({ days: 1 })) {
    if (!days.includes(date.dayOfWeek as Weekday)) continue;
    const due = on(date, time, zone);
    if (due) yield { due, date: date.toString() };
  }
}

function on(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Date | undefined {
  for (const disambiguation of ["compatible", "earlier"] as const) {
    const found = date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation });
    if (found.toPlainDate().equals(date)) return new Date(found.epochMilliseconds);
  }
  return undefined;
}

/** The civil date of an instant in a zone, as `YYYY-MM-DD`. */
export function civilDate(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** A civil date some days later, or earlier. */
export function daysLater(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
