import { expect, test } from "vitest";
import { readBibtex } from "../../src/sources/bibtex.ts";
import type { FileEntry } from "../../src/sources/file.ts";
import { readRis } from "../../src/sources/ris.ts";

const said = (entries: Iterable<FileEntry>) =>
  [...entries].map((entry) =>
    "problem" in entry
      ? `${entry.line}: ${entry.problem}`
      : entry.record.ok
        ? entry.record.paper
        : entry.record.problems,
  );

test("BibTeX: strings, quotes, braces, concatenation, accents and comments", () => {
  const text = `% a comment with @article{
@comment{ignored}
@string{jtest = "Journal of " # "Tests"}
@Article{key:1,
  title = "{Neural} Collapse {\\o} $x_{1}$ " # {G{\\"o}del},
  author = {Papyan, Vardan and X. Y. Han and King, Jr., Martin and {The ATLAS Collaboration} and others},
  journal = jtest, year = 2020, month = sep,
  doi = {https://doi.org/10.1073/PNAS.2015509117},
  abstract = {Nested {braces} here.}
}`;
  expect(said(readBibtex(text))).toMatchObject([
    {
      id: "doi:10.1073/pnas.2015509117",
      title: "Neural Collapse ø x₁ Gödel",
      authors: ["Vardan Papyan", "X. Y. Han", "Martin King Jr.", "The ATLAS Collaboration"],
      submitted: "2020-09",
      source: "Journal of Tests",
      abstract: "Nested braces here.",
    },
  ]);
});

test.each([
  ["an eprint", "eprint={2212.12206v2}, archivePrefix={arXiv}, doi={10.1/other}"],
  ["arXiv's DOI", "doi={10.48550/arXiv.2212.12206}"],
  ["an address", "url={https://arxiv.org/abs/2212.12206}"],
  ["what Google Scholar writes", "journal={arXiv preprint arXiv:2212.12206}"],
])("BibTeX: %s of arXiv makes it that paper", (_, fields) => {
  expect(said(readBibtex(`@misc{k, title={T}, ${fields}}`))).toMatchObject([{ id: "2212.12206" }]);
});

test("BibTeX: a bad entry costs only itself", () => {
  const text = `@article{a, title={T}, doi={10.1234/a}}
@article{b, title={never closed, doi={10.1234/b}
@article{c, title={U}, doi={10.1234/c}}
@article{d, title={no id}}`;
  expect(said(readBibtex(text))).toMatchObject([
    { id: "doi:10.1234/a" },
    "2: the entry is not closed",
    { id: "doi:10.1234/c" },
    [{ field: "id" }],
  ]);
});

test("BibTeX: hostile text takes no time", () => {
  const started = process.cpuUsage().user;
  [...readBibtex(`@article{a, title={${"{".repeat(300_000)}`)];
  [...readBibtex("@a{".repeat(50_000))];
  [...readBibtex(`@article{a,${" x".repeat(200_000)}`)];
  expect(process.cpuUsage().user - started).toBeLessThan(5_000_000);
});

test("RIS", () => {
  const text = `TY  - JOUR
TI  - Neural Collapse
AU  - Papyan, Vardan
AU  - Han, X. Y.
AB  - First line
 goes on.
KW  - deep learning
PY  - 2020/09/21
DO  - 10.1073/pnas.2015509117
ER  -
TY  - GEN
TI  - A preprint
JO  - arXiv preprint arXiv:2212.12206
ER  -
TY  - JOUR
TI  - Cut off`;
  expect(said(readRis(text.replaceAll("\n", "\r\n")))).toMatchObject([
    {
      id: "doi:10.1073/pnas.2015509117",
      authors: ["Vardan Papyan", "X. Y. Han"],
      abstract: "First line goes on.",
      categories: ["deep-learning"],
      submitted: "2020-09-21",
    },
    { id: "2212.12206" },
    "15: the entry is not ended by ER: was the file cut off?",
  ]);
});
