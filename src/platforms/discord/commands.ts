import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  type RESTPutAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { Command } from "../../core/command.ts";
import { isLanguage, type Language, languages, nativeName } from "../../core/language.ts";
import { type OptionSpec, optionSpecs } from "../../core/options.ts";
import type { Catalog } from "../../i18n/catalog.ts";
import { catalogs } from "../../i18n/index.ts";

/** Discord's locales (of its 32) in which each reply language is shown. */
const locales: Readonly<Record<Exclude<Language, "en">, readonly string[]>> = {
  "zh-Hans": ["zh-CN"],
  "zh-Hant": ["zh-TW"],
  ja: ["ja"],
  ko: ["ko"],
  de: ["de"],
  fr: ["fr"],
  es: ["es-ES", "es-419"],
};

interface Words {
  readonly name: string;
  readonly description: string;
}

/** The commands as Discord's bulk overwrite takes them: names and descriptions localised, for servers and for users. */
export function discordCommands(commands: readonly Command[]): RESTPutAPIApplicationCommandsJSONBody {
  const tops = [...new Set(commands.map((command) => command.name[0]))];
  return tops.map((top) => {
    const members = commands.filter((command) => command.name[0] === top);
    const whole = members.find((command) => command.name.length === 1);
    return {
      ...worded((catalog) => commandWords(catalog, top)),
      type: ApplicationCommandType.ChatInput,
      integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
      contexts: [
        InteractionContextType.Guild,
        InteractionContextType.BotDM,
        InteractionContextType.PrivateChannel,
      ],
      options: whole ? basicOptions(whole) : members.map(subcommand),
    };
  });
}

function subcommand(command: Command) {
  const name = command.name[1] ?? "";
  return {
    ...worded((catalog) => commandWords(catalog, name)),
    type: ApplicationCommandOptionType.Subcommand as const,
    options: basicOptions(command),
  };
}

/** Required options first, as Discord wants them. */
function basicOptions(command: Command): APIApplicationCommandBasicOption[] {
  const specs = optionSpecs(command.input);
  return [...specs.filter((spec) => spec.required), ...specs.filter((spec) => !spec.required)].map((spec) =>
    basicOption(command, spec),
  );
}

function basicOption(command: Command, spec: OptionSpec): APIApplicationCommandBasicOption {
  const owner = command.name.at(-1) ?? "";
  const common = {
    ...worded((catalog) => optionWords(catalog, owner, spec.name)),
    name: spec.name,
    required: spec.required,
  };
  const type = ApplicationCommandOptionType.String as const;
  if (spec.choices) return { ...common, type, choices: spec.choices.map(choice) };
  const maxLength = spec.maxLength === undefined ? {} : { max_length: spec.maxLength };
  if (command.suggests === spec.name) return { ...common, type, autocomplete: true, ...maxLength };
  return { ...common, type, ...maxLength };
}

function choice(value: string): APIApplicationCommandOptionChoice<string> {
  if (isLanguage(value)) return { name: nativeName(value), value };
  return { value, ...localised((catalog) => choiceWord(catalog, value)) };
}

/** A name and a description with their localisations. Those equal to the English ones are left out, as Discord would. */
function worded(words: (catalog: Catalog) => Words) {
  const name = localised((catalog) => words(catalog).name);
  const description = localised((catalog) => words(catalog).description);
  return {
    ...name,
    description: description.name,
    ...(description.name_localizations && { description_localizations: description.name_localizations }),
  };
}

function localised(word: (catalog: Catalog) => string): {
  name: string;
  name_localizations?: LocalizationMap;
} {
  const name = word(catalogs.en);
  const others = languages.flatMap((language) => {
    if (language === "en") return [];
    const other = word(catalogs[language]);
    return other === name ? [] : locales[language].map((locale) => [locale, other]);
  });
  return others.length === 0
    ? { name }
    : { name, name_localizations: Object.fromEntries(others) as LocalizationMap };
}

type CommandKey = keyof Catalog["commands"];

function commandWords(catalog: Catalog, name: string): Words {
  const words = (catalog.commands as Readonly<Record<string, Words>>)[name as CommandKey];
  if (!words) throw new TypeError(`the catalogs have no texts for the command ${name}`);
  return words;
}

function optionWords(catalog: Catalog, command: string, option: string): Words {
  const owner = catalog.commands[command as CommandKey] as
    | { options?: Readonly<Record<string, Words>> }
    | undefined;
  const words = owner?.options?.[option];
  if (!words) throw new TypeError(`the catalogs have no texts for the option ${option} of ${command}`);
  return words;
}

function choiceWord(catalog: Catalog, value: string): string {
  const word = (catalog.choices as Readonly<Record<string, string>>)[value];
  if (word === undefined) throw new TypeError(`the catalogs have no text for the choice ${value}`);
  return word;
}
