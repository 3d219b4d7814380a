import type {
  ActionsBlock,
  ActionsBlockElement,
  KnownBlock,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextElement,
} from "@slack/types";
import { type Block, type Card, type Control, plain, type Span, type Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { fitBlocks } from "../fit.ts";
import { limits } from "./limits.ts";

/** The parts of a Slack message that a card becomes. `text` is what notifications and screen readers say. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Length of a title inside a list line. */
const lineTitle = 150;

/**
 * Texts of papers and people go into plain_text and rich_text only, where Slack reads no markup: in mrkdwn `*`, `_`, `~`
 * and backticks cannot be escaped.
 */
export function renderCard(card: Card): SlackMessage {
  const fitted = fitBlocks(card.blocks, limits.text, size);
  const spoken = card.title ?? fitted.map((block) => ("items" in block ? "" : words(block))).join(" ");
  return {
    text: escapeMrkdwn(clampGraphemes(spoken.trim(), limits.fallback)) || "Paperboy",
    blocks: [
      ...(card.title === undefined ? [] : [title(card.title)]),
      ...fitted.flatMap(renderBlock),
      ...(card.controls ?? []).map(renderRow),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `&`, `<` and `>` are all that Slack reads in a fallback text (https://docs.slack.dev/messaging/formatting-message-text). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function title(words: string): KnownBlock {
  if (words.length <= limits.header) return { type: "header", text: plainText(words, limits.header) };
  return rich([
    { type: "rich_text_section", elements: [{ type: "text", text: words, style: { bold: true } }] },
  ]);
}

function renderBlock(block: Block): KnownBlock[] {
  switch (block.kind) {
    case "text":
    case "body":
      return block.text.length === 0 ? [] : [rich([section(block.text)])];
    case "note": {
      const literal = block.text.every((span) => typeof span === "string");
      if (!literal) return [rich([section(block.text)])];
      const said = plain(block.text);
      return said === "" ? [] : [{ type: "context", elements: [plainText(said, limits.contextText)] }];
    }
    case "list": {
      const list = {
        type: "rich_text_list" as const,
        style: "bullet" as const,
        elements: block.items.map(lineSection),
      };
      const heading = block.heading === undefined ? [] : [section([{ kind: "bold", text: block.heading }])];
      return [rich([...heading, list])];
    }
    case "code":
      return [rich([{ type: "rich_text_preformatted", elements: [{ type: "text", text: block.text }] }])];
  }
}

function rich(elements: RichTextBlock["elements"]): RichTextBlock {
  return { type: "rich_text", elements };
}

function section(spans: Text) {
  return { type: "rich_text_section" as const, elements: spans.filter((span) => span !== "").map(element) };
}

function lineSection(spans: Text) {
  return section(
    spans.map((span) =>
      typeof span !== "string" && span.kind === "link"
        ? { ...span, text: clampGraphemes(span.text, lineTitle) }
        : span,
    ),
  );
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
      return { type: "link", url: span.url, text: span.text };
    case "person":
      // A user element would notify them of their own doing.
      return { type: "text", text: span.name };
  }
}

function renderRow(controls: readonly Control[]): ActionsBlock {
  return { type: "actions", elements: controls.slice(0, limits.buttons).map(renderControl) };
}

function renderControl(control: Control): ActionsBlockElement {
  if (control.kind === "button")
    return {
      type: "button",
      text: plainText(control.label, limits.buttonText),
      action_id: control.id,
      ...(control.primary && { style: "primary" as const }),
    };
  const options = control.choices.slice(0, limits.options).map(
    (choice): PlainTextOption => ({
      text: plainText(choice.label, limits.optionText),
      value: choice.value,
      ...(choice.description && { description: plainText(choice.description, limits.optionDescription) }),
    }),
  );
  const selected = options[control.choices.findIndex((choice) => choice.selected)];
  return {
    type: "static_select",
    placeholder: plainText(control.placeholder, limits.placeholder),
    action_id: control.id,
    options,
    ...(selected && { initial_option: selected }),
  };
}

function plainText(text: string, limit: number): PlainTextElement {
  return { type: "plain_text", text: clampGraphemes(text, limit), emoji: false };
}

/** What a block counts towards the text of all blocks. */
function size(block: Block): number {
  if (block.kind === "code") return block.text.length;
  if (block.kind === "list")
    return block.items.reduce(
      (sum, item) => sum + plain(item).length + urls(item),
      block.heading?.length ?? 0,
    );
  return words(block).length + urls(block.text);
}

function words(block: Exclude<Block, { kind: "list" }>): string {
  return block.kind === "code" ? block.text : plain(block.text);
}

function urls(spans: Text): number {
  return spans.reduce(
    (sum, span) => sum + (typeof span !== "string" && span.kind === "link" ? span.url.length : 0),
    0,
  );
}
