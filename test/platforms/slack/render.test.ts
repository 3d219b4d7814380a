import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block, Card, Choice, Control, Span } from "../../../src/core/card.ts";
import { languages } from "../../../src/core/language.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import { controlTextOf } from "../../../src/platforms/slack/controls.ts";
import { renderCard, renderPlain } from "../../../src/platforms/slack/render.ts";
import { listCard } from "../../../src/views/subscription.ts";
import { sampleSubscription } from "../../contracts/digest-store.ts";
import { checkMessage } from "../../fakes/slack/limits.ts";
import { isObject, type Json } from "../../fakes/slack/rules.ts";

const hostile = "@everyone <!channel> [a](http://x) # x *x* ||x|| _x_ ~x~ <@U1> :smile: `x` & >";

function problems(card: Card): string[] {
  return checkMessage(renderCard(card) as unknown as Json);
}

/** Every element that holds words, wherever it is. */
function holders(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(holders);
  if (!isObject(value)) return [];
  return [...(typeof value.text === "string" ? [value] : []), ...Object.values(value).flatMap(holders)];
}

test("a hostile text stands literally in every kind of block and control, and nothing is mrkdwn", () => {
  const spans: Span[] = [
    hostile,
    { kind: "bold", text: hostile },
    { kind: "italic", text: hostile },
    { kind: "code", text: hostile },
    { kind: "link", text: hostile, url: "https://arxiv.org/abs/1" },
  ];
  const card: Card = {
    title: hostile,
    blocks: [
      { kind: "text", text: spans },
      { kind: "body", text: spans },
      { kind: "note", text: [hostile] },
      { kind: "list", heading: hostile, items: [[hostile], spans] },
      { kind: "code", text: hostile },
    ],
    controls: [
      [
        { kind: "button", id: "b", label: hostile },
        {
          kind: "select",
          id: "s",
          placeholder: hostile,
          choices: [{ label: hostile, value: "v", description: hostile }],
        },
      ],
    ],
  };
  const { blocks } = renderCard(card);
  const said = holders(blocks);
  expect(new Set(said.map(({ type }) => type))).toEqual(new Set(["plain_text", "text", "link"]));
  for (const { text } of said) expect(hostile.startsWith(String(text).replace(/…$/, ""))).toBe(true);
  for (const { emoji } of said.filter(({ type }) => type === "plain_text")) expect(emoji).toBe(false);
  expect(JSON.stringify(blocks)).not.toMatch(/"type":"(user|broadcast|usergroup|emoji|mrkdwn)"/);
  expect(checkMessage({ blocks })).toEqual([]);
});

