import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { FileProblem } from "../../src/eval/collection.ts";
import { alignSentences } from "../../src/eval/lexicon/align.ts";
import { Bitext } from "../../src/eval/lexicon/bitext.ts";
import { learnLexicon } from "../../src/eval/lexicon/learn.ts";
import { learnModel1 } from "../../src/eval/lexicon/model1.ts";
import { pairsOf } from "../../src/eval/lexicon/texts.ts";
import { sentencesOf } from "../../src/eval/sentences.ts";
import { samplePaper } from "../support/paper.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-lexicon-test-"));
  folders.push(folder);
  await writeFile(join(folder, "file"), text);
  return join(folder, "file");
}

const nobody = new Set<string>();

describe("the texts of a line", () => {
  test("are title and abstract of every translation of a record", () => {
    const paper = samplePaper({
      title: "Fish",
      abstract: "They swim.",
      translations: [
        {
          language: "zh-Hans",
          title: "鱼",
          abstract: "它们游泳。",
          translator: { kind: "machine", name: "x" },
          from: { language: "en" },
        },
      ],
    });
    expect(pairsOf(paper, nobody)).toEqual([
      { from: "en", to: "zh-Hans", source: "Fish", target: "鱼" },
      { from: "en", to: "zh-Hans", source: "They swim.", target: "它们游泳。" },
    ]);
  });

  const published = {
    id: "2401.00001",
    title: "Fish",
    abstract: null,
    en_tldr: "Fish swim.",
    translations: {
      zh: { title: "鱼", abstract: "无", tldr: "鱼会游泳。", by: "a model" },
      ko: { notes: "물고기" },
    },
  };

  test("are those that stand on both sides where translations go by language", () => {
    expect(pairsOf(published, nobody)).toEqual([
      { from: "en", to: "zh", source: "Fish", target: "鱼" },
      { from: "en", to: "zh", source: "Fish swim.", target: "鱼会游泳。" },
    ]);
  });

  test("are left out with their paper, whichever version is named", () => {
    expect(pairsOf({ ...published, id: "2401.00001v2" }, new Set(["2401.00001"]))).toEqual([]);
  });

  test.each([
    null,
    7,
    [],
    {},
    { translations: 3 },
    { id: "x", translations: { zh: "鱼" } },
  ])("are none in %j", (value) => {
    expect(pairsOf(value, nobody)).toEqual([]);
  });
});

describe("sentences", () => {
  test("end where another begins, in either script", () => {
    expect(
      sentencesOf("We train it, e.g. on text. It works! (As shown so far) 3.5 is enough. 42 is more."),
    ).toEqual(["We train it, e.g. on text.", "It works!", "(As shown so far) 3.5 is enough.", "42 is more."]);
    expect(sentencesOf("我们训练它。效果很好！")).toEqual(["我们训练它。", "效果很好！"]);
  });

  test("are aligned by length, two with one where it fits better", () => {
    const short = "It works well.";
    const long =
      "We study the convergence of gradient descent on wide networks, with a proof for the general case.";
    expect(
      alignSentences(
        `${long} ${short} ${short} ${long}`,
        "我们研究宽网络上梯度下降的收敛性，并对一般情形给出证明。效果很好，确实很好。我们研究宽网络上梯度下降的收敛性，并对一般情形给出证明。",
      ),
    ).toEqual([
      [long, "我们研究宽网络上梯度下降的收敛性，并对一般情形给出证明。"],
      [`${short} ${short}`, "效果很好，确实很好。"],
      [long, "我们研究宽网络上梯度下降的收敛性，并对一般情形给出证明。"],
    ]);
  });

  test("of one text on either side are one stretch", () => {
    expect(alignSentences("One. Two. Three.", "一二三")).toEqual([["One. Two. Three.", "一二三"]]);
  });
});

describe("model 1", () => {
  test("tells words apart that stand together, by where they stand alone", () => {
    const text = new Bitext();
    for (let time = 0; time < 6; time++) {
      text.add(["the", "house"], ["das", "haus"]);
      text.add(["the", "book"], ["das", "buch"]);
      text.add(["a", "book"], ["ein", "buch"]);
    }
    const learnt = learnModel1(text.source, text.target);
    const first = (term: string) => learnt.get(term)?.[0]?.term;
    expect(["the", "house", "book", "a"].map(first)).toEqual(["das", "haus", "buch", "ein"]);
    for (const translations of learnt.values())
      expect(translations.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(1);
  });

  test("does not learn from what occurred once", () => {
    const text = new Bitext();
    text.add(["hapax"], ["einmal"]);
    expect(learnModel1(text.source, text.target).size).toBe(0);
  });
});

describe("learning a dictionary", () => {
  const words = [
    ["convergence", "收敛"],
    ["kernel", "核心"],
    ["graph", "图谱"],
    ["noise", "噪声"],
  ] as const;
  const lines = words.flatMap(([en, zh], index) =>
    words.map(([other, andere], number) =>
      JSON.stringify({
        id: `2401.000${index}${number}`,
        title: `${en} and ${other}`,
        translations: { zh: { title: `${zh}和${andere}` } },
      }),
    ),
  );

  test("goes both ways, from what the index's analysis makes of the texts", async () => {
    const file = await fileOf(lines.join("\n"));
    const { lexicon, papers } = await learnLexicon({ files: [file], without: [] });
    expect(papers).toBe(16);
    const first = (term: string, from: string, to: string) => lexicon.translate(term, from, to)[0]?.term;
    const stems = ["converg", "kernel", "graph", "nois"];
    expect(stems.map((stem) => first(stem, "en", "zh-Hans"))).toEqual(words.map(([, zh]) => zh));
    expect(words.map(([, zh]) => first(zh, "zh", "en"))).toEqual(stems);
  });

  test("leaves out the papers that judgments name", async () => {
    const judged = lines.map((_, index) => `q\t2401.000${Math.floor(index / 4)}${index % 4}\t1`).slice(1);
    const [file, without] = [await fileOf(lines.join("\n")), await fileOf(judged.join("\n"))];
    expect((await learnLexicon({ files: [file], without: [without] })).papers).toBe(1);
  });

  test("needs a translated paper", async () => {
    const file = await fileOf(JSON.stringify({ id: "2401.00001", title: "A", abstract: "B" }));
    await expect(learnLexicon({ files: [file], without: [] })).rejects.toThrow(FileProblem);
  });
});

const chinese = new URL("../../../shared/data/bilingual/zh-translations.jsonl.gz", import.meta.url);

test.skipIf(!existsSync(chinese))(
  "1,500 papers (shared/data/bilingual/zh-translations.jsonl.gz) teach what terms are called",
  async () => {
    const lines = gunzipSync(await readFile(chinese))
      .toString()
      .split("\n");
    const file = await fileOf(lines.slice(0, 1_500).join("\n"));
    const { lexicon } = await learnLexicon({ files: [file], without: [] });
    const first = (term: string) => lexicon.translate(term, "zh", "en")[0]?.term;
    expect(["收敛", "算法", "神经", "优化"].map(first)).toEqual(["converg", "algorithm", "neural", "optim"]);
    expect(lexicon.translate("neural", "en", "zh")[0]?.term).toBe("神经");
  },
  180_000,
);
