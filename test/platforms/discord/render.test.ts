import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { bold, type Card, code, italic, link, note, text } from "../../../src/core/card.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import { limits } from "../../../src/platforms/discord/limits.ts";
import { clampEscaped, escapeMarkdown, markdown } from "../../../src/platforms/discord/markdown.ts";
import { renderCard } from "../../../src/platforms/discord/render.ts";
import { clampSuggestion } from "../../../src/platforms/discord/suggestion.ts";
import { bibtexOf } from "../../../src/views/bibtex.ts";
import { resultsCard, singlePaperCard } from "../../../src/views/results.ts";
import { checkBody, warmUp } from "../../fakes/discord/rules.ts";
import { graphemeLength } from "../../support/graphemes.ts";
import { samplePaper } from "../../support/paper.ts";

beforeAll(() => warmUp());

/** What Discord would refuse about a card, wherever it is sent. */
function problems(card: Card): string[] {
  const { embeds, components, allowedMentions } = renderCard(card);
  const body = { embeds, components, allowed_mentions: allowedMentions };
  return [
    ...checkBody("create_message", { ...body, nonce: "1", enforce_nonce: true }),
    ...checkBody("execute_webhook", body),
    ...checkBody("update_original_webhook_message", body),
  ];
}

/** Discord drops a backslash before anything but a letter, digit or space. */
const shown = (source: string): string => source.replace(/\\([^0-9A-Za-z\s])/g, "$1");
/** What could still mean something when everything that is escaped is set aside. */
const alive = (source: string): string[] =>
  source
    .replace(/\\[^0-9A-Za-z\s]/g, "x")
    .match(/[*_~`|<>[\]#@]|:\/\/|^\s*[-+](?=\s|$)|^\s*\d+\.(?=\s|$)/gm) ?? [];

const markup = fc.constantFrom(
  ..."* ** _ __ ~~ ` ``` | || < > [ ] ( ) # ## @ : \\ - + 1. 7. \n".split(" "),
  ...[" ", "\n", "\n> ", "@everyone", "@here", "<@1>", "<!channel>", "<#2>", "<t:1:R>", "</a:1>", "<:a:1>"],
  ...["[a](http://x)", "https://x.org/a_b", ":smile:", "-# x", ">>> x", "||x||"],
);
const character = fc.constantFrom(
  "é",
  "e\u0301",
  "文",
  "뷁",
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "\ud83d",
  "\u202e",
  "\u200b",
  "\t",
);
const words = fc
  .array(
    fc.oneof(markup, character, fc.string({ unit: "binary", maxLength: 8 }), fc.lorem({ maxCount: 6 })),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""));
const long = fc
  .tuple(words, fc.integer({ min: 1, max: 600 }))
  .map(([part, times]) => part.repeat(times).slice(0, 50_000));
const anyText = fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: long });

describe("text is literal", () => {
  test.each([
    "@everyone",
    "<!channel>",
    "[a](http://x)",
    "# x",
    "-# x",
    "*x*",
    "__x__",
    "||x||",
    "~~x~~",
    "`x`",
    "> x",
    "- x",
    "1. x",
    "<@80351110224678912>",
    "<#80351110224678912>",
    ":smile:",
    "https://example.org/a_b_c",
    "a \\* b",
  ])("%s has nothing left that Discord reads as markup, and shows as written", (written) => {
    const sent = escapeMarkdown(written);
    expect(alive(sent)).toEqual([]);
    expect(shown(sent)).toBe(written);
  });

  test("any text, however it is put together, shows as written", () => {
    fc.assert(
      fc.property(words, (written) => {
        const sent = escapeMarkdown(written);
        expect(alive(sent)).toEqual([]);
        expect(shown(sent)).toBe(written);
      }),
      { numRuns: 300 },
    );
  });

  test("plain pieces that only together are markup show as written too", () => {
    expect(markdown(["1", ". x"])).toBe("1\\. x");
    expect(markdown(["http:", "//x"])).toBe("http\\://x");
  });

  test("a cut text is never longer than its limit and ends between graphemes", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 256 }), (written, limit) => {
        const sent = clampEscaped(written, limit);
        expect(sent.length).toBeLessThanOrEqual(limit);
        if (written.isWellFormed()) expect(sent.isWellFormed()).toBe(true);
      }),
      { numRuns: 200 },
    );
    const families = "👩‍👩‍👧‍👦".repeat(60);
    const cut = clampEscaped(families, 256);
    expect(cut).toBe(`${"👩‍👩‍👧‍👦".repeat(graphemeLength(cut) - 1)}…`);
  });
});

describe("formatting", () => {
  test("emphasis keeps its white space outside and its neighbours together", () => {
    expect(markdown([italic("Shared by "), "<@1>"])).toBe("*Shared by* \\<\\@1\\>");
    expect(markdown([italic("a"), italic("b*")])).toBe("*ab\\**");
    expect(markdown([bold(" "), italic("")])).toBe(" ");
  });

  test("a link shows its words, and an address ends where it should", () => {
    expect(markdown([link("a [b]", "https://a.org/b")])).toBe("[a \\[b\\]](https://a.org/b)");
    expect(markdown(["见", link("https://a.org/b", "https://a.org/b"), "。"])).toBe("见<https://a.org/b>。");
    expect(markdown([link("", "https://a.org/")])).toBe("<https://a.org/>");
    expect(markdown([link("a", "https://a.org/x) [b](y")])).toBe("[a](https://a.org/x%29%20%5Bb%5D%28y)");
    expect(markdown([link("a*", "javascript:alert(1)")])).toBe("a\\*");
  });

  test("code with a backtick and fences inside code cannot end it", () => {
    expect(markdown([code("a`*b")])).toBe("a\\`\\*b");
    const { embeds } = renderCard({ blocks: [{ kind: "code", text: "a\n```\n@everyone" }] });
    expect(embeds[0].description?.match(/```/g)).toHaveLength(2);
  });
});

describe("every card fits", () => {
  const url = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.constantFrom(
      "https://a.org/x y",
      "https://a.org/a)b<c>",
      "javascript:alert(1)",
      "https://a.org/文",
      "x",
    ),
    words.map((path) => `https://a.org/${path}`),
  );
  const span = fc.oneof(
    anyText,
    fc.record({ kind: fc.constantFrom("bold", "italic", "code"), text: anyText }),
    fc.record({ kind: fc.constant("link"), text: anyText, url }),
  );
  const spans = fc.array(span, { maxLength: 6 });
  const block = fc.oneof(
    fc.record({ kind: fc.constantFrom("text", "body", "note"), text: spans }),
    fc.record(
      { kind: fc.constant("list"), heading: anyText, items: fc.array(spans, { maxLength: 30 }) },
      { requiredKeys: ["kind", "items"] },
    ),
    fc.record({ kind: fc.constant("code"), text: anyText }),
  );
  const id = fc.string({ unit: "grapheme-ascii", maxLength: 110 });
  const choice = fc.record(
    {
      label: anyText,
      value: fc.string({ minLength: 1, maxLength: 75 }),
      description: anyText,
      selected: fc.boolean(),
    },
    { requiredKeys: ["label", "value"] },
  );
  const control = fc.oneof(
    fc.record({ kind: fc.constant("button"), label: anyText, id, primary: fc.boolean() }),
    fc.record({
      kind: fc.constant("select"),
      placeholder: anyText,
      id,
      choices: fc.array(choice, { maxLength: 40 }),
    }),
  );
  const card = fc.record(
    {
      title: anyText,
      url,
      blocks: fc.array(block, { maxLength: 8 }),
      controls: fc.array(fc.array(control, { maxLength: 7 }), { maxLength: 7 }),
    },
    { requiredKeys: ["blocks"] },
  );

  test("Discord refuses no card whatever it holds", () => {
    fc.assert(
      fc.property(card, (made) => {
        expect(problems(made as Card)).toEqual([]);
        const { title = "", description = "" } = renderCard(made as Card).embeds[0];
        expect(title.length).toBeLessThanOrEqual(limits.embedTitle);
        expect(description.length).toBeLessThanOrEqual(limits.embedDescription);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  const reader = { language: "en", texts: catalogs.en } as const;
  const awkward = {
    "3,303 authors": samplePaper({
      authors: Array.from({ length: 3303 }, (_, n) => `Author *${n}* [x](http://x)`),
    }),
    "authors of 500 characters": samplePaper({ authors: Array.from({ length: 5 }, () => "名".repeat(500)) }),
    "a title of emoji": samplePaper({ title: "👩‍👩‍👧‍👦".repeat(45) }),
    "a title of Chinese": samplePaper({ title: "神经坍缩".repeat(125) }),
    "a title of markup": samplePaper({ title: "*_~`|[]<>#@".repeat(45) }),
    "an abstract of 50,000 characters": samplePaper({
      abstract: "Neural *collapse* is **everywhere**. ".repeat(1400),
    }),
    "an abstract of one word": samplePaper({ abstract: "文".repeat(50_000) }),
    "an abstract of addresses": samplePaper({ abstract: "see https://example.org/a_b?c=d. ".repeat(1500) }),
  };

  test.each(
    Object.entries(awkward),
  )("a paper with %s is shown whole or cut, with its controls", (_, paper) => {
    const others = Array.from({ length: 4 }, (__, n) => ({ ...paper, id: `2401.0000${n + 2}` }));
    const state = { action: "view", query: "q" } as const;
    const long = "*neural* <@1> 神经 ".repeat(25).slice(0, 400);
    const summary = {
      ...{ tldr: long, problem: long, method: long, result: long },
      by: { kind: "model", name: "m".repeat(100) },
    } as const;
    const results = { papers: [paper, ...others], total: 12, page: 2, query: { words: "x" } };
    const made = resultsCard(
      { paper, offered: [], summary },
      results,
      reader,
      state,
      ({ action, page = 0 }) => `${action}${page}`,
    );
    expect(problems(made)).toEqual([]);
    const { embeds, components } = renderCard(made);
    expect(components).toHaveLength(made.controls?.length ?? -1);
    expect(embeds[0].description).toContain("*Original · English*");
    expect(embeds[0].description).toContain("**TL;DR** \\*neural\\*");
    const alone = singlePaperCard({ paper, offered: [], summary }, reader, state, ({ action }) => action);
    expect(problems(alone)).toEqual([]);
    const cited = { title: "BibTeX", blocks: [{ kind: "code", text: bibtexOf(paper) }] } as const;
    expect(problems(cited)).toEqual([]);
  });

  test("the abstract gives way before the facts, the lines and the notes do", () => {
    const made: Card = {
      blocks: [
        text("facts"),
        { kind: "body", text: ["abstract ".repeat(1000)] },
        note("note"),
        { kind: "list", heading: "more", items: [["one"], ["two"]] },
      ],
    };
    const description = renderCard(made).embeds[0].description ?? "";
    expect(description).toMatch(/^facts\n\nabstract .*…\n\n\*note\*\n\n\*\*more\*\*\n- one\n- two$/s);
    expect(description.length).toBeGreaterThan(4000);
  });

  test("mentions are off on every message", () => {
    expect(renderCard({ blocks: [] }).allowedMentions).toEqual({ parse: [] });
  });
});

test("of a long completion the title is cut, not the author and the year", () => {
  const suggestion = {
    title: "A Very Long Title ".repeat(10),
    byline: "Ada Lovelace +3 · 2024",
    value: "2401.00001",
  };
  const { name } = clampSuggestion(suggestion);
  expect(name).toMatch(/^A Very Long Title .*… · Ada Lovelace \+3 · 2024$/);
  expect(name.length).toBeLessThanOrEqual(100);
  expect(clampSuggestion({ title: "x".repeat(200), byline: "", value: "1" }).name).toHaveLength(100);
  expect(clampSuggestion({ title: "short", byline: "Ada · 2024", value: "1" }).name).toBe(
    "short · Ada · 2024",
  );
});
