import { z } from "zod";
import { readJsonLines } from "../../sources/jsonl.ts";

const lineSchema = z.object({
  title: z.string(),
  source: z.array(z.string()).min(1),
  target: z.array(z.string()).min(1),
});

/** A paper with summaries that people wrote of it. */
export interface SummarisedPaper {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly references: readonly string[];
}

/** Reads a file of SciTLDR (Cachola et al. 2020) in its form of abstracts, packed or not. Throws on a line of another form. */
export async function readSummarised(file: string): Promise<readonly SummarisedPaper[]> {
  const papers: SummarisedPaper[] = [];
  for await (const entry of readJsonLines(file)) {
    const parsed = lineSchema.safeParse("value" in entry ? entry.value : undefined);
    if (!parsed.success)
      throw new Error(`${file}, line ${entry.line}: not a paper of SciTLDR with title, source and target`);
    const { title, source, target } = parsed.data;
    const sentences = source.map((one) => one.replace(/\s+/g, " ").trim()).filter((one) => one !== "");
    if (sentences.length > 0) papers.push({ title, sentences, references: target });
  }
  if (papers.length === 0) throw new Error(`${file} holds no papers.`);
  return papers;
}
