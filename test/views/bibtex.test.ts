import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import { bibtexOf, toTex } from "../../src/views/bibtex.ts";
import { samplePaper } from "../support/paper.ts";

test("an entry has the authors in their order and arXiv's own fields", () => {
  const paper: Paper = samplePaper({
    id: "2212.12206",
    version: 2,
    title: "Transfer Learning of Deep Models via Neural Collapse",
    authors: ["Xiao Li", "Carlos Fernandez-Granda", "José Núñez"],
    submitted: "2022-12-23",
    categories: ["cs.LG", "cs.CV"],
  });
  expect(bibtexOf(paper)).toBe(
    [
      "@misc{li2022transfer,",
      "  title = {{Transfer Learning of Deep Models via Neural Collapse}},",
      "  author = {Xiao Li and Carlos Fernandez-Granda and Jos{\\'e} N{\\'u}{\\~n}ez},",
      "  year = {2022},",
      "  eprint = {2212.12206},",
      "  archivePrefix = {arXiv},",
      "  primaryClass = {cs.LG},",
      "  url = {https://arxiv.org/abs/2212.12206v2}",
      "}",
    ].join("\n"),
  );
});

test.each([
  ["Gödel", 'G{\\"o}del'],
  ["Škoda & Łódź 100 %", "{\\v{S}}koda \\& {\\L}{\\'o}d{\\'z} 100 \\%"],
  ["naïve", 'na{\\"{\\i}}ve'],
  ["François Çelik", "Fran{\\c{c}}ois {\\c{C}}elik"],
  ["a_b #1 50$ ~ ^", "a\\_b \\#1 50\\$ {\\textasciitilde} {\\textasciicircum}"],
  ["{x", "{\\textbraceleft}x"],
  ["Đorđe", "{\\DJ}or{\\dj}e"],
  ["“quoted” – dash", "``quoted'' -- dash"],
  ["神经坍缩 ℝ", "神经坍缩 ℝ"],
])("%s is written as TeX", (text, tex) => {
  expect(toTex(text)).toBe(tex);
});

const titleIn = (entry: string) => /^ {2}title = \{\{(.*)\}\},$/m.exec(entry)?.[1];
const authorIn = (entry: string) => /^ {2}author = \{(.*)\},$/m.exec(entry)?.[1];

describe("the source's own TeX title", () => {
  test.each([
    ["is kept", "$\\ell_1$ norms", "$\\ell_1$ norms"],
    ["keeps its accents and protected capitals", "{G}\\\"odel and \\'Etale", "{G}\\\"odel and \\'Etale"],
    ["has its signs escaped", "R&D at 100% of #1", "R\\&D at 100\\% of \\#1"],
    ["has nothing escaped twice", "R\\&D at 100\\% of \\#1", "R\\&D at 100\\% of \\#1"],
    ["keeps the signs of a formula", "snake_case in $x_1^2 & y$", "snake\\_case in $x_1^2 & y$"],
    ["keeps the signs of a formula in \\( \\)", "\\(x_1\\) and a_b", "\\(x_1\\) and a\\_b"],
    ["has no comment in a formula", "$50%$ more", "$50\\%$ more"],
    ["is one line", "Folded\n  title  \\'e", "Folded title \\'e"],
    ["keeps a sign after a line break", "a\\\\& b", "a\\\\\\& b"],
    ["hides nothing", "\\'e\u0000\u202Etitle", "\\'etitle"],
  ])("%s", (_, raw, tex) => {
    expect(titleIn(bibtexOf(samplePaper({ title: "Clean", raw: { title: raw } })))).toBe(tex);
  });

  test.each([
    "\\input{/etc/passwd}",
    "\\include{x}",
    "\\write18{rm -rf /}",
    "\\immediate\\write18{x}",
    "\\openout5=x",
    "\\catcode`\\%=12",
    "\\def\\x{}",
    "\\gdef\\x{}",
    "\\csname input\\endcsname",
    "\\special{x}",
    "\\directlua{os.exit()}",
    "\\read5 to \\x",
    "\\let\\x=\\y",
    "\\end{document}",
    "^^5cinput x",
    "unclosed {brace",
    "closed} {before",
    "BibTeX counts \\{ this",
    "TeX counts \\} { this",
    "open formula $x",
    "ends in \\",
  ])("%s gives way to the clean title", (raw) => {
    const paper = samplePaper({ title: "Clean & simple", raw: { title: raw } });
    expect(titleIn(bibtexOf(paper))).toBe("Clean \\& simple");
  });

  test("is not taken where its dollars are money", () => {
    const paper = samplePaper({ title: "From $5 to $10 – é", raw: { title: "From $5 to $10 -- \\'e" } });
    expect(titleIn(bibtexOf(paper))).toBe("From \\$5 to \\$10 -- {\\'e}");
  });

  test.each(["\\bullet", "$\\left(x\\right)$", "$\\Delta$", "\\textbf{Deep} nets"])("may hold %s", (raw) => {
    expect(titleIn(bibtexOf(samplePaper({ title: "Clean", raw: { title: raw } })))).toBe(raw);
  });
});

