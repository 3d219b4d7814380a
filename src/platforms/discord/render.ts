import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from "discord.js";
import { ButtonStyle, ComponentType } from "discord.js";
import type { Block, Card, Control, Text } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { fitBlocks } from "../fit.ts";
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
  const blocks = fitBlocks(
    card.blocks,
    limits.embedDescription,
    (block) => renderBlock(block).length + separator.length,
  );
  const embed: APIEmbed = { color: colour, description: blocks.map(renderBlock).join(separator) };
  if (card.title !== undefined) embed.title = clampEscaped(card.title, limits.embedTitle);
  if (card.url !== undefined && card.title !== undefined) embed.url = card.url;
  return {
    embeds: [embed],
    components: (card.controls ?? []).slice(0, limits.rows).map(renderRow),
    allowedMentions: { parse: [] },
  };
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
      return [...heading, ...block.items.map((item) => `- ${markdown(shortTitles(item))}`)].join("\n");
    }
    case "code":
      // Only a fence inside the text could end the block.
      return `\`\`\`bibtex\n${block.text.replaceAll("```", "'''")}\n\`\`\``;
  }
}

/** A list line with its linked title cut, so that one long title does not push the others out. */
function shortTitles(item: Text): Text {
  return item.map((span) =>
    typeof span !== "string" && span.kind === "link"
      ? { ...span, text: clampGraphemes(span.text, lineTitle) }
      : span,
  );
}

function renderRow(controls: readonly Control[]): APIActionRowComponent<APIComponentInMessageActionRow> {
  return {
    type: ComponentType.ActionRow,
    components: controls.slice(0, limits.buttonsPerRow).map((control) =>
      control.kind === "button"
        ? {
            type: ComponentType.Button,
            style: control.primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
            label: clampGraphemes(control.label, limits.buttonLabel),
            custom_id: control.id,
          }
        : {
            type: ComponentType.StringSelect,
            custom_id: control.id,
            placeholder: clampGraphemes(control.placeholder, limits.selectPlaceholder),
            options: control.choices.slice(0, limits.selectOptions).map((choice) => ({
              label: clampGraphemes(choice.label, limits.optionLabel),
              value: choice.value,
              ...(choice.description && {
                description: clampGraphemes(choice.description, limits.optionDescription),
              }),
              ...(choice.selected && { default: true }),
            })),
          },
    ),
  };
}
