import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainPaper } from "../../src/eval/paper.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import {
  border,
  encode,
  firstWord,
  gap,
  hyphen,
  lastWord,
  visitNeighbours,
} from "../../src/search/sequences.ts";

function pairsIn(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  visitNeighbours(encode(numbers), (first, second) => found.push([first, second]));
  return found;
}

describe("words side by side in the bytes of a document", () => {
  test("hyphens do not part them, borders and gaps do", () => {
    expect(pairsIn([10, hyphen, 11, 12, border, 13, 14, gap, 15])).toEqual([
      [10, 11],
      [11, 12],
      [13, 14],
    ]);
  });

  test("whatever their numbers are", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: firstWord, max: lastWord })), (numbers) => {
        expect(pairsIn(numbers)).toEqual(
          numbers.slice(1).map((second, index) => [numbers[index] as number, second]),
        );
      }),
    );
  });
});

describe("an index", () => {
  let folder: string;
  let index: MiniSearchIndex;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "paperboy-neighbours-"));
    index = await MiniSearchIndex.open({ folder });
  });
  afterEach(async () => {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  });

  const words = (
    "federated learning clients gradient compression sparse updates communication rounds convergence convex objectives " +
    "heterogeneous devices privacy budget secure aggregation protocols server bandwidth wireless channels scheduling " +
    "straggler mitigation asynchronous training personalised models benchmark datasets"
  ).split(" ");
  /** The same words, none of them beside its neighbour. */
  const parted = [...words.filter((_, at) => at % 2 === 0), ...words.filter((_, at) => at % 2 === 1)];
  const papers = [
    plainPaper({
      id: "2401.00001",
      title: "A",
      abstract: words.join(" "),
      language: "en",
      submitted: "2014-01-01",
    }),
    plainPaper({
      id: "2401.00002",
      title: "B",
      abstract: parted.join(" "),
      language: "en",
      submitted: "2024-01-01",
    }),
    plainPaper({
      id: "2401.00003",
      title: "C",
      abstract: "Galaxies.",
      language: "en",
      submitted: "2024-01-01",
    }),
  ];
  const found = async (text: string) =>
    (await index.search({ words: text }, { offset: 0, limit: 3 })).hits.map(({ id }) => id);

  test.each([
    "live",
    "frozen",
  ])("finds what says the words of a long text side by side before what has them apart: %s", async (form) => {
    await index.put(papers, 1);
    if (form === "frozen") await index.save();
    expect(await found(words.join(" "))).toEqual(["2401.00001", "2401.00002"]);
    expect(await found(parted.join(" "))).toEqual(["2401.00002", "2401.00001"]);
    // Too short to go by that: the newer one first.
    expect(await found(words.slice(0, 8).join(" "))).toEqual(["2401.00002", "2401.00001"]);
  });

  test("finds what has the characters of a title side by side before what has its words", async () => {
    const zh = (id: string, abstract: string, submitted: string) =>
      plainPaper({ id, title: "论文", abstract, language: "zh-Hans", submitted });
    const text = "深度神经网络训练末期的坍缩现象与几何结构";
    await index.put(
      [
        zh("2401.00001", text, "2014-01-01"),
        zh("2401.00002", "几何结构与坍缩现象：训练末期的神经网络深度", "2024-01-01"),
      ],
      1,
    );
    expect(await found(text)).toEqual(["2401.00001", "2401.00002"]);
  });
});
