import { arxivNames, type Reference, readReference } from "./bibliography.ts";
import { partialDate } from "./dates.ts";
import type { FileEntry } from "./file.ts";
import { singleSpaced } from "./texts.ts";

/** Values of one entry are no longer, in characters: what is never closed would go on to the file's end. */
const longestEntry = 200_000;

/** Where nothing but white space or the end of an entry stands before it: what a comment mentions is no entry. */
const entryStart = /(?<![^\s})][ \t]{0,40})@\s{0,40}([A-Za-z]{1,40})\s{0,40}[{(]/g;

/** Abbreviations that every style knows. */
const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The papers of a BibTeX file, also of one that BibTeX would refuse: `@string`, concatenation, braces and quotes are
 * read, and what is wrong with an entry costs only that entry.
 */
export function* readBibtex(text: string): Generator<FileEntry> {
  const strings = new Map(monthNames.map((name) => [name, name]));
  const lines = lineCounter(text);
  for (const start of text.matchAll(entryStart)) {
    const kind = start[1]?.toLowerCase() ?? "";
    if (kind === "comment" || kind === "preamble" || start.index < lines.done) continue;
    const line = lines.at(start.index);
    const entry = new EntryReader(text, start.index + start[0].length, strings);
    try {
      const fields = kind === "string" ? entry.fields() : entry.keyedFields();
      lines.done = entry.at;
      if (kind === "string") for (const [name, value] of fields) strings.set(name, value);
      else yield { line, record: readReference(referenceOf(fields)), bytes: entry.at - start.index };
    } catch (error) {
      if (!(error instanceof BibtexError)) throw error;
      yield { line, problem: error.message };
    }
  }
}

class BibtexError extends Error {}

function lineCounter(text: string) {
  let line = 1;
  let counted = 0;
  return {
    /** Where the last entry that could be read ends. */
    done: 0,
    at(index: number): number {
      for (; counted < index; counted++) if (text.charCodeAt(counted) === 10) line++;
      return line;
    },
  };
}

class EntryReader {
  at: number;
  readonly #text: string;
  readonly #end: number;
  readonly #strings: ReadonlyMap<string, string>;

  constructor(text: string, at: number, strings: ReadonlyMap<string, string>) {
    this.#text = text;
    this.at = at;
    this.#end = Math.min(text.length, at + longestEntry);
    this.#strings = strings;
  }

  /** The key is not needed, and Crossref leaves odd ones. */
  keyedFields(): Map<string, string> {
    this.#match(/[^,{}()="]*/y);
    this.#match(/\s*,?/y);
    return this.fields();
  }

  fields(): Map<string, string> {
    const fields = new Map<string, string>();
    for (;;) {
      this.#match(/[\s,]*/y);
      if (this.#match(/[})]/y) !== undefined) return fields;
      const name = this.#match(/[^\s=,{}()"#%']+/y);
      if (name === undefined || this.#match(/\s*=\s*/y) === undefined)
        throw new BibtexError(
          this.at >= this.#end ? "the entry is not closed" : "a field has no name and value",
        );
      const value = this.#value();
      if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value);
    }
  }

  #value(): string {
    const parts: string[] = [];
    do {
      this.#match(/\s*/y);
      const start = this.#text.charAt(this.at);
      if (start === "{") parts.push(this.#braced());
      else if (start === '"') parts.push(this.#quoted());
      else {
        const word = this.#match(/[^\s,#{}()"]+/y) ?? "";
        parts.push(this.#strings.get(word.toLowerCase()) ?? word);
      }
      if (parts.length > 1_000) throw new BibtexError("a value has more than 1,000 parts");
    } while (this.#match(/\s*#/y) !== undefined);
    return parts.join("");
  }

  #braced(): string {
    const from = ++this.at;
    for (let depth = 1; this.at < this.#end; this.at++) {
      const char = this.#text.charAt(this.at);
      if (char === "\\") this.at++;
      else if (char === "{") depth++;
      else if (char === "}" && --depth === 0) return this.#text.slice(from, this.at++);
    }
    throw new BibtexError("the entry is not closed");
  }

  #quoted(): string {
    const from = ++this.at;
    for (let depth = 0; this.at < this.#end; this.at++) {
      const char = this.#text.charAt(this.at);
      if (char === "\\") this.at++;
      else if (char === "{") depth++;
      else if (char === "}") depth--;
      else if (char === '"' && depth <= 0) return this.#text.slice(from, this.at++);
    }
    throw new BibtexError("the entry is not closed");
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

/**
 * Without the braces that only keep BibTeX from changing a word. Those of a command (`\'{e}`, `{\o}`), of an index and in
 * formulas stay.
 */
function unbraced(text: string): string {
  const pieces = text.match(/\\(?:[A-Za-z]+|[\s\S])|[\s\S]/g) ?? [];
  const open: number[] = [];
  let math = false;
  pieces.forEach((piece, at) => {
    if (piece === "$") math = !math;
    else if (piece === "{") open.push(at);
    else if (piece === "}") {
      const start = open.pop();
      const before = pieces[(start ?? 0) - 1] ?? "";
      const inside = pieces[(start ?? 0) + 1] ?? "";
      if (start === undefined || math || /^\\|^[_^]$/.test(before) || /^\\[A-Za-z]/.test(inside)) return;
      pieces[start] = "";
      pieces[at] = "";
    }
  });
  return pieces.join("");
}

function referenceOf(fields: ReadonlyMap<string, string>): Reference {
  const get = (...names: string[]) => names.map((name) => fields.get(name)).find((value) => value?.trim());
  const eprint = get("eprint");
  const isArxiv = /^arxiv$/i.test(get("archiveprefix", "eprinttype") ?? "arxiv");
  const said = arxivNames(
    ["journal", "howpublished", "note", "publisher"].map((name) => get(name) ?? "").join("\n"),
  );
  const date = get("date");
  const [year, month, day] = date?.split("-") ?? [get("year"), get("month"), get("day")];
  return {
    title: unbraced(get("title", "booktitle") ?? "") || undefined,
    abstract: unbraced(get("abstract") ?? ""),
    authors: singleSpaced(get("author", "editor") ?? "")
      .split(/ and /i)
      .map(personName)
      .filter((name) => name !== "" && name !== "others"),
    published: partialDate(year, month, day),
    language: undefined,
    names: [isArxiv ? eprint : undefined, get("doi"), ...said, get("url", "link")].map((name) =>
      name?.replace(/\\([_%#&~])|[{}]/g, "$1"),
    ),
    source:
      get("journal", "publisher", "booktitle")
        ?.replace(/[{}\\]|&amp;/g, (sign) => (sign === "&amp;" ? "&" : ""))
        .slice(0, 100) ?? "BibTeX",
    licence: "NOASSERTION",
  };
}

/** `Family, Given` and `Family, Jr., Given` as they are said; a name in braces is one that stays as it is. */
function personName(name: string): string {
  const text = unbraced(name.trim());
  if (/^\{.*\}$/.test(name.trim())) return text;
  const parts = text.split(/ ?, ?/);
  const [family = "", second = "", given] = parts;
  if (parts.length === 1) return text;
  return given === undefined ? `${second} ${family}` : `${given} ${family} ${second}`;
}
