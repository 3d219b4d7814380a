import type { Weekday } from "../../src/core/digest.ts";
import type { Language } from "../../src/core/language.ts";

/** What happens in the month: numbers decide it, so that every run is the same. */
export interface World {
  readonly from: Date;
  readonly to: Date;
  /** While the process is down nothing is fetched, planned or sent. */
  readonly outage: { readonly from: Date; readonly to: Date };
  readonly subscribers: readonly Subscriber[];
  readonly batches: readonly Batch[];
  /** The date of the batch that was announced last before. */
  readonly known: string;
  /** While arXiv cannot be read the source says so. */
  readonly failing: { readonly from: Date; readonly to: Date };
}

export interface Subscriber {
  readonly channel: string;
  readonly topic: string;
  readonly zone: string;
  readonly language: Language;
  readonly at: string;
  readonly days: readonly Weekday[];
  readonly max: number;
}

/** The papers that arXiv announces on a date, and when its feed has them. */
export interface Batch {
  readonly date: string;
  readonly available: Date;
  readonly papers: readonly {
    readonly id: string;
    readonly topics: readonly string[];
    readonly type: "new" | "cross" | "replace";
  }[];
}

export const topics = [
  "tomography",
  "kernelization",
  "turbulence",
  "watermarking",
  "quantization",
  "segmentation",
  "federated",
  "homotopy",
  "magnetism",
  "phonology",
  "cryptanalysis",
  "robotics",
];
/** Hardly anything is written about these. */
const rareTopics = ["paleography", "ethnobotany", "numismatics"];
const zones = [
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Europe/London",
  "Asia/Kathmandu",
  "Asia/Shanghai",
  "Australia/Lord_Howe",
];
const languages = ["en", "zh-Hans", "ja", "de", "es"] as const;
const times = ["09:00", "08:30", "02:30", "00:15", "13:45", "23:30", "18:00", "07:05"];
const sets: readonly (readonly Weekday[])[] = [
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5],
  [1, 2, 3, 4, 5, 6, 7],
  [1, 3, 5],
  [2, 6],
];

const day = 86_400_000;

/**
 * Saturday 24 October to Friday 27 November 2026: summer time ends in Europe (25 October) and in America (1 November),
 * Thanksgiving is on the 26th. `perDay` papers come each day that arXiv announces; some are of two topics, for channels that have both.
 */
export function month(channels = 50, days = 35, perDay = 20): World {
  const from = new Date("2026-10-24T00:00:00Z");
  const random = numbers(20_261_024);
  const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const subscribers = Array.from({ length: channels }, (_, number): Subscriber[] => {
    const common = {
      channel: `test:C${number}`,
      zone: zones[number % zones.length] as string,
      language: languages[number % languages.length] as Language,
    };
    const mine = [...topics, ...rareTopics].sort(() => random() - 0.5).slice(0, 1 + Math.floor(random() * 3));
    // Which papers a cap leaves out only the ranking knows, so nothing else may depend on it.
    const max = () => (mine.length > 1 ? 10 : pick([2, 5, 10]));
    const days = () => pick(mine.length > 1 ? sets.slice(0, 4) : sets);
    return mine.map((topic) => ({ ...common, topic, at: pick(times), days: days(), max: max() }));
  }).flat();
  const topic = () => pick(random() < 0.03 ? rareTopics : topics);
  let count = 0;
  const batches = Array.from({ length: days }, (_, index): Batch[] => {
    const date = new Date(from.getTime() + index * day).toISOString().slice(0, 10);
    if (!announces(date)) return [];
    const papers = Array.from({ length: perDay }, () => {
      count += 1;
      const type = pick(["new", "new", "new", "cross", "replace"] as const);
      return {
        id: `26${date.slice(5, 7)}.${String(count).padStart(5, "0")}`,
        topics: random() < 0.25 ? [topic(), topic()] : [topic()],
        type,
      };
    });
    // The feed is made anew at midnight in New York, 04:00 or 05:00 UTC; on two days it is late.
    const late = { "2026-11-10": 9.5, "2026-11-17": 34 }[date] ?? 0;
    return [{ date, papers, available: new Date(Date.parse(`${date}T05:10:00Z`) + late * 3_600_000) }];
  }).flat();
  return {
    from,
    to: new Date(from.getTime() + days * day),
    outage: { from: new Date("2026-11-03T11:00:00Z"), to: new Date("2026-11-05T12:20:00Z") },
    failing: { from: new Date("2026-11-17T05:00:00Z"), to: new Date("2026-11-18T15:00:00Z") },
    subscribers,
    known: "2026-10-23",
    batches,
  };
}

/** arXiv's days in this month, written out: Monday to Friday but Thanksgiving. */
export function announces(date: string): boolean {
  return date !== "2026-11-26" && ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
