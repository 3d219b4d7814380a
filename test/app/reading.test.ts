import { afterAll, beforeAll, expect, test } from "vitest";
import { type Card, plain } from "../../src/core/card.ts";
import type { Later, Place, Reply } from "../../src/core/command.ts";
import type { PaperTranslations, TranslatorFault } from "../../src/core/translation.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../support/app.ts";
import { samplePaper } from "../support/paper.ts";
import { type ToldTranslations, toldTranslation, toldTranslations } from "../support/translations.ts";

let translations: ToldTranslations;
let app: TestApp;
let count = 0;

beforeAll(async () => {
  translations = toldTranslations();
  app = await openTestApp({}, translations);
});
afterAll(async () => {
  await app.close();
  await removeTestFolders();
});

/** A paper that nobody has translated, in the store and in the index. */
async function newPaper(changes = {}) {
  const paper = samplePaper({ id: `2403.0${1000 + ++count}`, title: `Numbat ${count}`, ...changes });
  await app.add(paper);
  return paper;
}

function somebody(): Place {
  count += 1;
  return {
    platform: "test",
    person: { key: `test:${count}`, id: `${count}`, name: "Ana" },
    channel: { key: `test:C${count}`, mayManage: true },
    locale: async () => undefined,
  };
}

const say = (text: string, on = app): Promise<Reply> =>
  on.dispatcher.dispatch({ id: "i", input: { kind: "text", name: "paper", text }, place: somebody() });
const press = (id: string, value?: string, on = app): Promise<Reply> =>
  on.dispatcher.dispatch({
    id: "i",
    input: { kind: "control", id, ...(value !== undefined && { value }) },
    place: somebody(),
  });
const words = (card: Card | undefined) =>
  [
    card?.title ?? "",
    ...(card?.blocks ?? []).map((block) => ("text" in block ? plain([block.text].flat()) : "")),
  ].join("\n");
const controls = (card: Card) => (card.controls ?? []).flat();
const button = (card: Card, label: string) =>
  controls(card).find((control) => control.kind === "button" && control.label === label)?.id ?? "";
const menu = (card: Card) => controls(card).find((control) => control.kind === "select");

async function all(later: AsyncIterable<Later> | undefined): Promise<Later[]> {
  const cards: Later[] = [];
  if (later) for await (const one of later) cards.push(one);
  return cards;
}

test("the original comes at once, and says that it is being translated; then the translation, which names its engine", async () => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:de`);
  expect(reply.card.title).toBe(paper.title);
  expect(words(reply.card)).toContain(
    "Wird ins Deutsche übersetzt … · Noch keine Übersetzung ins Deutsche. Angezeigt wird das Original auf Englisch.",
  );
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const [done, ...more] = await all(reply.later);
  expect(more).toEqual([]);
  expect(done).toMatchObject({ whole: true, card: { title: `${paper.title} [de]` } });
  expect(words(done?.card)).toContain(`\n${paper.title}\n`);
  expect(words(done?.card)).toContain("Übersetzt aus dem Englischen von Told (Engine, maschinell)");
  expect(button(done?.card ?? reply.card, "Original")).not.toBe("");
});

test("what is held is shown at once, and the original is one press away, in place", async () => {
  const paper = await newPaper();
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  await all((await say(`${paper.id} lang:de`)).later);
  const held = await say(`${paper.id} lang:de`);
  expect(held.later).toBeUndefined();
  expect(held.card.title).toBe(`${paper.title} [de]`);
  const original = await press(button(held.card, "Original"));
  expect(original).toMatchObject({ kind: "update", card: { title: paper.title } });
  expect(original.later).toBeUndefined();
  const back = await press(button(original.card, catalogs.de.controls.translation("Deutsch")));
  expect(back.card.title).toBe(`${paper.title} [de]`);
});

test("lists have titles in the reader's language where they were translated before", async () => {
  const read = await newPaper({ title: "Bilby at noon", submitted: "2024-03-01" });
  const other = await newPaper({ title: "Bilby at night", submitted: "2024-03-02" });
  translations.tell("fr", { kind: "done", translation: toldTranslation(read, "fr") });
  await all((await say(`${read.id} lang:fr`)).later);
  const { card } = await say("bilby sort:new lang:fr");
  expect(card.title).toBe(other.title);
  const lists = card.blocks.flatMap((block) => (block.kind === "list" ? block.items.map(plain) : []));
  expect(lists.join("\n")).toContain(`${read.title} [fr]`);
  const similar = await press(button(card, catalogs.fr.controls.similar));
  const near = similar.card.blocks.flatMap((block) => (block.kind === "list" ? block.items.map(plain) : []));
  expect(near.join("\n")).toContain(`${read.title} [fr]`);
});

test("the menu offers what can be translated into, and choosing it begins", async () => {
  const paper = await newPaper();
  const { card } = await say(paper.id);
  const select = menu(card);
  expect(
    select?.kind === "select" && select.choices.map(({ value, description }) => [value, description]),
  ).toEqual([
    ["en", undefined],
    ...["zh-Hant", "ja", "de", "fr"].map((tag) => [tag, catalogs.en.translating.onDemand]),
  ]);
  const chosen = await press(select?.id ?? "", "ja");
  translations.tell("ja", { kind: "done", translation: toldTranslation(paper, "ja") });
  expect((await all(chosen.later)).at(-1)?.card.title).toBe(`${paper.title} [ja]`);
});

test("while a model is fetched its size and how far it is are told, in steps", async () => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:zh-TW`);
  const state = (bytes: number) => ({
    kind: "preparing" as const,
    state: { language: "zh-Hant", bytes, total: 38_000_000 },
  });
  translations.tell("zh-Hant", state(0), state(1_000), state(19_000_000), state(38_000_000), {
    kind: "done",
    translation: toldTranslation(paper, "zh-Hant"),
  });
  const told = (await all(reply.later)).slice(0, -1).map(({ card }) => /正在準備.*?%/.exec(words(card))?.[0]);
  expect(told).toEqual(["0", "50", "100"].map((done) => `正在準備繁體中文（約 38 MB，僅此一次）：${done}%`));
});

