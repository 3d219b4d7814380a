import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { clearScreenDown, createInterface, cursorTo, type Interface } from "node:readline";
import { type Card, plain } from "../../core/card.ts";
import type { Later, Reply } from "../../core/command.ts";
import { until } from "../../core/until.ts";
import type { Catalog } from "../../i18n/catalog.ts";
import { withCode } from "../../views/message.ts";
import type { Completion } from "./complete.ts";
import { clean, renderCard, renderControls, type Screen } from "./render.ts";
import type { ConsoleSession } from "./session.ts";

const prompt = "› ";

export interface ReplOptions {
  readonly session: ConsoleSession;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Told how to print what is posted in the console's own channel, once something can be. */
  readonly onPosts?: (print: (card: Card) => void) => void;
  /** File in which the lines typed at a terminal are remembered. */
  readonly historyFile: string;
  /** Completions: commands (`/paper`, `/paperboy language ja`), and filters as keys (`sort:`) and with values (`sort:new`). */
  readonly commands: readonly string[];
  readonly filters: readonly string[];
}

/**
 * Answers every line until the input ends or `exit` is typed. At a terminal with prompt, history and completion.
 * Resolves to the number of lines answered.
 */
export async function runRepl(options: ReplOptions): Promise<number> {
  const { session, input, output } = options;
  const terminal = Boolean(input.isTTY && output.isTTY);
  const welcome = plain(withCode((await session.texts()).console.welcome));
  let remembered = terminal ? readHistory(options.historyFile) : [];
  const lines = createInterface({
    input,
    output,
    terminal,
    prompt,
    history: [...remembered],
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      session
        .complete(line, options.commands, options.filters)
        .catch(() => ({ found: [], typed: line }))
        .then((completion) => {
          if (open) done(null, forReadline(completion));
        });
    },
  });
  const closed = new AbortController();
  // Ctrl-D and Ctrl-C close while an answer is being looked for, after which no prompt may be asked for.
  let open = true;
  let interrupted = false;
  lines.on("close", () => {
    open = false;
    if (terminal) closed.abort();
  });
  lines.on("SIGINT", () => {
    interrupted = true;
    lines.close();
  });
  lines.on("history", (typed) => {
    remembered = typed;
  });
  const follow = async (first: Card, later: AsyncIterable<Later>, show: (shown: string) => void) => {
    const screen = { columns: output.columns || 100, styled: terminal };
    let before = first;
    let answered = false;
    for await (const { card, whole } of until(closed.signal, later)) {
      const texts = await session.texts();
      if (whole && !answered) show(renderReply({ card }, texts, screen));
      else show(renderCard({ blocks: news(card, before) }, screen));
      answered ||= whole;
      before = card;
    }
  };
  let answered = 0;
  let left = false;
  options.onPosts?.((card) => {
    const shown = renderCard(card, { columns: output.columns || 100, styled: terminal });
    if (terminal && open) above(lines, output, shown);
    else output.write(`${shown}\n\n`);
  });
  try {
    if (terminal) {
      output.write(`${welcome}\n`);
      lines.prompt();
    }
    for await (const line of lines) {
      left = /^\s*\/?(exit|quit)\s*$/i.test(line);
      if (left || interrupted) break;
      if (line.trim() !== "") {
        // A transcript shows what each answer belongs to.
        if (!terminal) output.write(`${prompt}${clean(line).trim()}\n\n`);
        const reply = await session.answer(line);
        answered++;
        const screen = { columns: output.columns || 100, styled: terminal };
        const said = await session.texts();
        output.write(
          `${reply ? renderReply(reply, said, screen) : said.console.noSuchControl(line.trim())}\n\n`,
        );
        if (reply?.later && terminal)
          void follow(reply.card, reply.later, (shown) => above(lines, output, shown));
        // In a transcript the answers stand in the order of the questions.
        else if (reply?.later) await follow(reply.card, reply.later, (shown) => output.write(`${shown}\n\n`));
      }
      if (terminal && open) lines.prompt();
    }
  } finally {
    lines.close();
    if (terminal) {
      if (!left) output.write("\n");
      writeFileSync(options.historyFile, remembered.join("\n"), { mode: 0o600 });
    }
  }
  return answered;
}

/** A reply as the console shows it: what went to the channel first, the card, and at a terminal its controls. */
export function renderReply(reply: Pick<Reply, "card" | "post">, texts: Catalog, screen: Screen): string {
  const parts = [renderCard(reply.card, screen)];
  if (reply.post) parts.unshift(`${texts.console.postedToChannel}\n${renderCard(reply.post.card, screen)}`);
  if (screen.styled && reply.card.controls?.length)
    parts.push(`${texts.console.press}\n${renderControls(reply.card, screen)}`);
  return parts.join("\n\n");
}

/** The reply with the last card that comes later in its card's place. `tell` is told what those before it say. */
export async function finalReply(
  { later, ...reply }: Reply,
  tell: (progress: string) => void,
): Promise<Reply> {
  let card = reply.card;
  for await (const next of later ?? none()) {
    if (!next.whole) tell(renderCard({ blocks: news(next.card, card) }, { columns: 100, styled: false }));
    card = next.card;
  }
  return { ...reply, card };
}

async function* none(): AsyncGenerator<Later> {}

/** What a card says and the one before it did not. */
function news(card: Card, before: Card): Card["blocks"] {
  const said = new Set(before.blocks.map((block) => JSON.stringify(block)));
  return card.blocks.filter((block) => !said.has(JSON.stringify(block)));
}

/** Writes above the line that is being typed. */
function above(lines: Interface, output: NodeJS.WriteStream, shown: string): void {
  cursorTo(output, 0);
  clearScreenDown(output);
  output.write(`${shown}\n\n`);
  lines.prompt(true);
}

/** Newest first, as readline keeps them. */
function readHistory(file: string): string[] {
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}

/**
 * readline puts what all completions begin with in the place of what was typed. Where that would take typed words away
 * (titles found by a word in their middle), what was typed stands among them, and so stays.
 */
function forReadline({ found, typed }: Completion): [string[], string] {
  const head = found[0]?.slice(0, typed.length) ?? "";
  const goesOn = head.toLowerCase() === typed.toLowerCase() && found.every((one) => one.startsWith(head));
  return [found.length < 2 || goesOn ? [...found] : [...found, typed], typed];
}
