import type { Dispatcher } from "../../app/dispatch.ts";
import type { Card } from "../../core/card.ts";
import type { Input, Place, Reply } from "../../core/command.ts";
import type { Language } from "../../core/language.ts";
import { controlAt } from "./render.ts";

/** One person at a console: what is typed becomes invocations, and numbers press the controls of the last card. */
export class ConsoleSession {
  readonly #dispatcher: Dispatcher;
  readonly #place: Place;
  #count = 0;
  #last: Card | undefined;

  /** `locale` is the system's, unless the deployment's language was chosen. */
  constructor(dispatcher: Dispatcher, locale: string | undefined) {
    this.#dispatcher = dispatcher;
    this.#place = {
      platform: "console",
      person: { key: "console:you", id: "you", name: "you" },
      channel: { key: "console:channel", mayManage: true },
      locale: async () => locale,
    };
  }

  /** The answer to one line; undefined for a number under which the last card has no control. */
  async answer(line: string, asked?: Language): Promise<Reply | undefined> {
    const input = this.#read(line);
    if (!input) return undefined;
    const reply = await this.#dispatcher.dispatch({
      id: `console-${++this.#count}`,
      input,
      place: this.#place,
      ...(asked && { asked }),
    });
    if (reply.kind !== "problem") this.#last = reply.card;
    return reply;
  }

  /** Completions of a half-typed line: commands, filters, and titles of papers. */
  async complete(
    line: string,
    commands: readonly string[],
    filters: readonly string[],
  ): Promise<readonly string[]> {
    if (!line.includes(" ") || line.startsWith("/paperboy"))
      return commands.filter((command) => command.startsWith(line));
    const word = /\S*$/.exec(line)?.[0] ?? "";
    const before = line.slice(0, line.length - word.length);
    const keys =
      word === "" ? [] : filters.filter((filter) => filter.startsWith(word)).map((filter) => before + filter);
    if (keys.length > 0) return keys;
    const typed = line.replace(/^\/paper\s+/, "");
    const invocation = {
      id: "console-tab",
      input: { kind: "options", name: ["paper"], options: {} } as const,
      place: this.#place,
    };
    const found = await this.#dispatcher.suggest(invocation, "query", typed);
    return found.map(({ value }) => `/paper ${value}`);
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
}
