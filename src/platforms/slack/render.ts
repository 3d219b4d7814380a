import type { KnownBlock, RichTextBlock, RichTextElement } from "@slack/types";
import { type Block, type Card, plain, type Span, type Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { cutText, fitBlocks } from "../fit.ts";
import { plainBlocks } from "../plain.ts";
import { controlTextOf, plainText, renderControls } from "./controls.ts";
import { limits } from "./limits.ts";

/** The parts of a Slack message that a card becomes. `text` is what notifications and screen readers say. */
export interface SlackMessage {
  readonly text: string;
  readonly mrkdwn: false;
  readonly blocks: KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Length of a title inside a list line, and of the whole line. */
const lineTitle = 150;
const lineText = 300;

/**
 * Texts of papers and people go into plain_text and rich_text only, where Slack reads no markup: in mrkdwn `*`, `_`, `~`
 * and backticks cannot be escaped.
 */
export function renderCard(card: Card): SlackMessage {
  const rows = renderControls(card.controls ?? []);
  const title = renderTitle(card.title ?? "");
  const room = limits.total - controlTextOf(rows) - Math.min(card.title?.length ?? 0, limits.title);
  const blocks = card.blocks.slice(0, limits.blocks - rows.length - title.length).map(shortLines);
  const fitted = fitBlocks(blocks, Math.min(limits.blockText, room), size);
  return {
    text: fallback(joined(card.title?.trim(), plainBlocks(fitted))),
    mrkdwn: false,
    blocks: [...title, ...fitted.flatMap(renderBlock), ...rows],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** A card as the plainest message there is: its title, its address and the beginning of its text. */
export function renderPlain({ title, url, blocks }: Card): SlackMessage {
  const address = url !== undefined && isLink(url) && url.length <= limits.fallback / 4 ? url : undefined;
  const said = joined(title?.trim(), address, plainBlocks(blocks));
  return { text: fallback(said), mrkdwn: false, blocks: [], unfurl_links: false, unfurl_media: false };
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part).join("\n");
}

/** `&`, `<` and `>` are all that Slack reads in a fallback text (https://docs.slack.dev/messaging/formatting-message-text). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function fallback(spoken: string): string {
  const escaped = escapeMrkdwn(clampGraphemes(spoken, limits.fallback));
  if (escaped.length <= limits.fallback) return escaped || "Paperboy";
  return escapeMrkdwn(clampGraphemes(spoken, limits.fallback / "&amp;".length));
}

function renderTitle(title: string): KnownBlock[] {
  if (title.trim() === "") return [];
  if (title.length <= limits.header) return [{ type: "header", text: plainText(title, limits.header) }];
  return section([{ kind: "bold", text: clampGraphemes(title, limits.title) }]);
}

function renderBlock(block: Block): KnownBlock[] {
  switch (block.kind) {
    case "text":
    case "body":
      return section(block.text);
    case "note": {
      const said = plain(block.text);
      const literal = block.text.every((span) => typeof span === "string");
      if (!literal || said === "") return section(block.text);
      return [{ type: "context", elements: [plainText(said, limits.contextText)] }];
    }
    case "list": {
      const heading = elements([{ kind: "bold", text: block.heading ?? "" }]);
      const items = block.items.map(elements).filter((item) => item.length > 0);
      return rich([
        ...(heading.length > 0 ? [{ type: "rich_text_section" as const, elements: heading }] : []),
        ...(items.length > 0
          ? [{ type: "rich_text_list" as const, style: "bullet" as const, elements: items.map(inLine) }]
          : []),
      ]);
    }
    case "code":
      return block.text === ""
        ? []
        : rich([{ type: "rich_text_preformatted", elements: [{ type: "text", text: block.text }] }]);
  }
}

function rich(parts: RichTextBlock["elements"]): RichTextBlock[] {
  return parts.length === 0 ? [] : [{ type: "rich_text", elements: parts }];
}

function section(spans: Text): RichTextBlock[] {
  const shown = elements(spans);
  return shown.length === 0 ? [] : rich([inLine(shown)]);
}

function inLine(shown: RichTextElement[]) {
  return { type: "rich_text_section" as const, elements: shown };
}

/** Slack refuses a message for one element without text. */
function elements(spans: Text): RichTextElement[] {
  return spans.filter((span) => wordsOf(span) !== "").map(element);
}

function element(span: Span): RichTextElement {
  if (typeof span === "string") return { type: "text", text: span };
  switch (span.kind) {
    case "bold":
      return { type: "text", text: span.text, style: { bold: true } };
    case "italic":
      return { type: "text", text: span.text, style: { italic: true } };
    case "code":
      return { type: "text", text: span.text, style: { code: true } };
    case "link":
      return isLink(span.url)
        ? { type: "link", url: span.url, text: span.text }
        : { type: "text", text: span.text };
  }
}

function isLink(url: string): boolean {
  return url.length <= limits.url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** A block whose list, if it is one, has lines of a readable length. */
function shortLines(block: Block): Block {
  if (block.kind !== "list") return block;
  const items = block.items.map((item) =>
    cutText(
      item.map((span) =>
        typeof span !== "string" && span.kind === "link"
          ? { ...span, text: clampGraphemes(span.text, lineTitle) }
          : span,
      ),
      lineText,
    ),
  );
  return { ...block, items };
}

/** What a block counts towards the text of all blocks. */
function size(block: Block): number {
  if (block.kind === "code") return block.text.length;
  const spans = block.kind === "list" ? block.items.flat() : block.text;
  const heading = block.kind === "list" ? (block.heading?.length ?? 0) : 0;
  return spans.reduce((sum, span) => sum + wordsOf(span).length + urlLength(span), heading);
}

function wordsOf(span: Span): string {
  return plain([span]);
}

function urlLength(span: Span): number {
  return typeof span !== "string" && span.kind === "link" ? span.url.length : 0;
}
