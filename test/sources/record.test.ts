import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paperSchema } from "../../src/core/paper.ts";
import { readJsonLines } from "../../src/sources/jsonl.ts";
import { readRecord } from "../../src/sources/record.ts";

const plain = {
  id: "2212.12206",
  title: "On $\\alpha$-attractors",
  authors: ['Kurt G\\"odel', " ", "Ada Lovelace"],
  abstract: "We study\n  G\\\"odel's $x^2$.",
  categories: ["cs.LG", "stat.ML"],
  published: "2022-12-23",
  updated: null,
  url: "https://example.org/not-used",
  date: "2022-12-23",
  date_precision: "day",
  announced: null,
  version: null,
  comment: null,
  abstract_truncated: false,
  sources: ["seed"],
};

const record = {
  id: "2212.12206",
  title: "A title",
  abstract: "An abstract.",
  language: "en",
  authors: ["Ada Lovelace"],
  categories: ["cs.LG"],
  links: { abstract: "https://arxiv.org/abs/2212.12206" },
  source: "arXiv",
  licence: "CC0-1.0",
  translations: [
    {
      language: "zh-Hans",
      title: "标题",
      abstract: "约5~10个，价格$5到$10。",
      translator: { kind: "machine", name: "Google Translate" },
      from: { language: "en" },
    },
  ],
};

