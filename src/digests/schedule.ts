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
  { at, zone, days }: Schedule,
  after: Date,
  afterDate?: string,
): Pick<Subscription, "due" | "date"> {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime());
  const time = Temporal.PlainTime.from(at);
  let date = now.toZonedDateTimeISO(zone).toPlainDate();
  if (afterDate !== undefined) {
    const first = Temporal.PlainDate.from(afterDate).add({ days: 1 });
    if (Temporal.PlainDate.compare(first, date) > 0) date = first;
  }
  for (let tried = 0; tried < mostDays; tried++, date = date.add({ days: 1 })) {
    if (!days.includes(date.dayOfWeek as Weekday)) continue;
    const due = on(date, time, zone);
    if (due && Temporal.Instant.compare(due, now) > 0)
      return { due: new Date(due.epochMilliseconds), date: date.toString() };
  }
  throw new RangeError(`A schedule needs a day of the week: ${JSON.stringify(days)} has none.`);
}

function on(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Temporal.Instant | undefined {
  for (const disambiguation of ["compatible", "earlier"] as const) {
    const found = date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation });
    if (found.toPlainDate().equals(date)) return found.toInstant();
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
