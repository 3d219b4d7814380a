import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import { plainPaper } from "../../src/eval/paper.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";

let folder: string;
let index: MiniSearchIndex;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-fusion-"));
  index = await MiniSearchIndex.open({ folder });
});
afterEach(async () => {
  await index.close();
  await rm(folder, { recursive: true, force: true });
});

const abstract =
  "We show that the features of the last layer collapse to their class means, which form a simplex, when deep networks are trained beyond zero error. The geometry explains why classifiers of such features become nearest-mean rules, generalise well and resist adversarial perturbations of their inputs across common benchmark datasets.";

function paper(id: string, changes: Partial<Paper> = {}): Paper {
  return plainPaper({ id, title: `Collapse ${id}`, abstract, language: "en", ...changes });
}

async function ids(words: string, sort?: "relevance"): Promise<readonly string[]> {
  const { hits } = await index.search({ words, ...(sort && { sort }) }, { offset: 0, limit: 10 });
  return hits.map(({ id }) => id);
}

test("of papers that match about as well the newer comes first, unless relevance is asked for", async () => {
  const said =
    "observations of galaxies and their dark matter halos with radio telescopes reveal rotation curves of gas far from stars";
  await index.put(
    [
      // A word shorter, so that its words count a little more.
      paper("1001.00001", { title: "Old halos", abstract: said, submitted: "2010-01-01" }),
      paper("2401.00001", { title: "New halos", abstract: `${said} everywhere`, submitted: "2024-01-01" }),
      paper("2402.00001", { title: "Fields", abstract: "halos", submitted: "2024-02-01" }),
      paper("2403.00001", { title: "Rings", abstract: "stars", submitted: "2024-03-01" }),
    ],
    1,
  );
  expect((await ids("galaxies halos")).slice(0, 2)).toEqual(["2401.00001", "1001.00001"]);
  expect((await ids("galaxies halos", "relevance")).slice(0, 2)).toEqual(["1001.00001", "2401.00001"]);
});

test("papers without dates are in the order that relevance gives them", async () => {
  await index.put([paper("2401.00001", { abstract: "galaxies" }), paper("2401.00002")], 1);
  expect(await ids("collapse")).toEqual(await ids("collapse", "relevance"));
});

test.each(["live", "frozen"])("similar papers are neither the paper nor its duplicates: %s", async (form) => {
  await index.put(
    [
      paper("2401.00001", { title: "Neural collapse" }),
      paper("2401.00002", { title: "NEURAL  Collapse!", abstract: "Deep networks have features." }),
      paper("2401.00003", { title: "Another name" }),
      paper("2401.00004", {
        title: "Simplex",
        abstract: "Class means of deep networks that form a simplex.",
      }),
      paper("2401.00005", { title: "Halos", abstract: "Observations of galaxies." }),
    ],
    1,
  );
  if (form === "frozen") await index.save();
  expect((await index.similar("2401.00001", 10)).map(({ id }) => id)).toEqual(["2401.00004"]);
});
