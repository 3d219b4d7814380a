import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { readArgs, UsageError } from "./args.ts";
import type { App } from "./compose.ts";
import { type Config, ConfigError, defaultPort, loadConfig } from "./config.ts";
import { parseLanguage } from "./core/language.ts";
import { optionSpecs } from "./core/options.ts";
import { createLog, type Log } from "./log.ts";
import type { Speech } from "./platforms/console/session.ts";
import { scrubber } from "./scrub.ts";

const usage = `Usage:
  npm start                              a console, or the chat platforms that .env configures
  npm start -- ask "/paper WORDS"        answer once  [--lang CODE] [--json]
  npm run ingest -- FILE...              add papers from .jsonl, .bib, .ris or .xml files, packed (.gz) or not
  npm run register                       send the slash commands to Discord
  npm run manifest [-- --url URL]        print the Slack app manifest (with --url for HTTP mode)
  npm run models -- add PAIR...          fetch Bergamot's models ahead of time, for example en-zh; list and remove, too
  npm run eval -- DIR...                 how well test collections are ranked  [--engine paperboy|minisearch-default] [--lexicon FILE]
  npm run bench -- FILE                  how fast and how large the index is  [--limit N] [--seconds N] [--peers] [--engine NAME]
  npm run lexicon -- FILE...             learn a dictionary from translated papers  [--out FILE] [--without QRELS.tsv]
  npm run eval:tldr -- FILE              how good extracted summaries are, on a file of SciTLDR  [--language TAG]
  npm run check:sentences -- FILE        how well sentences are split, on a file of SciTLDR
  npm run check:text -- FILE             what formulas and links survive an engine  [--engine NAME] [--to TAG] [--toy DIR] [--limit N]
  npm run train:tldr -- FILE             learn the weights of extracted summaries from one  [--out FILE]
  node src/main.ts health                ask a running process on PORT whether it lives
`;

/** Exit codes: 0 done, 1 failed, 2 bad usage or configuration. */
type ExitCode = 0 | 1 | 2;

/** Known once the configuration is read; what ends the process is said without them. */
let secrets: readonly string[] = [];

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === "--help" || name === "-h") {
    process.stdout.write(usage);
    return 0;
  }
  const run = name === undefined ? start : tasks.get(name);
  if (!run) throw new UsageError(`${name} is not something Paperboy does.`);
  const config = loadConfig();
  secrets = config.secrets;
  return run(config, rest);
}

const tasks = new Map<string, (config: Config, args: readonly string[]) => Promise<ExitCode>>([
  ["ask", ask],
  ["ingest", runIngest],
  ["register", register],
  ["manifest", manifest],
  ["health", health],
  ["models", runModels],
  ["eval", async (_, args) => (await import("./eval/cli.ts")).runEval(args)],
  ["bench", async (_, args) => (await import("./eval/cli.ts")).runBench(args, stopSignal())],
  ["lexicon", async (config, args) => (await import("./eval/cli.ts")).runLexicon(args, config.data)],
  ["eval:tldr", async (_, args) => (await import("./eval/tldr/cli.ts")).runEvalTldr(args)],
  ["check:sentences", async (_, args) => (await import("./eval/texts/cli.ts")).runCheckSentences(args)],
  ["check:text", checkText],
  ["train:tldr", async (_, args) => (await import("./eval/tldr/cli.ts")).runTrainTldr(args)],
]);

async function start(config: Config): Promise<ExitCode> {
  if (!config.discord && !config.slack) return openConsole(config);
  // Before anything is loaded: as a container's first process, one without a handler never gets the signal.
  const stop = stopSignal();
  const log = logOf(config, config.logLevel);
  const [{ openApp }, { serve }] = await Promise.all([import("./compose.ts"), import("./serve.ts")]);
  const app = await openApp(config, log);
  try {
    return (await serve(app, config, log, stop)) ? 0 : 1;
  } finally {
    await app.close();
  }
}

