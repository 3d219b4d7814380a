import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import type { SearchIndex, SearchQuery } from "../../src/core/ports.ts";

type Sample = Partial<Paper> & Pick<Paper, "id" | "title">;

/** A paper with what the tests leave out filled in. */
export function samplePaper(sample: Sample): Paper {
  return {
    abstract: null,
    language: "en",
    authors: [],
    categories: ["cs.LG"],
    links: { abstract: `https://arxiv.org/abs/${sample.id}` },
    source: "test",
    licence: "CC0-1.0",
    translations: [],
    ...sample,
  };
}

const translated = (language: string, title: string, abstract: string) => ({
  language,
  title,
  abstract,
  translator: { kind: "machine" as const, name: "test" },
  from: { language: "en" },
});

export const samplePapers: readonly Paper[] = [
  samplePaper({
    id: "2008.08186",
    title: "Prevalence of Neural Collapse during the terminal phase of deep learning training",
    abstract: "Modern practice for training classification networks involves a terminal phase of training.",
    authors: ["Vardan Papyan", "X. Y. Han", "David L. Donoho"],
    categories: ["cs.LG", "cs.CV", "stat.ML"],
    submitted: "2020-08-18",
    translations: [
      translated("zh-Hans", "深度学习训练末期普遍存在的神经坍缩", "现代分类网络的训练包含一个末期阶段。"),
      translated("ja", "ニューラルネットワークの崩壊", "分類ネットワークの学習には終盤の段階がある。"),
      translated("ko", "심층 학습에서의 신경 붕괴", "분류 신경망을 학습하는 마지막 단계를 다룬다."),
      translated(
        "de",
        "Neuronaler Kollaps in tiefen Netzen",
        "Das Training von Klassifikationsnetzen hat eine Endphase.",
      ),
      translated(
        "fr",
        "Effondrement neuronal des réseaux profonds",
        "L'apprentissage des réseaux a une phase terminale.",
      ),
      translated(
        "es",
        "Colapso neuronal en redes profundas",
        "El entrenamiento de redes tiene una fase terminal.",
      ),
    ],
  }),
  samplePaper({
    id: "2105.02375",
    title: "A Geometric Analysis of Neural Collapse with Unconstrained Features",
    abstract:
      "We provide the first global optimization landscape analysis of Neural Collapse in classifiers.",
    authors: ["Zhihui Zhu", "Tianyu Ding", "Qing Qu"],
    categories: ["cs.LG", "math.OC"],
    submitted: "2021-05-06",
  }),
  samplePaper({
    id: "2301.00001",
    title: "卷积神经网络图像分类综述",
    abstract: "本文综述卷积神经网络在图像分类中的应用。",
    language: "zh-Hans",
    authors: ["王伟"],
    categories: ["cs.CV"],
    submitted: "2023-01-01",
    translations: [
      translated("en", "A survey of convolutional networks for pictures", "We survey image classifiers."),
    ],
  }),
  samplePaper({
    id: "hep-th/9901001",
    title: "Large N field theories and gravity",
    abstract: "We review the holographic correspondence between field theories and string theory.",
    authors: ["Juan Maldacena"],
    categories: ["hep-th"],
  }),
  samplePaper({
    id: "2303.08774",
    title: "GPT-4 evaluated: a pre-trained transformer in C++",
    abstract: "A pre-trained model reaches human level in 1H-MRS and 3D tasks in O(n^2).",
    authors: ["Jean-Pierre Müller"],
    categories: ["cs.CL"],
    submitted: "2023-03-15",
  }),
];