test.each<[TranslatorFault, keyof typeof catalogs.en.translating]>([
  ["unavailable", "unreachable"],
  ["rate", "limit"],
  ["quota", "limit"],
  ["auth", "refused"],
  ["badRequest", "refused"],
  ["tooLarge", "unusable"],
  ["badOutput", "unusable"],
])("%s in mid-request leaves the original, says why, and can be tried again", async (fault, key) => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:fr`);
  translations.tell("fr", { kind: "failed", fault });
  const [failed] = await all(reply.later);
  expect(failed?.whole).toBe(true);
  expect(failed?.card.title).toBe(paper.title);
  const sentence = catalogs.fr.translating[key] as (service: string) => string;
  expect(words(failed?.card)).toContain(sentence("Told (Engine)"));
  const again = await press(button(failed?.card ?? reply.card, catalogs.fr.controls.retry));
  translations.tell("fr", { kind: "done", translation: toldTranslation(paper, "fr") });
  expect((await all(again.later)).at(-1)?.card.title).toBe(`${paper.title} [fr]`);
});

test("a model that cannot be fetched is told from a service that is not there", async () => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:fr`);
  translations.tell(
    "fr",
    { kind: "preparing", state: { language: "fr", bytes: 0, total: 16_000_000 } },
    { kind: "failed", fault: "notPrepared", service: "Told (Engine)" },
  );
  const failed = (await all(reply.later)).at(-1);
  expect(words(failed?.card)).toContain(catalogs.fr.translating.notPrepared("français"));
});

test("what is held is not waited for where a service hangs that must be asked for it", async () => {
  const other = await openTestApp({}, { ...translations, held: () => new Promise(() => {}) });
  const paper = samplePaper({ id: "2403.09997" });
  await other.add(paper);
  const reply = await say(`${paper.id} lang:de`, other);
  expect(reply.card.title).toBe(paper.title);
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  expect((await all(reply.later)).at(-1)?.card.title).toBe(`${paper.title} [de]`);
  await other.close();
});

test("of several services the one that failed is named", async () => {
  const more = [...translations.services, { name: "b", credit: "B", local: false, seesQueries: false }];
  const other = await openTestApp({}, { ...translations, services: more });
  const paper = samplePaper({ id: "2403.09998" });
  await other.add(paper);
  const reply = await say(`${paper.id} lang:fr`, other);
  translations.tell("fr", { kind: "failed", fault: "auth", service: "B" });
  const told = words((await all(reply.later)).at(-1)?.card);
  expect(told).toContain(catalogs.fr.translating.refused("B"));
  expect(told).not.toContain("Told");
  await other.close();
});

test("a translation with a sentence left in the original is shown at once, and anew where that sentence comes", async () => {
  const paper = await newPaper();
  const part = toldTranslation(paper, "de", { kept: { abstract: [{ from: 0, to: 4 }] } });
  translations.tell("de", { kind: "done", translation: part });
  await all((await say(`${paper.id} lang:de`)).later);
  const again = await say(`${paper.id} lang:de`);
  expect(again.card.title).toBe(`${paper.title} [de]`);
  translations.tell("de", { kind: "done", translation: { ...part } });
  expect(await all(again.later)).toEqual([]);
  const third = await say(`${paper.id} lang:de`);
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const [whole] = await all(third.later);
  expect(whole?.whole).toBe(true);
  expect(words(third.card)).toContain(catalogs.de.provenance.kept(1));
  expect(words(whole?.card)).not.toContain(catalogs.de.provenance.kept(1));
});

