import { Temporal } from "temporal-polyfill";

const zone = "America/New_York";
/** Announcements are made at 20:00 and dated the day after, on which the feeds hold them. */
const hoursToMidnight = 4;

/**
 * Dates without an announcement that arXiv lists for a year (https://info.arxiv.org/help/availability.html). It also puts
 * announcements off without notice, and makes some that it had called off.
 */
const listed: Readonly<Record<number, readonly string[]>> = {
  2026: ["01-01", "01-19", "06-19", "07-03", "09-07", "11-26", "12-25", "12-29", "12-31"],
};

const fixedHolidays = ["01-01", "06-19", "07-04", "12-25"];

export type ArxivDay = "announcement" | "weekend" | "holiday";

/**
 * What arXiv's calendar says of a date (`YYYY-MM-DD`) of its feeds. It explains an empty day; it is no reason not to
 * look.
 */
export function arxivDay(date: string): ArxivDay {
  const day = Temporal.PlainDate.from(date);
  if (day.dayOfWeek > 5) return "weekend";
  const isHoliday = listed[day.year]?.includes(date.slice("YYYY-".length)) ?? isUsHoliday(day);
  return isHoliday ? "holiday" : "announcement";
}

/** For years that arXiv has not listed yet: the federal holidays that were in its list of 2026, on the days they are kept. */
function isUsHoliday(day: Temporal.PlainDate): boolean {
  const { month, dayOfWeek } = day;
  const nth = Math.ceil(day.day / 7);
  const isMonday = dayOfWeek === 1;
  // Martin Luther King's day, Labor Day, Thanksgiving.
  if (isMonday && ((month === 1 && nth === 3) || (month === 9 && nth === 1))) return true;
  if (month === 11 && dayOfWeek === 4 && nth === 4) return true;
  // One that falls on a weekend is kept on the nearest working day.
  const kept = [day];
  if (isMonday) kept.push(day.subtract({ days: 1 }));
  if (dayOfWeek === 5) kept.push(day.add({ days: 1 }));
  return kept.some((one) => fixedHolidays.includes(one.toString().slice("YYYY-".length)));
}

/** The date that arXiv gives to what it announces next or has just announced: from 20:00 in New York on, tomorrow's. */
export function arxivDate(instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .add({ hours: hoursToMidnight })
    .toPlainDate()
    .toString();
}

/** When a batch of this date is announced (20:00 in New York on the eve) and when the feeds have it (midnight there). */
export function arxivTimes(date: string): { readonly announced: Date; readonly inFeeds: Date } {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime();
  const instant = (time: Temporal.PlainDateTime) => new Date(time.toZonedDateTime(zone).epochMilliseconds);
  return {
    announced: instant(midnight.subtract({ hours: hoursToMidnight })),
    inFeeds: instant(midnight),
  };
}

/** The newest date at or before a date on which the calendar has an announcement. */
export function lastArxivDate(date: string): string {
  let day = Temporal.PlainDate.from(date);
  while (arxivDay(day.toString()) !== "announcement") day = day.subtract({ days: 1 });
  return day.toString();
}

/** The next time it is `hour` and `minute` in New York. */
export function nextArxivTime(after: Date, hour: number, minute: number): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(zone);
  const today = now.with({ hour, minute, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  const next = Temporal.ZonedDateTime.compare(today, now) > 0 ? today : today.add({ days: 1 });
  return new Date(next.epochMilliseconds);
}
