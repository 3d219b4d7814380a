import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePaper } from "../../src/core/merge.ts";
import type { Paper, Translation } from "../../src/core/paper.ts";

const base: Paper = {
  id: "2212.12206",
  version: 1,
  title: "A title",
  abstract: "An abstract.",
  language: "en",
  authors: ["Ada Lovelace"],
  categories: ["cs.LG"],
  submitted: "2022-12-23",
  links: { abstract: "https://arxiv.org/abs/2212.12206" },
  source: "arxiv",
  licence: "CC0-1.0",
  translations: [],
};

function without(paper: Paper, ...keys: (keyof Paper)[]): Paper {
  return Object.fromEntries(
    Object.entries(paper).filter(([key]) => !keys.includes(key as keyof Paper)),
  ) as Paper;
}

function translation(changes: Partial<Translation> = {}): Translation {
  return {
    language: "de",
    title: "Ein Titel",
    abstract: "Eine Zusammenfassung.",
    translator: { kind: "machine", name: "bergamot" },
    from: { language: "en" },
    ...changes,
  };
}

describe("one record", () => {
  test("a paper that is not held is added as it is", () => {
    expect(mergePaper(undefined, base)).toEqual({ paper: base, outcome: "added" });
  });

  test("a translation that a new paper brings twice is held once", () => {
    const twice = { ...base, translations: [translation({ title: "Alt" }), translation({ title: "Neu" })] };
    expect(mergePaper(undefined, twice).paper.translations).toEqual([translation({ title: "Neu" })]);
  });

  test("records of different papers are never merged", () => {
    expect(() => mergePaper(base, { ...base, id: "1706.03762" })).toThrow("1706.03762");
  });
});

describe("which record wins", () => {
  test("the newer version takes the place of the older", () => {
    expect(mergePaper(base, { ...base, version: 2, title: "New" })).toMatchObject({
      paper: { version: 2, title: "New" },
      outcome: "updated",
    });
  });

  test("an older version changes nothing", () => {
    const held = { ...base, version: 3 };
    expect(mergePaper(held, { ...base, title: "Old" })).toEqual({ paper: held, outcome: "older" });
  });

  test("the date of the update decides where a version is missing", () => {
    const held = { ...without(base, "version"), updated: "2023-05" };
    expect(mergePaper(held, { ...base, updated: "2023-04-30", title: "Old" }).outcome).toBe("older");
    expect(mergePaper(held, { ...base, updated: "2023-06-01", title: "New" }).paper.title).toBe("New");
  });

  test("dates are compared only as far as both are exact, and in one time zone", () => {
    const held = { ...without(base, "version"), updated: "2023-05-01T01:00:00+02:00" };
    expect(mergePaper(held, { ...held, updated: "2023-04", title: "Same month in UTC" }).outcome).toBe(
      "updated",
    );
    expect(mergePaper(held, { ...held, updated: "2023-04-29", title: "Old" }).outcome).toBe("older");
  });

  test("where nothing tells, the incoming record wins and the known version stays", () => {
    expect(mergePaper(base, { ...without(base, "version"), title: "Other" })).toMatchObject({
      paper: { version: 1, title: "Other" },
      outcome: "updated",
    });
  });

  test("the order of keys is no difference", () => {
    const reversed = Object.fromEntries(Object.entries(base).reverse()) as Paper;
    expect(mergePaper(base, reversed).outcome).toBe("unchanged");
  });
});

