import { codeFor } from "../languages.ts";

/** Languages as Mozilla's registry names them. Each has a model from and to English. */
const codes = ["en", "zh", "zh_hant", "ja", "ko", "de", "fr", "es"] as const;

type Code = (typeof codes)[number];

/** A model's direction, for example `en-zh_hant`. */
export type Pair = `${Code}-${Code}`;

export const pairs: readonly Pair[] = codes
  .filter((code) => code !== "en")
  .flatMap((code): Pair[] => [`en-${code}`, `${code}-en`]);

const codeOf = (tag: string) => codeFor(tag, codes, "target") as Code | undefined;

/**
 * The models that lead from one BCP 47 language to another: one, or two through English. Undefined where there are
 * none. Simplified to Traditional Chinese is not led through English either: the original reads better than that.
 */
export function routeOf(from: string, to: string): readonly Pair[] | undefined {
  const source = codeOf(from);
  const target = codeOf(to);
  if (!source || !target || source.slice(0, 2) === target.slice(0, 2)) return undefined;
  return source === "en" || target === "en" ? [`${source}-${target}`] : [`${source}-en`, `en-${target}`];
}

/** What somebody typed (`en-zh`, `en-zh-Hant`, `ja-de`) as the models that it needs; undefined where there are none. */
export function parseRoute(typed: string): readonly Pair[] | undefined {
  const words = typed.trim().split("-");
  for (let at = 1; at < words.length; at++) {
    const route = routeOf(words.slice(0, at).join("-"), words.slice(at).join("-"));
    if (route) return route;
  }
  return undefined;
}
