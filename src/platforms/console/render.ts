import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Block, Card, Control, Span, Text } from "../../core/card.ts";

/** How a terminal shows a card: its width in columns, and whether it shows styles and offers controls. */
export interface Screen {
  readonly columns: number;
  readonly styled: boolean;
}

/** A card as lines of text. Control characters, which a terminal would obey, are dropped. */
export function renderCard(card: Card, screen: Screen): string {
  const { styled } = screen;
  const parts = [
    ...(card.title === undefined ? [] : [style("bold", clean(card.title), styled)]),
    ...card.blocks.map((block) => renderBlock(block, styled)),
  ];
  return parts
    .map((part) =>
      styled ? wrapAnsi(part, Math.min(screen.columns, 100), { hard: true, trim: false }) : part,
    )
    .join(parts.length > 3 ? "\n\n" : "\n")
    .replace(/(?<=\n)\n(?=arXiv:)/, "");
}

/** The controls of a card as numbered entries, in the order in which `controlAt` counts them. */
export function renderControls(card: Card, screen: Screen): string {
  let number = 0;
  const entry = (label: string) => `${style("cyan", String(++number), screen.styled)} ${clean(label)}`;
  const lines = (card.controls ?? []).map((row) =>
    row
      .map((control) =>
        control.kind === "button"
          ? entry(control.label)
          : `${clean(control.placeholder)}: ${control.choices.map((choice) => entry(choice.label)).join(" · ")}`,
      )
      .join(" · "),
  );
  return lines.map((line) => wrapAnsi(line, Math.min(screen.columns, 100), { trim: false })).join("\n");
}

/** The control (and, in a menu, the value) that stands under a number. */
export function controlAt(card: Card, number: number): { id: string; value?: string } | undefined {
  const entries = (card.controls ?? [])
    .flat()
    .flatMap((control: Control) =>
      control.kind === "button"
        ? [{ id: control.id }]
        : control.choices.map(({ value }) => ({ id: control.id, value })),
    );
  return entries[number - 1];
}

function renderBlock(block: Block, styled: boolean): string {
  switch (block.kind) {
    case "text":
    case "body":
      return renderText(block.text, styled);
    case "note":
      return style("dim", renderText(block.text, styled), styled);
    case "list":
      return [
        ...(block.heading === undefined ? [] : [style("bold", clean(block.heading), styled)]),
        ...block.items.map((item) => `  • ${renderText(item, styled)}`),
      ].join("\n");
    case "code":
      return clean(block.text, true);
  }
}

function renderText(text: Text, styled: boolean): string {
  return text.map((span) => renderSpan(span, styled)).join("");
}

function renderSpan(span: Span, styled: boolean): string {
  if (typeof span === "string") return clean(span);
  const words = clean(span.text);
  if (span.kind === "link") return span.text === span.url ? span.url : `${words} <${span.url}>`;
  if (span.kind === "code") return styled ? style("cyan", words, styled) : `\`${words}\``;
  return style(span.kind, words, styled);
}

function style(format: "bold" | "italic" | "dim" | "cyan", words: string, styled: boolean): string {
  return styled ? styleText(format, words, { validateStream: false }) : words;
}

function clean(words: string, keepLines = false): string {
  return words.replace(/\p{Cc}/gu, (control) => (keepLines && control === "\n" ? control : ""));
}
