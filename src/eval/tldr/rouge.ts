import { stemmer } from "@orama/stemmers/english";

/** F1 of each, from 0 to 1. */
export interface Rouge {
  readonly rouge1: number;
  readonly rouge2: number;
  /** By the longest common subsequence of the whole texts. */
  readonly rougeL: number;
}

/**
 * ROUGE (Lin 2004) as Google's `rouge_score` with stemming has it: words of the Latin letters and digits in lower case,
 * those of more than three letters stemmed by Porter. Of several references the best counts, for each figure by itself.
 */
export function rouge(summary: string, references: readonly string[]): Rouge {
  const made = tokens(summary);
  const best = { rouge1: 0, rouge2: 0, rougeL: 0 };
  for (const reference of references.map(tokens)) {
    best.rouge1 = Math.max(best.rouge1, overlap(made, reference, 1));
    best.rouge2 = Math.max(best.rouge2, overlap(made, reference, 2));
    best.rougeL = Math.max(best.rougeL, f1(commonLength(made, reference), made.length, reference.length));
  }
  return best;
}

function tokens(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 ? stemmer(word) : word));
}

function overlap(made: readonly string[], reference: readonly string[], size: number): number {
  const left = new Map<string, number>();
  const wanted = grams(reference, size);
  for (const gram of wanted) left.set(gram, (left.get(gram) ?? 0) + 1);
  const found = grams(made, size);
  let common = 0;
  for (const gram of found) {
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    common++;
    left.set(gram, count - 1);
  }
  return f1(common, found.length, wanted.length);
}

function grams(words: readonly string[], size: number): readonly string[] {
  return words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(" "));
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let above: number[] = new Array(b.length + 1).fill(0);
  for (const word of a) {
    const row = [0];
    for (const [at, other] of b.entries())
      row.push(word === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, row[at] ?? 0));
    above = row;
  }
  return above.at(-1) ?? 0;
}

function f1(common: number, made: number, wanted: number): number {
  return common === 0 ? 0 : (2 * common) / (made + wanted);
}
