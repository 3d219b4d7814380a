import { cleanText } from "../core/text/clean.ts";
import type { Masked } from "../core/translation.ts";

const fullWidth: Readonly<Record<string, string>> = { ",": "，", ";": "；", ":": "：", "?": "？", "!": "！" };

/**
 * What an engine gave for `source`, as it may be shown: without characters that hide or reorder text, no mask within a
 * word unless it is one in the source, and in Chinese with the punctuation that belongs after Han. Masks stay in order.
 */
export function tidy(masked: Masked, language: string, source: Masked): Masked {
  const apart = separated(join(masked), source).flatMap((part, at, all) =>
    // Masks that touch would be one had they touched in the source.
    typeof part === "number" && typeof all[at - 1] === "number" ? [" ", part] : [part],
  );
  const parts = apart.map((part) => (typeof part === "number" ? part : cleanPart(part)));
  const first = parts[0];
  if (typeof first === "string") parts[0] = first.trimStart();
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last.trimEnd();
  const shown = parts.filter((part) => part !== "");
  return language === "zh" || language.startsWith("zh-")
    ? shown.map((part, at) => punctuated(part, shown, at))
    : shown;
}

/** Pieces of text that stand together as one. */
function join(masked: Masked): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const part of masked) {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

/** An engine that follows pieces of words puts a formula between two of them: a letter beside it would change what it says. */
function separated(parts: readonly (string | number)[], source: Masked): (string | number)[] {
  const [before, after] = [/[\p{sc=Latin}\p{N}]$/u, /^[\p{sc=Latin}\p{N}]/u];
  const touched = (all: readonly (string | number)[], at: number, by: RegExp) =>
    by.test(String(typeof all[at] === "string" ? all[at] : ""));
  return parts.map((part, at) => {
    if (typeof part === "number") return part;
    const place = (mask: string | number | undefined) =>
      typeof mask === "number" ? source.indexOf(mask) : -1;
    const [left, right] = [place(parts[at - 1]), place(parts[at + 1])];
    const start = left >= 0 && after.test(part) && !touched(source, left + 1, after) ? " " : "";
    const end = right >= 0 && before.test(part) && !touched(source, right - 1, before) ? " " : "";
    return start + part + end;
  });
}

/** Cleaning trims; the space towards a mask stays. */
function cleanPart(text: string): string {
  const clean = cleanText(text);
  if (clean === "") return /\s/.test(text) ? " " : "";
  return `${/^\s/.test(text) ? " " : ""}${clean}${/\s$/.test(text) ? " " : ""}`;
}

/** `,` after Han, or between a mask and Han, is `，`; within numbers and Latin text it stays. */
function punctuated(part: string | number, parts: readonly (string | number)[], at: number): string | number {
  if (typeof part === "number") return part;
  const after = part
    .replace(
      /(?<=[\p{sc=Han}”’）」』》])\s*([,;:?!])(?!\/\/)\s*/gu,
      (_, sign: string) => fullWidth[sign] ?? sign,
    )
    .replace(/(?<=\p{sc=Han})\s*\.$/u, at === parts.length - 1 ? "。" : "$&");
  const afterMask = typeof parts[at - 1] === "number";
  return afterMask
    ? after.replace(/^([,;:?!])\s*(?=\p{sc=Han})/u, (_, sign: string) => fullWidth[sign] ?? sign)
    : after;
}
