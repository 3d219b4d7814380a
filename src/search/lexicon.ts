import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { analysisVersion } from "./analysis.ts";

/** The dictionary's file in the data folder. */
export const lexiconFile = "lexicon.jsonl.gz";

/** Goes up whenever the file has another form. */
const formatVersion = 1;
const format = "paperboy-lexicon";
/** Weights are kept as whole numbers of thousandths. */
const thousand = 1000;

/** A term of another language that a term may be in it. */
export interface TermTranslation {
  readonly term: string;
  /** The probability, above 0 and at most 1, that the term is rendered so. Those of one term add up to about 1 at most. */
  readonly weight: number;
}

/** What the terms of one language are in another. */
export interface LexiconSection {
  readonly from: string;
  readonly to: string;
  readonly entries: ReadonlyMap<string, readonly TermTranslation[]>;
}

/** A section with terms as numbers: translations of term n lie between `ends[n - 1]` and `ends[n]`, best first. */
interface Table {
  readonly from: string;
  readonly to: string;
  readonly ends: Uint32Array;
  readonly terms: Uint32Array;
  readonly weights: Uint16Array;
}

class Vocabulary {
  readonly terms: string[] = [];
  readonly #numbers = new Map<string, number>();

  find(term: string): number | undefined {
    return this.#numbers.get(term);
  }

  add(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    this.#numbers.set(term, this.terms.length);
    return this.terms.push(term) - 1;
  }
}

/**
 * A bilingual dictionary of index terms, as `npm run lexicon` learns it. What is looked up and what is found are terms as
 * `textTerms` makes them, so it is good for one version of the analysis. It lies beside the index for as long as that is
 * open, so it is kept as numbers.
 */
export class Lexicon {
  readonly #vocabularies: ReadonlyMap<string, Vocabulary>;
  readonly #tables: readonly Table[];

  private constructor(vocabularies: ReadonlyMap<string, Vocabulary>, tables: readonly Table[]) {
    this.#vocabularies = vocabularies;
    this.#tables = tables;
  }

  static of(sections: readonly LexiconSection[]): Lexicon {
    const vocabularies = new Map<string, Vocabulary>();
    const vocabulary = (language: string) => {
      const found = vocabularies.get(primary(language)) ?? new Vocabulary();
      vocabularies.set(primary(language), found);
      return found;
    };
    for (const { from, to, entries } of sections) {
      for (const [term, translations] of entries) {
        vocabulary(from).add(term);
        for (const one of translations) vocabulary(to).add(one.term);
      }
    }
    const tables = sections.map(({ from, to, entries }) => {
      const flat = vocabulary(from).terms.flatMap((term) => {
        const translations = entries.get(term) ?? [];
        const pairs = translations.flatMap((one) => [
          vocabulary(to).add(one.term),
          Math.max(1, Math.round(one.weight * thousand)),
        ]);
        return [translations.length, ...pairs];
      });
      return tableOf(primary(from), primary(to), flat);
    });
    return new Lexicon(vocabularies, tables);
  }

