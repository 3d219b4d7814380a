import { Cron } from "croner";
import { describe, expect, test } from "vitest";
import type { Schedule, Weekday } from "../../src/core/digest.ts";
import { civilDate, nextDue } from "../../src/digests/schedule.ts";

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5];

/** The first digests of a schedule from an instant on, as a scheduler makes them one after another. */
function run(schedule: Schedule, from: string, count: number): string[] {
  const found: string[] = [];
  let after = new Date(from);
  let last: string | undefined;
  while (found.length < count) {
    const { due, date } = nextDue(schedule, after, last);
    found.push(`${date} ${due.toISOString()}`);
    [after, last] = [due, date];
  }
  return found;
}

describe("the next digest", () => {
  test("is at the wall-clock time of the zone, on the days named", () => {
    const schedule = { at: "09:00", zone: "Asia/Shanghai", days: weekdays };
    expect(run(schedule, "2026-09-18T00:00:00Z", 3)).toEqual([
      "2026-09-18 2026-09-18T01:00:00.000Z",
      "2026-09-21 2026-09-21T01:00:00.000Z",
      "2026-09-22 2026-09-22T01:00:00.000Z",
    ]);
  });

  test("at the very instant that is due, it is the one after", () => {
    const schedule = { at: "09:00", zone: "UTC", days: everyDay };
    expect(nextDue(schedule, new Date("2026-09-18T09:00:00Z")).date).toBe("2026-09-19");
  });

  test("a time that does not exist on a day is moved, and still runs once", () => {
    const schedule = { at: "02:30", zone: "Europe/Berlin", days: everyDay };
    expect(run(schedule, "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29 2026-03-29T01:30:00.000Z",
      "2026-03-30 2026-03-30T00:30:00.000Z",
    ]);
  });

  test("a time that exists twice runs once, also for one who starts between the two", () => {
    const schedule = { at: "02:30", zone: "Europe/Berlin", days: everyDay };
    expect(run(schedule, "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25 2026-10-25T00:30:00.000Z",
      "2026-10-26 2026-10-26T01:30:00.000Z",
    ]);
    const between = new Date("2026-10-25T00:45:00Z");
    expect(nextDue(schedule, between, "2026-10-25").date).toBe("2026-10-26");
    expect(nextDue(schedule, between).date).toBe("2026-10-26");
  });

  test("zones with odd offsets", () => {
    const at = (zone: string) => run({ at: "08:00", zone, days: everyDay }, "2026-01-05T12:00:00Z", 1)[0];
    expect(at("Asia/Kathmandu")).toBe("2026-01-06 2026-01-06T02:15:00.000Z");
    expect(at("Australia/Eucla")).toBe("2026-01-06 2026-01-05T23:15:00.000Z");
    expect(at("Pacific/Chatham")).toBe("2026-01-06 2026-01-05T18:15:00.000Z");
  });

  test("a date that a zone skipped does not count, its neighbours do", () => {
    const schedule = { at: "09:00", zone: "Pacific/Apia", days: everyDay };
    expect(run(schedule, "2011-12-28T12:00:00Z", 3).map((each) => each.slice(0, 10))).toEqual([
      "2011-12-28",
      "2011-12-29",
      "2011-12-31",
    ]);
  });

  test("a clock set back never brings a date again", () => {
    const schedule = { at: "09:00", zone: "UTC", days: everyDay };
    expect(nextDue(schedule, new Date("2026-09-18T08:00:00Z"), "2026-09-18").date).toBe("2026-09-19");
  });

  test("a schedule without a day is told as that", () => {
    expect(() => nextDue({ at: "09:00", zone: "UTC", days: [] }, new Date())).toThrow(
      /needs a day of the week/,
    );
  });
});

describe("around the clock changes of a year, in every zone that has them", () => {
  const times = ["00:00", "02:30", "23:30"];
  const from = new Date("2026-02-01T00:00:00Z");
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => changes(zone));

  test.each(times)("%s comes once on every civil date, as another scheduler finds too", (at) => {
    const [hour, minute] = at.split(":");
    for (const zone of zones) {
      const found = run({ at, zone, days: everyDay }, from.toISOString(), 330);
      const dates = found.map((each) => each.slice(0, 10));
      expect(new Set(dates).size).toBe(330);
      const cron = new Cron(`0 ${Number(minute)} ${Number(hour)} * * *`, { timezone: zone, paused: true });
      const theirs = cron.nextRuns(330, from).map((run) => civilDate(run, zone));
      // A time moved over midnight belongs to another date for croner.
      const odd = dates.filter((date) => !theirs.includes(date));
      expect(odd.length).toBeLessThanOrEqual(at >= "23:00" ? 2 : 0);
    }
  });

  function changes(zone: string): boolean {
    const offset = (date: string) =>
      new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
        .formatToParts(new Date(date))
        .find((part) => part.type === "timeZoneName")?.value;
    return offset("2026-01-15") !== offset("2026-07-15");
  }
});
