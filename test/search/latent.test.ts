import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import { plainPaper, syntheticId } from "../../src/eval/paper.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { rightSingularVectors, type SparseMatrix } from "../../src/search/svd.ts";

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function sparse(columns: readonly (readonly number[])[]): SparseMatrix {
  const entries = columns.map((column) =>
    [...column.entries()].filter(([, value]) => value !== 0).map(([row, value]) => ({ row, value })),
  );
  let end = 0;
  return {
    rows: columns[0]?.length ?? 0,
    starts: Uint32Array.from([0, ...entries.map((column) => (end += column.length))]),
    rowOf: Uint32Array.from(entries.flat(), ({ row }) => row),
    values: Float32Array.from(entries.flat(), ({ value }) => value),
  };
}

describe("right singular vectors", () => {
  // 3 u1 v1' + 2 u2 v2' + 1 u3 v3' with orthonormal u and v.
  const v = [
    [0.5, 0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5, -0.5],
    [0.5, 0.5, -0.5, -0.5],
  ];
  const u = [
    [1, 0, 0, 0, 0],
    [0, 0.6, 0.8, 0, 0],
    [0, 0, 0, 0, 1],
  ];
  const columns = [0, 1, 2, 3].map((column) =>
    [0, 1, 2, 3, 4].map((row) =>
      [3, 2, 1].reduce(
        (sum, strength, at) => sum + strength * (u[at]?.[row] as number) * (v[at]?.[column] as number),
        0,
      ),
    ),
  );

  test("are those of the matrix, the strongest first", () => {
    const found = finish(rightSingularVectors(sparse(columns), 2));
    for (const place of [0, 1]) {
      const vector = [0, 1, 2, 3].map((column) => found[column * 2 + place] as number);
      const product = vector.reduce((sum, value, at) => sum + value * (v[place]?.[at] as number), 0);
      expect(Math.abs(product)).toBeCloseTo(1, 4);
    }
  });

  test("are zeros where the matrix has no more directions", () => {
    const found = finish(rightSingularVectors(sparse(columns), 4));
    for (const column of [0, 1, 2, 3]) expect(found[column * 4 + 3]).toBe(0);
  });

  test("are the same every time", () => {
    const [once, again] = [sparse(columns), sparse(columns)].map((matrix) =>
      finish(rightSingularVectors(matrix, 3)),
    );
    expect(once).toEqual(again);
  });
});

describe("an index that knows what words mean", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "paperboy-latent-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Two fields of research with words of their own; "aerofoil" and "wing" never stand in one paper, their neighbours do. */
  const flight = ["lift", "drag", "turbulence", "boundary", "airflow", "supersonic", "pressure"];
  const cells = ["protein", "membrane", "enzyme", "receptor", "kinase", "apoptosis", "ligand"];
  const papers = Array.from({ length: 600 }, (_, number): Paper => {
    const words = number % 2 === 0 ? flight : cells;
    const name = number % 4 === 0 ? "aerofoil" : number % 4 === 2 ? "wing" : "tissue";
    const abstract = words.filter((_, at) => ((number >> 2) + at) % 3 !== 0).join(" ");
    return plainPaper({
      id: syntheticId(number),
      title: `Study ${number}`,
      abstract: `${abstract} ${name} observations measured number${number % 50} shared${number % 7}`,
      language: "en",
    });
  });
  /** Matches two words of the query as the others do, and says otherwise nothing that flight is about. */
  const odd = plainPaper({
    id: syntheticId(900),
    title: "Study 900",
    abstract: "protein membrane enzyme observations measured kinase ligand shared1",
    language: "en",
  });
  const query = { words: "observations measured about the aerofoil in turbulence and drag" };

  async function ids(index: MiniSearchIndex): Promise<readonly string[]> {
    return (await index.search(query, { offset: 0, limit: 20 })).hits.map(({ id }) => id);
  }

  test("ranks the same after saving and reopening, and places papers that come later", async () => {
    const first = await MiniSearchIndex.open({ folder });
    await first.put(papers, 1);
    await first.save();
    const ranked = await ids(first);
    await first.close();
    const second = await MiniSearchIndex.open({ folder });
    expect(await ids(second)).toEqual(ranked);
    await second.put([odd], 2);
    const [hit] = (await second.search({ words: `${odd.title} ${odd.abstract}` }, { offset: 0, limit: 1 }))
      .hits;
    expect(hit?.id).toBe(odd.id);
    await second.save();
    expect((await ids(second)).slice(0, 5)).toEqual(ranked.slice(0, 5));
    await second.close();
  });

  test("of papers that have the same words of a description, those like its best papers come first", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(papers, 1);
    await index.save();
    const paper = (number: number, title: string, field: string) =>
      plainPaper({ id: syntheticId(number), title, abstract: `shared1 ${field}`, language: "en" });
    const best = Array.from({ length: 5 }, (_, number) =>
      paper(1_000 + number, "Harpsichord clavichord xylophone zither", "aerofoil"),
    );
    const like = paper(1_100, "Xylophone", "aerofoil");
    const other = paper(1_200, "Xylophone", "wing");
    await index.put([...best, like, other], 2);
    const words = "shared1 with harpsichord clavichord xylophone zither";
    const { hits } = await index.search({ words, sort: "relevance" }, { offset: 0, limit: 7 });
    const found = hits.map(({ id }) => id);
    expect(found.slice(0, 5).toSorted()).toEqual(best.map(({ id }) => id));
    expect(found.slice(5)).toEqual([like.id, other.id]);
    await index.close();
  });

  test("similar papers are of the same field", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(papers, 1);
    await index.save();
    const hits = await index.similar(syntheticId(1), 10);
    expect(hits).toHaveLength(10);
    for (const { id } of hits) expect(Number(id.split(".")[1]) % 2).toBe(1);
    await index.close();
  });

  test("pages do not overlap, within what is ordered anew and beyond", async () => {
    const index = await MiniSearchIndex.open({ folder });
    await index.put(papers, 1);
    await index.save();
    const found: string[] = [];
    for (let offset = 0; offset < 300; offset += 50)
      found.push(...(await index.search(query, { offset, limit: 50 })).hits.map(({ id }) => id));
    expect(new Set(found).size).toBe(300);
    await index.close();
  });
});
