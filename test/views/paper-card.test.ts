import { describe, expect, test } from "vitest";
import { type Card, type Control, plain } from "../../src/core/card.ts";
import type { ControlState } from "../../src/core/control.ts";
import type { Language } from "../../src/core/language.ts";
import type { Paper, Translation } from "../../src/core/paper.ts";
import type { Summary } from "../../src/core/summary.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { chooseText, languagesOf } from "../../src/views/choose-text.ts";
import { languageControls, paperCard, paperLine } from "../../src/views/paper-card.ts";
import { samplePaper } from "../support/paper.ts";

const reader = (language: Language) => ({ language, texts: catalogs[language] });

function translation(changes: Partial<Translation> = {}): Translation {
  return {
    language: "de",
    title: "Ein Beispiel",
    abstract: "Wir nehmen Beispiele.",
    translator: { kind: "machine", name: "Babel" },
    from: { language: "en" },
    ...changes,
  };
}

/** The card's texts, a line a block. */
const said = (paper: Paper, language: Language = "en", original = false) =>
  words(paperCard(paper, reader(language), original));
const words = (card: Card) =>
  card.blocks.map((block) =>
    block.kind === "list"
      ? block.items.map(plain).join("\n")
      : block.kind === "code"
        ? block.text
        : plain(block.text),
  );
const notes = (paper: Paper, language: Language = "en", original = false) =>
  paperCard(paper, reader(language), original).blocks.flatMap((block) =>
    block.kind === "note" ? [plain(block.text)] : [],
  );

test("a paper from elsewhere is called by its DOI, and that it has no abstract is said instead of shown", () => {
  const paper = samplePaper({
    id: "doi:10.1145/3292500.3330701",
    abstract: null,
    links: { abstract: "https://doi.org/10.1145/3292500.3330701" },
  });
  const card = paperCard(paper, reader("de"));
  expect(words(card)).toContain("doi:10.1145/3292500.3330701");
  expect(notes(paper, "de")).toEqual([
    catalogs.de.provenance.original("Englisch"),
    catalogs.de.card.noAbstract,
  ]);
});

