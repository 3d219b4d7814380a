import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from "discord.js";
import type { Block, Card, Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { safeUrl } from "../../core/text/urls.ts";
import { fitBlocks } from "../fit.ts";
import { plainBlocks } from "../plain.ts";
import { renderControls } from "./controls.ts";
import { limits } from "./limits.ts";
import { clampEscaped, escapeMarkdown, markdown } from "./markdown.ts";

/** The parts of a Discord message that a card becomes. */
export interface DiscordMessage {
  readonly embeds: [APIEmbed];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly allowedMentions: { readonly parse: [] };
}

/** Neutral blue: arXiv's own red would look like its endorsement. */
const colour = 0x3b6ea5;
const separator = "\n\n";
/** Length of a title inside a list line. */
const lineTitle = 150;

export function renderCard(card: Card): DiscordMessage {
  const embed: APIEmbed = { color: colour, description: describe(card.blocks) };
  if (card.title !== undefined) embed.title = clampEscaped(card.title, limits.embedTitle);
  const url = card.url === undefined ? undefined : safeUrl(card.url);
  if (embed.title && url !== undefined && url.length <= limits.url) embed.url = url;
  return {
    embeds: [embed],
    components: renderControls(card.controls ?? []),
    allowedMentions: { parse: [] },
  };
}

/** A card as the plainest message there is: its title, its address and the beginning of its text. */
export function renderPlain(card: Card) {
  const address = card.url === undefined ? undefined : safeUrl(card.url);
  const head = [
    ...(card.title?.trim() ? [clampEscaped(card.title, limits.embedTitle)] : []),
    ...(address !== undefined && address.length <= limits.embedTitle * 2 ? [`<${address}>`] : []),
    "",
  ].join("\n");
  const said = clampEscaped(plainBlocks(card.blocks), limits.content - head.length);
  const content = `${head}${said}`.trim();
  return {
    content: content === "" ? "\u200b" : content,
    embeds: [],
    components: [],
    allowedMentions: { parse: [] as [] },
  };
}

function describe(blocks: readonly Block[]): string {
  const fitted = fitBlocks(
    blocks.map(shortList),
    limits.embedDescription,
    (block) => renderBlock(block).length + separator.length,
  );
  const description = fitted.map(renderBlock).join(separator);
  // What cannot be shortened piece by piece (a list of many lines alone) is cut as it is.
  // An embed needs something to show: a space that is no white space to Discord.
  return description.trim() === "" ? "\u200b" : clampGraphemes(description, limits.embedDescription);
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
    case "body":
      return markdown(block.text);
    case "note":
      return markdown(
        block.text.map((span) => (typeof span === "string" ? { kind: "italic", text: span } : span)),
      );
    case "list": {
      const heading = block.heading === undefined ? [] : [`**${escapeMarkdown(block.heading)}**`];
      return [...heading, ...block.items.map((item) => `- ${markdown(item)}`)].join("\n");
    }
    case "code":
      // Only a fence inside the text could end the block.
      return `\`\`\`bibtex\n${block.text.replaceAll("```", "'''")}\n\`\`\``;
  }
}

/** A list with its texts and linked titles cut, so that one long line does not push the others out. */
function shortList(block: Block): Block {
  if (block.kind !== "list") return block;
  const heading = block.heading === undefined ? {} : { heading: clampGraphemes(block.heading, lineTitle) };
  return { ...block, ...heading, items: block.items.map(shortTitles) };
}

function shortTitles(item: Text): Text {
  return item.map((span) =>
    typeof span === "object" && span.kind === "link"
      ? { ...span, text: clampGraphemes(span.text, lineTitle) }
      : span,
  );
}
