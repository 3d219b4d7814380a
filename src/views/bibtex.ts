import { type Paper, paperDate } from "../core/paper.ts";

/** Characters of authors that an entry holds at most; platforms cannot show three thousand names. */
const authorRoom = 2_500;

/**
 * A BibTeX entry in the form of arXiv's own export: authors in their order, accents as TeX so that classic BibTeX sorts
 * and prints them, the title's capitals kept.
 */
export function bibtexOf(paper: Paper): string {
  const year = paperDate(paper)?.slice(0, 4);
  const fields: [string, string | undefined][] = [
    // The source's own title is TeX already.
    ["title", `{${paper.raw?.title ?? toTex(paper.title)}}`],
    ["author", authorList(paper.authors)],
    ["year", year],
    ["eprint", paper.id],
    ["archivePrefix", "arXiv"],
    ["primaryClass", paper.categories[0]],
    ["url", paper.links.abstract + (paper.version ? `v${paper.version}` : "")],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = {${value}}`]));
  return `@misc{${entryKey(paper, year)},\n${lines.join(",\n")}\n}`;
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

const escapes: Record<string, string> = {
  "\\": "{\\textbackslash}",
  "~": "{\\textasciitilde}",
  "^": "{\\textasciicircum}",
};

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
function authorList(authors: readonly string[]): string | undefined {
  const names: string[] = [];
  let length = 0;
  for (const name of authors) {
    const tex = authorName(name);
    length += tex.length + " and ".length;
    if (length > authorRoom) return [...names, "others"].join(" and ");
    names.push(tex);
  }
  return names.join(" and ") || undefined;
}

/** Braces keep a group's name, a comma or the word "and" from being read as parts of a person's name. */
function authorName(name: string): string {
  const tex = toTex(name);
  return /\b(collaboration|consortium|team|group)\b|,|\band\b/i.test(name) ? `{${tex}}` : tex;
}

function entryKey(paper: Paper, year: string | undefined): string {
  const ascii = (word: string) =>
    word
      .normalize("NFD")
      .replace(/[^A-Za-z0-9]/g, "")
      .toLowerCase();
  const lastName = ascii(paper.authors[0]?.split(/\s+/).at(-1) ?? "");
  const word =
    paper.title
      .split(/\s+/)
      .map(ascii)
      .find((candidate) => candidate.length > 3) ?? "";
  return `${lastName || "arxiv"}${year ?? ""}${word || ascii(paper.id)}`;
}
