import type { Span, Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { safeUrl } from "../../core/text/urls.ts";

/**
 * Makes any text show as written in Discord's markdown: a backslash before whatever could begin emphasis, a heading, a
 * quote, a list, code, a spoiler, a mention, a masked or a bare link, or an emoji. Discord drops a backslash that stands
 * before anything but a letter, digit or space.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_~`|<>[\]#@]/g, "\\$&")
    .replace(/:(?=\/\/|[\w+-]+:)/g, "\\:")
    .replace(/^(\s*)([-+])(?=\s|$)/gm, "$1\\$2")
    .replace(/^(\s*\d+)\.(?=\s|$)/gm, "$1\\.");
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
  return joined(text).map(spanMarkdown).join("");
}

/** Neighbours of one kind as one: markers of emphasis that touch each other (`*a**b*`) mean something else. */
function joined(text: Text): Text {
  const spans: Span[] = [];
  for (const span of text) {
    const last = spans.at(-1);
    if (typeof span === "string" && typeof last === "string") spans[spans.length - 1] = last + span;
    else if (isEmphasis(span) && isEmphasis(last) && span.kind === last.kind)
      spans[spans.length - 1] = { kind: span.kind, text: last.text + span.text };
    else spans.push(span);
  }
  return spans;
}

type Emphasis = Extract<Span, { kind: "bold" | "italic" | "code" }>;

function isEmphasis(span: Span | undefined): span is Emphasis {
  return typeof span === "object" && (span.kind === "bold" || span.kind === "italic");
}

function spanMarkdown(span: Span): string {
  if (typeof span === "string") return escapeMarkdown(span);
  switch (span.kind) {
    case "bold":
      return emphasised(span.text, "**");
    case "italic":
      return emphasised(span.text, "*");
    case "code":
      // A backtick would end the code; such text is shown plain.
      return span.text.includes("`") || span.text.trim() === ""
        ? escapeMarkdown(span.text)
        : `\`${span.text}\``;
    case "link":
      return linked(span.text, safeUrl(span.url));
  }
}

/** Discord shows no link whose words are an address themselves. In angle brackets it ends where it should. */
function linked(words: string, url: string | undefined): string {
  if (url === undefined) return escapeMarkdown(words);
  const bare = words.trim() === "" || /^https?:\/\//i.test(words);
  return bare ? `<${url}>` : `[${escapeMarkdown(words)}](${url})`;
}

/** White space stays outside the markers, where it would keep them from being read. */
function emphasised(text: string, marker: string): string {
  const words = text.trim();
  if (words === "") return text;
  const start = text.indexOf(words);
  return text.slice(0, start) + marker + escapeMarkdown(words) + marker + text.slice(start + words.length);
}
