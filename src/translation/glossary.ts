import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** What an operator wants a term to be in a language. Terms are found as whole words, whatever their capitals. */
export interface Term {
  readonly term: string;
  /** A BCP 47 tag, or `*` for every language. */
  readonly language: string;
  /** `keep`: as it stands in the source. */
  readonly translation: string;
}

export interface Glossary {
  /** The terms for a language, the longest first. */
  terms(language: string): readonly Term[];
  /** Changes when something for the language does. */
  hash(language: string): string;
}

/** What is wrong with a glossary file: each sentence names the line and what to do. */
export class GlossaryError extends Error {
  override name = "GlossaryError";
}

const longestTerm = 200;

/**
 * Reads a glossary: a term, a language and a translation (or `keep`) on each line, with tabs between. Empty lines and
 * lines that begin with `#` say nothing. A file that does not exist is `undefined`. Throws a `GlossaryError`.
 */
export async function readGlossary(path: string): Promise<Glossary | undefined> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return undefined;
    throw new GlossaryError(
      `The glossary ${path} cannot be read (${code}): make it a file that this user may read.`,
    );
  }
  return parseGlossary(content, path);
}

/** As `readGlossary`; `name` is for the person who reads what is wrong. */
export function parseGlossary(content: string, name: string): Glossary {
  const problems: string[] = [];
  const terms = new Map<string, Term>();
  const lines = content.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const read = readLine(line);
    const problem = typeof read === "string" ? read : undefined;
    if (typeof read === "object") {
      const key = `${read.term.toLowerCase()}\t${read.language}`;
      const known = terms.get(key);
      if (!known) terms.set(key, read);
      else if (known.translation !== read.translation)
        problems.push(
          `${name}, line ${at + 1}: ${read.term} has another translation above: remove one of the two.`,
        );
    }
    if (problem !== undefined) problems.push(`${name}, line ${at + 1}: ${problem}`);
  }
  if (problems.length > 0) throw new GlossaryError(problems.slice(0, 10).join("\n"));
  return glossaryOf([...terms.values()]);
}

function readLine(line: string): Term | string {
  const [term = "", language = "", translation = "", ...more] = line.split("\t").map((field) => field.trim());
  if (term === "" || language === "" || translation === "" || more.length > 0)
    return "write a term, a language and a translation (or keep) with one tab between.";
  if (language !== "*" && !isTag(language))
    return `${language} is no language: write a tag such as zh-Hans or de, or * for all.`;
  if (term.length > longestTerm || translation.length > longestTerm)
    return `longer than ${longestTerm} characters: a glossary holds terms, not sentences.`;
  if (!/[\p{L}\p{N}]/u.test(term)) return `${term} has no letter: write a word.`;
  return { term, language: language === "*" ? language : new Intl.Locale(language).toString(), translation };
}

function isTag(text: string): boolean {
  try {
    new Intl.Locale(text);
    return true;
  } catch {
    return false;
  }
}

export function glossaryOf(all: readonly Term[]): Glossary {
  const byLanguage = new Map<string, readonly Term[]>();
  /** A language's own entry goes before the one for all, and `zh` serves both of its scripts. */
  const terms = (language: string) => {
    const known = byLanguage.get(language);
    if (known) return known;
    const own = new Map<string, Term>();
    for (const tag of ["*", language.split("-")[0], language])
      for (const each of all) if (each.language === tag) own.set(each.term.toLowerCase(), each);
    const sorted = [...own.values()].sort(
      (a, b) => b.term.length - a.term.length || a.term.localeCompare(b.term, "en"),
    );
    byLanguage.set(language, sorted);
    return sorted;
  };
  return {
    terms,
    hash: (language) =>
      createHash("sha256")
        .update(JSON.stringify(terms(language).map(({ term, translation }) => [term, translation])))
        .digest("base64url"),
  };
}

export const noGlossary: Glossary = glossaryOf([]);