test("the fallback text is escaped, is not read as markup, and is the title", () => {
  const message = renderCard({ title: hostile, blocks: [] });
  expect(message.mrkdwn).toBe(false);
  expect(message.text).toBe(hostile.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
});

test("the fallback text says the title and then all that the blocks say, within the limit", () => {
  const { text } = renderCard({
    title: "T",
    blocks: [
      { kind: "note", text: ["Shared by ana"] },
      { kind: "list", heading: "More", items: [["a ", { kind: "bold", text: "<b>" }], ["c"]] },
      { kind: "code", text: "@misc{}" },
    ],
  });
  expect(text).toBe("T\nShared by ana\nMore\na &lt;b&gt;\nc\n@misc{}");
  const long = renderCard({ title: "T", blocks: [{ kind: "body", text: ["<".repeat(9_000)] }] });
  expect(long.text.length).toBeLessThanOrEqual(3_000);
  expect(long.text).toMatch(/^T\n(?:&lt;)+…$/);
});

test("a card as plain text has its title, its address and the beginning of its text, escaped", () => {
  const card: Card = {
    title: "A <title>",
    url: "https://arxiv.org/abs/1",
    blocks: [{ kind: "body", text: [`@everyone & ${"x".repeat(9_000)}`] }],
    controls: [[{ kind: "button", id: "b", label: "b" }]],
  };
  const { text, blocks } = renderPlain(card);
  expect(blocks).toEqual([]);
  expect(text.startsWith("A &lt;title&gt;\nhttps://arxiv.org/abs/1\n@everyone &amp; xxx")).toBe(true);
  expect(text.length).toBeLessThanOrEqual(3_000);
  expect(renderPlain({ blocks: [] }).text).toBe("Paperboy");
});

test("without a title the fallback text is what the card says, and never empty", () => {
  expect(
    renderCard({ blocks: [{ kind: "text", text: ["Not ", { kind: "code", text: "found" }] }] }).text,
  ).toBe("Not found");
  expect(renderCard({ blocks: [] }).text).toBe("Paperboy");
});

test.each([
  ["emoji", "👩‍👩‍👧‍👦"],
  ["CJK", "深度低秩矩阵"],
  ["markup", "<!channel> *x* & "],
])("a title of 500 characters of %s is shown whole, and cut between graphemes in lists and menus", (_, unit) => {
  const title = unit.repeat(Math.ceil(500 / unit.length)).trim();
  const card: Card = {
    title,
    blocks: [{ kind: "list", items: [[{ kind: "link", text: title, url: "https://arxiv.org/abs/1" }]] }],
    controls: [[{ kind: "select", id: "s", placeholder: "", choices: [{ label: title, value: "v" }] }]],
  };
  expect(problems(card)).toEqual([]);
  const [whole, line, option] = holders(renderCard(card).blocks).map(({ text }) => String(text));
  expect(whole).toBe(title);
  for (const cut of [line, option]) {
    expect(cut).toMatch(/…$/);
    const graphemes = [...new Intl.Segmenter("en").segment(title)].map(({ segment }) => segment);
    const kept = [...new Intl.Segmenter("en").segment((cut ?? "").slice(0, -1))].map(
      ({ segment }) => segment,
    );
    expect(kept).toEqual(graphemes.slice(0, kept.length));
  }
});

test("an abstract of 50,000 characters is cut and everything after it stays", () => {
  const card: Card = {
    title: "T",
    blocks: [
      { kind: "body", text: ["wörd 深 ".repeat(7_000)] },
      { kind: "list", heading: "More", items: Array.from({ length: 4 }, () => ["A title"]) },
    ],
  };
  expect(problems(card)).toEqual([]);
  const said = holders(renderCard(card).blocks).map(({ text }) => String(text));
  expect(said.filter((text) => text === "A title")).toHaveLength(4);
  expect(said.some((text) => text.endsWith("…") && text.length > 9_000)).toBe(true);
});

test("a list of long titles keeps all its lines", () => {
  const items = Array.from({ length: 5 }, (_, n) => [
    { kind: "link" as const, text: `${n}${"x".repeat(2_000)}`, url: "https://arxiv.org/abs/1" },
  ]);
  const { blocks } = renderCard({
    blocks: [
      { kind: "list", items },
      { kind: "body", text: ["y".repeat(20_000)] },
    ],
  });
  expect(holders(blocks).filter(({ type }) => type === "link")).toHaveLength(5);
});

test("menus that are too long together lose descriptions first and stay whole in number", () => {
  const choices: Choice[] = Array.from({ length: 100 }, (_, n) => ({
    label: `${n} ${"label ".repeat(20)}`,
    value: String(n),
    description: "d".repeat(75),
  }));
  const controls: Control[][] = [[{ kind: "select", id: "a", placeholder: "p", choices }]];
  const { blocks } = renderCard({ blocks: [], controls });
  expect(controlTextOf(blocks as never)).toBeLessThanOrEqual(6_000);
  expect(holders(blocks).length).toBe(101);
  expect(problems({ blocks: [], controls })).toEqual([]);
});

const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    hostile,
    "x".repeat(200),
    "深".repeat(3_000),
    "👩‍👩‍👧‍👦".repeat(2_000),
    "<&>".repeat(5_000),
  ),
);
const url = fc.constantFrom(
  "https://arxiv.org/abs/1",
  "javascript:alert(1)",
  "not a url",
  `https://x.org/${"a".repeat(4_000)}`,
);
const span: fc.Arbitrary<Span> = fc.oneof(
  words,
  fc.record({ kind: fc.constantFrom("bold", "italic", "code"), text: words }) as fc.Arbitrary<Span>,
  fc.record({ kind: fc.constant("link" as const), text: words, url }),
);
const spans = fc.array(span, { maxLength: 8 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text", "body", "note"), text: spans }) as fc.Arbitrary<Block>,
  fc.record({
    kind: fc.constant("list" as const),
    heading: words,
    items: fc.array(spans, { maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant("code" as const), text: words }),
);
const id = fc.string({ minLength: 1, maxLength: 100 });
const choice: fc.Arbitrary<Choice> = fc.record(
  { label: words, value: fc.string({ maxLength: 80 }), description: words, selected: fc.boolean() },
  { requiredKeys: ["label", "value"] },
);
const control: fc.Arbitrary<Control> = fc.oneof(
  fc.record({ kind: fc.constant("button" as const), label: words, id, primary: fc.boolean() }),
  fc.record({
    kind: fc.constant("select" as const),
    placeholder: words,
    id,
    choices: fc.array(choice, { maxLength: 120 }),
  }),
);
const card: fc.Arbitrary<Card> = fc.record(
  {
    title: words,
    blocks: fc.array(block, { maxLength: 70 }),
    controls: fc.array(fc.array(control, { maxLength: 30 }), { maxLength: 7 }),
  },
  { requiredKeys: ["blocks"] },
);

test("whatever a card holds, Slack would take it", () => {
  fc.assert(
    fc.property(card, (any) => {
      expect(problems(any)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test.each(
  languages,
)("a full list of suspended subscriptions says in %s what to do, and leaves none out", (language) => {
  const topic = '"terminal phase of training" | "neural collapse" -survey -review by:papyan cat:cs.LG';
  const schedule = { at: "09:00", zone: "America/Argentina/Buenos_Aires", days: [1, 3, 5] } as const;
  const suspended = { reason: "forbidden", since: new Date("2026-09-20T00:00:00Z") } as const;
  const all = Array.from({ length: 25 }, (_, number) =>
    sampleSubscription(`s${number}`, { topic, schedule, suspended, language }),
  );
  const texts = catalogs[language];
  const said = holders(renderCard(listCard(all, { language, texts })).blocks)
    .map(({ text }) => text)
    .join("");
  expect(said).toContain(texts.digest.suspended.todo.forbidden);
  expect(said).toContain("/paperboy resume");
  expect(said).toContain("25. ");
});
