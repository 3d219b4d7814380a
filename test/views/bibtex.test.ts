import { expect, test } from "vitest";
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
  ["a_b #1 {x} 50$ ~ ^", "a\\_b \\#1 \\{x\\} 50\\$ {\\textasciitilde} {\\textasciicircum}"],
  ["“quoted” – dash", "``quoted'' -- dash"],
  ["神经坍缩 ℝ", "神经坍缩 ℝ"],
])("%s is written as TeX", (text, tex) => {
  expect(toTex(text)).toBe(tex);
});

test("the source's own TeX title is kept", () => {
  expect(bibtexOf(samplePaper({ title: "ℓ₁ norms", raw: { title: "$\\ell_1$ norms" } }))).toContain(
    "title = {{$\\ell_1$ norms}}",
  );
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
