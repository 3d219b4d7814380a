/**
 * The rules for application commands and autocomplete answers that the OpenAPI document leaves out.
 *
 * Sources: https://docs.discord.com/developers/interactions/application-commands (naming pattern,
 * option order, 100/15/15 commands, 25 options, 25 choices, 8000 characters counting each text's longest
 * localisation) and ../shared/notes/platform-rules.md section 1, where each gap was measured.
 */
import {
  listOf,
  locales,
  optionalText,
  present,
  type Report,
  size,
  text,
  unique,
  whole,
} from "./rules-text.ts";
import { isObject, type Json, toList, toObject, toText } from "./types.ts";

type Check = (report: Report, path: string, value: unknown) => void;

const commandName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const SUB = 1;
const GROUP = 2;
const withChoices = new Set([3, 4, 10]);

function slashName(report: Report, path: string, value: unknown): void {
  if (typeof value !== "string" || !commandName.test(value) || value !== value.toLowerCase()) {
    report(path, "command name is invalid: 1 to 32 lower-case letters, digits, - and _");
  }
}

function localisations(report: Report, path: string, value: unknown, each: Check) {
  if (value === undefined || value === null) return;
  if (!isObject(value)) return report(path, "must be a dictionary of locales");
  for (const [locale, translated] of Object.entries(value)) {
    if (!locales.has(locale)) report(`${path}.${locale}`, "unknown locale");
    if (translated !== null) each(report, `${path}.${locale}`, translated);
  }
}
const within = (min: number, max: number): Check => {
  return (report, path, value) => text(report, path, value, min, max);
};

function names(report: Report, path: string, item: Json): void {
  slashName(report, `${path}name`, item.name);
  localisations(report, `${path}name_localizations`, item.name_localizations, slashName);
  text(report, `${path}description`, item.description, 1, 100);
  localisations(report, `${path}description_localizations`, item.description_localizations, within(1, 100));
}

function choice(report: Report, path: string, item: Json, type: number | undefined): void {
  text(report, `${path}.name`, item.name, 1, 100);
  localisations(report, `${path}.name_localizations`, item.name_localizations, within(1, 100));
  const value = item.value;
  if (typeof value === "string") {
    text(report, `${path}.value`, value, 1, 100);
    if (type === 4 || type === 10) report(`${path}.value`, "must be a number");
  } else if (typeof value !== "number") report(`${path}.value`, "must be a string or a number");
  else if (type === 3) report(`${path}.value`, "must be a string");
  else if (type === 4 && !Number.isInteger(value)) report(`${path}.value`, "must be an integer");
}

function option(report: Report, path: string, item: Json, depth: number): void {
  names(report, `${path}.`, item);
  const type = item.type;
  if (!Number.isInteger(type) || Number(type) < 1 || Number(type) > 11) {
    report(`${path}.type`, "must be one of 1 to 11");
    return;
  }
  if (type === GROUP && depth > 0) report(`${path}.type`, "a subcommand group must stand at the top");
  if (type === SUB && depth > 1) report(`${path}.type`, "a subcommand cannot nest deeper");
  if (type === SUB || type === GROUP) {
    if (present(item.required)) report(`${path}.required`, "subcommands cannot be required");
    options(report, `${path}.options`, item.options, depth + 1, type === GROUP ? "subcommands" : "values");
    return;
  }
  if (present(item.options)) report(`${path}.options`, "only subcommands and groups hold options");
  if (item.choices !== undefined && item.choices !== null) {
    if (!withChoices.has(Number(type))) report(`${path}.choices`, "not allowed for this option type");
    listOf(report, `${path}.choices`, item.choices, 0, 25, (each, at) =>
      choice(report, at, each, Number(type)),
    );
    const list = toList(item.choices);
    unique(
      report,
      `${path}.choices`,
      list.map((each) => toObject(each).name),
      "choice name",
    );
    if (item.autocomplete === true && list.length > 0) {
      report(`${path}.autocomplete`, "choices cannot be set when autocomplete is true");
    }
  }
  if (item.autocomplete === true && !withChoices.has(Number(type))) {
    report(`${path}.autocomplete`, "not allowed for this option type");
  }
  whole(report, `${path}.min_length`, item.min_length, 0, 6000);
  whole(report, `${path}.max_length`, item.max_length, 1, 6000);
}