describe("whose words a card shows", () => {
  test.each<[Language, string]>([
    ["zh-Hans", "暂无简体中文译文，现显示英语原文。"],
    ["de", "Noch keine Übersetzung ins Deutsche. Angezeigt wird das Original auf Englisch."],
    ["ja", "日本語訳はまだありません。英語の原文を表示しています。"],
  ])("a missing translation is said in %s", (language, note) => {
    const card = paperCard(samplePaper(), reader(language));
    expect(notes(samplePaper(), language)).toEqual([note]);
    expect(card.title).toBe("A Sample Paper");
    expect(words(card)).toContain("We sample papers.");
  });

  test("a missing translation is said in English", () => {
    expect(catalogs.en.provenance.missing("Chinese", "English")).toBe(
      "No Chinese translation yet. Showing the English original.",
    );
    expect(notes(samplePaper({ language: "de" }))).toEqual([
      "No English translation yet. Showing the German original.",
    ]);
  });

  test("the reader's own language needs no more than a word", () => {
    expect(notes(samplePaper())).toEqual(["Original · English"]);
  });

  test("where the original is not held, another translation is shown and named", () => {
    const { missingOther, translated, machine } = catalogs.fr.provenance;
    const paper = samplePaper({ abstract: null, translations: [translation()] });
    expect(notes(paper, "fr")).toEqual([
      `${missingOther("français", "allemand")} · ${translated("anglais", machine("Babel"))}`,
    ]);
    expect(said(paper, "fr")).toContain("Wir nehmen Beispiele.");
  });

  test("an original that is wanted and not held is said to be so", () => {
    const paper = samplePaper({ abstract: null, translations: [translation()] });
    expect(notes(paper, "en", true)).toEqual([
      "The original abstract is not held here yet. Showing the German translation. · Translated from English by Babel (machine)",
    ]);
  });

  test("a paper of which no abstract is held shows none", () => {
    const card = paperCard(samplePaper({ abstract: null }), reader("en"));
    expect(card.blocks.some((block) => block.kind === "body")).toBe(false);
  });

  test.each<[string, Partial<Translation>, string]>([
    ["a machine", {}, "Translated from English by Babel (machine)"],
    [
      "a person",
      { translator: { kind: "human", name: "Emmy Noether" } },
      "Translated from English by Emmy Noether",
    ],
    [
      "a machine, checked by a person",
      { translator: { kind: "reviewed", name: "Babel" } },
      "Translated from English by Babel (machine, checked by a person)",
    ],
    [
      "someone else than its title",
      { titleTranslator: { kind: "human", name: "Emmy Noether" } },
      "Translated from English by Babel (machine) · Title translated by Emmy Noether",
    ],
    [
      "a machine, from a translation",
      { from: { language: "zh-Hans", translator: { kind: "human", name: "Hua" } } },
      "Translated from Simplified Chinese by Babel (machine); the Simplified Chinese text was itself translated from English by Hua",
    ],
    [
      "a machine, from an older version",
      { version: 1 },
      "Translated from English by Babel (machine) · Translated from v1; v3 is current",
    ],
    [
      "an engine named in brackets",
      { translator: { kind: "machine", name: "Firefox Translations (Bergamot)" } },
      "Translated from English by Firefox Translations (Bergamot, machine)",
    ],
    [
      "several engines",
      { otherTranslators: [{ kind: "machine", name: "Firefox Translations (Bergamot)" }] },
      "Translated from English by Babel (machine) and Firefox Translations (Bergamot, machine)",
    ],
    [
      "a machine that left sentences as they were",
      { kept: { title: true, abstract: [{ from: 0, to: 2 }] } },
      "Translated from English by Babel (machine) · The title is left in the original · 1 sentence is left in the original, in italics",
    ],
    ["a machine, from the current version", { version: 3 }, "Translated from English by Babel (machine)"],
  ])("translated by %s", (_, changes, note) => {
    const paper = samplePaper({ abstract: null, version: 3, translations: [translation(changes)] });
    expect(notes(paper)[0]).toBe(`No English translation yet. Showing the German translation. · ${note}`);
  });

  test("a summary that an engine left in the original is in italics, as in the text", () => {
    const kept = { abstract: [{ from: 0, to: 13 }] };
    const paper = samplePaper({
      translations: [translation({ abstract: "We are first. Das ist neu.", kept })],
    });
    const tldrOf = (tldr: string) => {
      const summary = { tldr, by: { kind: "extracted" } } as const;
      return JSON.stringify(paperCard(paper, reader("de"), false, { summary }).blocks);
    };
    expect(tldrOf("We are first.")).toContain('" ",{"kind":"italic","text":"We are first."}');
    expect(tldrOf("We are fi…")).toContain('" ",{"kind":"italic","text":"We are fi…"}');
    expect(tldrOf("Das ist neu.")).toContain('" ","Das ist neu."');
  });

  test("a translation has the original's title below its own", () => {
    const paper = samplePaper({ translations: [translation()] });
    const card = paperCard(paper, reader("de"));
    expect(card.title).toBe("Ein Beispiel");
    expect(card.blocks[0]).toEqual({ kind: "text", text: [{ kind: "italic", text: "A Sample Paper" }] });
    expect(notes(paper, "de")).toEqual(["Übersetzt aus dem Englischen von Babel (maschinell)"]);
    expect(paperCard(paper, reader("de"), true).title).toBe("A Sample Paper");
  });
});

describe("notes", () => {
  test("a withdrawn paper is said to be so and has no PDF", () => {
    const paper = samplePaper({ comment: "This paper has been withdrawn by the authors" });
    expect(notes(paper)[0]).toBe("Withdrawn.");
    expect(said(paper).join("\n")).not.toContain("PDF");
    expect(said(paper)).toContain("arXiv:2401.00001");
  });

  test("any other paper has one", () => {
    expect(said(samplePaper())).toContain("arXiv:2401.00001 · PDF");
  });

  test("an abstract that the source cut is said to be cut, a translation is not", () => {
    const paper = samplePaper({ truncated: true, translations: [translation()] });
    expect(notes(paper).at(-1)).toBe("The source cut this abstract short.");
    expect(notes(paper, "de")).not.toContain(catalogs.de.card.truncated);
  });
});

