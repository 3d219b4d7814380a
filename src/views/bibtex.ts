import type { Paper } from "../core/paper.ts";
import { paperDate } from "../core/paper-date.ts";
import { doiOf, isArxivId } from "../core/paper-id.ts";
import { cleanText } from "../core/text/clean.ts";

/** Characters that an entry, its authors, its title and one name have at most; platforms cannot show three thousand names. */
const room = { entry: 3_499, authors: 2_500, title: 2_000, name: 500 };

/**
 * A BibTeX entry, of arXiv's papers in the form of its own export: authors in their order, accents as TeX so that classic BibTeX sorts
 * and prints them, the title's capitals kept.
 */
export function bibtexOf(paper: Paper): string {
  const year = paperDate(paper)?.slice(0, 4);
  const entry = (author: string | undefined) => {
    const fields: [string, string | undefined][] = [
      ["title", `{${titleOf(paper)}}`],
      ["author", author],
      ["year", year],
      ...identifiers(paper),
      ["url", urlOf(paper)],
    ];
    const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = {${value}}`]));
    return `@misc{${entryKey(paper, year)},\n${lines.join(",\n")}\n}`;
  };
  return entry(authorList(paper.authors, Math.min(room.authors, room.entry - entry("").length)));
}

function identifiers(paper: Paper): [string, string | undefined][] {
  if (!isArxivId(paper.id))
    return [
      ["doi", paper.id.startsWith("doi:") ? paper.id.slice("doi:".length) : doiOf(paper.links.abstract)],
    ];
  return [
    ["eprint", paper.id],
    ["archivePrefix", "arXiv"],
    ["primaryClass", paper.categories[0]?.slice(0, 50)],
  ];
}

/** The source's own title is TeX already. Where it could break an entry or a document, the clean title stands for it. */
function titleOf(paper: Paper): string {
  const raw = cleanText(paper.raw?.title ?? "");
  // A dollar sign in the clean title is money, of which TeX would make a formula.
  const own = raw !== "" && !paper.title.includes("$") && isSafeTex(raw) ? escaped(raw) : undefined;
  return own !== undefined && own.length <= room.title ? own : cutTex(paper.title, room.title);
}

/** Commands that read, write, define or run something, and what only a document of its own can hold. */
const unsafe =
  /\\[A-Za-z@]*(?:input|include|write|open(?:in|out)|catcode|def|csname|special|lua|immediate|read|newcommand|every|assignment|scantokens)|\\(?:future)?let(?![A-Za-z])|\\(?:expandafter|aftergroup|begin|end|bye|stop|loop|batchmode|ensuremath|verb)(?![A-Za-z])|\^\^/;

function isSafeTex(raw: string): boolean {
  const pairs = raw.replace(/\\[\s\S]/g, "");
  return (
    !unsafe.test(raw) &&
    // BibTeX counts braces whether TeX takes them for a sign or not.
    isBalanced(raw) &&
    isBalanced(pairs) &&
    !pairs.endsWith("\\") &&
    (pairs.match(/\$/g)?.length ?? 0) % 2 === 0
  );
}

function isBalanced(source: string): boolean {
  let depth = 0;
  for (const char of source) {
    if (char === "{") depth++;
    if (char === "}") depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** TeX source in which signs that mean something to TeX only inside a formula are shown as they are outside of it. */
function escaped(raw: string): string {
  let math = false;
  return raw.replace(/\\[\s\S]|\$\$?|[%&#_^]/g, (sign) => {
    if (sign === "\\(" || sign === "\\[") math = true;
    else if (sign === "\\)" || sign === "\\]") math = false;
    else if (sign.startsWith("$")) math = !math;
    // A comment would swallow the end of the entry, in a formula too.
    else if (sign === "%" || (!math && sign.length === 1)) return escapes[sign] ?? `\\${sign}`;
    return sign;
  });
}

function urlOf(paper: Paper): string | undefined {
  const { abstract } = paper.links;
  const isPlain = /^[^\s{}\\]{1,200}$/.test(abstract);
  if (!isArxivId(paper.id)) return isPlain ? abstract : undefined;
  const page = isPlain ? abstract : `https://arxiv.org/abs/${paper.id}`;
  return page + (paper.version ? `v${paper.version}` : "");
}

/** Combining characters of decomposed Unicode and the TeX accents they are. */
const accents: Record<string, string> = {
  "\u0300": "`",
  "\u0301": "'",
  "\u0302": "^",
  "\u0303": "~",
  "\u0304": "=",
  "\u0306": "u",
  "\u0307": ".",
  "\u0308": '"',
  "\u030A": "r",
  "\u030B": "H",
  "\u030C": "v",
  "\u0323": "d",
  "\u0327": "c",
  "\u0328": "k",
  "\u0331": "b",
};

const letters: Record<string, string> = {
  ß: "{\\ss}",
  ø: "{\\o}",
  Ø: "{\\O}",
  ł: "{\\l}",
  Ł: "{\\L}",
  æ: "{\\ae}",
  Æ: "{\\AE}",
  œ: "{\\oe}",
  Œ: "{\\OE}",
  ı: "{\\i}",
  đ: "{\\dj}",
  Đ: "{\\DJ}",
  "–": "--",
  "—": "---",
  "“": "``",
  "”": "''",
  "‘": "`",
  "’": "'",
};

/** Text as TeX source. What TeX has no classic accent for (Chinese, mathematics) stays Unicode, which biber reads. */
export function toTex(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\\{}&%$#_~^]/g, (char) => escapes[char] ?? `\\${char}`)
    .replace(/[\p{Script=Latin}“”‘’–—]/gu, (char) => letters[char] ?? accented(char));
}

/** BibTeX counts a brace even where a backslash makes it a sign, so braces have names here. */
const escapes: Record<string, string> = {
  "{": "{\\textbraceleft}",
  "}": "{\\textbraceright}",
  "\\": "{\\textbackslash}",
  "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}",
};

/** Text as at most `limit` characters of TeX: what is cut is cut between signs, so that every brace is closed. */
function cutTex(text: string, limit: number): string {
  const whole = toTex(text);
  if (whole.length <= limit) return whole;
  let cut = "";
  for (const char of text.normalize("NFC")) {
    const tex = toTex(char);
    if (cut.length + tex.length + "...".length > limit) break;
    cut += tex;
  }
  return `${cut.trimEnd()}...`;
}

function accented(char: string): string {
  const [base, mark, ...more] = char.normalize("NFD");
  const command = mark && more.length === 0 ? accents[mark] : undefined;
  if (base === undefined || command === undefined) return char;
  const carrier = base === "i" || base === "j" ? `\\${base}` : base;
  return /[a-z]/i.test(command) || carrier.startsWith("\\")
    ? `{\\${command}{${carrier}}}`
    : `{\\${command}${carrier}}`;
}

/** Authors in their order; `and others` is BibTeX's own way to say that there are more. */
function authorList(authors: readonly string[], limit: number): string | undefined {
  const names: string[] = [];
  let length = "others".length;
  for (const name of authors) {
    const tex = authorName(name);
    length += tex.length + " and ".length;
    if (length > limit) return [...names, "others"].join(" and ");
    names.push(tex);
  }
  return names.join(" and ") || undefined;
}

/** Braces keep a group's name, a comma or the word "and" from being read as parts of a person's name. */
function authorName(name: string): string {
  const { person, suffix } = splitSuffix(name);
  const [given, last] = splitLast(person);
  const whole = toTex(name);
  if (whole.length > room.name) return `{${cutTex(name, room.name - "{}".length)}}`;
  if (/\b(collaboration|consortium|team|group)\b|\band\b|^others$/i.test(name) || person.includes(","))
    return `{${whole}}`;
  if (suffix === undefined) return whole;
  return given === "" ? `{${whole}}` : `${toTex(last)}, ${suffix}, ${toTex(given)}`;
}

/** "Martin Luther King Jr." and "Martin Luther King, Jr." are the person King. */
function splitSuffix(name: string): { person: string; suffix?: string } {
  const [, person, suffix] = /^(.*\S?[^\s,]),?\s+([JS]r\.?|II|III|IV)$/.exec(name.trim()) ?? [];
  return person !== undefined && suffix !== undefined ? { person, suffix } : { person: name };
}

/** Given names, and the last name with the small words before it: "Oscar", "de la Hoya". */
function splitLast(person: string): [given: string, last: string] {
  const words = person.trim().split(/\s+/);
  let from = words.length - 1;
  while (from > 1 && /^\p{Ll}/u.test(words[from - 1] ?? "")) from--;
  return [words.slice(0, from).join(" "), words.slice(from).join(" ")];
}

function entryKey(paper: Paper, year: string | undefined): string {
  const ascii = (word: string) =>
    word
      .normalize("NFD")
      .replace(/[^A-Za-z0-9]/g, "")
      .toLowerCase()
      .slice(0, 40);
  const { person } = splitSuffix(paper.authors[0] ?? "");
  const lastName = ascii(person.split(/\s+/).at(-1) ?? "");
  const word =
    paper.title
      .split(/\s+/)
      .map(ascii)
      .find((candidate) => candidate.length > 3) ?? "";
  return `${lastName || (isArxivId(paper.id) ? "arxiv" : "paper")}${year ?? ""}${word || ascii(paper.id)}`;
}
