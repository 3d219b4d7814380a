import { expect, test } from "vitest";
import { arxivDate, arxivDay, arxivTimes, lastArxivDate } from "../../src/core/arxiv-calendar.ts";

test.each([
  ["2026-11-20", "announcement"],
  ["2026-11-21", "weekend"],
  ["2026-11-22", "weekend"],
  ["2026-11-23", "announcement"],
  ["2026-11-26", "holiday"],
  ["2026-07-03", "holiday"],
  ["2026-12-31", "holiday"],
  ["2026-05-25", "announcement"],
  ["2027-01-01", "holiday"],
  ["2027-01-18", "holiday"],
  ["2027-05-31", "announcement"],
  ["2027-06-18", "holiday"],
  ["2027-07-05", "holiday"],
  ["2027-09-06", "holiday"],
  ["2027-11-25", "holiday"],
  ["2027-12-24", "holiday"],
  ["2027-12-25", "weekend"],
  ["2027-12-31", "holiday"],
  ["2028-07-04", "holiday"],
  ["2028-07-05", "announcement"],
] as const)("%s: %s", (date, day) => {
  expect(arxivDay(date)).toBe(day);
});

test.each([
  ["in winter, a minute before eight in the evening in New York", "2026-01-13T00:59:00Z", "2026-01-12"],
  ["in winter, at eight", "2026-01-13T01:00:00Z", "2026-01-13"],
  ["in summer, a minute before eight", "2026-07-13T23:59:00Z", "2026-07-13"],
  ["in summer, at eight", "2026-07-14T00:00:00Z", "2026-07-14"],
  ["in Beijing at nine in the morning", "2026-07-14T01:00:00Z", "2026-07-14"],
])("%s the batch is that of the right date", (_, instant, date) => {
  expect(arxivDate(new Date(instant))).toBe(date);
});

test.each([
  ["2026-01-13", "2026-01-13T01:00:00.000Z", "2026-01-13T05:00:00.000Z"],
  ["2026-07-14", "2026-07-14T00:00:00.000Z", "2026-07-14T04:00:00.000Z"],
  ["2026-03-08", "2026-03-08T01:00:00.000Z", "2026-03-08T05:00:00.000Z"],
  ["2026-03-09", "2026-03-09T00:00:00.000Z", "2026-03-09T04:00:00.000Z"],
  ["2026-11-02", "2026-11-02T01:00:00.000Z", "2026-11-02T05:00:00.000Z"],
])("the batch of %s is announced at %s and in the feeds at %s", (date, announced, inFeeds) => {
  expect(arxivTimes(date)).toEqual({ announced: new Date(announced), inFeeds: new Date(inFeeds) });
});

test("before a weekend and a holiday the last announcement is looked up", () => {
  expect(lastArxivDate("2026-11-22")).toBe("2026-11-20");
  expect(lastArxivDate("2026-01-01")).toBe("2025-12-31");
  expect(lastArxivDate("2026-11-24")).toBe("2026-11-24");
});
