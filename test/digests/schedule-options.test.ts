import { describe, expect, test } from "vitest";
import { languages } from "../../src/core/language.ts";
import { parseDays, parseTime, parseUntil, parseZone } from "../../src/digests/schedule-options.ts";
import { dayName } from "../../src/i18n/format.ts";

describe("times", () => {
  test.each([
    ["9", "09:00"],
    ["09:00", "09:00"],
    ["9am", "09:00"],
    ["9 PM", "21:00"],
    ["9:30 p.m.", "21:30"],
    ["12am", "00:00"],
    ["12pm", "12:00"],
    ["21:30", "21:30"],
    ["2130", "21:30"],
    ["9h30", "09:30"],
    ["9h", "09:00"],
    ["9 Uhr", "09:00"],
    ["９：３０", "09:30"],
    ["9点", "09:00"],
    ["上午9点30分", "09:30"],
    ["下午3時", "15:00"],
    ["午後9時", "21:00"],
    ["오후 9시", "21:00"],
    ["00:00", "00:00"],
  ])("%s is %s", (typed, expected) => expect(parseTime(typed)).toBe(expected));

  test.each([
    "25:00",
    "9:75",
    "13pm",
    "0am",
    "noon?",
    "",
    "-9",
    "9:3:2",
    "123",
    "soon",
  ])("%s is none", (typed) => expect(parseTime(typed)).toBeUndefined());
});

describe("days", () => {
  test.each([
    ["weekdays", [1, 2, 3, 4, 5]],
    ["Daily", [1, 2, 3, 4, 5, 6, 7]],
    ["weekend", [6, 7]],
    ["mon,wed", [1, 3]],
    ["Wednesday Monday", [1, 3]],
    ["1,3", [1, 3]],
    ["mon-fri", [1, 2, 3, 4, 5]],
    ["sat-mon", [1, 6, 7]],
    ["5..7", [5, 6, 7]],
    ["tues, thurs.", [2, 4]],
    ["lun,mié", [1, 3]],
    ["月、水", [1, 3]],
    ["周一，周三", [1, 3]],
    ["星期五", [5]],
    ["礼拜二", [2]],
    ["월,수", [1, 3]],
    ["werktags", [1, 2, 3, 4, 5]],
    ["平日", [1, 2, 3, 4, 5]],
    ["工作日", [1, 2, 3, 4, 5]],
    ["tous les jours", [1, 2, 3, 4, 5, 6, 7]],
  ])("%s", (typed, expected) => expect(parseDays(typed)).toEqual(expected));

  test.each(["", "8", "0", "mon-", "mon-tue-wed", "sometimes", "m"])("%s is none", (typed) =>
    expect(parseDays(typed)).toBeUndefined());

  test.each(languages)("the names of %s are read, short and long", (language) => {
    for (const day of [1, 2, 3, 4, 5, 6, 7] as const) {
      expect(parseDays(dayName(day, language))).toEqual([day]);
      expect(parseDays(dayName(day, language, "long"))).toEqual([day]);
    }
  });
});

describe("zones", () => {
  test.each([
    ["Asia/Shanghai", "Asia/Shanghai"],
    ["europe/berlin", "Europe/Berlin"],
    ["utc", "UTC"],
    ["Tokyo", "Asia/Tokyo"],
    ["new york", "America/New_York"],
    ["America/New York", "America/New_York"],
    ["Beijing", "Asia/Shanghai"],
    ["北京", "Asia/Shanghai"],
    ["Asia/Kathmandu", "Asia/Kathmandu"],
  ])("%s is %s", (typed, expected) => {
    const read = parseZone(typed);
    const zone = "zone" in read ? read.zone : "";
    const canonical = (name: string) =>
      new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    expect(canonical(zone)).toBe(canonical(expected));
  });

  test.each(["Asia/Kathmandu", "asia/kathmandu"])("%s keeps its name of today", (typed) =>
    expect(parseZone(typed)).toEqual({ zone: "Asia/Kathmandu" }));

  test("one that is none is answered with those near to it", () => {
    expect(parseZone("Asia/Shangai")).toEqual({ near: expect.arrayContaining(["Asia/Shanghai"]) });
    expect(parseZone("Berlim")).toEqual({ near: expect.arrayContaining(["Europe/Berlin"]) });
    expect(parseZone("qqqqqqqqqqqqqqqq")).toEqual({ near: [] });
    expect(parseZone("")).toEqual({ near: [] });
    expect(parseZone("+25:00")).toEqual({ near: [] });
  });
});

describe("the end of a pause", () => {
  test.each([
    ["2026-12-24", "2026-12-24"],
    ["monday", "2026-09-28"],
    ["tue", "2026-09-22"],
    ["7d", "2026-09-28"],
    ["3 days", undefined],
    ["2026-02-30", undefined],
    ["tomorrowish", undefined],
  ])("%s on a Monday is %s", (typed, expected) => expect(parseUntil(typed, "2026-09-21")).toBe(expected));
});
