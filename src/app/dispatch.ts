import { z } from "zod";
import type {
  Action,
  Command,
  Context,
  Input,
  Invocation,
  Library,
  Place,
  Reply,
  Status,
  Suggestion,
} from "../core/command.ts";
import { type ActionName, decodeControl } from "../core/control.ts";
import type { AnnouncementStore, DigestStore } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";
import { parseOptions, readValue } from "../core/grammar.ts";
import { isLanguage, type Language, parseLanguage } from "../core/language.ts";
import { langOption, type OptionSpec, optionSpecs } from "../core/options.ts";
import type { QueryStore, SettingsStore } from "../core/ports.ts";
import type { Summaries } from "../core/summary.ts";
import type { PaperTranslations } from "../core/translation.ts";
import type { Catalog } from "../i18n/catalog.ts";
import { catalogs } from "../i18n/index.ts";
import { messageCard } from "../views/message.ts";
import { readControl } from "./controls.ts";
import type { Limits } from "./limits.ts";
import { queryIn, replyLanguage } from "./reply-language.ts";

/** What the dispatcher works with. */
export interface Services {
  readonly library: Library;
  readonly summaries: Summaries;
  readonly translations: PaperTranslations;
  readonly settings: SettingsStore;
  readonly queries: QueryStore;
  readonly digests: DigestStore;
  readonly announcements: AnnouncementStore;
  readonly followed: Context["followed"];
  now(): Date;
  readonly findPaper?: Context["findPaper"];
  readonly limits: Limits;
  readonly defaultLanguage: Language;
  status(): Promise<Status>;
  /** Where bugs go. */
  onBug(error: unknown, invocation: Invocation): void;
}

interface Declared {
  readonly command: Command;
  readonly specs: readonly OptionSpec[];
  /** What may be typed: `lang:` besides, whatever the command. */
  readonly typed: readonly OptionSpec[];
}

const lang = optionSpecs(z.object({ lang: langOption }));

/** Turns invocations into replies. It never rejects: whatever goes wrong becomes a card for the person. */
export class Dispatcher {
  readonly #commands: readonly Declared[];
  readonly #actions: ReadonlyMap<ActionName, Action>;
  readonly #services: Services;

