import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { plain } from "../../core/card.ts";
import type { Reply } from "../../core/command.ts";
import type { Catalog } from "../../i18n/catalog.ts";
import { withCode } from "../../views/message.ts";
import { renderCard, renderControls, type Screen } from "./render.ts";
import type { ConsoleSession } from "./session.ts";

const prompt = "› ";

export interface ReplOptions {
  readonly session: ConsoleSession;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly texts: Catalog;
  /** File in which the lines typed at a terminal are remembered. */
  readonly historyFile: string;
  readonly commands: readonly string[];
  readonly filters: readonly string[];
}

/**
 * Answers every line until the input ends or `exit` is typed. At a terminal with prompt, history and completion.
 * Resolves to the number of lines answered.
 */
export async function runRepl(options: ReplOptions): Promise<number> {
  const { session, input, output, texts } = options;
  const terminal = Boolean(input.isTTY && output.isTTY);
  const history =
    terminal && existsSync(options.historyFile) ? readFileSync(options.historyFile, "utf8").split("\n") : [];
  const lines = createInterface({
    input,
    output,
    terminal,
    prompt,
    history: history.filter((line) => line !== ""),
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      session
        .complete(line, options.commands, options.filters)
        .then((found) => done(null, [[...found], line]))
        .catch(() => done(null, [[], line]));
    },
  });
  let remembered = history;
  lines.on("history", (typed) => {
    remembered = typed;
  });
  if (terminal) {
    output.write(`${plain(withCode(texts.console.welcome))}\n`);
    lines.prompt();
  }
  let answered = 0;
  for await (const line of lines) {
    if (/^\s*\/?(exit|quit)\s*$/i.test(line)) break;
    if (line.trim() !== "") {
      // A transcript shows what each answer belongs to.
      if (!terminal) output.write(`${prompt}${line.trim()}\n\n`);
      const reply = await session.answer(line);
      answered++;
      const screen = { columns: output.columns ?? 100, styled: terminal };
      output.write(
        `${reply ? renderReply(reply, texts, screen) : texts.console.noSuchControl(line.trim())}\n\n`,
      );
    }
    if (terminal) lines.prompt();
  }
  lines.close();
  if (terminal) writeFileSync(options.historyFile, remembered.join("\n"), { mode: 0o600 });
  return answered;
}

/** A reply as the console shows it: what went to the channel first, the card, and at a terminal its controls. */
export function renderReply(reply: Reply, texts: Catalog, screen: Screen): string {
  const parts = [renderCard(reply.card, screen)];
  if (reply.post) parts.unshift(`${texts.console.postedToChannel}\n${renderCard(reply.post.card, screen)}`);
  if (screen.styled && reply.card.controls?.length)
    parts.push(`${texts.console.press}\n${renderControls(reply.card, screen)}`);
  return parts.join("\n\n");
}