function options(report: Report, path: string, value: unknown, depth: number, kind?: string): void {
  listOf(report, path, value, kind === "subcommands" ? 1 : 0, 25, (item, at) =>
    option(report, at, item, depth),
  );
  const list = toList(value).map(toObject);
  unique(
    report,
    path,
    list.map((item) => item.name),
    "option name",
  );
  const nested = list.filter((item) => item.type === SUB || item.type === GROUP);
  if (nested.length > 0 && nested.length < list.length) {
    report(path, "subcommands and other options cannot stand side by side");
  }
  if (kind === "subcommands" && nested.length < list.length) report(path, "a group holds subcommands only");
  let optional = false;
  for (const item of list) {
    if (item.required !== true) optional = true;
    else if (optional && nested.length === 0) {
      report(path, `required options must be placed before non-required options: ${String(item.name)}`);
    }
  }
}

/** Texts that count towards the 8000 characters, each with its longest localisation. */
function weight(item: Json): number {
  const longest = (key: string): number =>
    Math.max(
      size(toText(item[key])),
      ...Object.values(toObject(item[`${key}_localizations`])).map((value) => size(toText(value))),
    );
  let total = longest("name") + longest("description") + size(toText(item.value));
  for (const key of ["options", "choices"]) {
    for (const each of toList(item[key])) total += weight(toObject(each));
  }
  return total;
}

function members(report: Report, path: string, value: unknown, allowed: number[]) {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value) || value.length === 0) return report(path, "must hold at least one value");
  if (value.some((each) => !allowed.includes(each))) report(path, `must be one of ${allowed.join(", ")}`);
  unique(report, path, value, "value");
}

export function commandRules(report: Report, body: unknown) {
  if (!Array.isArray(body)) return report("", "must be a list of commands");
  const kinds: [number, string, number][] = [
    [1, "CHAT_INPUT", 100],
    [2, "USER", 15],
    [3, "MESSAGE", 15],
    [4, "PRIMARY_ENTRY_POINT", 1],
  ];
  const typeOf = (command: unknown): unknown => toObject(command).type ?? 1;
  for (const [type, label, max] of kinds) {
    const same = body.filter((command) => typeOf(command) === type).map(toObject);
    if (same.length > max) report("", `maximum number of ${label} commands reached (${max})`);
    unique(
      report,
      "",
      same.map((command) => command.name),
      "application command name",
    );
  }
  body.map(toObject).forEach((command, index) => {
    const type = typeOf(command);
    if (!kinds.some(([known]) => known === type)) report(`${index}.type`, "must be one of 1, 2, 3, 4");
    if (type === 1) {
      names(report, `${index}.`, command);
      options(report, `${index}.options`, command.options, 0);
    } else {
      text(report, `${index}.name`, command.name, 1, 32);
      localisations(report, `${index}.name_localizations`, command.name_localizations, within(1, 32));
      if (type !== 4 && present(command.description)) {
        report(`${index}.description`, "context menu commands cannot have a description");
      }
      if (present(command.options)) report(`${index}.options`, "context menu commands cannot have options");
    }
    if (weight(command) > 8000) {
      report(`${index}`, `command exceeds the maximum size of 8000: ${weight(command)}`);
    }
    members(report, `${index}.contexts`, command.contexts, [0, 1, 2]);
    members(report, `${index}.integration_types`, command.integration_types, [0, 1]);
    const permissions = command.default_member_permissions;
    if (permissions !== undefined && permissions !== null && !/^\d+$/u.test(String(permissions))) {
      report(`${index}.default_member_permissions`, "must be a bit set in digits");
    }
  });
}

export function autocompleteRules(report: Report, data: Json): void {
  listOf(report, "data.choices", data.choices ?? null, 0, 25, (item, at) =>
    choice(report, at, item, undefined),
  );
  if (!Array.isArray(data.choices)) report("data.choices", "this field is required");
  optionalText(report, "data.content", data.content, 0, 0);
}
