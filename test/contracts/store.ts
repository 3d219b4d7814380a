import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Paper, Translation } from "../../src/core/paper.ts";
import type { Store } from "../../src/core/ports.ts";

/** A paper for tests, with whatever is to be different about it. */
export function samplePaper(number: number, changes: Partial<Paper> = {}): Paper {
  const id = `2401.${String(number).padStart(5, "0")}`;
  return {
    id,
    version: 1,
    title: `Paper ${number}: “naïve” 𝔽 and 'quotes'`,
    abstract: `The abstract of paper ${number}.`,
    language: "en",
    authors: ["Ada Lovelace", "李雷"],
    categories: ["cs.LG"],
    submitted: "2024-01-02",
    links: { abstract: `https://arxiv.org/abs/${id}` },
    source: "arxiv",
    licence: "CC0-1.0",
    translations: [],
    ...changes,
  };
}

const german: Translation = {
  language: "de",
  title: "Ein Titel",
  abstract: "Eine Zusammenfassung.",
  translator: { kind: "machine", name: "bergamot" },
  from: { language: "en" },
};

/** What every store must do. `open` gives an empty one. */
export function storeContract(open: () => Promise<Store>): void {
  const stores: Store[] = [];
  async function fresh(): Promise<Store> {
    const store = await open();
    stores.push(store);
    return store;
  }
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });

  describe("papers", () => {
    test("an empty store holds none", async () => {
      const { papers } = await fresh();
      expect(await papers.count()).toBe(0);
      expect(await papers.get(["2401.00001"])).toEqual([]);
      expect(await papers.since(0, 10)).toEqual({ papers: [], position: 0 });
      expect(await papers.put([])).toEqual([]);
    });

    test("come back as they were put, in the order asked, without those not held", async () => {
      const { papers } = await fresh();
      const [one, two, three] = [1, 2, 3].map((number) => samplePaper(number, { translations: [german] }));
      expect(await papers.put([one, two, three] as Paper[])).toEqual(["added", "added", "added"]);
      expect(await papers.get(["2401.00003", "2401.99999", "2401.00001"])).toEqual([three, one]);
      expect(await papers.count()).toBe(3);
    });

    test("each outcome is told, in the order given", async () => {
      const { papers } = await fresh();
      await papers.put([1, 2, 3].map((number) => samplePaper(number, { version: 2 })));
      const outcomes = await papers.put([
        samplePaper(4),
        samplePaper(3, { version: 3 }),
        samplePaper(2, { version: 2 }),
        samplePaper(1, { title: "Old" }),
      ]);
      expect(outcomes).toEqual(["added", "updated", "unchanged", "older"]);
    });

    test("one that comes twice in a batch is merged twice", async () => {
      const { papers } = await fresh();
      const twice = [samplePaper(1), samplePaper(1, { translations: [german] }), samplePaper(1)];
      expect(await papers.put(twice)).toEqual(
        ["added", "updated", "updated"].slice(0, 2).concat("unchanged"),
      );
      expect(await papers.get(["2401.00001"])).toEqual([samplePaper(1, { translations: [german] })]);
      expect((await papers.since(0, 10)).papers).toHaveLength(1);
    });

    test("changes are read page by page, oldest first", async () => {
      const { papers } = await fresh();
      await papers.put([1, 2, 3, 4, 5].map((number) => samplePaper(number)));
      const first = await papers.since(0, 2);
      const second = await papers.since(first.position, 2);
      const third = await papers.since(second.position, 2);
      const ids = [first, second, third].map((page) =>
        page.papers.map((paper) => paper.id.slice(-1)).join(""),
      );
      expect(ids).toEqual(["12", "34", "5"]);
      expect(await papers.since(third.position, 2)).toEqual({ papers: [], position: third.position });
    });

    test("only a real change moves the position", async () => {
      const { papers } = await fresh();
      await papers.put([1, 2, 3].map((number) => samplePaper(number, { version: 2 })));
      const { position } = await papers.since(0, 10);
      await papers.put([samplePaper(1, { version: 2 }), samplePaper(2)]);
      expect(await papers.since(position, 10)).toEqual({ papers: [], position });
      await papers.put([samplePaper(2, { version: 3 })]);
      const changed = await papers.since(position, 10);
      expect(changed.papers).toEqual([samplePaper(2, { version: 3 })]);
      expect(changed.position).toBeGreaterThan(position);
    });

    test("no position beyond the newest change is ever reached", async () => {
      const { papers } = await fresh();
      expect((await papers.since(7, 1)).position).toBe(0);
      await papers.put([samplePaper(1), samplePaper(2)]);
      expect(await papers.since(Number.MAX_SAFE_INTEGER, 1)).toEqual({ papers: [], position: 2 });
    });

    test("many are put and asked for at once", async () => {
      const { papers } = await fresh();
      const many = Array.from({ length: 3_000 }, (_, index) => samplePaper(index));
      await papers.put(many);
      expect(await papers.get(many.map((paper) => paper.id))).toEqual(many);
    });

    test("a batch with something that cannot be kept changes nothing at all", async () => {
      const { papers } = await fresh();
      const circular: Record<string, unknown> = {};
      circular.self = circular;
      const bad = { ...samplePaper(2), raw: circular } as Paper;
      await expect(papers.put([samplePaper(1), bad])).rejects.toThrow();
      expect(await papers.count()).toBe(0);
      expect(await papers.put([samplePaper(1)])).toEqual(["added"]);
    });

    test("puts at the same time all happen", async () => {
      const { papers } = await fresh();
      const languages = ["de", "fr", "es", "ja", "ko"];
      await Promise.all(
        languages.map((language) =>
          papers.put([samplePaper(1, { translations: [{ ...german, language }] })]),
        ),
      );
      const [paper] = await papers.get(["2401.00001"]);
      expect(paper?.translations.map((each) => each.language).sort()).toEqual(languages.sort());
    });
  });

  describe("settings", () => {
    test("a choice is kept, replaced and forgotten", async () => {
      const { settings } = await fresh();
      expect(await settings.language("person", "slack:T1:U1")).toBeUndefined();
      await settings.setLanguage("person", "slack:T1:U1", "de");
      await settings.setLanguage("person", "slack:T1:U1", "ja");
      expect(await settings.language("person", "slack:T1:U1")).toBe("ja");
      await settings.setLanguage("person", "slack:T1:U1", undefined);
      expect(await settings.language("person", "slack:T1:U1")).toBeUndefined();
      await settings.setLanguage("person", "slack:T1:U1", undefined);
    });

    test("people and channels of one key choose apart", async () => {
      const { settings } = await fresh();
      await settings.setLanguage("person", "slack:T1:C1", "de");
      await settings.setLanguage("channel", "slack:T1:C1", "fr");
      expect(await settings.language("person", "slack:T1:C1")).toBe("de");
      expect(await settings.language("channel", "slack:T1:C1")).toBe("fr");
    });
  });

  describe("queries", () => {
    test("any text is found under its id, which fits into a control", async () => {
      const { queries } = await fresh();
      const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 });
      await fc.assert(
        fc.asyncProperty(text, async (query) => {
          const id = await queries.keep(query);
          expect(id).toMatch(/^[\w-]{16}$/);
          expect(await queries.find(id)).toBe(query);
        }),
      );
    });

    test("one text has one id", async () => {
      const { queries } = await fresh();
      expect(await queries.keep("graph neural networks")).toBe(await queries.keep("graph neural networks"));
      expect(await queries.keep("Graph neural networks")).not.toBe(
        await queries.keep("graph neural networks"),
      );
    });

    test("an id that was never given out finds nothing", async () => {
      const { queries } = await fresh();
      expect(await queries.find("AAAAAAAAAAAAAAAA")).toBeUndefined();
      expect(await queries.find("' or 1=1 --")).toBeUndefined();
    });
  });
}