describe("nothing that is known gets lost", () => {
  test("a held abstract outlives a record without one, with the licence that it came under", () => {
    const held = { ...base, licence: "CC-BY-4.0", raw: { abstract: "An $abstract$." } };
    for (const version of [1, 2]) {
      const { paper } = mergePaper(held, { ...base, version, abstract: null });
      expect(paper).toMatchObject({ version, abstract: base.abstract, licence: "CC-BY-4.0", raw: held.raw });
    }
  });

  test("an abstract is taken over where none was held, from an older version too", () => {
    for (const version of [1, 2, 3]) {
      const { paper, outcome } = mergePaper({ ...base, version: 2, abstract: null }, { ...base, version });
      expect([paper.abstract, outcome]).toEqual([base.abstract, "updated"]);
    }
  });

  test("a cut abstract never replaces a complete one of the same version", () => {
    const cut: Paper = { ...base, abstract: "An…", truncated: true };
    expect(mergePaper(base, cut).outcome).toBe("unchanged");
    expect(mergePaper(cut, base).paper).toEqual(base);
    expect(mergePaper(base, { ...cut, version: 2 }).paper.abstract).toBe("An…");
  });

  test("what a record leaves out stays known", () => {
    const held: Paper = {
      ...base,
      updated: "2023-01-01",
      comment: "9 pages",
      links: { ...base.links, pdf: "https://arxiv.org/pdf/2212.12206" },
    };
    const poor = { ...without(base, "submitted", "version"), authors: [], categories: [] };
    expect(mergePaper(held, poor)).toEqual({ paper: held, outcome: "unchanged" });
  });

  test("a newer version keeps when the paper was submitted but not what was said of the older", () => {
    const held = { ...base, comment: "This version is withdrawn", updated: "2023-01-01" };
    const { paper } = mergePaper(held, { ...without(base, "submitted"), version: 2 });
    expect(paper.submitted).toBe(base.submitted);
    expect([paper.comment, paper.updated]).toEqual([undefined, undefined]);
  });
});

describe("translations", () => {
  const human = translation({ translator: { kind: "human", name: "Ada" } });

  test("each translator's text is held once and the incoming one replaces it", () => {
    const held = { ...base, translations: [translation(), human] };
    const newer = translation({ title: "Besserer Titel" });
    expect(mergePaper(held, { ...base, translations: [newer] }).paper.translations).toEqual([newer, human]);
  });

  test("an older record still brings translations that are new, and replaces none", () => {
    const held = { ...base, version: 2, translations: [translation()] };
    const incoming = { ...base, translations: [translation({ title: "Alt" }), human] };
    expect(mergePaper(held, incoming)).toEqual({
      paper: { ...held, translations: [translation(), human] },
      outcome: "updated",
    });
  });

  test("a translation of a later version beats one of an earlier version", () => {
    const held = { ...base, translations: [translation({ version: 2 })] };
    const incoming = { ...base, version: 3, translations: [translation({ version: 1, title: "Alt" })] };
    expect(mergePaper(held, incoming).paper.translations).toEqual(held.translations);
  });

  test("where no version tells, the later date wins, and any date over none", () => {
    const late = translation({ date: "2026-11-23" });
    for (const early of [translation({ date: "2026-11-22", title: "Alt" }), translation({ title: "Alt" })]) {
      for (const [held, incoming] of [
        [early, late],
        [late, early],
      ] as const) {
        const { paper } = mergePaper(
          { ...base, translations: [held] },
          { ...base, translations: [incoming] },
        );
        expect(paper.translations).toEqual([late]);
      }
    }
  });

  test("a version tells more than a date", () => {
    const held = { ...base, translations: [translation({ version: 2, date: "2020" })] };
    const incoming = { ...base, translations: [translation({ version: 1, date: "2026" })] };
    expect(mergePaper(held, incoming).paper.translations).toEqual(held.translations);
  });
});