test("a language that no service offers is said so, and nothing is begun", async () => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:ko`);
  expect(reply.later).toBeUndefined();
  expect(words(reply.card)).toContain(catalogs.ko.translating.noPair("Told (Engine)", "영어", "한국어"));
  expect(translations.begun).not.toContain("ko");
});

test("a service that is slow to say what it offers is asked all the same", async () => {
  const slow: PaperTranslations = { ...translations, offers: () => new Promise(() => {}) };
  const other = await openTestApp({}, slow);
  const paper = samplePaper({ id: "2403.09999", title: "Slow numbat" });
  await other.add(paper);
  const reply = await say(`${paper.id} lang:es`, other);
  translations.tell("es", { kind: "failed", fault: "unsupportedPair" });
  expect(words((await all(reply.later)).at(-1)?.card)).toContain("no disponible con Told (Engine)");
  await other.close();
});

test("without a service the original is shown, marked as such, and says what to do", async () => {
  const none = await openTestApp();
  const paper = samplePaper({ id: "2403.09998", title: "Lone numbat" });
  await none.add(paper);
  const reply = await say(`${paper.id} lang:de`, none);
  expect(reply.later).toBeUndefined();
  expect(words(reply.card)).toContain("Angezeigt wird das Original auf Englisch.");
  expect(words(reply.card)).toContain(catalogs.de.translating.noService);
  expect(words((await say(paper.id, none)).card)).toContain("Original · English");
  await none.close();
});

test("one Chinese is shown to readers of the other until theirs is there", async () => {
  const base = samplePaper({ id: "2403.08888", title: "Two numbats" });
  const paper = await newPaper({ ...base, translations: [toldTranslation(base, "zh-Hans")] });
  const reply = await say(`${paper.id} lang:zh-Hant`);
  expect(reply.card.title).toBe("Two numbats [zh-Hans]");
  expect(words(reply.card)).toContain("尚無繁體中文譯文，目前顯示簡體中文譯文。");
  translations.tell("zh-Hant", { kind: "done", translation: toldTranslation(paper, "zh-Hant") });
  expect((await all(reply.later)).at(-1)?.card.title).toBe("Two numbats [zh-Hant]");
});

test("a machine's translation of an older version is shown until the current one is there, a person's stays", async () => {
  const base = samplePaper({ id: "2403.07777", title: "Old numbat", version: 3 });
  const stale = toldTranslation(base, "de", { version: 1, title: "Alt" });
  const person = toldTranslation(base, "fr", { version: 1, translator: { kind: "human", name: "Emmy" } });
  const paper = await newPaper({ ...base, translations: [stale, person] });
  const reply = await say(`${paper.id} lang:de`);
  expect(reply.card.title).toBe("Alt");
  expect(words(reply.card)).toContain(catalogs.de.provenance.stale(1, 3));
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de", { version: 3 }) });
  expect((await all(reply.later)).at(-1)?.card.title).toBe("Old numbat [de]");
  const kept = await say(`${paper.id} lang:fr`);
  expect(kept.later).toBeUndefined();
  expect(words(kept.card)).toContain(catalogs.fr.provenance.stale(1, 3));
});

test("a share of what is being translated posts what there is, and the sharer's card goes on", async () => {
  const paper = await newPaper();
  const reply = await say(`${paper.id} lang:de`);
  const shared = await press(button(reply.card, catalogs.de.controls.share));
  expect(shared.post?.card.title).toBe(paper.title);
  expect(words(shared.post?.card)).not.toContain("Wird ins");
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const done = (await all(shared.later)).at(-1)?.card;
  expect(words(done)).toContain(catalogs.de.replies.shared);
  expect(done?.title).toBe(`${paper.title} [de]`);
  expect(button(done ?? reply.card, catalogs.de.controls.share)).toBe("");
});

test.each([
  ["none", [], ["No query, name or channel leaves this machine"], ["are translated by", "are sent to"]],
  [
    "one on the operator's machines",
    [{ credit: "Firefox Translations (Bergamot)", local: true, seesQueries: true }],
    ["translated by Firefox Translations (Bergamot), on machines of", "No query, name or channel leaves"],
    ["are sent to"],
  ],
  [
    "others that may not see queries",
    [
      { credit: "DeepL", local: false, seesQueries: false },
      { credit: "Google Translate", local: false, seesQueries: false },
    ],
    [
      "title and abstract, and nothing else, are sent to DeepL and Google Translate.",
      "No query, name or channel",
    ],
    ["The words of a search"],
  ],
  [
    "another that may",
    [{ credit: "DeepL", local: false, seesQueries: true }],
    ["The words of a search may be sent to DeepL", "No name or channel leaves this machine"],
    ["No query"],
  ],
])("about says what leaves the machine with services: %s", async (_, services, said, unsaid) => {
  const other = await openTestApp(
    {},
    { ...translations, services: services.map((one) => ({ name: "x", ...one })) },
  );
  const { card } = await other.dispatcher.dispatch({
    id: "i",
    input: { kind: "text", name: "paperboy", text: "about" },
    place: somebody(),
  });
  for (const sentence of said) expect(words(card)).toContain(sentence);
  for (const sentence of unsaid) expect(words(card)).not.toContain(sentence);
  await other.close();
});
