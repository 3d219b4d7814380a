import { expect, test } from "vitest";
import { paperSchema } from "../../src/core/paper.ts";
import { monthOfId } from "../../src/core/paper-date.ts";
import { identifyPaper, longestId, paperLabel } from "../../src/core/paper-id.ts";
import { samplePaper } from "../support/paper.ts";

const sici = "10.1002/(sici)1097-4636(199823)43:3<313::aid-jbm13>3.0.co;2-x";

test.each([
  ["2212.12206v2", "2212.12206"],
  ["10.48550/arXiv.2212.12206", "2212.12206"],
  ["10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"],
  ["DOI: 10.1023/A:1007154515475", "doi:10.1023/a:1007154515475"],
  ["https://doi.org/10.1000%2F182", "doi:10.1000/182"],
  ["doi:10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"],
])("%s is the paper %s", (text, id) => {
  expect(identifyPaper(text)?.id).toBe(id);
});

test.each([
  "neural collapse",
  "10.1000/182 and more",
  "ftp://example.org/x",
  "https://",
  "url:short",
])("%s names no paper", (text) => {
  expect(identifyPaper(text)).toBeUndefined();
});

test("a DOI that no control could carry is known by its hash, however it is written", () => {
  const ids = [sici, `https://doi.org/${sici}`, `doi:${sici.toUpperCase()}`].map(
    (text) => identifyPaper(text)?.id,
  );
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).toMatch(/^url:[\w-]{22}$/);
  expect(identifyPaper(`10.1234/${"x".repeat(100)}`)?.id.length).toBeLessThanOrEqual(longestId);
});

test("an address is one paper whatever led there", () => {
  const id = identifyPaper("https://example.org/paper?id=1")?.id ?? "";
  expect(identifyPaper("https://EXAMPLE.org/paper?id=1&utm_source=feed#top")?.id).toBe(id);
  expect(identifyPaper("https://example.org/paper?id=2")?.id).not.toBe(id);
  expect(identifyPaper(id)?.id).toBe(id);
});

test("what is no arXiv id tells no month", () => {
  expect(monthOfId("2212.12206")).toBe("2022-12");
  expect(monthOfId("doi:10.1145/2012")).toBeUndefined();
});

test("papers from elsewhere are valid and are called what people know them by", () => {
  const links = { abstract: "https://www.example.org/paper" };
  const doi = samplePaper({ id: "doi:10.1145/3292500.3330701", links });
  const url = samplePaper({ id: identifyPaper("https://www.example.org/paper")?.id ?? "", links });
  const hashed = samplePaper({
    id: identifyPaper(sici)?.id ?? "",
    links: { abstract: `https://doi.org/${encodeURIComponent(sici)}` },
  });
  for (const paper of [doi, url, hashed]) expect(paperSchema.parse(paper)).toEqual(paper);
  expect([samplePaper(), doi, url, hashed].map(paperLabel)).toEqual([
    "arXiv:2401.00001",
    "doi:10.1145/3292500.3330701",
    "example.org",
    `doi:${sici}`,
  ]);
});
