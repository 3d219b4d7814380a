import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Block, Card, Control, Span, Text } from "../../core/card.ts";

/** How a terminal shows a card: its width in columns, and whether it shows styles and offers controls. */
export interface Screen {
  readonly columns: number;
  readonly styled: boolean;
}

/** Wider lines are hard to read. */
const widest = 100;

/** A card as lines of text. Control characters, which a terminal would obey, are dropped. */
export function renderCard(card: Card, screen: Screen): string {
  let shown =
    card.title === undefined ? "" : paragraph(style("bold", clean(card.title), screen.styled), screen);
  let before: Block["kind"] | undefined;
  for (const block of card.blocks) {
    // Short lines that follow one another belong together: what a paper is, who wrote it, where it is.
    const gap = block.kind === "text" && before === "text" ? "\n" : "\n\n";
    shown += (shown === "" ? "" : gap) + renderBlock(block, screen);
    before = block.kind;
  }
  return shown;
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
  return lines.map((line) => wrap(line, screen)).join("\n");
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

/** What a terminal would obey is dropped; a line that must stay one line has its breaks as spaces. */
export function clean(words: string, keepLines = false): string {
  return words.replace(/\p{Cc}/gu, (control) => {
    if (control === "\n" && keepLines) return control;
    return /\s/.test(control) ? " " : "";
  });
}

function renderBlock(block: Block, screen: Screen): string {
  const { styled } = screen;
  switch (block.kind) {
    case "text":
    case "body":
      return paragraph(renderText(block.text, styled), screen);
    case "note":
      return paragraph(style("dim", renderText(block.text, styled), styled), screen);
    case "list":
      return [
        ...(block.heading === undefined
          ? []
          : [paragraph(style("bold", clean(block.heading), styled), screen)]),
        ...block.items.map((item) => `  • ${paragraph(renderText(item, styled), screen, "    ")}`),
      ].join("\n");
    case "code":
      // To be copied: where it is too wide, the terminal's own wrapping adds no line breaks to it.
      return clean(block.text, true);
  }
}

/** Without styles the output is for a file or another program, which wraps by itself. */
function paragraph(words: string, screen: Screen, indent = ""): string {
  return screen.styled ? wrap(words, screen, indent) : words;
}

function wrap(words: string, { columns }: Screen, indent = ""): string {
  const room = Math.max(1, Math.min(columns, widest) - indent.length);
  return wrapAnsi(words, room, { hard: true }).replaceAll("\n", `\n${indent}`);
}

function renderText(text: Text, styled: boolean): string {
  return text.map((span) => renderSpan(span, styled)).join("");
}

function renderSpan(span: Span, styled: boolean): string {
  if (typeof span === "string") return clean(span);
  const words = clean(span.text);
  if (span.kind === "link") return span.text === span.url ? words : `${words} <${clean(span.url)}>`;
  if (span.kind === "code") return styled ? style("cyan", words, styled) : `\`${words}\``;
  return style(span.kind, words, styled);
}

function style(format: "bold" | "italic" | "dim" | "cyan", words: string, styled: boolean): string {
  return styled ? styleText(format, words, { validateStream: false }) : words;
}