describe("facts", () => {
  const facts = (changes: Partial<Paper>, language: Language = "en") =>
    said(samplePaper(changes), language)[0];
  const authors = ["A. One", "B. Two", "C. Three", "D. Four", "E. Five"];

  test.each<[string, Partial<Paper>, Language, string]>([
    [
      "three authors",
      { authors: authors.slice(0, 3) },
      "en",
      "A. One, B. Two, C. Three · Jan 1, 2024 · cs.LG",
    ],
    ["more authors", { authors }, "en", "A. One, B. Two, C. Three +2 · Jan 1, 2024 · cs.LG"],
    ["more authors", { authors }, "ja", "A. One、B. Two、C. Three ほか2名 · 2024年1月1日 · cs.LG"],
    ["no authors", { authors: [] }, "en", "Authors not recorded · Jan 1, 2024 · cs.LG"],
    ["no authors", { authors: [] }, "de", "Keine Autorenangabe · 1. Jan. 2024 · cs.LG"],
    ["no categories", { categories: [] }, "en", "Ada Lovelace · Jan 1, 2024"],
    [
      "two categories",
      { categories: ["cs.LG", "stat.ML"] },
      "en",
      "Ada Lovelace · Jan 1, 2024 · cs.LG, stat.ML",
    ],
    ["a year", { submitted: "2024" }, "en", "Ada Lovelace · 2024 · cs.LG"],
    ["a month", { submitted: "2024-01" }, "en", "Ada Lovelace · January 2024 · cs.LG"],
    ["a month", { submitted: "2024-01" }, "zh-Hans", "Ada Lovelace · 2024年1月 · cs.LG"],
    ["a time", { submitted: "2024-01-01T23:59:59Z" }, "en", "Ada Lovelace · Jan 1, 2024 · cs.LG"],
  ])("%s", (_, changes, language, line) => {
    expect(facts(changes, language)).toBe(line);
  });

  test("without a date of submission, the announcement's and else the id's month is shown", () => {
    const { submitted: _, ...paper } = samplePaper({ id: "2212.12206" });
    expect(said({ ...paper, announced: "2023-02-03" })[0]).toContain("Feb 3, 2023");
    expect(said(paper)[0]).toContain("December 2022");
  });

  test("a line of a list has the linked title, the first author and the year", () => {
    expect(plain(paperLine(samplePaper({ authors }), reader("en")))).toBe(
      "A Sample Paper · A. One +4 · 2024",
    );
  });
});

describe("the summary", () => {
  const paper = samplePaper();
  const lines = (language: Language, by: Summary["by"]) =>
    words(
      paperCard(paper, reader(language), false, {
        summary: { tldr: "It collapses. See https://a.example/x.", by },
      }),
    );

  test.each<[Language, Summary["by"], string]>([
    ["en", { kind: "extracted" }, "extracted from the abstract"],
    ["en", { kind: "model", name: "tiny-1" }, "written by tiny-1 (machine)"],
    ["zh-Hans", { kind: "extracted" }, "摘自摘要原句"],
    ["de", { kind: "model", name: "tiny-1" }, "von tiny-1 geschrieben (maschinell)"],
  ])("says in %s who made it: %j", (language, by, maker) => {
    expect(lines(language, by)).toContain(`TL;DR It collapses. See https://a.example/x. — ${maker}`);
  });

  test("stands before the provenance of the text, with what a model tells besides", () => {
    const summary: Summary = {
      ...{ tldr: "A.", problem: "B.", method: "C.", result: "D." },
      by: { kind: "model", name: "tiny" },
    };
    expect(words(paperCard(paper, reader("fr"), false, { summary })).slice(2, 7)).toEqual([
      "TL;DR A. — rédigé par tiny (machine)",
      "Problème B.",
      "Méthode C.",
      "Résultat D.",
      catalogs.fr.provenance.missing("français", "anglais"),
    ]);
  });

  test("is left out where there is none", () => {
    expect(words(paperCard(paper, reader("en"))).join("\n")).not.toContain("TL;DR");
  });
});

test("whole addresses in an abstract are links, the rest is literal", () => {
  const abstract = "Code: https://github.com/a/b_(c). See *this* and example.org.";
  const body = paperCard(samplePaper({ abstract }), reader("en")).blocks.find(({ kind }) => kind === "body");
  expect(body).toEqual({
    kind: "body",
    text: [
      "Code: ",
      { kind: "link", text: "https://github.com/a/b_(c)", url: "https://github.com/a/b_%28c%29" },
      ". See *this* and example.org.",
    ],
  });
});

