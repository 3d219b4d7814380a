import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import type { SearchQuery, Term } from "../../src/core/ports.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { samplePaper } from "../contracts/search-index.ts";

/** Words that no analysis changes, and some that it must see through. */
const plain = ["mux", "dor", "kel", "the", "of"] as const;
const han = ["神", "经", "网", "络"] as const;
const token = fc.oneof(fc.constantFrom(...plain), fc.constantFrom("Mux", "DOR", "kél"));
const spaced = fc
  .array(fc.tuple(token, fc.constantFrom(" ", " ", "-", ", ")), { minLength: 1, maxLength: 8 })
  .map((parts) =>
    parts
      .map(([word, gap]) => word + gap)
      .join("")
      .replace(/[-, ]+$/, ""),
  );
const unspaced = fc
  .array(fc.constantFrom(...han, "，"), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));
const text = fc.oneof({ weight: 3, arbitrary: spaced }, { weight: 1, arbitrary: unspaced });
const paper = fc.record({
  id: fc.nat(11),
  title: text,
  abstract: fc.option(text, { nil: null }),
  translation: fc.option(fc.tuple(text, text), { nil: undefined }),
});
type Raw = typeof paper extends fc.Arbitrary<infer T> ? T : never;

function made({ id, title, abstract, translation }: Raw): Paper {
  return samplePaper({
    id: `2401.000${String(id).padStart(2, "0")}`,
    title,
    abstract,
    translations: translation
      ? [
          {
            language: "fr",
            title: translation[0],
            abstract: translation[1],
            translator: { kind: "machine", name: "t" },
            from: { language: "en" },
          },
        ]
      : [],
  });
}

const phrase = fc.oneof(
  fc.array(fc.constantFrom(...plain), { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
  fc.tuple(fc.constantFrom(...plain), fc.constantFrom(...plain)).map((words) => words.join("-")),
  fc
    .tuple(fc.constantFrom("mux", "dor", "kel"), fc.constantFrom("mux", "dor", "kel"))
    .map((words) => words.join("")),
  fc.array(fc.constantFrom(...han), { minLength: 1, maxLength: 3 }).map((characters) => characters.join("")),
);
const exact = phrase.map((text): Term => ({ text, exact: true }));
const single = fc.constantFrom("mux", "dor", "kel").map((text): Term => ({ text, exact: false }));
const term = fc.oneof(exact, single);

/** A field as a naive reader sees it: words between spaces, with the hyphens, and without accents, case and punctuation. */
function flat(field: string): string {
  const bare = field.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return ` ${bare.replace(/,/g, "").replace(/\s+/g, " ").trim()} `;
}

/** Whether a phrase stands in a field, by a regular expression over its text. */
function stands(wanted: string, field: string): boolean {
  if (/\p{Script=Han}/u.test(wanted)) return field.includes(wanted);
  const source = wanted
    .split("-")
    .map((part) =>
      part
        .split(" ")
        // A word in one piece may have one hyphen inside.
        .map((word) => {
          const cuts = [...word].map((_, at) => at).slice(1);
          return `(?:${[word, ...cuts.map((at) => `${word.slice(0, at)}-${word.slice(at)}`)].join("|")})`;
        })
        .join("[- ]"),
    )
    .join("[- ]?");
  return new RegExp(`(?<=[ -])${source}(?=[ -])`, "u").test(flat(field));
}

function has({ text: wanted, exact: isExact }: Term, paper: Paper, inTitle: boolean): boolean {
  const texts = [paper, ...paper.translations];
  const fields = texts.flatMap(({ title, abstract }) => (inTitle ? [title] : [title, abstract ?? ""]));
  return fields.some((field) =>
    isExact ? stands(wanted, field) : stands(wanted, field.replaceAll("-", " ")) || stands(wanted, field),
  );
}

function expected(query: SearchQuery, papers: readonly Paper[]): string[] {
  const { phrases = [], alternatives = [], without: { terms = [] } = {}, inTitle = false } = query;
  return papers
    .filter((paper) => phrases.every((text) => has({ text, exact: true }, paper, inTitle)))
    .filter((paper) => alternatives.every((group) => group.some((one) => has(one, paper, inTitle))))
    .filter((paper) => !terms.some((one) => has(one, paper, false)))
    .map(({ id }) => id)
    .sort();
}

describe("phrases, alternatives and exclusions", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "paperboy-restrict-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const step = fc.oneof(
    { weight: 8, arbitrary: paper },
    { weight: 1, arbitrary: fc.constant("save" as const) },
  );
  const query = fc.record({
    phrases: fc.array(phrase, { maxLength: 2 }),
    alternatives: fc.array(
      fc.uniqueArray(term, { minLength: 2, maxLength: 3, selector: (one) => JSON.stringify(one) }),
      { maxLength: 2 },
    ),
    terms: fc.array(term, { maxLength: 2 }),
    inTitle: fc.boolean(),
  });

  test("find what a scan over the texts finds, live, frozen and across merges and replacements", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.array(query, { minLength: 1, maxLength: 6 }),
        async (steps, queries) => {
          const index = await MiniSearchIndex.open({ folder });
          await index.reset();
          const held = new Map<string, Paper>();
          for (const next of steps) {
            if (next === "save") await index.save();
            else {
              const one = made(next);
              held.set(one.id, one);
              await index.put([one], 1);
            }
          }
          for (const { phrases, alternatives, terms, inTitle } of queries) {
            if (phrases.length + alternatives.length + terms.length === 0) continue;
            const asked: SearchQuery = {
              words: "",
              ...(phrases.length > 0 && { phrases }),
              ...(alternatives.length > 0 && { alternatives }),
              ...(terms.length > 0 && { without: { terms } }),
              ...(inTitle && { inTitle }),
            };
            const page = await index.search(asked, { offset: 0, limit: 50 });
            expect(page.hits.map((hit) => hit.id).sort()).toEqual(expected(asked, [...held.values()]));
            expect(page.total).toBe(page.hits.length);
          }
          await index.close();
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
