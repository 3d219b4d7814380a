import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readArgs, UsageError } from "../../args.ts";
import { evaluateTldr } from "./evaluate.ts";
import { readSummarised } from "./scitldr.ts";
import { trainWeights } from "./train.ts";

/** `npm run eval:tldr`: prints one line of figures. */
export async function runEvalTldr(args: readonly string[]): Promise<0> {
  const { values, positionals } = readArgs(args, { language: { type: "string" } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("eval:tldr which one file of SciTLDR?");
  const language = typeof values.language === "string" ? values.language : "en";
  try {
    new Intl.Locale(language);
  } catch {
    throw new UsageError(`--language ${language}: not a language tag, such as en or de.`);
  }
  process.stdout.write(`${JSON.stringify(evaluateTldr(await readSummarised(file), language))}\n`);
  return 0;
}

const shippedWeights = fileURLToPath(new URL("../../summaries/weights.json", import.meta.url));

/** `npm run train:tldr`: learns the weights of the extracted summaries and writes them. */
export async function runTrainTldr(args: readonly string[]): Promise<0> {
  const { values, positionals } = readArgs(args, { out: { type: "string" } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError("train:tldr from which one file of SciTLDR?");
  const papers = await readSummarised(file);
  const weights = {
    about: "Weights of sentence features, learnt by `npm run train:tldr` on the training part of SciTLDR.",
    data: "SciTLDR (https://github.com/allenai/scitldr), Cachola et al. 2020, Apache-2.0",
    english: trainWeights(papers, true),
    other: trainWeights(papers, false),
  };
  const out = typeof values.out === "string" ? values.out : shippedWeights;
  await writeFile(out, `${JSON.stringify(weights, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify({ file: out, papers: papers.length })}\n`);
  return 0;
}