function paperOf(value: unknown) {
  const result = readRecord(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.paper;
}

function problemsOf(value: unknown) {
  const result = readRecord(value);
  return result.ok ? [] : result.problems.map(({ field, reason }) => `${field}: ${reason}`);
}

describe("the plain arXiv shape", () => {
  it("becomes a paper with clean texts, keeping the source's", () => {
    expect(paperOf(plain)).toEqual({
      id: "2212.12206",
      title: "On α-attractors",
      abstract: "We study Gödel's x².",
      language: "en",
      authors: ["Kurt Gödel", "Ada Lovelace"],
      categories: ["cs.LG", "stat.ML"],
      submitted: "2022-12-23",
      links: { abstract: "https://arxiv.org/abs/2212.12206", pdf: "https://arxiv.org/pdf/2212.12206" },
      source: "arXiv",
      licence: "CC0-1.0",
      translations: [],
      raw: { title: plain.title, abstract: plain.abstract },
    });
  });

  it("keeps no raw text where only white space differs", () => {
    expect(paperOf({ ...plain, title: " A \n title", abstract: "One\n two." })).not.toHaveProperty("raw");
  });

  it("takes out what is hidden or reorders what is read", () => {
    const paper = paperOf({ ...plain, title: "A\u202e\u200b B\u0000\u{e0041}", authors: ["Jose\u0301"] });
    expect([paper.title, paper.authors]).toEqual(["A B", ["José"]]);
  });

  it.each([
    ["2212.12206v3", "2212.12206", 3],
    ["arXiv:2212.12206", "2212.12206", undefined],
    ["https://arxiv.org/abs/2212.12206v2", "2212.12206", 2],
    ["http://arxiv.org/pdf/2212.12206v2.pdf", "2212.12206", 2],
    ["hep-th/9901001v1", "hep-th/9901001", 1],
    ["math.GT/0309136", "math/0309136", undefined],
  ])("knows the id in %s", (id, expected, version) => {
    const paper = paperOf({ ...plain, id });
    expect([paper.id, paper.version]).toEqual([expected, version]);
  });

  it.each([
    [2, 2],
    ["v2", 2],
    ["2", 2],
    [null, undefined],
  ])("reads version %j", (version, expected) => {
    expect(paperOf({ ...plain, version }).version).toBe(expected);
  });

  it("leaves out what is not verified", () => {
    const paper = paperOf({ ...plain, _unverified: ["categories", "published"] });
    expect(paper.categories).toEqual([]);
    expect(paper).not.toHaveProperty("submitted");
  });

  it("takes the first announced day", () => {
    expect(paperOf({ ...plain, announced: ["2022-12-26", "2022-12-27"] }).announced).toBe("2022-12-26");
    expect(paperOf({ ...plain, announced: ["2023-01-02", "2023-01-02"] }).announced).toBe("2023-01-02");
  });

  it("does not take the announcement of a replacement for that of the paper", () => {
    expect(paperOf({ ...plain, announced: ["2026-06-19", "2026-06-23"] })).not.toHaveProperty("announced");
    expect(paperOf({ ...plain, announced: ["2022-11-30", "2022-11-30"] })).not.toHaveProperty("announced");
  });

  it("drops the classes of other schemes from the categories", () => {
    const categories = ["cs.CL", "I.2.7", "68T50 (Primary), 62H30", "cs.CL", "hep-th"];
    expect(paperOf({ ...plain, categories }).categories).toEqual(["cs.CL", "hep-th"]);
  });

  it("says that the abstract was cut, keeps the comment", () => {
    const paper = paperOf({ ...plain, abstract_truncated: true, comment: "5 pages,\n withdrawn" });
    expect([paper.truncated, paper.comment]).toEqual([true, "5 pages, withdrawn"]);
    expect(paperOf({ ...plain, comment: " " })).not.toHaveProperty("comment");
  });

  it("does without authors, categories and dates, and ignores keys it does not know", () => {
    const { id, title, abstract } = plain;
    const paper = paperOf({ id, title, abstract, doi: "10.1/x", tags: { a: 1 }, source: "elsewhere" });
    expect([paper.authors, paper.categories, paper.source]).toEqual([[], [], "arXiv"]);
  });
});

describe("arXiv's snapshot on Kaggle", () => {
  const kaggle = {
    id: "0704.0001",
    submitter: "Pavel Nadolsky",
    authors: "C. Bal\\'azs, E. L. Berger (Argonne (Illinois), USA), P. Two, Jr. and C.-P. Yuan",
    title: "Calculation of prompt diphoton production\n  cross sections",
    comments: "37 pages",
    doi: null,
    categories: "hep-ph math.CO",
    license: "http://creativecommons.org/licenses/by/4.0/",
    abstract: "  A fully differential calculation\nis presented.\n",
    versions: [
      { version: "v1", created: "Mon, 2 Apr 2007 19:18:42 GMT" },
      { version: "v2", created: "Tue, 24 Jul 2007 20:10:27 GMT" },
    ],
    update_date: "2008-11-26",
  };

  it("becomes a paper", () => {
    expect(paperOf(kaggle)).toMatchObject({
      version: 2,
      title: "Calculation of prompt diphoton production cross sections",
      authors: ["C. Balázs", "E. L. Berger", "P. Two Jr.", "C.-P. Yuan"],
      categories: ["hep-ph", "math.CO"],
      submitted: "2007-04-02T19:18:42Z",
      updated: "2007-07-24T20:10:27Z",
      comment: "37 pages",
      licence: "CC0-1.0",
    });
  });

  it("prefers the authors taken apart", () => {
    const authors_parsed = [
      ["Balázs", "C.", ""],
      ["Two", "P.", "Jr.", "Institute"],
    ];
    expect(paperOf({ ...kaggle, authors_parsed }).authors).toEqual(["C. Balázs", "P. Two Jr."]);
  });

  it("takes the day of the update where no versions are given", () => {
    const { versions: _, ...rest } = kaggle;
    expect(paperOf(rest).updated).toBe("2008-11-26");
  });
});

describe("the record format", () => {
  it("comes out as it went in when its texts are clean", () => {
    expect(paperOf(record)).toEqual(record);
    const full = { ...record, version: 2, submitted: "2022-12", comment: "5 pages", truncated: true };
    expect(paperOf(full)).toEqual(full);
  });

  it("cleans every text", () => {
    const dirty = "\u202ea \n b\u200b";
    const from = { language: "en", translator: { kind: "human", name: dirty } };
    const translator = { kind: "machine", name: dirty };
    const translation = {
      language: "ja",
      title: dirty,
      abstract: dirty,
      translator,
      titleTranslator: translator,
      from,
    };
    const paper = paperOf({
      ...record,
      title: dirty,
      abstract: dirty,
      authors: [dirty, "\u200b"],
      comment: dirty,
      translations: [translation],
    });
    const clean = { ...translation, title: "a b", abstract: "a b" };
    expect(paper).toMatchObject({ title: "a b", abstract: "a b", authors: ["a b"], comment: "a b" });
    expect(paper.translations).toEqual([
      {
        ...clean,
        translator: { kind: "machine", name: "a b" },
        titleTranslator: { kind: "machine", name: "a b" },
        from: { language: "en", translator: { kind: "human", name: "a b" } },
      },
    ]);
  });

  it("turns TeX in the original to Unicode, once", () => {
    const paper = paperOf({ ...record, title: "An $\\alpha$" });
    expect([paper.title, paper.raw]).toEqual(["An α", { title: "An $\\alpha$" }]);
    const again = { ...record, title: "A shell's $\\alpha$", raw: { title: "given" } };
    expect(paperOf(again)).toEqual(again);
  });

  it("may lack the original abstract, and takes a version from the id", () => {
    expect(paperOf({ ...record, abstract: null }).abstract).toBeNull();
    expect(paperOf({ ...record, id: "2212.12206v4" })).toMatchObject({ id: "2212.12206", version: 4 });
  });
});

describe("problems", () => {
  it.each<[string, unknown, string[]]>([
    ["null", null, ["(line): expected an object, found null"]],
    ["a list", [1], ["(line): expected an object, found a list"]],
    ["a number", 5, ["(line): expected an object, found a number"]],
    ["no id", { ...plain, id: undefined }, ["id: is missing"]],
    [
      "another id",
      { ...plain, id: "10.1000/182" },
      ["id: expected an arXiv id without version, or doi: and a DOI"],
    ],
    ["a number as id", { ...plain, id: 2212.12206 }, ["id: expected text, found a number"]],
    ["an empty title", { ...plain, title: "\u200b " }, ["title: is empty"]],
    ["no title", { ...plain, title: null }, ["title: is missing"]],
    ["an empty abstract", { ...plain, abstract: " \n" }, ["abstract: is empty"]],
    ["no abstract", { ...plain, abstract: null }, ["abstract: is missing"]],
    ["an unverified title", { ...plain, _unverified: ["title"] }, ["title: is missing"]],
    [
      "a long title",
      { ...plain, title: "x".repeat(2001) },
      ["title: has 2,001 characters, at most 2,000 are held"],
    ],
    [
      "a long abstract",
      { ...plain, abstract: "x ".repeat(30_000) },
      ["abstract: has 60,000 characters, at most 50,000 are held"],
    ],
    [
      "an author who is none",
      { ...plain, authors: ["A", { name: "B" }] },
      ["authors.1: expected text, found an object"],
    ],
    [
      "too many authors",
      { ...plain, authors: Array(20_001).fill("A") },
      ["authors: has 20,001 entries, at most 20,000 are held"],
    ],
    [
      "categories that are none",
      { ...plain, categories: [5] },
      ["categories.0: expected text, found a number"],
    ],
    [
      "a wrong date",
      { ...plain, published: "yesterday" },
      ["published: expected YYYY[-MM[-DD[Thh:mm:ssZ]]]"],
    ],
    ["no such day", { ...plain, published: "2023-02-29" }, ["published: 2023-02-29 is not in the calendar"]],
    [
      "no such time",
      { ...plain, updated: "2023-02-28T25:00:00Z" },
      ["updated: 2023-02-28T25:00:00Z is not in the calendar"],
    ],
    ["two versions", { ...plain, id: "2212.12206v3", version: 2 }, ["version: says 2, but the id says v3"]],
    ["version 0", { ...plain, version: 0 }, ["version: must be greater than 0"]],
    ["a version in words", { ...plain, version: "two" }, ["version: expected a number, found text"]],
    [
      "several",
      { ...plain, id: "x", title: 5 },
      ["id: expected an arXiv id without version, or doi: and a DOI", "title: expected text, found a number"],
    ],
    [
      "a script as a link",
      { ...record, links: { abstract: "javascript:alert(1)" } },
      ["links.abstract: is not an http or https link"],
    ],
    ["a field too many", { ...record, colour: "red" }, ["colour: is not a field of the record format"]],
    [
      "a nested field too many",
      withTranslation({ colour: "red" }),
      ["translations.0.colour: is not a field of the record format"],
    ],
    [
      "a translator who is none",
      withTranslation({ translator: { kind: "alien", name: "X" } }),
      ["translations.0.translator.kind: expected human or machine or reviewed"],
    ],
    ["a translation of nothing", withTranslation({ from: undefined }), ["translations.0.from: is missing"]],
    [
      "a translation's day",
      withTranslation({ date: "2023-13-01" }),
      ["translations.0.date: 2023-13-01 is not in the calendar"],
    ],
    ["truncated false", { ...record, truncated: false }, ["truncated: expected true"]],
    ["no licence", { ...record, licence: undefined }, ["licence: is missing"]],
  ])("names the field and the reason: %s", (_, value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  it.each(["__proto__", "constructor", "prototype"])("refuses the key %s", (key) => {
    const value = JSON.parse(JSON.stringify(plain).replace("{", `{"${key}":{"polluted":true},`));
    expect(problemsOf(value)).toEqual([`${key}: is a name that no field may have`]);
    const json = JSON.stringify(record);
    for (const place of ['"links":{', '"translator":{', '"from":{', '"translations":[{']) {
      const nested = JSON.parse(json.replace(place, `${place}"${key}":{"polluted":true},`));
      expect(problemsOf(nested)).toEqual([expect.stringContaining(key)]);
    }
    expect({}).not.toHaveProperty("polluted");
  });

  it("lists at most ten, each field once and short", () => {
    const problems = problemsOf({
      ...record,
      ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}x`.repeat(300), 1])),
    });
    expect(problems).toHaveLength(10);
    expect(Math.max(...problems.map(({ length }) => length))).toBeLessThan(300);
  });
});

const key = fc.constantFrom(
  ...[
    "id",
    "title",
    "abstract",
    "authors",
    "categories",
    "published",
    "updated",
    "announced",
    "version",
    "versions",
  ],
  ...[
    "comment",
    "links",
    "translations",
    "licence",
    "raw",
    "from",
    "translator",
    "name",
    "_unverified",
    "__proto__",
  ],
  ...["toString", "valueOf", "authors_parsed", "submitted", "language", "created"],
);
const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), fc.string({ unit: "binary" }), tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("value"), { maxKeys: 12 }),
}));

describe("any JSON value", () => {
  it("is read or refused, never thrown at, and what is read is a valid paper that reads as itself", () => {
    const nearly = fc.record({ base: fc.constantFrom(plain, record), key, value: json.value });
    const values = fc.oneof(
      json.value,
      json.object,
      nearly.map(({ base, key, value }) => ({ ...base, [key]: value })),
    );
    fc.assert(
      fc.property(values, (generated) => {
        const value = JSON.parse(JSON.stringify(generated) ?? "null");
        const result = readRecord(value);
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        expect(paperSchema.safeParse(result.paper).success).toBe(true);
        expect(readRecord(JSON.parse(JSON.stringify(result.paper)))).toEqual(result);
      }),
      { numRuns: 2_000 },
    );
  });

  it("may be nested very deep", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    for (const field of ["title", "authors", "translations", "colour"])
      expect(() => readRecord(JSON.parse(`{"id":"2212.12206","${field}":${deep}}`))).not.toThrow();
  });
});

function withTranslation(part: object) {
  return { ...record, translations: [{ ...record.translations[0], ...part }] };
}

describe("the corpus", () => {
  const corpus = new URL("../../corpus/papers.jsonl", import.meta.url);
  it.skipIf(!existsSync(corpus))("is read whole, and what was read reads as itself", () => {
    const lines = readFileSync(corpus, "utf8").trim().split("\n");
    const papers = lines.map((line) => paperOf(JSON.parse(line)));
    expect(papers.map((paper) => paperOf(paper))).toEqual(papers);
  });

  const awkward = new URL("../../../shared/data/arxiv/awkward.jsonl.gz", import.meta.url);
  it.skipIf(!existsSync(awkward))(
    "awkward.jsonl.gz (skipped without ../shared): no record is bad",
    async () => {
      let papers = 0;
      for await (const line of readJsonLines(awkward.pathname)) {
        const paper = paperOf("value" in line && line.value);
        expect(paperOf(JSON.parse(JSON.stringify(paper)))).toEqual(paper);
        papers++;
      }
      expect(papers).toBe(143);
    },
  );
});
