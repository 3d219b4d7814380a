import { afterAll, beforeAll, expect, test } from "vitest";
import type { Paper } from "../../../src/core/paper.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import type { Person } from "../../fakes/discord/user.ts";
import { openTestApp, type TestApp } from "../../support/app.ts";
import { samplePaper } from "../../support/paper.ts";
import { type ToldTranslations, toldTranslation, toldTranslations } from "../../support/translations.ts";
import { controlsOf, discord, embedOf, menuWith, publicMessages, serve, textOf } from "./harness.ts";

let translations: ToldTranslations;
let app: TestApp;
let count = 0;

beforeAll(async () => {
  translations = toldTranslations(["de", "fr", "ja", "ko", "es"]);
  app = await openTestApp({}, translations);
});
afterAll(() => app.close());

async function newPaper(): Promise<Paper> {
  count += 1;
  const paper = samplePaper({ id: `2404.0${1000 + count}`, title: `Bilby ${count}` });
  await app.add(paper);
  return paper;
}

/** The answer as it first stands. */
async function ask(person: Person, query: string) {
  const reply = await person.slash("paper", { query });
  return reply.until(({ original }) => (original?.embeds.length ?? 0) > 0);
}

test("the answer is edited where it stands when the translation arrives", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const reply = await ask(discord.user(), `${paper.id} lang:de`);
  expect(embedOf(reply.original).title).toBe(paper.title);
  expect(textOf(reply.original)).toContain("Wird ins Deutsche übersetzt");
  const first = reply.original?.id;
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  await reply.until(({ original }) => embedOf(original).title !== paper.title);
  expect(reply.original?.id).toBe(first);
  expect(textOf(reply.original)).toContain("Told \\(Engine, maschinell\\)".replaceAll("\\", ""));
  expect(reply.followUps).toEqual([]);
});

test("a model that is fetched is told in the same message", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const reply = await ask(discord.user({ locale: "ja" }), paper.id);
  const state = { language: "ja", bytes: 0, total: 38_000_000 };
  translations.tell("ja", { kind: "preparing", state });
  await reply.until(({ original }) => textOf(original).includes("日本語の準備中（約38 MB、初回のみ）：0%"));
  translations.tell("ja", { kind: "done", translation: toldTranslation(paper, "ja") });
  await reply.until(({ original }) => embedOf(original).title === `${paper.title} \\[ja\\]`);
});

test("what is late does not take the place of what the person pressed meanwhile", async () => {
  await serve({ on: app });
  const [paper, other] = [await newPaper(), await newPaper()];
  const ana = discord.user();
  const reply = await ask(ana, "bilby lang:ko");
  await translations.asked("ko");
  const shown = reply.original;
  const to = [paper, other].find(({ title }) => title !== embedOf(shown).title) ?? other;
  const opened = await ana.choose(shown, menuWith(shown, to.id), to.id);
  await opened.until(({ original }) => embedOf(original).title === to.title);
  const edits = () => discord.requests.filter(({ method }) => method === "PATCH").length;
  const before = edits();
  const from = to === other ? paper : other;
  translations.tell("ko", { kind: "done", translation: toldTranslation(from, "ko") });
  translations.tell("ko", { kind: "done", translation: toldTranslation(to, "ko") });
  await opened.until(({ original }) => embedOf(original).title === `${to.title} \\[ko\\]`);
  expect(edits() - before).toBe(1);
});

test("a press that only adds an answer leaves the card waiting for its translation", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const ana = discord.user();
  const reply = await ask(ana, `${paper.id} lang:es`);
  await (await ana.press(reply.original, "BibTeX")).settled();
  translations.tell("es", { kind: "done", translation: toldTranslation(paper, "es") });
  await reply.until(({ original }) => embedOf(original).title === `${paper.title} \\[es\\]`);
});

test("after the interaction's fifteen minutes nothing is edited, and the next request finds the translation", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const ana = discord.user();
  const reply = await ask(ana, `${paper.id} lang:de`);
  await translations.asked("de");
  discord.expire(reply);
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  await discord.until(() => app.logged.some((line) => line.includes("fifteen minutes had passed")));
  expect(embedOf(reply.original).title).toBe(paper.title);
  const label = catalogs.de.controls.translation("Deutsch");
  const pressed = await (await ana.press(reply.original, label)).settled();
  expect(embedOf(pressed.original).title).toBe(`${paper.title} \\[de\\]`);
});

test("a reader of a shared card gets a copy in their own language, which is edited for them alone", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const ana = discord.user();
  const answer = await (await ana.slash("paper", { query: paper.id })).settled();
  await (await ana.press(answer.original, "Share to channel")).settled();
  const [shared] = publicMessages(ana.channelId);
  const ben = discord.user({ channelId: ana.channelId });
  const copy = await ben.choose(shared, menuWith(shared, "fr"), "fr");
  await copy.until(({ original }) => (original?.embeds.length ?? 0) > 0);
  expect(copy.ephemeral).toBe(true);
  translations.tell("fr", { kind: "done", translation: toldTranslation(paper, "fr") });
  await copy.until(({ original }) => embedOf(original).title === `${paper.title} \\[fr\\]`);
  expect(embedOf(publicMessages(ana.channelId)[0]).title).toBe(paper.title);
});

test("a service that breaks off is said plainly, with another attempt at hand", async () => {
  await serve({ on: app });
  const paper = await newPaper();
  const reply = await ask(discord.user({ locale: "de" }), paper.id);
  translations.tell("de", { kind: "failed", fault: "unavailable" });
  await reply.until(({ original }) => textOf(original).includes("keine Verbindung zu Told"));
  expect(embedOf(reply.original).title).toBe(paper.title);
  expect(controlsOf(reply.original).map(({ label }) => label)).toContain(catalogs.de.controls.retry);
});

test("a stop does not wait for a translation longer than its time, and the card keeps the way to it", async () => {
  const platform = await serve({ on: app });
  const paper = await newPaper();
  const reply = await ask(discord.user({ locale: "fr" }), paper.id);
  await translations.asked("fr");
  await platform.stop(0);
  translations.tell("fr", { kind: "done", translation: toldTranslation(paper, "fr") });
  expect(embedOf(reply.original).title).toBe(paper.title);
  expect(controlsOf(reply.original).map(({ label }) => label)).toContain(
    catalogs.fr.controls.translation("français"),
  );
});
