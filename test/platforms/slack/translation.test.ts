import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Paper } from "../../../src/core/paper.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import { openChatServer } from "../../fakes/chat-completions.ts";
import { openTestApp, type TestApp } from "../../support/app.ts";
import { samplePaper } from "../../support/paper.ts";
import { type ToldTranslations, toldTranslation, toldTranslations } from "../../support/translations.ts";
import { connect, modes, person, publicMessages, saidBy, shown, slack } from "./harness.ts";

let translations: ToldTranslations;
let app: TestApp;
let count = 0;
const languageMenu = /^l/;

beforeAll(async () => {
  translations = toldTranslations(["de", "fr", "ja", "ko", "es"]);
  app = await openTestApp({}, translations);
});
afterAll(() => app.close());

async function newPaper(): Promise<Paper> {
  count += 1;
  const paper = samplePaper({ id: `2405.0${1000 + count}`, title: `Potoroo ${count}` });
  await app.add(paper);
  return paper;
}

describe.each(modes)("over %s", (mode) => {
  test("a command whose translation is soon there is answered once", async () => {
    const user = person(await connect(mode, app));
    const paper = await newPaper();
    translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
    const outcome = await (await user.slash("/paper", `${paper.id} lang:de`)).settled();
    expect(saidBy(shown(outcome))).toContain(`${paper.title} [de]`);
    expect(saidBy(shown(outcome))).toContain("Told (Engine, maschinell)");
    expect(outcome.replies).toHaveLength(1);
  });

  test("a command's answer, which Slack lets nobody edit, is followed by the translation", async () => {
    const user = person(await connect(mode, app));
    const paper = await newPaper();
    const outcome = await (await user.slash("/paper", `${paper.id} lang:ja`)).settled();
    expect(saidBy(shown(outcome))).toContain("日本語に翻訳しています…");
    translations.tell("ja", { kind: "done", translation: toldTranslation(paper, "ja") });
    await outcome.settled({ count: 2 });
    expect(saidBy(shown(outcome))).toContain(`${paper.title} [ja]`);
    expect(slack.messages.every(({ ephemeral, to }) => ephemeral && to === user.id)).toBe(true);
  });

  test("a language chosen from the menu edits the card, with the way there, within the URL's five uses", async () => {
    const user = person(await connect(mode, app));
    const paper = await newPaper();
    const card = shown(await (await user.slash("/paper", paper.id)).settled());
    const outcome = await (await user.choose(card, languageMenu, "ko")).settled();
    expect(saidBy(card)).toContain("한국어로 번역하는 중");
    const state = (bytes: number) => ({
      kind: "preparing" as const,
      state: { language: "ko", bytes, total: 38_000_000 },
    });
    translations.tell("ko", ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => state(tenth * 3_800_000)));
    await outcome.settled({ count: 2 });
    expect(saidBy(card)).toContain("한국어 준비 중(약 38 MB, 최초 한 번): 0%");
    translations.tell("ko", { kind: "done", translation: toldTranslation(paper, "ko") });
    await outcome.settled({ count: 3 });
    expect(saidBy(card)).toContain(`${paper.title} [ko]`);
    expect(outcome.delivered.map(({ how }) => how)).toEqual(["replaced", "replaced", "replaced"]);
    expect(slack.messages).toHaveLength(1);
  });
});

test("what is late does not take the place of what the person pressed meanwhile", async () => {
  const user = person(await connect("socket", app));
  const paper = await newPaper();
  const card = shown(await (await user.slash("/paper", paper.id)).settled());
  const french = await (await user.choose(card, languageMenu, "fr")).settled();
  await translations.asked("fr");
  await (await user.choose(card, languageMenu, "en")).settled();
  expect(saidBy(card)).toContain("Original · English");
  const uses = slack.calls("response_url").length;
  translations.tell("fr", { kind: "done", translation: toldTranslation(paper, "fr") });
  await (await user.press(card, /BibTeX/)).settled();
  expect(slack.calls("response_url")).toHaveLength(uses + 1);
  expect(french.delivered).toHaveLength(1);
  expect(saidBy(card)).toContain("Original · English");
});

test("a reader of a shared card gets it in their own language, privately", async () => {
  const running = await connect("socket", app);
  const user = person(running);
  const paper = await newPaper();
  const card = shown(await (await user.slash("/paper", paper.id)).settled());
  await (await user.press(card, /Share/)).settled();
  const [shared] = publicMessages();
  const reader = person(running, { channel: { id: user.channel.id } });
  translations.tell("es", { kind: "done", translation: toldTranslation(paper, "es") });
  const copy = await (await reader.choose(shared ?? card, languageMenu, "es")).settled();
  expect(saidBy(shown(copy))).toContain(`${paper.title} [es]`);
  expect(saidBy(publicMessages()[0] ?? card)).not.toContain("[es]");
});

test("a service that breaks off is said plainly, with another attempt at hand", async () => {
  const user = person(await connect("socket", app), { locale: "de-DE" });
  const paper = await newPaper();
  translations.tell("de", { kind: "failed", fault: "quota" });
  const card = shown(await (await user.slash("/paper", paper.id)).settled());
  expect(saidBy(card)).toContain(catalogs.de.translating.limit("Told (Engine)"));
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const again = await user.press(card, catalogs.de.controls.retry);
  await again.settled({ where: (message) => saidBy(message).includes("[de]") });
});

test("a translation does not wait for a model's summary, which is there for the next request", async () => {
  const written = Promise.withResolvers<string>();
  const server = await openChatServer({ answer: () => written.promise });
  const summaries = {
    kind: "openai",
    server: { baseUrl: server.baseUrl, model: "tiny" },
    local: true,
  } as const;
  const summarised = await openTestApp({ summaries }, translations);
  const user = person(await connect("socket", summarised));
  const paper = samplePaper({
    id: "2405.01999",
    abstract: "Animals wake early. We propose Numbat-7, which wakes 3.5 times earlier. It eats termites.",
  });
  await summarised.add(paper);
  const outcome = await (await user.slash("/paper", `${paper.id} lang:ja`)).settled();
  translations.tell("ja", { kind: "done", translation: toldTranslation(paper, "ja") });
  await outcome.settled({ count: 2 });
  expect(saidBy(shown(outcome))).toContain(`${paper.title} [ja]`);
  expect(saidBy(shown(outcome))).toContain("要旨からの抜粋");
  written.resolve("{}");
  await summarised.close();
  await server.close();
});

test("a stop does not wait for a translation longer than its time", async () => {
  const running = await connect("socket", app);
  const user = person(running);
  const paper = await newPaper();
  const outcome = await (await user.slash("/paper", `${paper.id} lang:fr`)).settled();
  await running.platform.stop(0);
  expect(saidBy(shown(outcome))).toContain(catalogs.fr.translating.running("français"));
});