async function openConsole(config: Config): Promise<ExitCode> {
  const { commands, openApp } = await import("./compose.ts");
  const { ConsoleSession } = await import("./platforms/console/session.ts");
  const { runRepl } = await import("./platforms/console/repl.ts");
  const { ConsoleMessenger } = await import("./platforms/console/messenger.ts");
  const { deliverDigests } = await import("./deliver.ts");
  const { keepIndexing, keepSources } = await import("./serve.ts");
  const log = logOf(config, quiet(config));
  const app = await openApp(config, log);
  const leaving = new AbortController();
  let delivering: Promise<void> | undefined;
  try {
    await app.library.sync();
    const loops = [keepIndexing(app, log), keepSources(app, log)];
    const locale = systemLocale(config);
    const answered = await runRepl({
      onPosts(print) {
        const messengers = new Map([["console", new ConsoleMessenger(print)]]);
        delivering = deliverDigests(app, messengers, log, leaving.signal);
      },
      session: new ConsoleSession(app.dispatcher, locale, speechOf(app, config)),
      input: process.stdin,
      output: process.stdout,
      historyFile: join(config.data, "console-history"),
      commands: commands.flatMap((command) => {
        const name = `/${command.name.join(" ")}`;
        const free = optionSpecs(command.input).find((spec) => spec.name === command.rest);
        return [name, ...(free?.choices ?? []).map((choice) => `${name} ${choice}`)];
      }),
      filters: commands
        .filter((command) => command.name.length === 1)
        .flatMap((command) => optionSpecs(command.input).filter((spec) => spec.name !== command.rest))
        .flatMap((spec) => ["", ...(spec.choices ?? [])].map((choice) => `${spec.name}:${choice}`)),
    });
    // A container without settings would end here again and again with nothing to say why.
    if (answered === 0 && !process.stdin.isTTY)
      process.stderr.write(
        "Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set, so this was a console, and nothing was typed into it.\n",
      );
    await Promise.all(loops.map((loop) => loop.stop()));
    return 0;
  } finally {
    leaving.abort();
    await delivering;
    await app.close();
  }
}

async function ask(config: Config, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArgs(args, { lang: { type: "string" }, json: { type: "boolean" } });
  const line = positionals.join(" ").trim();
  if (line === "") throw new UsageError('ask what? For example: npm start -- ask "/paper neural collapse"');
  const asked = typeof values.lang === "string" ? parseLanguage(values.lang) : undefined;
  if (values.lang !== undefined && !asked)
    throw new UsageError(`--lang ${String(values.lang)}: not a language Paperboy replies in.`);
  const { openApp } = await import("./compose.ts");
  const { ConsoleSession } = await import("./platforms/console/session.ts");
  const { finalReply, renderReply } = await import("./platforms/console/repl.ts");
  const app = await openApp(config, logOf(config, quiet(config)));
  try {
    await app.library.sync();
    const locale = systemLocale(config);
    const session = new ConsoleSession(app.dispatcher, locale, speechOf(app, config));
    const answer = await session.answer(line, asked);
    if (!answer) throw new UsageError(`${line}: a number presses a control, and there is none yet.`);
    const reply = await finalReply(answer, (progress) => process.stderr.write(`${progress}\n`));
    const texts = await session.texts();
    process.stdout.write(
      values.json
        ? `${JSON.stringify(reply, null, 2)}\n`
        : `${renderReply(reply, texts, { columns: 100, styled: false })}\n`,
    );
    return reply.kind !== "problem" ? 0 : reply.fault === "usage" ? 2 : 1;
  } finally {
    await app.close();
  }
}

async function runIngest(config: Config, files: readonly string[]): Promise<ExitCode> {
  if (files.length === 0)
    throw new UsageError("ingest which files? For example: npm run ingest -- papers.jsonl.gz");
  const stop = stopSignal();
  const { openForIngest } = await import("./compose.ts");
  const { ingestCommand } = await import("./jobs/ingest-command.ts");
  const target = await openForIngest(config, logOf(config, quiet(config)));
  try {
    return await ingestCommand(target, files, stop);
  } finally {
    await target.close();
  }
}

