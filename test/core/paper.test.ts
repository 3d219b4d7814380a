import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abstractStretches, isWithdrawn, newerVersion } from "../../src/core/paper.ts";

test.each([
  "Withdrawn",
  "This paper has been withdrawn by the author due to a crucial error in equation 3",
  "this submission is withdrawn.",
  "Paper withdrawn",
  "This version is withdrawn",
  "The paper was withdrawn from arXiv.",
  "12 pages, 3 figures. This article has been withdrawn",
  "arXiv admin note: This manuscript has been withdrawn by arXiv administrators",
])("withdrawn: %s", (comment) => {
  expect(isWithdrawn({ comment })).toBe(true);
});

test.each([
  undefined,
  "12 pages",
  "This paper replaces the withdrawn arXiv:2301.1",
  "Withdrawn arXiv:2301.00001 is merged into this paper",
  "Supersedes arXiv:2301.00001, which has been withdrawn",
  "Was withdrawn from ICLR 2023; now at TMLR",
  "A study of withdrawn papers",
])("not withdrawn: %s", (comment) => {
  expect(isWithdrawn(comment === undefined ? {} : { comment })).toBe(false);
});

describe("a translation", () => {
  test("is behind its paper only when both versions are known and the paper's is newer", () => {
    expect(newerVersion({ version: 3 }, { version: 1 })).toBe(3);
    expect(newerVersion({ version: 3 }, { version: 3 })).toBeUndefined();
    expect(newerVersion({ version: 3 }, {})).toBeUndefined();
    expect(newerVersion({}, { version: 1 })).toBeUndefined();
  });

  test("comes in stretches that are translated or kept, and together are the whole abstract", () => {
    const abstract = "Eins. Two. Drei. Four.";
    const kept = {
      abstract: [
        { from: 6, to: 10 },
        { from: 17, to: 22 },
      ],
    };
    expect(abstractStretches({ abstract, kept })).toEqual([
      { text: "Eins. ", kept: false },
      { text: "Two.", kept: true },
      { text: " Drei. ", kept: false },
      { text: "Four.", kept: true },
    ]);
    expect(abstractStretches({ abstract })).toEqual([{ text: abstract, kept: false }]);
  });

  test("whose kept sentences reach past its end loses and repeats nothing", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.record({ from: fc.nat(40), to: fc.integer({ min: 1, max: 40 }) })),
        (abstract, places) => {
          const parts = abstractStretches({ abstract, kept: { abstract: places } });
          expect(parts.map((part) => part.text).join("")).toBe(abstract);
        },
      ),
    );
  });
});
