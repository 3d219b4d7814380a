import type { Weekday } from "../core/digest.ts";
import type { Language } from "../core/language.ts";

/** `one`/`other` (and what else a language has) chosen by its plural rules; `#` is the number in its digits. */
export function plural(language: Language, count: number, forms: { one?: string; other: string }): string {
  const rule = new Intl.PluralRules(language).select(count);
  const form = rule === "one" ? (forms.one ?? forms.other) : forms.other;
  return form.replaceAll("#", new Intl.NumberFormat(language).format(count));
}

/** A date as exact as it is given: `YYYY`, `YYYY-MM` or a day, in the language's own order. UTC, as arXiv counts. */
export function formatDate(language: Language, iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split("-");
  const at = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    year: "numeric",
    ...(month !== undefined && { month: day === undefined ? "long" : "short" }),
    ...(day !== undefined && { day: "numeric" }),
  } as Intl.DateTimeFormatOptions).format(at);
}

/** Names joined without a final "and", as authors are on a card: `A, B, C` or `A、B、C`. */
export function joinNames(language: Language, names: readonly string[]): string {
  return names.join(/^(?:zh|ja)/.test(language) ? "、" : ", ");
}

/** Names as a sentence lists them: `A and B`, `A, B y C`. */
export function listNames(language: Language, names: readonly string[]): string {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}

/** Sentences one after another: after the wide punctuation of Chinese and Japanese there is no space. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences
    .map((sentence, index) => (index < sentences.length - 1 ? sentence + spaceAfter(sentence) : sentence))
    .join("");
}

export function spaceAfter(said: string): string {
  return /[。：！？、）]$/u.test(said) ? "" : " ";
}

/** How long something has lasted, in its two largest units: `3 days, 4 hr`. */
export function formatDuration(language: Language, seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3_600) % 24,
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
  };
  const largest = Object.entries(parts).findIndex(([, value]) => value > 0);
  const shown = Object.fromEntries(Object.entries(parts).slice(Math.max(largest, 0)).slice(0, 2));
  return new Intl.DurationFormat(language, {
    style: "short",
    secondsDisplay: whole === 0 ? "always" : "auto",
  }).format(whole === 0 ? { seconds: 0 } : shown);
}

/** A civil date with its day of the week, without the year, or the day of the week alone. */
export function formatDay(language: Language, date: string, only?: "weekday"): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    weekday: "short",
    ...(only === undefined && { month: "short", day: "numeric" }),
  }).format(new Date(`${date}T00:00:00Z`));
}

/** An instant in a zone, with its day and the zone's name: `Tue, Sep 22, 09:00 (Asia/Shanghai)`. */
export function formatMoment(language: Language, at: Date, zone: string): string {
  const time = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
  return `${time} (${zone})`;
}

export function formatNumber(language: Language, count: number): string {
  return new Intl.NumberFormat(language).format(count);
}

/** The name of a day of the week, `short` (`Mon`) or `long`. 1 January 2024 was a Monday. */
export function dayName(day: Weekday, language: string, weekday: "short" | "long" = "short"): string {
  const date = new Date(Date.UTC(2024, 0, day));
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday }).format(date);
}