async function runModels(config: Config, args: readonly string[]): Promise<ExitCode> {
  const stop = stopSignal();
  const { Models, modelsFolder, mozillaModels } = await import("./translators/bergamot/models.ts");
  const { modelsCommand } = await import("./jobs/models-command.ts");
  const models = new Models(join(config.data, modelsFolder), config.translation.modelsUrl ?? mozillaModels);
  return modelsCommand(models, args, stop);
}

async function checkText(config: Config, args: readonly string[]): Promise<ExitCode> {
  const [{ openTranslators }, { runCheckText }] = await Promise.all([
    import("./translators/index.ts"),
    import("./eval/texts/cli.ts"),
  ]);
  const log = logOf(config, quiet(config));
  const bergamot = { folder: join(config.data, "models"), onProblem: (message: string) => log.warn(message) };
  return runCheckText(args, () => openTranslators(config.translation.translators, bergamot), stopSignal());
}

async function register(config: Config): Promise<ExitCode> {
  if (!config.discord) throw new UsageError("register needs DISCORD_TOKEN: put the bot's token into .env.");
  const { commands } = await import("./compose.ts");
  const { registerCommands } = await import("./platforms/discord/register.ts");
  process.stdout.write(`${await registerCommands(config.discord, commands)}\n`);
  return 0;
}

async function manifest(_: Config, args: readonly string[]): Promise<ExitCode> {
  const { values } = readArgs(args, { url: { type: "string" } });
  const url = values.url;
  if (url !== undefined && !URL.canParse(String(url)))
    throw new UsageError(`--url ${String(url)}: not an address that Slack could reach.`);
  const { commands } = await import("./compose.ts");
  const { slackManifest } = await import("./platforms/slack/manifest.ts");
  const delivery =
    url === undefined ? ({ kind: "socket" } as const) : ({ kind: "http", baseUrl: String(url) } as const);
  process.stdout.write(`${JSON.stringify(slackManifest(commands, delivery), null, 2)}\n`);
  return 0;
}

async function health(config: Config): Promise<ExitCode> {
  const port = config.port ?? defaultPort;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(3_000) });
    return response.ok ? 0 : 1;
  } catch (error) {
    throw new Error(`Nothing answers on port ${port}: no Paperboy serves there, or PORT is another one.`, {
      cause: error,
    });
  }
}

/** Where a console's language is decided when a line asks for none. */
function speechOf({ store }: App, config: Config): Speech {
  return { settings: store.settings, defaultLanguage: config.language ?? "en" };
}

/** The console speaks the system's language unless the deployment's is chosen. */
function systemLocale(config: Config): string | undefined {
  return config.language === undefined ? Intl.DateTimeFormat().resolvedOptions().locale : undefined;
}

/** At a console the log would stand between the answers: only what is wrong is worth that. */
function quiet(config: Config): Config["logLevel"] {
  return config.logLevel === "info" ? "warn" : config.logLevel;
}

function logOf(config: Config, level: Config["logLevel"]): Log {
  return createLog({ level, secrets: config.secrets });
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** What to say of an error that ends the process. Secrets are hidden as in the log: an SDK's message may hold one. */
function explain(error: unknown): { readonly says: string; readonly code: ExitCode } {
  if (error instanceof UsageError) return { says: `${error.message}\n\n${usage}`, code: 2 };
  if (error instanceof ConfigError) return { says: `${error.problems.join("\n")}\n`, code: 2 };
  return { says: `${error instanceof Error ? error.message : String(error)}\n`, code: 1 };
}

/** Ends at once when the work is done: a request that hangs in an SDK must not keep a stopped process alive. */
function exit(code: ExitCode): void {
  process.stdout.write("", () => process.exit(code));
}

// Compiled code is found again at the next start, in the system's folder for such; where that cannot be written, it is not.
enableCompileCache();
// A reader that went away (`| head`) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`The answer could not be written: ${error.message}\n`);
  process.exit(1);
});
main(process.argv.slice(2)).then(exit, (error: unknown) => {
  const { says, code } = explain(error);
  process.stderr.write(scrubber(secrets)(says));
  exit(code);
});
