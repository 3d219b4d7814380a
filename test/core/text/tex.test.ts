import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { texToUnicode } from "../../../src/core/text/tex.ts";

const RULES: Record<string, [raw: string, clean: string][]> = {
  "composes accents with their letter": [
    ["\\'Ecole", "École"],
    ['G\\"odel and Schr\\"{o}dinger', "Gödel and Schrödinger"],
    ["{\\'E}pid{\\'e}miologie", "Épidémiologie"],
    ["Fran\\c{c}ois, fa\\c cade", "François, façade"],
    ["Babu\\v{s}ka, Babu\\v ska", "Babuška, Babuška"],
    ["Erd\\H{o}s, Erd\\H os", "Erdős, Erdős"],
    ['\\r{A}ngstr\\"om, w\\k{e}z{\\l}a, Bad\\u{o}iu', "Ångström, węzła, Badŏiu"],
    ["bh\\=avaprak\\=a\\'sa nigha\\d{n}\\d{t}u", "bhāvaprakāśa nighaṇṭu"],
    ["\\.Zbikowski, Ma\\~nana, c\\^ot\\'e, Lo\\`eve", "Żbikowski, Mañana, côté, Loève"],
    ["Li\\'skiewicz, zaj\\k{e}to\\'sci", "Liśkiewicz, zajętości"],
  ],
  "puts accents on i and j without their dots": [
    ["Mar\\'{\\i}a, na\\\"\\i ve, Garc\\'\\i a", "María, naïve, García"],
    ["Friedmann-Lema\\^itre", "Friedmann-Lemaître"],
  ],
  "knows letters of other languages": [
    [
      "Stra\\ss e, S\\o ren, \\O rsted, \\L{}ukasz, {\\L}ojasiewicz",
      "Straße, Søren, Ørsted, Łukasz, Łojasiewicz",
    ],
    ['\\AE gir, c\\oe ur, \\aa r, \\AA ngstr\\"om', "Ægir, cœur, år, Ångström"],
  ],
  "leaves a space before an accent where it is": [["cram \\'er-rao", "cram ér-rao"]],
  "reads an escaped apostrophe as an apostrophe": [
    ["the Earth\\'s atmosphere, don\\'t", "the Earth's atmosphere, don't"],
  ],
  "reads what arXiv's listings make of Greek macros": [
    ["Real-\\b{eta}-SafeOpt, \\r{ho}, \\c{hi}1, \\k{appa}", "Real-β-SafeOpt, ρ, χ1, κ"],
  ],
  "makes curly quotes": [
    ["a ``smoke ring'' and `so called' ones", "a “smoke ring” and ‘so called’ ones"],
    ['the ``downstream task".', "the “downstream task”."],
    ["the `don't know' answer", "the ‘don't know’ answer"],
  ],
  "leaves code in backticks and feet and inches": [
    ["call `foo` or ```bar```", "call `foo` or ```bar```"],
    ["a 5'' screen and it's 6' tall", "a 5'' screen and it's 6' tall"],
  ],
  "makes dashes in prose": [
    ["pages 3--7, audio---while, Erd\\H{o}s--R\\'enyi", "pages 3–7, audio—while, Erdős–Rényi"],
    ["the model -- making it", "the model – making it"],
    ["$2$--$10$ keV", "2–10 keV"],
  ],
  "leaves options, arrows and rules of hyphens": [
    ["run it with --flag \\emph{now}", "run it with --flag now"],
    ["<!-- a --> b ----", "<!-- a --> b ----"],
  ],
  "leaves URLs alone but for TeX's escapes": [
    ["see https://a.org/x--y/~me/a\\_b and $x$", "see https://a.org/x--y/~me/a_b and x"],
    ["\\url{https://a.org/x\\_y}", "https://a.org/x_y"],
    ["``https://a.org''", "“https://a.org”"],
  ],
  "shows a link's text and its target": [
    ["at \\href{https://a.org/b}{our page}.", "at our page (https://a.org/b)."],
    ["\\href{https://a.org}{https://a.org}", "https://a.org"],
    ["\\href{https://a.org/}{\\texttt{a.org}}", "https://a.org/"],
  ],
  "drops references with the space before them": [
    ["as in REArtGS~\\cite{wu2025}, and", "as in REArtGS, and"],
    ["methods \\citep[see][]{a,b}.", "methods."],
    ["theorem (\\ref{thm}) holds \\label{x}", "theorem holds"],
  ],
  "keeps the content of styles": [
    ["\\emph{a} \\textit{b} \\textbf{c \\textsc{d}} \\texttt{e} \\mbox{f} \\underline{g}", "a b c d e f g"],
    ["{\\em x} {\\it y} {\\bf z} \\rm w", "x y z w"],
    ["\\textcolor{red}{x} {\\color{blue}3)}", "x 3)"],
  ],
  "sets ions with their numerals": [
    ["H{\\sc i}, [N~{\\sc ii}], \\ion{C}{4}, \\textsc{prospector}", "H I, [N II], C IV, prospector"],
  ],
  "unescapes signs": [["50\\% \\$5 A\\&B a\\_b \\#1 \\{x\\}", "50% $5 A&B a_b #1 {x}"]],
  "reads a tie as a space and a tilde before a number as a tilde": [
    ["Fig.~2, NGC~1333, J.~Smith", "Fig. 2, NGC 1333, J. Smith"],
    ["about (~60%) at z~6 and ~15 or 1.6~2.5x", "about (~60%) at z~6 and ~15 or 1.6~2.5x"],
  ],
  "drops the braces that protect capitals, and no others": [
    ["{B}ias-{L}inked {DE}bias", "Bias-Linked DEbias"],
    ['labels in {0,1} and {"a": 1} or {user_name}', 'labels in {0,1} and {"a": 1} or {user_name}'],
  ],
  "writes Greek, operators, relations and arrows": [
    ["$\\alpha \\leq \\beta\\cdot\\Omega$", "α ≤ β·Ω"],
    ["$x\\in X$, $A\\to B$, $10 \\times 20$, $\\sim$10", "x∈X, A→B, 10 × 20, ∼10"],
    ["$A\\not\\equiv s$ and $y\\not\\in Y$", "A≢ s and y∉ Y"],
    ["a \\alpha-decay of \\sim 3", "a α-decay of ∼ 3"],
  ],
  "writes letters of mathematical alphabets": [
    ["$\\mathbb{R}^n$, $\\mathcal{O}(n^2)$, $\\mathfrak g$, $\\mathbf{x}$", "ℝⁿ, 𝒪(n²), 𝔤, 𝐱"],
    ["\\({\\cal D}_1\\), $\\mathbf{AUC}$", "𝒟₁, AUC"],
  ],
  "writes fractions and roots on the line": [
    ["$\\frac{a}{b}$, $\\frac{a+b}{2}$, $\\frac12$", "a/b, (a+b)/2, 1/2"],
    ["$\\sqrt{x}$, $\\sqrt{x+1}$, $\\sqrt[3]{n}$", "√x, √(x+1), ∛n"],
  ],
  "writes scripts in Unicode where every character has one": [
    ["$x_i^2$, $10^{-3}$, $H_{max}$, H$_2$O, 10$^5$", "xᵢ², 10⁻³, Hₘₐₓ, H₂O, 10⁵"],
    ["$T_{\\rm eff}$, $f_{\\star,0}$, $A^{+0.1}_{-0.2}$", "T_eff, f_(⋆,0), A^(+0.1)_(-0.2)"],
    ["$30^\\circ$, $M_\\odot$, $x^*$, $A^\\top$, $f'$", "30°, M⊙, x*, Aᵀ, f′"],
    ["10^{-5} outside", "10⁻⁵ outside"],
  ],
  "writes marks over letters": [
    ["$\\tilde{O}(n)$, $\\hat x$, $\\bar{\\mathcal{G}}$, $\\vec v$", "Õ(n), x̂, 𝒢̄, v⃗"],
  ],
  "writes functions as words": [
    ["$O(n\\log n)$, $\\sin(x)$, $\\log_2 n$, $\\arg\\min_x f$", "O(n log n), sin(x), log₂ n, arg minₓ f"],
    ["$\\operatorname{rank}(A)$, $\\left( x \\right)$, $3\\,\\mathrm{km}$", "rank(A), ( x ), 3 km"],
  ],
  "reads every way of marking a formula": [
    ["$$x^2$$ \\(y^2\\) \\[z^2\\] \\begin{equation}w^2\\end{equation}", "x² y² z² w² "],
  ],
  "leaves money and shell variables": [
    ["between $5 and $10", "between $5 and $10"],
    ["$5-$10 or $1.2B in $HOME/$USER", "$5-$10 or $1.2B in $HOME/$USER"],
    ["paid $30 for $n$ bugs", "paid $30 for n bugs"],
  ],
  "leaves a dollar sign that has no partner": [["it costs $O(n and", "it costs $O(n and"]],
  "keeps the content of a macro it does not know": [["\\foo{bar} and \\rev[x]{baz}", "bar and baz"]],
  "writes a macro of the authors' own in its letters": [
    ["We call it \\dictdis, and \\dictdis{} it is", "We call it dictdis, and dictdis it is"],
  ],
  "drops a macro that the source cut": [
    ["achieving $\\widetilde{\\ma", "achieving $"],
    ["at \\url{https://a.org/b", "at https://a.org/b"],
  ],
  "returns text without TeX as it is": [["Plain text, 10% of it [1].", "Plain text, 10% of it [1]."]],
};

