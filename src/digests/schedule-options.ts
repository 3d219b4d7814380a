import { distance } from "fastest-levenshtein";
import { Temporal } from "temporal-polyfill";
import type { Weekday } from "../core/digest.ts";
import { languages } from "../core/language.ts";
import { dayName } from "../i18n/format.ts";
import { catalogs } from "../i18n/index.ts";

export const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5];
const weekend: readonly Weekday[] = [6, 7];

const morning = /^(?:上午|早上|午前|오전)|(?:am|a\.m\.)$/u;
const evening = /^(?:下午|晚上|午後|오후)|(?:pm|p\.m\.)$/u;

/** `9`, `9am`, `9:30 pm`, `21:30`, `2130`, `9h30`, `上午9点`: a time of day as `HH:MM`; undefined where it is none. */
export function parseTime(typed: string): string | undefined {
  const said = typed.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  const [isMorning, isEvening] = [morning.test(said), evening.test(said)];
  const digits = said.replace(morning, "").replace(evening, "");
  const found =
    /^(\d{1,2})(?:[:.h時时点點시](?:(\d{1,2})(?:分|분|m)?)?|uhr)?$/u.exec(digits) ??
    /^(\d{2})(\d{2})$/.exec(digits);
  if (!found) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > (isMorning || isEvening ? 12 : 23) || minute > 59) return undefined;
  if ((isMorning || isEvening) && hour === 0 && /[ap]\.?m/.test(said)) return undefined;
  const of24 = isEvening && hour < 12 ? hour + 12 : isMorning && hour === 12 ? 0 : hour;
  return `${String(of24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** `weekdays`, `daily`, `mon,wed`, `1,3`, `mon-fri`, in any of the interface languages; undefined where it is none. */
export function parseDays(typed: string): readonly Weekday[] | undefined {
  const said = plain(typed);
  for (const language of languages) {
    const words = catalogs[language].digest.days;
    const named = (list: string) => list.split(",").some((word) => plain(word) === said);
    if (named(words.weekdays)) return weekdays;
    if (named(words.daily)) return everyDay;
    if (named(words.weekend)) return weekend;
  }
  const days = new Set<Weekday>();
  for (const part of said.split(/[,;、，/+]|\s+/u).filter((one) => one !== "")) {
    const [first, last, ...more] = part.split(/[-–~〜]|\.\./u).map(dayOf);
    if (first === undefined || more.length > 0) return undefined;
    if (!/[-–~〜]|\.\./u.test(part)) days.add(first);
    else if (last === undefined) return undefined;
    else
      for (let day = first; ; day = ((day % 7) + 1) as Weekday) {
        days.add(day);
        if (day === last) break;
      }
  }
  return days.size > 0 ? [...days].sort() : undefined;
}

let dayNames: ReadonlyMap<string, Weekday> | undefined;

function dayOf(word: string): Weekday | undefined {
  if (/^[1-7]$/.test(word)) return Number(word) as Weekday;
  dayNames ??= new Map(
    languages.flatMap((language) =>
      everyDay.flatMap((day) =>
        [dayName(day, language), dayName(day, language, "long")].flatMap((name) => {
          const whole = plain(name);
          // 周一 is 星期一 and 礼拜一, and 月 is 月曜日.
          const others = /^(?:周|週)/u.test(whole) ? [`礼拜${whole.slice(1)}`, `禮拜${whole.slice(1)}`] : [];
          return [whole, ...others].map((one) => [one, day] as const);
        }),
      ),
    ),
  );
  const known = dayNames.get(word);
  if (known !== undefined) return known;
  if (!/^\p{L}{3,}$/u.test(word)) return undefined;
  // "tues", "thurs".
  const begun = new Set([...dayNames].filter(([name]) => name.startsWith(word)).map(([, day]) => day));
  return begun.size === 1 ? [...begun][0] : undefined;
}

function plain(word: string): string {
  return word.normalize("NFKC").trim().toLowerCase().replace(/\.$/, "");
}

/** Cities that people name and the tz database does not. */
const cities: Readonly<Record<string, string>> = {
  beijing: "Asia/Shanghai",
  peking: "Asia/Shanghai",
  北京: "Asia/Shanghai",
  上海: "Asia/Shanghai",
  台北: "Asia/Taipei",
  香港: "Asia/Hong_Kong",
  東京: "Asia/Tokyo",
  서울: "Asia/Seoul",
  münchen: "Europe/Berlin",
  munich: "Europe/Berlin",
  hamburg: "Europe/Berlin",
  barcelona: "Europe/Madrid",
  boston: "America/New_York",
  washington: "America/New_York",
  "san francisco": "America/Los_Angeles",
  seattle: "America/Los_Angeles",
};

/** Zones offered for a name that is none. */
const mostNear = 3;

/** A zone as the tz database names it, from its name or its city; else the names nearest to what was typed. */
export function parseZone(typed: string): { readonly zone: string } | { readonly near: readonly string[] } {
  const said = typed.normalize("NFKC").trim();
  const known = canonicalZone(said.replace(/\s+/g, "_")) ?? canonicalZone(cities[said.toLowerCase()] ?? "");
  if (known !== undefined) return { zone: known };
  const wanted = said.toLowerCase().replace(/\s+/g, "_");
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => {
    const whole = zone.toLowerCase();
    return { zone, whole, city: whole.slice(whole.lastIndexOf("/") + 1) };
  });
  const ofCity = zones.filter(({ city }) => city === wanted);
  if (ofCity.length === 1 && ofCity[0]) return { zone: ofCity[0].zone };
  const off = (word: string) => distance(word, wanted) / Math.max(word.length, wanted.length, 1);
  const near = zones
    .map(({ zone, whole, city }) => ({
      zone,
      off: Math.min(off(whole), off(city), city.startsWith(wanted) && wanted.length > 2 ? 0.2 : 1),
    }))
    .filter((one) => one.off <= 0.5)
    .sort((a, b) => a.off - b.off);
  return { near: near.slice(0, mostNear).map(({ zone }) => zone) };
}

/** The name in its usual letters; undefined where it is no zone that both `Intl` and `Temporal` know. */
function canonicalZone(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    const zone = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    Temporal.Now.zonedDateTimeISO(name);
    if (zone.toLowerCase() === name.toLowerCase()) return zone;
    // `Intl` answers with names of long ago: `Asia/Katmandu` for `Asia/Kathmandu`.
    return /[A-Z]/.test(name) ? name : name.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
  } catch {
    return undefined;
  }
}

/** `2026-12-24`, or a day of the week or a number of days from `today` on; undefined where it is none. */
export function parseUntil(typed: string, today: string): string | undefined {
  const said = plain(typed);
  const now = Temporal.PlainDate.from(today);
  const days = /^\+?(\d{1,3})(?:d|days?)?$/.exec(said);
  if (days) return now.add({ days: Number(days[1]) }).toString();
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(said)) {
    const [year = 0, month = 0, day = 0] = said.split("-").map(Number);
    try {
      return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
    } catch {
      return undefined;
    }
  }
  const day = dayOf(said);
  return day === undefined ? undefined : now.add({ days: ((day - now.dayOfWeek + 6) % 7) + 1 }).toString();
}
