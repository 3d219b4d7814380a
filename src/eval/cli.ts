import { join } from "node:path";
import { readArgs, UsageError } from "../args.ts";
import { lexiconFile, readLexicon, writeLexicon } from "../search/lexicon.ts";
import { allEngines, ownEngines } from "./bench/engines/index.ts";
import { bench } from "./bench/run.ts";
import { readCollection } from "./collection.ts";
import { evalEngines, evaluate } from "./evaluate.ts";
import { learnLexicon } from "./lexicon/learn.ts";

/** `npm run eval`. Each of the three gives the process's exit code and throws a `UsageError` on words typed wrong. */
export async function runEval(args: readonly string[]): Promise<0> {
  const { values, positionals } = readArgs(args, { engine: { type: "string" }, lexicon: { type: "string" } });
  if (positionals.length === 0)
    throw new UsageError("eval which folders? They hold corpus, queries and qrels.");
  const engine = evalEngines.find((name) => name === (values.engine ?? "paperboy"));
  if (!engine) throw new UsageError(`--engine ${String(values.engine)}: it is ${evalEngines.join(" or ")}.`);
  const lexicon = values.lexicon as string | undefined;
  // Read here first: the index goes on without a dictionary that it cannot use, and figures would say something else.
  if (lexicon !== undefined) await readLexicon(lexicon);
  for (const folder of positionals) printLine(await evaluate(await readCollection(folder), engine, lexicon));
  return 0;
}

export async function runBench(args: readonly string[], signal: AbortSignal): Promise<0 | 1> {
  const { values, positionals } = readArgs(args, {
    limit: { type: "string" },
    seconds: { type: "string" },
    peers: { type: "boolean" },
    engine: { type: "string", multiple: true },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError("bench which one file of papers?");
  const limit = wholeNumber("--limit", values.limit);
  const asked = (values.engine ?? []) as string[];
  const unknown = asked.find((name) => !allEngines.some((engine) => engine === name));
  if (unknown !== undefined)
    throw new UsageError(`--engine ${unknown}: it is one of ${allEngines.join(", ")}.`);
  const chosen = allEngines.filter((engine) => asked.includes(engine));
  const lines = bench({
    file,
    ...(limit !== undefined && { limit }),
    seconds: wholeNumber("--seconds", values.seconds) ?? 15,
    engines: chosen.length > 0 ? chosen : values.peers === true ? allEngines : ownEngines,
    signal,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  for await (const line of lines) printLine(line);
  return signal.aborted ? 1 : 0;
}

export async function runLexicon(args: readonly string[], dataFolder: string): Promise<0> {
  const { values, positionals } = readArgs(args, {
    out: { type: "string" },
    without: { type: "string", multiple: true },
  });
  if (positionals.length === 0) throw new UsageError("lexicon from which files of translated papers?");
  const started = performance.now();
  const { lexicon, papers, stretches } = await learnLexicon({
    files: positionals,
    without: (values.without ?? []) as string[],
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const file = typeof values.out === "string" ? values.out : join(dataFolder, lexiconFile);
  await writeLexicon(file, lexicon);
  printLine({
    file,
    papers,
    stretches,
    sections: lexicon.sections,
    seconds: Math.round((performance.now() - started) / 1000),
  });
  return 0;
}

function wholeNumber(option: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(String(value)))
    throw new UsageError(`${option} ${String(value)}: not a whole number.`);
  return Number(value);
}

/** Figures go out as JSON, one object a line. */
function printLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