describe("for any records", () => {
  const anyTranslation = fc.record(
    {
      language: fc.constantFrom("de", "ja"),
      title: fc.constantFrom("t1", "t2"),
      abstract: fc.constant("a"),
      translator: fc.constantFrom<Translation["translator"]>(
        { kind: "human", name: "x" },
        { kind: "machine", name: "x" },
      ),
      from: fc.constant({ language: "en" }),
      date: fc.constantFrom("2022", "2022-12-01", "2023-01"),
      version: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ["language", "title", "abstract", "translator", "from"] },
  );
  const anyPaper: fc.Arbitrary<Paper> = fc
    .record(
      {
        version: fc.integer({ min: 1, max: 4 }),
        title: fc.constantFrom("one", "two"),
        abstract: fc.constantFrom("short", "long", null),
        truncated: fc.constant(true as const),
        authors: fc.constantFrom([], ["Ada"], ["Bob"]),
        categories: fc.constantFrom([], ["cs.LG"]),
        submitted: fc.constantFrom("2022", "2022-12"),
        announced: fc.constantFrom("2023-01-01", "2023-01-02"),
        updated: fc.constantFrom("2022", "2022-12-01", "2023"),
        comment: fc.constantFrom("a", "b"),
        source: fc.constantFrom("x", "y"),
        raw: fc.constantFrom({ title: "r" }, { abstract: "r" }),
        translations: fc.array(anyTranslation, { maxLength: 4 }),
      },
      { requiredKeys: ["title", "abstract", "authors", "categories", "source", "translations"] },
    )
    .map((part) => ({ ...without(base, "version", "submitted"), ...part }) as unknown as Paper);

  const heldAfter = (papers: readonly Paper[]) =>
    papers.reduce<Paper | undefined>((held, paper) => mergePaper(held, paper).paper, undefined);

  test("the same record a second time changes nothing", () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { maxLength: 3 }), anyPaper, (before, paper) => {
        const held = heldAfter([...before, paper]);
        const again = mergePaper(held, paper);
        expect(["unchanged", "older"]).toContain(again.outcome);
        expect(again.paper).toBe(held);
      }),
      { numRuns: 1000 },
    );
  });

  test("an abstract, authors and translations that were known once stay known", () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 4 }), (papers) => {
        const held = heldAfter(papers);
        expect(held?.abstract !== null).toBe(papers.some((paper) => paper.abstract !== null));
        expect((held?.authors.length ?? 0) > 0).toBe(papers.some((paper) => paper.authors.length > 0));
        const keys = (list: readonly Translation[]) =>
          new Set(list.map((each) => `${each.language} ${each.translator.kind}`)).size;
        expect(held?.translations.length).toBe(keys(papers.flatMap((paper) => paper.translations)));
      }),
      { numRuns: 1000 },
    );
  });

  const sorted = (paper: Paper | undefined) =>
    paper && { ...paper, translations: paper.translations.map((each) => JSON.stringify(each)).sort() };

  test("the order in which two versions arrive makes no difference", () => {
    const versions = fc.tuple(anyPaper, anyPaper).map(([a, b]) => [
      { ...a, version: 1 },
      { ...b, version: 2 },
    ]);
    fc.assert(
      fc.property(versions, (papers) => {
        expect(sorted(heldAfter(papers.toReversed()))).toEqual(sorted(heldAfter(papers)));
      }),
      { numRuns: 1000 },
    );
  });

  test("the order in which any number of complete versions arrive makes no difference", () => {
    const complete = anyPaper.map((paper) => ({
      ...paper,
      abstract: paper.abstract ?? "held",
      authors: ["Ada"],
      categories: ["cs.LG"],
      submitted: "2022-12",
      announced: "2023-01-01",
      translations: paper.translations.map((each) => ({ ...each, title: "t" })),
    }));
    const arrival = fc
      .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 })
      .chain((versions) =>
        fc.tuple(...versions.map((version) => complete.map((paper) => ({ ...paper, version })))),
      )
      .chain((papers) =>
        fc.tuple(fc.constant(papers), fc.shuffledSubarray(papers, { minLength: papers.length })),
      );
    fc.assert(
      fc.property(arrival, ([papers, other]) => {
        const told = (paper: Paper | undefined) => paper && { ...sorted(paper), translations: [] };
        expect(told(heldAfter(other))).toEqual(told(heldAfter(papers)));
      }),
      { numRuns: 1000 },
    );
  });
});