describe("the language menu", () => {
  const paper = samplePaper({ translations: [translation(), translation({ language: "ja" })] });
  const state: ControlState = { action: "view", paper: paper.id };
  const controls = (language: Language, changes: Partial<ControlState> = {}, of = paper): Control[] =>
    languageControls({ paper: of, offered: [] }, reader(language), { ...state, ...changes }, (one) =>
      JSON.stringify(one),
    ).flat();
  const entries = (control: Control | undefined) =>
    control?.kind === "select"
      ? control.choices.map(({ label, selected }) => `${selected ? "*" : ""}${label}`)
      : [];
  const labels = (given: Control[]) =>
    given.flatMap((control) => (control.kind === "button" ? [control.label] : []));

  test("marks the original and the language that is shown", () => {
    expect(entries(controls("en")[0])).toEqual(["*English (original)", "Deutsch", "日本語"]);
    expect(entries(controls("de")[0])).toEqual(["English (Original)", "*Deutsch", "日本語"]);
    expect(entries(controls("de", { original: true })[0])).toEqual([
      "*English (Original)",
      "Deutsch",
      "日本語",
    ]);
    // Nothing in French: the original stands in for it.
    expect(entries(controls("fr")[0])[0]).toMatch(/^\*English/);
  });

  test("is left out where there is nothing to choose", () => {
    expect(controls("de", {}, samplePaper())).toEqual([]);
    expect(controls("en", {}, samplePaper({ abstract: null, translations: [translation()] }))).toEqual([]);
  });

  test("comes with a switch to the original and back", () => {
    const [, toOriginal] = controls("de");
    expect(labels(controls("de"))).toEqual(["Original"]);
    expect(JSON.parse(toOriginal?.id ?? "")).toEqual({ ...state, original: true });
    const [, back] = controls("de", { original: true });
    expect(labels(controls("de", { original: true }))).toEqual(["Auf Deutsch"]);
    expect(JSON.parse(back?.id ?? "")).toEqual(state);
  });

  test("needs no switch where the original is the reader's, is shown anyway or is not held", () => {
    expect(labels(controls("en"))).toEqual([]);
    expect(labels(controls("fr"))).toEqual([]);
    expect(labels(controls("de", {}, { ...paper, abstract: null }))).toEqual([]);
  });
});

describe("which translation is chosen", () => {
  const machine = translation({ title: "machine", date: "2026-01-01" });
  const reviewed = translation({ title: "reviewed", translator: { kind: "reviewed", name: "Babel" } });
  const human = translation({ title: "human", translator: { kind: "human", name: "Emmy" } });
  const older = translation({ title: "older", date: "2025-01-01" });
  const second = translation({
    title: "second hand",
    date: "2026-06-01",
    from: { language: "fr", translator: { kind: "human", name: "Émilie" } },
  });
  const chosen = (...translations: Translation[]) => chooseText(samplePaper({ translations }), "de").title;

  test.each<[string, Translation[], string]>([
    ["a person's before a machine's", [machine, human], "human"],
    ["a checked one before a machine's", [machine, reviewed], "reviewed"],
    ["a person's before a checked one", [reviewed, human], "human"],
    ["of the original before of a translation", [second, machine], "machine"],
    ["the newest", [older, machine], "machine"],
  ])("%s", (_, translations, title) => {
    expect(chosen(...translations)).toBe(title);
    expect(chosen(...translations.toReversed())).toBe(title);
  });

  test("without the language and the original, one of the original before one of a translation", () => {
    const paper = samplePaper({ abstract: null, translations: [second, machine] });
    expect(chooseText(paper, "ja")).toMatchObject({ title: "machine", missing: true, notHeld: false });
  });

  test("each language is offered once, the original first", () => {
    const translations = [machine, human, translation({ language: "ja" })];
    expect(languagesOf(samplePaper({ translations }))).toEqual(["en", "de", "ja"]);
    expect(languagesOf(samplePaper({ abstract: null, translations }))).toEqual(["de", "ja"]);
  });
});