describe("texToUnicode", () => {
  for (const [rule, cases] of Object.entries(RULES)) {
    it(rule, () => {
      for (const [raw, clean] of cases) expect(texToUnicode(raw)).toBe(clean);
    });
  }

  const bits = [
    "\\",
    "{",
    "}",
    "$",
    "$$",
    "^",
    "_",
    "`",
    "``",
    "''",
    "--",
    "~",
    "&",
    " ",
    "\n",
    "[",
    "]",
    "\\(",
    "\\)",
    "x",
    "12",
    ...[
      "frac",
      "sqrt",
      "emph",
      "mathbb",
      "cal",
      "over",
      "left",
      "log",
      "in",
      "not",
      "href",
      "url",
      "cite",
      "foo",
      "c",
      "i",
    ],
    ...[
      "'",
      '"',
      "begin{align}",
      "end{align}",
      "verb|",
      "unicode{x2013}",
      "textsc{ii}",
      "hat",
      "text{",
      "ion{",
      "sc ",
    ],
  ].map((bit) => (/^[a-z'"]{1,}/.test(bit) && bit !== "x" && bit !== "''" ? `\\${bit}` : bit));

  it("takes any mixture of TeX without throwing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), { maxLength: 60 }),
        (parts) => {
          expect(typeof texToUnicode(parts.join(""))).toBe("string");
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("leaves any text without TeX unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = text.replace(/[\\$`{}~'-]/g, "");
        expect(texToUnicode(plain)).toBe(plain);
      }),
    );
  });

  it.each([
    ["50,000 open braces", "{".repeat(50_000)],
    ["50,000 nested braces", "{".repeat(50_000) + "}".repeat(50_000)],
    ["20,000 nested fractions", `$${"\\frac{".repeat(20_000)}x${"}{y}".repeat(20_000)}$`],
    ["20,000 fractions without braces", `\\(${"\\frac".repeat(20_000)}`],
    ["20,000 accents on each other", "\\'".repeat(20_000)],
    ["20,000 scripts", `$x${"^{a".repeat(20_000)}`],
    ["50,000 dollar signs", "$ ".repeat(50_000)],
    ["50,000 dollar signs in braces", "{$".repeat(50_000)],
    ["20,000 environments that never end", "\\begin{align}".repeat(20_000)],
    ["20,000 open formulas", "\\(\\[".repeat(20_000)],
    ["50,000 backticks and words", "`a ".repeat(50_000)],
    ["20,000 overs", `\\(${"a\\over ".repeat(500)}\\)`.repeat(40)],
    ["100,000 spaces before references", `${" ".repeat(100_000)}\\cite{a}`.repeat(3)],
  ])("ends on %s", (_, bomb) => {
    expect(texToUnicode(bomb).length).toBeLessThanOrEqual(bomb.length * 3);
  });
});

const DATA = new URL("../../../../shared/data/arxiv/arxiv-5k.jsonl.gz", import.meta.url);
describe.skipIf(!existsSync(DATA))(
  "texToUnicode on 5,000 arXiv abstracts (skipped without ../shared/data)",
  () => {
    test("leaves a backslash in at most 0.3 % of those that have TeX", () => {
      const abstracts = gunzipSync(readFileSync(DATA))
        .toString()
        .trim()
        .split("\n")
        .map((line) => String((JSON.parse(line) as { abstract?: string }).abstract ?? ""))
        .filter((abstract) => /[\\$]/.test(abstract));
      const left = abstracts.filter((abstract) => texToUnicode(abstract).includes("\\"));
      expect(abstracts.length).toBeGreaterThan(100);
      expect(left.length / abstracts.length).toBeLessThanOrEqual(0.003);
    });
  },
);