  constructor(commands: readonly Command[], actions: readonly Action[], services: Services) {
    this.#commands = commands.map((command) => {
      const specs = optionSpecs(command.input);
      return {
        command,
        specs,
        typed: specs.some(({ name }) => name === "lang") ? specs : [...specs, ...lang],
      };
    });
    this.#actions = new Map(actions.map((action) => [action.name, action]));
    this.#services = services;
  }

  /** What a press on this control will do to its card; platforms are told so before the work begins. */
  effect(controlId: string): Action["effect"] {
    const action = decodeControl(controlId)?.action;
    return (action && this.#actions.get(action)?.effect) ?? "answer";
  }

  async dispatch(invocation: Invocation): Promise<Reply> {
    const { place } = invocation;
    try {
      const wait = await this.#services.limits.take(
        place,
        invocation.input.kind === "control" ? "control" : "command",
      );
      if (wait > 0) throw new UserError("tooFast", wait);
      return invocation.input.kind === "control"
        ? await this.#press(invocation, invocation.input)
        : await this.#run(invocation, invocation.input);
    } catch (error) {
      const language = await this.#fallbackLanguage(invocation);
      return this.#problem(error, invocation, language);
    }
  }

  /** The words to speak to a person with, there. */
  async texts(place: Place): Promise<Catalog> {
    const { settings, defaultLanguage } = this.#services;
    return catalogs[await replyLanguage({ asked: undefined, place, settings, defaultLanguage })];
  }

  /** Completions for the option being typed; none when anything is wrong, because a menu cannot say it. */
  async suggest(invocation: Invocation, option: string, typed: string): Promise<readonly Suggestion[]> {
    const { input, place } = invocation;
    try {
      if (input.kind !== "options") return [];
      const command = this.#commands.find(({ command }) => samePath(command.name, input.name))?.command;
      if (!command?.suggest || command.suggests !== option || typed.trim() === "") return [];
      const asked = input.options.lang;
      return await command.suggest(
        await this.#context(
          invocation.id,
          place,
          typeof asked === "string" && isLanguage(asked) ? asked : undefined,
        ),
        typed.slice(0, 200),
      );
    } catch (error) {
      this.#services.onBug(error, invocation);
      return [];
    }
  }

  async #run(invocation: Invocation, input: Exclude<Input, { kind: "control" }>): Promise<Reply> {
    const { declared, raw } = input.kind === "text" ? this.#readText(input) : this.#readOptions(input);
    const options = this.#validate(declared, raw);
    const { lang } = raw;
    const asked = typeof lang === "string" && isLanguage(lang) ? lang : invocation.asked;
    return declared.command.run(
      await this.#context(invocation.id, invocation.place, asked, queryIn(input)),
      options,
    );
  }

  async #press(invocation: Invocation, input: Extract<Input, { kind: "control" }>): Promise<Reply> {
    const state = await readControl(this.#services.queries, input.id);
    const action = this.#actions.get(state.action);
    if (!action) throw new UserError("expiredControl");
    const chosen = state.action === "language" ? input.value : state.language;
    if (state.action === "language" && (chosen === undefined || !isLanguage(chosen)))
      throw new UserError("expiredControl");
    const asked = chosen as Language | undefined;
    const occasion = input.card ?? invocation.id;
    return action.run(
      await this.#context(occasion, invocation.place, asked, state.query),
      state,
      input.value,
    );
  }

  #readText(input: Extract<Input, { kind: "text" }>): { declared: Declared; raw: Record<string, unknown> } {
    const typed = input.text.trim();
    const name = input.name.toLowerCase();
    const named = this.#commands.filter(({ command }) => command.name[0] === name);
    if (named.length === 0) throw new UserError("unknownCommand", `/${input.name}`);
    const whole = named.find(({ command }) => command.name.length === 1);
    if (whole) return { declared: whole, raw: parseOptions(whole.typed, whole.command.rest, typed) };
    const [first = "help", rest = ""] = typed.split(/\s+(.*)/su).filter((part) => part !== "");
    const declared = named.find(({ command }) => command.name[1] === first.toLowerCase());
    if (!declared) {
      const known = named.map(({ command }) => `\`${command.name[1]}\``).join(", ");
      throw new UserError("unknownSubcommand", first.slice(0, 60), known);
    }
    return { declared, raw: parseOptions(declared.typed, declared.command.rest, rest) };
  }

  /** Typed options; what is typed into the free one is read in the same grammar as everywhere. */
  #readOptions(input: Extract<Input, { kind: "options" }>): {
    declared: Declared;
    raw: Record<string, unknown>;
  } {
    const declared = this.#commands.find(({ command }) => samePath(command.name, input.name));
    if (!declared) throw new UserError("unknownCommand", `/${input.name.join(" ")}`);
    const { specs, command } = declared;
    const typed = Object.fromEntries(
      specs.flatMap((spec) => {
        const value = input.options[spec.name];
        if (value === undefined || value === null || spec.name === command.rest) return [];
        return [[spec.name, typeof value === "string" ? readValue(spec, value) : value]];
      }),
    );
    const free = command.rest === undefined ? undefined : input.options[command.rest];
    const inText = typeof free === "string" ? parseOptions(specs, command.rest, free) : {};
    return { declared, raw: { ...inText, ...typed } };
  }

  #validate({ command, specs }: Declared, raw: Record<string, unknown>): Record<string, unknown> {
    const parsed = command.input.safeParse(raw);
    if (parsed.success) return parsed.data;
    const name = String(parsed.error.issues[0]?.path[0] ?? specs[0]?.name ?? "");
    if (raw[name] === undefined) throw new UserError("missingOption", name);
    throw new UserError("badOption", name, String(raw[name]).slice(0, 60));
  }

  async #context(
    occasion: string,
    place: Place,
    asked: Language | undefined,
    said?: string,
  ): Promise<Context> {
    const { limits: _, onBug: __, defaultLanguage, ...services } = this.#services;
    const { settings } = services;
    const language = await replyLanguage({ asked, said, place, settings, defaultLanguage });
    return {
      occasion,
      place,
      language,
      ...(asked && { asked }),
      texts: catalogs[language],
      catalog: (other) => catalogs[other],
      ...services,
    };
  }

  /** The language to speak of a problem in, which must not depend on what may be broken. */
  async #fallbackLanguage({ input, place, asked }: Invocation): Promise<Language> {
    const { settings, defaultLanguage } = this.#services;
    const inInput = {
      text: () =>
        parseLanguage(/(?:^|\s)lang[:：](\S+)/u.exec(input.kind === "text" ? input.text : "")?.[1] ?? ""),
      options: () => (input.kind === "options" ? input.options.lang : undefined),
      control: () => (input.kind === "control" ? decodeControl(input.id)?.language : undefined),
    }[input.kind]();
    const known = typeof inInput === "string" && isLanguage(inInput) ? inInput : asked;
    return replyLanguage({ asked: known, said: queryIn(input), place, settings, defaultLanguage }).catch(
      () => defaultLanguage,
    );
  }

  #problem(error: unknown, invocation: Invocation, language: Language): Reply {
    const texts = catalogs[language];
    if (error instanceof UserError)
      return { kind: "problem", fault: "usage", card: messageCard(error.say(texts)) };
    this.#services.onBug(error, invocation);
    return { kind: "problem", fault: "failure", card: messageCard(texts.errors.internal(invocation.id)) };
  }
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