  /** The languages it translates between, as primary subtags, and how many terms it knows. */
  get sections(): readonly { readonly from: string; readonly to: string; readonly terms: number }[] {
    return this.#tables.map(({ from, to, ends }) => ({
      from,
      to,
      terms: ends.filter((end, row) => end > (ends[row - 1] ?? 0)).length,
    }));
  }

  /** The likeliest translations first; none where the dictionary does not know the term or the languages. */
  translate(term: string, from: string, to: string): readonly TermTranslation[] {
    const [source, target] = [primary(from), primary(to)];
    const table = this.#tables.find((one) => one.from === source && one.to === target);
    const row = this.#vocabularies.get(source)?.find(term);
    const words = this.#vocabularies.get(target)?.terms;
    if (!table || row === undefined || !words) return [];
    const found: TermTranslation[] = [];
    for (let at = table.ends[row - 1] ?? 0; at < (table.ends[row] ?? 0); at++)
      found.push({
        term: words[table.terms[at] as number] as string,
        weight: (table.weights[at] as number) / thousand,
      });
    return found;
  }

  /**
   * What a term, whatever its language, may be in the others: at most `most` of each, none less likely than `least`. An
   * acronym in a Chinese text is the same in English and brings nothing, so such pairs are passed over.
   */
  likely(term: string, least: number, most: number): readonly string[] {
    return this.#tables
      .filter(({ from }) => !(hasOwnScript(from) && isLatin(term)))
      .flatMap(({ from, to }) =>
        this.translate(term, from, to)
          .filter((one) => one.weight >= least && !(hasOwnScript(to) && isLatin(one.term)))
          .slice(0, most)
          .map((one) => one.term),
      );
  }

  /** A header, the terms of each language, and each section as numbers: for each term how many translations, and these. */
  lines(): string[] {
    const languages = [...this.#vocabularies.keys()];
    const sections = this.#tables.map(({ from, to }) => ({ from, to }));
    const header: Header = { format, version: formatVersion, analysis: analysisVersion, languages, sections };
    const numbers = this.#tables.map(({ ends, terms, weights }) => {
      const flat: number[] = [];
      for (const [row, end] of ends.entries()) {
        const begin = ends[row - 1] ?? 0;
        flat.push(end - begin);
        for (let at = begin; at < end; at++) flat.push(terms[at] as number, weights[at] as number);
      }
      return flat;
    });
    const vocabularies = [...this.#vocabularies.values()].map(({ terms }) => terms);
    return [header, ...vocabularies, ...numbers].map((line) => JSON.stringify(line));
  }

  static parse(text: string): Lexicon {
    const lines = text.split("\n");
    const header = JSON.parse(lines[0] ?? "") as Partial<Header> | null;
    const { languages, sections } = header ?? {};
    if (header?.format !== format || header.version !== formatVersion || !languages || !sections)
      throw new Error(`expected ${format} ${formatVersion}`);
    if (header.analysis !== analysisVersion)
      throw new Error(
        `its terms are of analysis ${header.analysis}, the index's of ${analysisVersion}: learn it again`,
      );
    const content = lines.slice(1, 1 + languages.length + sections.length);
    const parsed = content.filter((line) => line !== "").map((line) => JSON.parse(line) as unknown[]);
    if (parsed.length < languages.length + sections.length) throw new Error("it is cut short");
    const vocabularies = new Map<string, Vocabulary>();
    for (const [number, language] of languages.entries()) {
      const vocabulary = new Vocabulary();
      for (const term of parsed[number] ?? []) vocabulary.add(String(term));
      vocabularies.set(language, vocabulary);
    }
    const tables = sections.map(({ from, to }, number) =>
      tableOf(from, to, (parsed[languages.length + number] ?? []) as number[]),
    );
    return new Lexicon(vocabularies, tables);
  }
}

interface Header {
  readonly format: string;
  readonly version: number;
  readonly analysis: number;
  readonly languages: readonly string[];
  readonly sections: readonly { readonly from: string; readonly to: string }[];
}

/** A table from what `lines` writes of a section. */
function tableOf(from: string, to: string, flat: readonly number[]): Table {
  const ends: number[] = [];
  const terms: number[] = [];
  const weights: number[] = [];
  for (let at = 0; at < flat.length; ) {
    const next = at + 1 + 2 * (flat[at] as number);
    for (at++; at < next; at += 2) {
      terms.push(flat[at] as number);
      weights.push(flat[at + 1] as number);
    }
    ends.push(terms.length);
  }
  return {
    from,
    to,
    ends: Uint32Array.from(ends),
    terms: Uint32Array.from(terms),
    weights: Uint16Array.from(weights),
  };
}

const hasOwnScript = (language: string) => ["zh", "ja", "ko"].includes(primary(language));
const isLatin = (term: string) =>
  !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(term);

/** The primary subtag of a language: Chinese is one language to the dictionary, however it is written. */
export function primary(language: string): string {
  return language.split("-")[0]?.toLowerCase() ?? "";
}

/** Writes a dictionary to a file, packed; a reader sees the old file or the new one. */
export async function writeLexicon(path: string, lexicon: Lexicon): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, gzipSync(`${lexicon.lines().join("\n")}\n`));
  await rename(temporary, path);
}

/** Reads what `writeLexicon` wrote, packed or not. Throws, with words for the operator, when it is something else. */
export async function readLexicon(path: string): Promise<Lexicon> {
  const bytes = await readFile(path);
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return Lexicon.parse((isPacked ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} is no dictionary that can be used: ${reason}`);
  }
}
