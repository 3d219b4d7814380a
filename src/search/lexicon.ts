import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { analysisVersion } from "./analysis.ts";

/** Goes up whenever the file has another form. */
const formatVersion = 1;
const format = "paperboy-lexicon";
/** Weights are written as whole numbers of thousandths. */
const thousand = 1000;

/** A term of another language that a term may be in it. */
export interface TermTranslation {
  readonly term: string;
  /** The probability, above 0 and at most 1, that the term is rendered so. Those of one term add up to at most 1. */
  readonly weight: number;
}

/** The terms of one language in another. Languages are primary subtags: `zh` for `zh-Hans`. */
export interface LexiconSection {
  readonly from: string;
  readonly to: string;
  readonly entries: ReadonlyMap<string, readonly TermTranslation[]>;
}

/**
 * A bilingual dictionary of index terms, as `npm run lexicon` learns it. What is looked up and what is found are terms as
 * `textTerms` makes them, so it is good for one version of the analysis.
 */
export class Lexicon {
  readonly sections: readonly LexiconSection[];

  constructor(sections: readonly LexiconSection[]) {
    this.sections = sections;
  }

  /** The likeliest translations first; none where the dictionary does not know the term or the languages. */
  translate(term: string, from: string, to: string): readonly TermTranslation[] {
    const [source, target] = [primary(from), primary(to)];
    const section = this.sections.find((one) => one.from === source && one.to === target);
    return section?.entries.get(term) ?? [];
  }
}

/** The primary subtag of a language: Chinese is one language to the dictionary, however it is written. */
export function primary(language: string): string {
  return language.split("-")[0]?.toLowerCase() ?? "";
}

interface Header {
  readonly format: string;
  readonly version: number;
  readonly analysis: number;
  readonly sections: readonly { readonly from: string; readonly to: string; readonly terms: number }[];
}

/** Writes a dictionary as packed JSON lines: a header, then one line a term, `[section, term, translation, weight, …]`. */
export async function writeLexicon(path: string, { sections }: Lexicon): Promise<void> {
  const header: Header = {
    format,
    version: formatVersion,
    analysis: analysisVersion,
    sections: sections.map(({ from, to, entries }) => ({ from, to, terms: entries.size })),
  };
  const lines = [JSON.stringify(header)];
  for (const [number, { entries }] of sections.entries()) {
    for (const [term, translations] of entries) {
      const flat = translations.flatMap((one) => [one.term, Math.round(one.weight * thousand)]);
      lines.push(JSON.stringify([number, term, ...flat]));
    }
  }
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, gzipSync(`${lines.join("\n")}\n`));
  await rename(temporary, path);
}

/** Reads what `writeLexicon` wrote, packed or not. Throws, with words for the operator, when it is something else. */
export async function readLexicon(path: string): Promise<Lexicon> {
  const bytes = await readFile(path);
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return parse((isPacked ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} is no dictionary that can be used: ${reason}`);
  }
}

function parse(text: string): Lexicon {
  const [first = "", ...lines] = text.split("\n");
  const header = JSON.parse(first) as Partial<Header> | null;
  if (header?.format !== format || header.version !== formatVersion || !Array.isArray(header.sections))
    throw new Error(`expected ${format} ${formatVersion}`);
  if (header.analysis !== analysisVersion)
    throw new Error(
      `its terms are of analysis ${header.analysis}, the index's of ${analysisVersion}: learn it again`,
    );
  const maps = header.sections.map(() => new Map<string, TermTranslation[]>());
  for (const line of lines) {
    if (line === "") continue;
    const [section, term, ...flat] = JSON.parse(line) as [number, string, ...(string | number)[]];
    const translations: TermTranslation[] = [];
    for (let at = 0; at + 1 < flat.length; at += 2)
      translations.push({ term: String(flat[at]), weight: Number(flat[at + 1]) / thousand });
    maps[section]?.set(term, translations);
  }
  return new Lexicon(
    header.sections.map(({ from, to, terms }, number) => {
      const entries = maps[number] ?? new Map<string, TermTranslation[]>();
      if (entries.size !== terms) throw new Error(`it has ${entries.size} of ${terms} terms`);
      return { from, to, entries };
    }),
  );
}
