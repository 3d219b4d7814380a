import type { Span, Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";

/**
 * Makes any text show as written in Discord's markdown: a backslash before whatever could begin emphasis, a heading, a
 * quote, a list, code, a spoiler, a mention, a masked or a bare link, or an emoji. Discord drops a backslash that stands
 * before anything but a letter, digit or space.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|<>[\]#@]/g, "\\$&")
    .replace(/:(?=\/\/|[\w+-]+:)/g, "\\:")
    .replace(/^(\s*)([-+])/gm, "$1\\$2")
    .replace(/^(\s*\d+)\./gm, "$1\\.");
}

/** Escaped text of at most `limit` UTF-16 units, cut between graphemes. */
export function clampEscaped(text: string, limit: number): string {
  let units = limit;
  for (;;) {
    const escaped = escapeMarkdown(clampGraphemes(text, units));
    if (escaped.length <= limit) return escaped;
    units -= Math.max(1, Math.ceil((escaped.length - limit) / 2));
  }
}

export function markdown(text: Text): string {
  return text.map(spanMarkdown).join("");
}

function spanMarkdown(span: Span): string {
  if (typeof span === "string") return escapeMarkdown(span);
  switch (span.kind) {
    case "bold":
      return `**${escapeMarkdown(span.text.trim())}**`;
    case "italic":
      return `*${escapeMarkdown(span.text.trim())}*`;
    case "code":
      // A backtick would end the code; such text is shown plain.
      return span.text.includes("`") ? escapeMarkdown(span.text) : `\`${span.text}\``;
    case "link":
      return span.text === span.url ? span.url : `[${escapeMarkdown(span.text)}](${span.url})`;
    case "person":
      return `<@${span.id}>`;
  }
}