test.each([
  ["Martin Luther King Jr.", "King, Jr., Martin Luther"],
  ["Martin Luther King, Jr.", "King, Jr., Martin Luther"],
  ["Sammy Davis Jr", "Davis, Jr, Sammy"],
  ["José Núñez Sr.", "N{\\'u}{\\~n}ez, Sr., Jos{\\'e}"],
  ["Oscar de la Hoya III", "de la Hoya, III, Oscar"],
  ["William Gates II", "Gates, II, William"],
  ["J. Smith IV", "Smith, IV, J."],
  ["King Jr.", "{King Jr.}"],
  ["Xiao Li", "Xiao Li"],
  ["Lovelace, Ada", "{Lovelace, Ada}"],
  ["Black and White", "{Black and White}"],
  ["others", "{others}"],
])("the author %s is %s", (name, tex) => {
  expect(authorIn(bibtexOf(samplePaper({ authors: [name] })))).toBe(tex);
});

test("a key is made of the last name, not of what follows it", () => {
  expect(bibtexOf(samplePaper({ authors: ["Martin Luther King Jr."] }))).toMatch(/^@misc\{king2024sample,/);
});

test("a group's name is not taken apart", () => {
  expect(bibtexOf(samplePaper({ authors: ["The ATLAS Collaboration", "A. B."] }))).toContain(
    "author = {{The ATLAS Collaboration} and A. B.}",
  );
});

test("thousands of authors end in `and others`, which BibTeX knows", () => {
  const entry = bibtexOf(
    samplePaper({ authors: Array.from({ length: 3_303 }, (_, index) => `Author Number${index}`) }),
  );
  expect(entry.length).toBeLessThan(3_500);
  expect(entry).toContain(" and others},");
  expect(entry).toContain("author = {Author Number0 and Author Number1 and ");
});

describe("an entry stays under 3,500 characters with every brace closed", () => {
  const many = Array.from({ length: 3_000 }, (_, index) => `Author Number${index}`);
  const link = (page: string) => ({ links: { abstract: page } });
  test.each<[string, Partial<Paper>]>([
    ["a title of 2,000 letters", { title: "Long ".repeat(400), authors: many }],
    ["a title that grows as TeX", { title: "^".repeat(2_000), authors: many }],
    ["a raw title over 2,000", { title: "Short", raw: { title: `${"\\'e".repeat(900)}` }, authors: many }],
    ["one long word", { title: "x".repeat(2_000) }],
    ["a long name", { authors: ["~".repeat(500), ...many] }],
    ["long names", { authors: Array.from({ length: 50 }, () => "é".repeat(500)) }],
    ["a long address", { ...link(`https://arxiv.org/${"x".repeat(4_000)}`), authors: many }],
    ["an address with a brace", link("https://arxiv.org/abs/{")],
    ["a long category", { categories: [`cs.${"X".repeat(4_000)}`], authors: many }],
    ["braces everywhere", { title: "}}}{", authors: ["A {B", "C} D"] }],
  ])("%s", (_, changes) => {
    const entry = bibtexOf(samplePaper(changes));
    expect(entry.length).toBeLessThan(3_500);
    let depth = 0;
    const closed = [...entry].findIndex((char) => {
      depth += char === "{" ? 1 : char === "}" ? -1 : 0;
      return char === "}" && depth === 0;
    });
    expect(closed).toBe(entry.length - 1);
    expect(authorIn(entry)).not.toBe("");
  });

  test("whatever the title", () => {
    const text = fc.string({ minLength: 1, maxLength: 2_000, unit: "grapheme" });
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 20 }), (title, raw, authors) => {
        const entry = bibtexOf(samplePaper({ title, raw: { title: raw }, authors }));
        expect(entry.length).toBeLessThan(3_500);
        expect(entry.split("{").length).toBe(entry.split("}").length);
      }),
    );
  });
});

test("a cut title ends in dots", () => {
  expect(titleIn(bibtexOf(samplePaper({ title: "é ".repeat(1_000) })))).toMatch(/\{\\'e\}\.\.\.$/);
});

test("a paper from elsewhere is cited by its DOI, else by its address", () => {
  const paper = samplePaper({
    id: "doi:10.1145/3292500.3330701",
    version: 1,
    links: { abstract: "https://doi.org/10.1145/3292500.3330701" },
  });
  expect(bibtexOf(paper)).toContain(
    "  doi = {10.1145/3292500.3330701},\n  url = {https://doi.org/10.1145/3292500.3330701}\n",
  );
  const blog = bibtexOf({
    ...paper,
    id: "url:abcdefghijklmnopqrstuv",
    links: { abstract: "https://example.org/x" },
  });
  expect(blog).toContain("url = {https://example.org/x}");
  expect(blog).not.toMatch(/arxiv|doi|eprint/i);
});
