/**
 * What a Discord client checks before it sends a command: it exists, it may be used here, its options fit.
 *
 * Source: https://docs.discord.com/developers/interactions/application-commands (contexts, installation
 * contexts, option types, min/max, required). The server never sees an input that the client refused.
 */
import { snowflake } from "./shapes.ts";
import { type Command, type CommandOption, type Json, toList } from "./types.ts";
import type { World } from "./world.ts";

export type Value = string | number | boolean;
export type Values = { [option: string]: Value };

export interface Place {
  guildId: string | undefined;
  /** 0 guild, 1 the bot's DM, 2 a group or another DM */
  context: number;
  /** 0 the guild installed the app, 1 the user did */
  installs: number[];
  permissions: bigint;
}

const ADMINISTRATOR = 1n << 3n;

const guessedType = (value: Value): number => {
  if (typeof value === "string") return 3;
  if (typeof value === "boolean") return 5;
  return Number.isInteger(value) ? 4 : 10;
};

/** The registered command, or undefined while the bot has registered nothing at all. */
export function findCommand(world: World, place: Place, name: string): Command | undefined {
  const local = place.context === 0 && place.guildId ? (world.commands.get(place.guildId) ?? []) : [];
  const all = [...local, ...(world.commands.get("") ?? [])];
  if (world.commands.size === 0) return undefined;
  const command = all.find((each) => each.name === name && each.type === 1);
  if (!command) throw new Error(`no command /${name} is registered here`);
  if (command.contexts && !command.contexts.includes(place.context)) {
    throw new Error(`/${name} is not offered in context ${place.context}`);
  }
  if (!place.installs.some((type) => command.integration_types.includes(type))) {
    throw new Error(`/${name} is not offered to this kind of installation`);
  }
  const needed = command.default_member_permissions;
  if (needed !== null && place.context === 0 && (place.permissions & ADMINISTRATOR) === 0n) {
    const bits = BigInt(needed);
    if (bits === 0n || (place.permissions & bits) !== bits)
      throw new Error(`/${name} needs permissions ${needed}`);
  }
  return command;
}

function checkValue(option: CommandOption, value: Value): void {
  const fail = (what: string): never => {
    throw new Error(`option ${option.name}: ${what}`);
  };
  const wanted = option.type === 3 ? "string" : option.type === 5 ? "boolean" : "number";
  if ([3, 4, 5, 10].includes(option.type) && typeof value !== wanted) fail(`must be a ${wanted}`);
  if (option.type === 4 && !Number.isInteger(value)) fail("must be an integer");
  const choices = option.choices ?? [];
  if (choices.length > 0 && !choices.some((each) => each.value === value)) fail(`${value} is not a choice`);
  const length = typeof value === "string" ? [...value].length : 0;
  if (length > Number(option.max_length ?? 6000)) fail("is too long");
  if (typeof value === "string" && length < Number(option.min_length ?? 0)) fail("is too short");
  if (typeof value === "number") {
    if (value < Number(option.min_value ?? value) || value > Number(option.max_value ?? value))
      fail("out of range");
  }
}

function leaves(known: CommandOption[] | undefined, values: Values, focused: string | undefined): Json[] {
  if (known && focused === undefined) {
    for (const option of known) {
      if (option.required && !(option.name in values)) throw new Error(`option ${option.name} is required`);
    }
  }
  return Object.entries(values).map(([name, value]) => {
    const option = known?.find((each) => each.name === name);
    if (known && !option) throw new Error(`there is no option ${name}`);
    if (name === focused) {
      if (option && option.autocomplete !== true) throw new Error(`option ${name} has no autocomplete`);
      return { focused: true, name, type: option?.type ?? guessedType(value), value };
    }
    if (option) checkValue(option, value);
    return { name, type: option?.type ?? guessedType(value), value };
  });
}

/** The `data` of a command interaction; `focused` names the option being typed. */
export function commandData(
  world: World,
  place: Place,
  path: string[],
  values: Values,
  focused?: string,
): { data: Json; command: Command | undefined } {
  const [name = "", ...inner] = path;
  const command = findCommand(world, place, name);
  let known = command ? (command.options ?? []) : undefined;
  const types: number[] = [];
  for (const [index, step] of inner.entries()) {
    const found = known?.find((each) => each.name === step && each.type <= 2);
    if (known && !found) throw new Error(`/${name} has no subcommand ${step}`);
    types.push(found?.type ?? (index === inner.length - 1 ? 1 : 2));
    known = found ? (found.options ?? []) : undefined;
  }
  if (known?.some((each) => each.type <= 2)) throw new Error(`/${path.join(" ")} needs a subcommand`);
  let options = leaves(known, values, focused);
  for (const [index, step] of [...inner.entries()].reverse()) {
    options = [{ name: step, ...(toList(options).length > 0 ? { options } : {}), type: types[index] ?? 1 }];
  }
  const data: Json = {
    ...(command?.guild_id ? { guild_id: command.guild_id } : {}),
    id: command?.id ?? snowflake(),
    name,
    ...(options.length > 0 ? { options } : {}),
    type: 1,
  };
  return { data, command };
}