/** What every search driver does. `open` gives a driver on the same empty folder each time within one test. */
export function searchIndexContract(name: string, prepare: () => Promise<() => Promise<SearchIndex>>): void {
  describe(`search index: ${name}`, () => {
    let open: () => Promise<SearchIndex>;
    let index: SearchIndex;
    beforeEach(async () => {
      open = await prepare();
      index = await open();
      await index.put(samplePapers, 7);
    });
    afterEach(() => index.close());

    const find = async (query: string | SearchQuery) => {
      const asked = typeof query === "string" ? { words: query } : query;
      const page = await index.search(asked, { offset: 0, limit: 10 });
      expect(page.total).toBe(page.hits.length);
      return page.hits.map((hit) => hit.id);
    };

    test.each([
      ["neural collapse", ["2008.08186", "2105.02375"]],
      ["neural collapse qu", ["2105.02375"]],
      ["神经坍缩", ["2008.08186"]],
      ["图像分类", ["2301.00001"]],
      ["卷積神經網絡", ["2301.00001"]],
      ["ネットワーク", ["2008.08186"]],
      ["신경망", ["2008.08186"]],
      ["tiefes Netz", ["2008.08186"]],
      ["reseau profond", ["2008.08186"]],
      ["redes profundas", ["2008.08186"]],
      ["convolutional survey", ["2301.00001"]],
      ["pretrained", ["2303.08774"]],
      ["pre trained", ["2303.08774"]],
      ["pre-trained", ["2303.08774"]],
      ["gpt4", ["2303.08774"]],
      ["GPT 4", ["2303.08774"]],
      ["c++", ["2303.08774"]],
      ["1H-MRS", ["2303.08774"]],
      ["O(n²)", ["2303.08774"]],
      ["muller", ["2303.08774"]],
      ["Mueller", ["2303.08774"]],
      ["neural gravity", []],
    ])("finds papers by words in any language, each once: %s", async (words, ids) => {
      expect((await find(words)).sort()).toEqual([...ids].sort());
    });

    test("ranks a long description by what it shares", async () => {
      const page = await index.search(
        { words: "global optimization landscape of collapse and unconstrained geometric features of zebras" },
        { offset: 0, limit: 1 },
      );
      expect(page.hits[0]?.id).toBe("2105.02375");
      expect(page.total).toBeGreaterThan(1);
    });

    test.each([
      [{ words: "collapse", by: ["V. Papyan"] }, ["2008.08186"]],
      [{ words: "", by: ["Papyan, Vardan"] }, ["2008.08186"]],
      [{ words: "", by: ["papyan"] }, ["2008.08186"]],
      [{ words: "", by: ["Vardan Han"] }, []],
      [{ words: "", by: ["David Donoho"] }, ["2008.08186"]],
      [{ words: "", cat: ["cs.LG"] }, ["2105.02375", "2008.08186"]],
      [{ words: "", cat: ["math.*"] }, ["2105.02375"]],
      [{ words: "", cat: ["cs"] }, ["2303.08774", "2301.00001", "2105.02375", "2008.08186"]],
      [{ words: "", cat: ["hep-th"] }, ["hep-th/9901001"]],
      [{ words: "", cat: ["c"] }, []],
      [{ words: "", years: { from: 2020, to: 2021 } }, ["2105.02375", "2008.08186"]],
      [{ words: "", years: { from: 1999, to: 1999 } }, ["hep-th/9901001"]],
      [{ words: "neural collapse", sort: "new" as const }, ["2105.02375", "2008.08186"]],
      [{ words: "neural collapse", years: { from: 2022, to: 2024 } }, []],
      [{ words: "" }, []],
      [{ words: "", by: ["papyan", "Donoho"] }, ["2008.08186"]],
      [{ words: "", by: ["papyan", "qu"] }, []],
      [{ words: "", by: ["papyan|qu"] }, ["2105.02375", "2008.08186"]],
      [{ words: "", cat: ["cs.LG", "math"] }, ["2105.02375"]],
      [{ words: "", cat: ["math.OC|hep-th"] }, ["2105.02375", "hep-th/9901001"]],
      [{ words: "", cat: ["cs"], without: { cat: ["cs.CV"] } }, ["2303.08774", "2105.02375"]],
      [{ words: "neural collapse", without: { by: ["papyan"] } }, ["2105.02375"]],
      [{ words: "neural collapse", without: { years: [{ from: 2020, to: 2020 }] } }, ["2105.02375"]],
    ])("filters and sorts: %j", async (query, ids) => {
      expect(await find(query)).toEqual(ids);
    });

    test.each([
      ["2008.08186", ["2008.08186"]],
      ["arXiv:2008.08186v2", ["2008.08186"]],
      ["https://arxiv.org/pdf/2008.08186v3.pdf", ["2008.08186"]],
      ["10.48550/arXiv.2008.08186", ["2008.08186"]],
      ["https://arxiv.org/abs/hep-th/9901001", ["hep-th/9901001"]],
      ["9999.99999", []],
      ["2012.00001", []],
    ])("takes an id for what it is: %s", async (words, ids) => {
      expect(await find(words)).toEqual(ids);
    });

    const exact = (text: string) => ({ text, exact: true });
    const word = (text: string) => ({ text, exact: false });

    test.each<[Omit<SearchQuery, "words"> & { words?: string }, readonly string[]]>([
      // Phrases stand just so, in one field of one text.
      [{ phrases: ["neural collapse"] }, ["2008.08186", "2105.02375"]],
      [{ phrases: ["collapse neural"] }, []],
      [{ phrases: ["Neural  COLLAPSE with"] }, ["2105.02375"]],
      [{ phrases: ["collapse during the terminal"] }, ["2008.08186"]],
      [{ phrases: ["training modern practice"] }, []],
      [{ phrases: ["networks"] }, ["2008.08186", "2301.00001"]],
      [{ phrases: ["network"] }, []],
      [{ phrases: ["of"] }, ["2008.08186", "2105.02375", "2301.00001"]],
      [{ phrases: ["pretrained transformer"] }, ["2303.08774"]],
      [{ phrases: ["pre trained transformer"] }, ["2303.08774"]],
      [{ phrases: ["pre-trained transformer"] }, ["2303.08774"]],
      [{ phrases: ["transformer in C++"] }, ["2303.08774"]],
      [{ phrases: ["reseaux profonds"] }, ["2008.08186"]],
      [{ phrases: ["réseaux profonds"] }, ["2008.08186"]],
      [{ phrases: ["ＮＥＵＲＡＬ ｃｏｌｌａｐｓｅ"] }, ["2008.08186", "2105.02375"]],
      [{ phrases: ["神经网络"] }, ["2301.00001"]],
      [{ phrases: ["经网络图"] }, ["2301.00001"]],
      [{ phrases: ["神經網絡"] }, ["2301.00001"]],
      [{ phrases: ["网络神经"] }, []],
      [{ phrases: ["神经坍缩"] }, ["2008.08186"]],
      [{ phrases: ["ワークの崩"] }, ["2008.08186"]],
      [{ phrases: ["신경 붕괴"] }, ["2008.08186"]],
      [{ phrases: ["nueral collapse"] }, []],
      [{ phrases: ["neural collapse", "terminal phase"] }, ["2008.08186"]],
      [{ words: "geometric", phrases: ["neural collapse"] }, ["2105.02375"]],
      // Either of several.
      [
        { words: "neural", alternatives: [[word("unconstrained"), word("terminal")]] },
        ["2008.08186", "2105.02375"],
      ],
      [{ alternatives: [[word("gravity"), word("transformers")]] }, ["2303.08774", "hep-th/9901001"]],
      [
        { alternatives: [[exact("string theory"), exact("terminal phase")]] },
        ["2008.08186", "hep-th/9901001"],
      ],
      [
        {
          alternatives: [
            [word("collapse"), word("survey")],
            [word("features"), word("pictures")],
          ],
        },
        ["2105.02375", "2301.00001"],
      ],
      [{ alternatives: [[word("神经坍缩"), word("gravity")]] }, ["2008.08186", "hep-th/9901001"]],
      // Nothing of it in any language.
      [{ words: "neural collapse", without: { terms: [word("terminal")] } }, ["2105.02375"]],
      [{ words: "neural collapse", without: { terms: [word("坍缩")] } }, ["2105.02375"]],
      [
        { words: "", cat: ["cs"], without: { terms: [word("surveys")] } },
        ["2008.08186", "2105.02375", "2303.08774"],
      ],
      [{ words: "neural collapse", without: { terms: [exact("neural collapse with")] } }, ["2008.08186"]],
      [
        { words: "", cat: ["cs"], without: { terms: [word("pre-trained")] } },
        ["2008.08186", "2105.02375", "2301.00001"],
      ],
      [{ without: { terms: [word("collapse"), word("of")] } }, ["2303.08774", "hep-th/9901001"]],
      // In titles only.
      [{ words: "deep training", inTitle: true }, ["2008.08186"]],
      [{ words: "classifiers", inTitle: true }, []],
      [{ words: "分类", inTitle: true }, ["2301.00001"]],
      [{ phrases: ["terminal phase of"], inTitle: true }, ["2008.08186"]],
      [{ phrases: ["a terminal phase"], inTitle: true }, []],
      [{ alternatives: [[word("classifiers"), word("geometric")]], inTitle: true }, ["2105.02375"]],
    ])("restricts to what is asked for: %j", async (query, ids) => {
      expect((await find({ words: "", ...query })).sort()).toEqual([...ids].sort());
    });

    test("lists what is only restricted the newest first, and what has a phrase by how well", async () => {
      expect(await find({ words: "", without: { terms: [word("gravity")] } })).toEqual([
        "2303.08774",
        "2301.00001",
        "2105.02375",
        "2008.08186",
      ]);
      expect(await find({ words: "", phrases: ["neural collapse"], sort: "new" })).toEqual([
        "2105.02375",
        "2008.08186",
      ]);
      const page = await index.search({ words: "", phrases: ["neural collapse"] }, { offset: 0, limit: 1 });
      expect(page.total).toBe(2);
      expect(page.hits[0]?.score).toBeGreaterThan(0);
    });

    test("what is restricted changes with the papers, and stays over saving", async () => {
      expect(await find({ words: "", phrases: ["on zebras"] })).toEqual([]);
      await index.put([samplePaper({ id: "2105.02375", title: "More on zebras" })], 9);
      await index.save();
      expect(await find({ words: "", phrases: ["on zebras"] })).toEqual(["2105.02375"]);
      expect(await find({ words: "", phrases: ["neural collapse"] })).toEqual(["2008.08186"]);
      await index.put([samplePaper({ id: "2401.00001", title: "Never on zebras" })], 10);
      expect((await find({ words: "", phrases: ["on zebras"] })).sort()).toEqual([
        "2105.02375",
        "2401.00001",
      ]);
      await index.close();
      index = await open();
      expect(await find({ words: "", phrases: ["on zebras"] })).toEqual(["2105.02375"]);
    });

    test("searches some papers only", async () => {
      const query = { words: "neural collapse" };
      const all = await index.search(query, { offset: 0, limit: 10 });
      expect(all.hits.length).toBeGreaterThan(1);
      const second = all.hits[1] as { id: string };
      const among = [second.id, "2301.00001", "9999.99999", second.id];
      expect(await index.search({ ...query, among }, { offset: 0, limit: 10 })).toMatchObject({
        total: 1,
        hits: [{ id: second.id }],
      });
      const none = await index.search({ ...query, among: [] }, { offset: 0, limit: 10 });
      expect(none).toMatchObject({ total: 0, hits: [] });
    });

    test.each([
      [{ words: "", phrases: ["neural collapse"] }, ["2105.02375"]],
      [{ words: "", without: { terms: [{ text: "geometric", exact: false }] } }, ["2301.00001"]],
      [{ words: "", cat: ["math.OC"] }, ["2105.02375"]],
      [{ words: "", by: ["Zhu"] }, ["2105.02375"]],
      [{ words: "2105.02375" }, ["2105.02375"]],
      [{ words: "2008.08186" }, []],
      [{ words: "" }, ["2301.00001", "2105.02375"]],
    ] satisfies [SearchQuery, string[]][])("among some papers %j finds %j", async (query, expected) => {
      const among = ["2105.02375", "2301.00001"];
      const { hits } = await index.search({ ...query, among }, { offset: 0, limit: 10 });
      expect(hits.map((hit) => hit.id)).toEqual(expected);
    });

    test("says where any word of a query will do", async () => {
      const described = "training of deep networks ends in a terminal phase of collapse";
      expect((await index.search({ words: described }, { offset: 0, limit: 1 })).anyWord).toBe(true);
      expect((await index.search({ words: "neural" }, { offset: 0, limit: 1 })).anyWord).toBeUndefined();
    });

    test("reads words written as one as a description where no paper has them all, but not among some papers", async () => {
      const unspaced = "神经网络与玉米";
      const page = await index.search({ words: unspaced }, { offset: 0, limit: 5 });
      expect(page.hits[0]?.id).toBe("2301.00001");
      expect(page.anyWord).toBe(true);
      for (const query of [{ words: "神经网络 玉米" }, { words: unspaced, among: ["2301.00001"] }])
        expect(await index.search(query, { offset: 0, limit: 5 })).toMatchObject({ total: 0, hits: [] });
      expect(await index.search({ words: "神经" }, { offset: 0, limit: 5 })).not.toHaveProperty("anyWord");
    });

    test("corrects a word that no paper knows, and says so", async () => {
      const page = await index.search({ words: "nueral Collapse Qu" }, { offset: 0, limit: 5 });
      expect(page.corrected).toBe("neural Collapse Qu");
      expect(page.hits.map((hit) => hit.id)).toEqual(["2105.02375"]);
      expect(page.terms).toEqual(["nueral", "Collapse", "Qu"]);
      expect(await index.search({ words: "collapse" }, { offset: 0, limit: 5 })).not.toHaveProperty(
        "corrected",
      );
    });

    test("pages through hits without losing or repeating any", async () => {
      const all = await find({ words: "", cat: ["cs"] });
      const paged: string[] = [];
      for (let offset = 0; offset < all.length; offset++) {
        const page = await index.search({ words: "", cat: ["cs"] }, { offset, limit: 1 });
        expect(page.total).toBe(all.length);
        paged.push(...page.hits.map((hit) => hit.id));
      }
      expect(paged).toEqual(all);
      expect((await index.search({ words: "neural" }, { offset: 50, limit: 5 })).hits).toEqual([]);
    });

    test("finds similar papers but not the paper itself", async () => {
      const hits = await index.similar("2008.08186", 3);
      expect(hits[0]?.id).toBe("2105.02375");
      expect(hits.map((hit) => hit.id)).not.toContain("2008.08186");
      expect(await index.similar("1901.00001", 3)).toEqual([]);
    });

    test.each([
      ["preval", "2008.08186"],
      ["neural coll", "2105.02375"],
      ["geometric an", "2105.02375"],
      ["papy", "2008.08186"],
      ["zhihui z", "2105.02375"],
      ["神经坍", "2008.08186"],
      ["卷积神", "2301.00001"],
      ["卷積神經", "2301.00001"],
      ["reseaux prof", "2008.08186"],
      ["신경 붕", "2008.08186"],
    ])("suggests what continues the typed text: %s", async (typed, id) => {
      expect((await index.suggest(typed, 5)).map((hit) => hit.id)).toContain(id);
    });

    test.each([
      "V. Papyan",
      "Papyan, Vardan",
      "Papyan",
      "vardan papyan",
    ])("finds an author by words: %s", async (words) => {
      expect((await index.search({ words }, { offset: 0, limit: 5 })).hits[0]?.id).toBe("2008.08186");
    });

    test("completes categories, those with the most papers first", async () => {
      const found = await index.categories("cs.", 9);
      expect(found.map(({ category }) => category)).toContain("cs.LG");
      expect(found.map(({ papers }) => papers)).toEqual(
        found.map(({ papers }) => papers).sort((a, b) => b - a),
      );
      expect(await index.categories("CS.l", 1)).toEqual(found.filter(({ category }) => category === "cs.LG"));
      expect(await index.categories(" ", 9)).toEqual([]);
      expect(await index.categories("cs.", 0)).toEqual([]);
    });

    test("counts a paper in the categories that it has now", async () => {
      const count = async (category: string) => (await index.categories(category, 1))[0]?.papers ?? 0;
      const [before, others] = [await count("cs.LG"), await count("q-bio.NC")];
      const moved = samplePaper({
        id: "2105.02375",
        title: "On zebras",
        categories: ["q-bio.NC", "q-bio.NC"],
      });
      await index.put([moved], 9);
      expect([await count("cs.LG"), await count("q-bio.NC")]).toEqual([before - 1, others + 1]);
      await index.save();
      expect([await count("cs.LG"), await count("q-bio.NC")]).toEqual([before - 1, others + 1]);
    });

    test("suggests nothing for nothing", async () => {
      expect(await index.suggest("  ", 5)).toEqual([]);
      expect(await index.suggest("zzzz", 5)).toEqual([]);
      expect(await index.suggest("neural", 0)).toEqual([]);
    });

    test("replaces a paper and forgets what it said before", async () => {
      await index.put([samplePaper({ id: "2105.02375", title: "On zebras", submitted: "2021-05-06" })], 9);
      expect(await find("zebras")).toEqual(["2105.02375"]);
      expect(await find("unconstrained")).toEqual([]);
      expect(await find({ words: "", by: ["Zhu"] })).toEqual([]);
      expect((await index.suggest("geometric", 5)).map((hit) => hit.id)).toEqual([]);
      expect((await index.state()).position).toBe(9);
    });

    test("counts its papers, and forgets them all on reset", async () => {
      expect(await index.state()).toEqual({ position: 7, papers: samplePapers.length });
      await index.reset();
      expect(await index.state()).toEqual({ position: 0, papers: 0 });
      expect(await find("neural")).toEqual([]);
      expect(await index.suggest("neural", 5)).toEqual([]);
      await index.put(samplePapers, 8);
      expect((await find("neural")).length).toBeGreaterThan(0);
    });

    test("survives any query", async () => {
      for (const words of [
        "a".repeat(10_000),
        "model ".repeat(2_000),
        Array.from({ length: 500 }, (_, term) => `term${term}`).join(" "),
        "🤖🎉".repeat(100),
        "\ud800 \udfff",
        "the of and",
        "的 了",
        '"([{*\\',
      ]) {
        const page = await index.search({ words }, { offset: 0, limit: 5 });
        expect(page.total).toBeGreaterThanOrEqual(page.hits.length);
        await index.suggest(words, 5);
      }
    });

    test("keeps papers and position over save and reopening, and only what was saved", async () => {
      expect((await index.state()).position).toBe(7);
      await index.put([samplePaper({ id: "2105.02375", title: "On zebras" })], 8);
      const before = await index.search({ words: "neural collapse" }, { offset: 0, limit: 5 });
      await index.save();
      await index.put([samplePaper({ id: "2401.00001", title: "Lost giraffes" })], 9);
      await index.close();
      index = await open();
      expect((await index.state()).position).toBe(8);
      expect(await index.search({ words: "neural collapse" }, { offset: 0, limit: 5 })).toEqual(before);
      expect(await find("zebras")).toEqual(["2105.02375"]);
      expect(await find("giraffes")).toEqual([]);
      expect(await find("unconstrained")).toEqual([]);
      expect((await index.search({ words: "nueral" }, { offset: 0, limit: 5 })).corrected).toBe("neural");
      expect((await index.suggest("papy", 5)).map((hit) => hit.id)).toEqual(["2008.08186"]);
      expect((await index.similar("2008.08186", 3)).length).toBeGreaterThan(0);
    });

    test("an empty index answers", async () => {
      const empty = await (await prepare())();
      expect((await empty.state()).position).toBe(0);
      expect(await empty.search({ words: "neural" }, { offset: 0, limit: 5 })).toMatchObject({
        total: 0,
        hits: [],
      });
      expect(await empty.suggest("neural", 5)).toEqual([]);
      await empty.save();
      await empty.close();
      await expect(empty.put([], 1)).rejects.toThrow(/closed/);
    });
  });
}
