import type { DayState } from "../core/digest.ts";
import { formatMoment, formatNumber } from "../i18n/format.ts";
import type { Reader } from "./reader.ts";

/** A day in a few words. */
export function sayDay(day: DayState, zone: string, { texts, language }: Reader): string {
  const say = texts.digest.day;
  const number = (count: number) => formatNumber(language, count);
  switch (day.kind) {
    case "papers":
      return say.papers(number(day.announced), number(day.matched), number(day.shown));
    case "noneMatched":
      return say.noneMatched(number(day.announced));
    case "notUpdated":
      return say.notUpdated(formatMoment(language, day.retryingUntil, zone));
    case "failed":
      return say.failed(day.why);
    default:
      return say[day.kind];
  }
}
