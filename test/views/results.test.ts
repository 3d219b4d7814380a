import { expect, test } from "vitest";
import { encodeControl } from "../../src/core/control.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { resultsCard } from "../../src/views/results.ts";
import { samplePaper } from "../support/paper.ts";

const papers = [samplePaper({ id: "2401.00001" }), samplePaper({ id: "2401.00002" })];

function heading(total: number): string {
  const [open] = papers;
  if (!open) throw new Error("no paper");
  const reader = { language: "en" as const, texts: catalogs.en };
  const card = resultsCard(
    { paper: open, offered: [] },
    { papers, total, page: 1, query: { words: "x" } },
    reader,
    { action: "view" },
    (state) => encodeControl(state),
  );
  return card.blocks.map((block) => ("items" in block ? (block.heading ?? "") : "")).join("");
}

test("results are counted, and where counting stops more is not denied", () => {
  expect(heading(2)).toBe("Results · 2 papers");
  expect(heading(9_999)).toBe("Results · 9,999 papers · Page 1 of 2000");
  expect(heading(10_000)).toBe("Results · ≥ 10,000 papers · Page 1 of 2000");
});
