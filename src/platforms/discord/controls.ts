import type { APIActionRowComponent, APIComponentInMessageActionRow, APISelectMenuOption } from "discord.js";
import { ButtonStyle, ComponentType } from "discord.js";
import type { Choice, Control } from "../../core/card.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import { limits } from "./limits.ts";

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Rows of buttons and menus. What Discord would refuse a whole message for (no choice, the same id twice) is left out. */
export function renderControls(rows: readonly (readonly Control[])[]): Row[] {
  const ids = new Set<string>();
  return rows
    .map((row) => row.filter((control) => isUsable(control) && isNew(ids, control.id)))
    .flatMap(split)
    .slice(0, limits.rows)
    .map((row) => ({ type: ComponentType.ActionRow, components: row.map(renderControl) }));
}

function isUsable(control: Control): boolean {
  const fits = control.id.trim() !== "" && control.id.length <= limits.customId;
  return fits && (control.kind === "button" || control.choices.some(({ value }) => value.trim() !== ""));
}

/** A menu takes a whole row of Discord's, five buttons share one. */
function split(row: readonly Control[]): readonly (readonly Control[])[] {
  const menus = row.filter((control) => control.kind === "select").map((control) => [control]);
  const buttons = row.filter((control) => control.kind === "button").slice(0, limits.buttonsPerRow);
  return buttons.length > 0 ? [...menus, buttons] : menus;
}

function renderControl(control: Control): APIComponentInMessageActionRow {
  if (control.kind === "button")
    return {
      type: ComponentType.Button,
      style: control.primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
      label: words(control.label, limits.buttonLabel),
      custom_id: control.id,
    };
  return {
    type: ComponentType.StringSelect,
    custom_id: control.id,
    placeholder: words(control.placeholder, limits.selectPlaceholder),
    options: menuOptions(control.choices),
  };
}

function menuOptions(choices: readonly Choice[]): APISelectMenuOption[] {
  const values = new Set<string>();
  const options = choices
    .filter(({ value }) => value.trim() !== "" && isNew(values, value))
    .slice(0, limits.selectOptions)
    .map(({ label, value, description, selected }) => ({
      label: words(label, limits.optionLabel),
      value,
      ...(description?.trim() && { description: words(description, limits.optionDescription) }),
      ...(selected && { default: true }),
    }));
  const first = options.findIndex((option) => option.default);
  // One choice can be made, so one can have been made.
  return options.map(({ default: selected, ...option }, index) =>
    selected && index === first ? { ...option, default: true } : option,
  );
}

function words(text: string, limit: number): string {
  return clampGraphemes(text.trim(), limit) || "…";
}

function isNew(seen: Set<string>, value: string): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  return true;
}
