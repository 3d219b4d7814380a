import type { ActionsBlock, Button, PlainTextElement, PlainTextOption, StaticSelect } from "@slack/types";
import type { Choice, Control } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { limits } from "./limits.ts";

type Element = Button | StaticSelect;

/** Rows of controls. Where all of them together are too long, options lose their descriptions and then their ends. */
export function renderControls(rows: readonly (readonly Control[])[]): ActionsBlock[] {
  const full = renderRows(rows, limits.optionText, true);
  if (controlTextOf(full) <= limits.controlText) return full;
  const plain = renderRows(rows, limits.optionText, false);
  if (controlTextOf(plain) <= limits.controlText) return plain;
  const elements = full.flatMap((row) => row.elements as Element[]);
  const options = elements.flatMap((element) => ("options" in element ? (element.options ?? []) : []));
  const room = limits.controlText - elements.reduce((sum, element) => sum + labelLength(element), 0);
  return renderRows(rows, Math.max(1, Math.floor(room / options.length)), false);
}

/** How much the controls' words count towards the text of a message. */
export function controlTextOf(rows: readonly ActionsBlock[]): number {
  return rows.reduce(
    (sum, row) =>
      sum +
      (row.elements as Element[]).reduce(
        (all, element) => all + labelLength(element) + optionsLength(element),
        0,
      ),
    0,
  );
}

export function plainText(text: string, limit: number): PlainTextElement {
  return { type: "plain_text", text: clampGraphemes(text, limit), emoji: false };
}

function renderRows(
  rows: readonly (readonly Control[])[],
  optionText: number,
  described: boolean,
): ActionsBlock[] {
  return rows.slice(0, limits.rows).flatMap((controls) => {
    const known = new Set<string>();
    const elements = controls
      .filter(({ id }) => !known.has(id) && known.add(id))
      .slice(0, limits.elements)
      .flatMap((control) => renderControl(control, optionText, described));
    return elements.length === 0 ? [] : [{ type: "actions" as const, elements }];
  });
}

function renderControl(control: Control, optionText: number, described: boolean): Element[] {
  if (control.kind === "button")
    return [
      {
        type: "button",
        text: plainText(control.label || "…", limits.buttonText),
        action_id: control.id,
        ...(control.primary && { style: "primary" as const }),
      },
    ];
  const choices = control.choices
    .filter(({ value }) => value !== "" && value.length <= limits.optionValue)
    .slice(0, limits.options);
  if (choices.length === 0) return [];
  const options = choices.map((choice) => renderOption(choice, optionText, described));
  const selected = options[choices.findIndex((choice) => choice.selected)];
  return [
    {
      type: "static_select",
      ...(control.placeholder !== "" && { placeholder: plainText(control.placeholder, limits.placeholder) }),
      action_id: control.id,
      options,
      ...(selected && { initial_option: selected }),
    },
  ];
}

function renderOption(choice: Choice, optionText: number, described: boolean): PlainTextOption {
  return {
    text: plainText(choice.label || choice.value, optionText),
    value: choice.value,
    ...(described &&
      choice.description && { description: plainText(choice.description, limits.optionDescription) }),
  };
}

function labelLength(element: Element): number {
  return element.type === "button" ? element.text.text.length : (element.placeholder?.text.length ?? 0);
}

function optionsLength(element: Element): number {
  if (element.type === "button") return 0;
  return (element.options ?? []).reduce(
    (sum, { text, description }) => sum + text.text.length + (description?.text.length ?? 0),
    0,
  );
}
