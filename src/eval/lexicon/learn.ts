import { textTerms } from "../../search/analysis.ts";
import { Lexicon, type LexiconSection, primary } from "../../search/lexicon.ts";
import { FileProblem, readJudgments } from "../collection.ts";
import { alignSentences } from "./align.ts";
import { Bitext } from "./bitext.ts";
import { defaults, learnModel1 } from "./model1.ts";
import { bareId, readPairs } from "./texts.ts";

export interface LearnOptions {
  readonly files: readonly string[];
  /** Judgments of test collections: the papers that they name are not learnt from. */
  readonly without: readonly string[];
  readonly onProgress?: (message: string) => void;
}

export interface Learnt {
  readonly lexicon: Lexicon;
  /** Papers with a translation that was learnt from. */
  readonly papers: number;
  /** Stretches of text beside their translation. */
  readonly stretches: number;
}

/** Learns a dictionary in both directions for every two languages that the papers are in. */
export async function learnLexicon({ files, without, onProgress }: LearnOptions): Promise<Learnt> {
  const leaveOut = new Set<string>();
  for (const path of without) {
    for (const grades of (await readJudgments(path)).values())
      for (const id of grades.keys()) leaveOut.add(bareId(id));
  }

  const bitexts = new Map<string, { from: string; to: string; bitext: Bitext }>();
  let papers = 0;
  for (const file of files) {
    for await (const pairs of readPairs(file, leaveOut)) {
      for (const pair of pairs) {
        const [from, to] = [primary(pair.from), primary(pair.to)];
        if (from === to) continue;
        const key = `${from} ${to}`;
        const known = bitexts.get(key) ?? { from, to, bitext: new Bitext() };
        bitexts.set(key, known);
        for (const [source, target] of alignSentences(pair.source, pair.target))
          known.bitext.add(textTerms(source, pair.from), textTerms(target, pair.to));
      }
      if (++papers % 2_000 === 0) onProgress?.(`read ${papers} papers`);
    }
  }
  if (papers === 0) throw new FileProblem(`${files.join(", ")}: there is no paper with a translation.`);

  const sections: LexiconSection[] = [];
  let stretches = 0;
  for (const { from, to, bitext } of bitexts.values()) {
    stretches += bitext.source.size;
    const learn = (a: string, b: string, source: Bitext["source"], target: Bitext["target"]) => {
      const tell = (round: number) => onProgress?.(`${a} to ${b}: round ${round} of ${defaults.rounds}`);
      sections.push({ from: a, to: b, entries: learnModel1(source, target, defaults, tell) });
    };
    learn(from, to, bitext.source, bitext.target);
    learn(to, from, bitext.target, bitext.source);
  }
  return { lexicon: Lexicon.of(sections), papers, stretches };
}
