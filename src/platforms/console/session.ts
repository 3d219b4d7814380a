import type { Dispatcher } from "../../app/dispatch.ts";
import { queryIn, replyLanguage } from "../../app/reply-language.ts";
import type { Card } from "../../core/card.ts";
import type { Input, Later, Place, Reply } from "../../core/command.ts";
import { decodeControl } from "../../core/control.ts";
import { isLanguage, type Language, parseLanguage } from "../../core/language.ts";
import type { SettingsStore } from "../../core/ports.ts";
import type { Catalog } from "../../i18n/catalog.ts";
import { catalogs } from "../../i18n/index.ts";
import { type Completion, completeCommand, completeWords, isSearch } from "./complete.ts";
import { controlAt } from "./render.ts";

/** Where the language of an answer is decided when its line asks for none. */
export interface Speech {
  readonly settings: SettingsStore;
  readonly defaultLanguage: Language;
}

/** One person at a console: what is typed becomes invocations, and numbers press the controls of the last card. */
export class ConsoleSession {
  readonly #dispatcher: Dispatcher;
  readonly #place: Place;
  readonly #speech: Speech;
  #count = 0;
  #last: Card | undefined;
  /** Counts the cards whose controls have been put under the numbers. */
  #shown = 0;
  #language: Language | undefined;

  /** `locale` is the system's, unless the deployment's language was chosen. */
  constructor(dispatcher: Dispatcher, locale: string | undefined, speech: Speech) {
    this.#dispatcher = dispatcher;
    this.#speech = speech;
    this.#place = {
      platform: "console",
      person: { key: "console:you", id: "you", name: "you" },
      channel: { key: "console:channel", mayManage: true },
      locale: async () => locale,
      timeZone: async () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  /** What to say around the last answer, or before the first: words of its language. */
  async texts(): Promise<Catalog> {
    this.#language ??= await this.#languageOf(undefined);
    return catalogs[this.#language];
  }

  /**
   * The answer to one line; undefined for a number under which the last card has no control. What comes later ends when
   * another card is answered with: it must not take its place.
   */
  async answer(line: string, asked?: Language): Promise<Reply | undefined> {
    const input = this.#read(line);
    if (!input) return undefined;
    const reply = await this.#dispatcher.dispatch({
      id: `console-${++this.#count}`,
      input,
      place: this.#place,
      ...(asked && { asked }),
    });
    // Afterwards, because the line may have changed the settings.
    this.#language = await this.#languageOf(askedIn(input) ?? asked, queryIn(input));
    // BibTeX or help in between does not take the numbers of the card above away.
    if (reply.kind !== "problem" && reply.card.controls?.length) {
      this.#last = reply.card;
      this.#shown += 1;
    }
    return reply.later ? { ...reply, later: this.#whileShown(reply.later, this.#shown) } : reply;
  }

  /** Completions of a half-typed line: commands, filters and their values, and titles of papers. */
  async complete(line: string, commands: readonly string[], filters: readonly string[]): Promise<Completion> {
    if (!isSearch(line)) return completeCommand(line, commands);
    return completeWords(line, filters, async (words) => {
      const lang = askedIn({ kind: "text", name: "paper", text: line });
      return this.#dispatcher.suggest(
        {
          id: "console-tab",
          input: { kind: "options", name: ["paper"], options: lang ? { lang } : {} },
          place: this.#place,
        },
        "query",
        words,
      );
    });
  }

  async *#whileShown(later: AsyncIterable<Later>, shown: number): AsyncGenerator<Later> {
    for await (const next of later) {
      if (this.#shown !== shown) return;
      this.#last = next.card;
      yield next;
    }
  }

  #read(line: string): Input | undefined {
    const typed = line.trim();
    if (/^\d{1,3}$/.test(typed)) {
      const pressed = this.#last && controlAt(this.#last, Number(typed));
      return pressed && { kind: "control", ...pressed };
    }
    if (/^\/?help$/i.test(typed)) return { kind: "text", name: "paperboy", text: "help" };
    const command = /^\/(\S+)\s*([\s\S]*)$/u.exec(typed);
    // Words without a command are what a person at a prompt wants to find.
    return command
      ? { kind: "text", name: command[1] ?? "", text: command[2] ?? "" }
      : { kind: "text", name: "paper", text: typed };
  }

  #languageOf(asked: Language | undefined, said?: string): Promise<Language> {
    return replyLanguage({ asked, said, place: this.#place, ...this.#speech });
  }
}

/** The language that a line or a pressed control asks for by itself. */
function askedIn(input: Input): Language | undefined {
  if (input.kind === "text")
    return parseLanguage(/(?:^|\s)lang[:：]["“”]?([^\s"“”]+)/iu.exec(input.text)?.[1] ?? "");
  if (input.kind !== "control") return undefined;
  const state = decodeControl(input.id);
  const tag = state?.action === "language" ? input.value : state?.language;
  return tag !== undefined && isLanguage(tag) ? tag : undefined;
}
