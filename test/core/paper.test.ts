import { expect, test } from "vitest";
import { isWithdrawn } from "../../src/core/paper.ts";

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
