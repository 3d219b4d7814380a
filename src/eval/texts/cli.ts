import { readArgs, UsageError } from "../../args.ts";
import type { Paper } from "../../core/paper.ts";
import type { Translator } from "../../core/translation.ts";
import { readJsonLines } from "../../sources/jsonl.ts";
import { readRecord } from "../../sources/record.ts";
import { readSummarised } from "../tldr/scitldr.ts";
import { checkSentences } from "./check-sentences.ts";
import { checkText } from "./check-text.ts";
import { openToyBergamot, toyPair } from "./toy-bergamot.ts";

/** `npm run check:sentences`: prints one line of figures. */
export async function runCheckSentences(args: readonly string[]): Promise<0> {
  const [file, ...more] = readArgs(args, {}).positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError("check:sentences of which one file of SciTLDR?");
  printLine(checkSentences(await readSummarised(file)));
  return 0;
}

/** `npm run check:text`: prints one line of figures. `configured` are the translators of the configuration. */
export async function runCheckText(
  args: readonly string[],
  configured: () => readonly Translator[],
  signal: AbortSignal,
): Promise<0> {
  const { values, positionals } = readArgs(args, {
    engine: { type: "string" },
    to: { type: "string" },
    toy: { type: "string" },
    limit: { type: "string" },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("check:text of which one file of papers?");
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit >= 1)) throw new UsageError(`--limit ${String(values.limit)}: not a whole number.`);
  const name = values.engine as string | undefined;
  const translators = name === undefined ? [] : configured();
  const translator =
    name === undefined
      ? await openToyBergamot(String(values.toy ?? "../shared/data/bergamot-toy"))
      : translators.find((each) => each.name === name);
  try {
    if (!translator)
      throw new UsageError(
        `--engine ${String(name)}: not configured. ${translators.map((each) => each.name).join(", ") || "None"} is.`,
      );
    const pair = { from: "en", to: typeof values.to === "string" ? values.to : toyPair.to };
    if (!(await translator.supports(pair.from, pair.to)))
      throw new UsageError(
        `${translator.name} does not translate into ${pair.to}: name another language with --to.`,
      );
    printLine(await checkText(papersOf(file, limit), translator, pair, signal));
    return 0;
  } finally {
    for (const each of name === undefined && translator ? [translator] : translators) await each.close();
  }
}

async function* papersOf(file: string, limit: number): AsyncGenerator<Paper> {
  let papers = 0;
  for await (const entry of readJsonLines(file)) {
    if (papers >= limit) return;
    const read = "value" in entry ? readRecord(entry.value) : undefined;
    // Refused records are told by `npm run ingest`; here they have no text to look at.
    if (!read?.ok || read.paper.language !== "en") continue;
    papers++;
    yield read.paper;
  }
}

function printLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
