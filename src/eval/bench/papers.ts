import type { Paper } from "../../core/paper.ts";
import { paperDate } from "../../core/paper-date.ts";
import { readJsonLines } from "../../sources/jsonl.ts";
import { readRecord } from "../../sources/record.ts";
import { FileProblem } from "../collection.ts";
import { plainPaper, syntheticId } from "../paper.ts";
import type { Random } from "../random.ts";
import { sentencesOf } from "../sentences.ts";

/** The papers of a file, or a sample of `limit` of them where it has more. Lines that are no papers are passed over. */
export async function readPapers(path: string, limit: number, random: Random): Promise<Paper[]> {
  const papers: Paper[] = [];
  let seen = 0;
  for await (const entry of readJsonLines(path)) {
    const read = "value" in entry ? readRecord(entry.value) : undefined;
    if (!read?.ok) continue;
    seen++;
    if (papers.length < limit) papers.push(read.paper);
    else {
      // Reservoir sampling: files are sorted by id, so the first papers of one are all old.
      const place = random.below(seen);
      if (place < limit) papers[place] = read.paper;
    }
  }
  if (papers.length === 0) throw new FileProblem(`${path}: there are no papers in it.`);
  return papers;
}

/**
 * Papers without end, made of whole real sentences: each has as many sentences as some real paper, every one drawn from
 * all papers, and the title, authors, categories and date of real papers. So words keep their frequencies and lengths
 * theirs; what is lost is that the sentences of a paper belong together.
 */
export function* resample(papers: readonly Paper[], random: Random): Generator<Paper> {
  const sentences: string[] = [];
  const lengths: number[] = [];
  for (const { abstract } of papers) {
    const own = sentencesOf(abstract ?? "");
    lengths.push(own.length);
    sentences.push(...own);
  }
  for (let number = 0; ; number++) {
    const like = random.pick(papers);
    const date = paperDate(like);
    const abstract = Array.from({ length: random.pick(lengths) }, () => random.pick(sentences)).join(" ");
    yield plainPaper({
      id: syntheticId(number),
      title: random.pick(papers).title,
      abstract: abstract === "" ? null : abstract,
      language: like.language,
      authors: random.pick(papers).authors,
      categories: like.categories,
      ...(date !== undefined && { submitted: date }),
    });
  }
}
