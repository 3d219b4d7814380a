import { afterEach, expect, test } from "vitest";
import { type Card, plain } from "../../src/core/card.ts";
import type { Later, Reply } from "../../src/core/command.ts";
import type { PaperTranslations } from "../../src/core/translation.ts";
import { type ChatServerOptions, openChatServer } from "../fakes/chat-completions.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../support/app.ts";
import { samplePaper } from "../support/paper.ts";
import { toldTranslation, toldTranslations } from "../support/translations.ts";

const paper = samplePaper({
  id: "2403.00007",
  title: "Numbats at Dawn",
  abstract: "Animals wake early. We propose Numbat-7, which wakes 3.5 times earlier. It eats termites.",
});
const answer = {
  problem: "It was unknown how early animals wake.",
  method: "The authors propose Numbat-7.",
  result: "Numbat-7 wakes 3.5 times earlier.",
  tldr: "Numbat-7 wakes 3.5 times earlier than the other animals.",
  evidence: ["We propose Numbat-7, which wakes 3.5 times earlier."],
};
const german = {
  problem: "Es war nicht bekannt, wie früh die Tiere wach werden.",
  method: "Die Autoren schlagen Numbat-7 vor.",
  result: "Numbat-7 wird 3,5-mal früher wach.",
  tldr: "Numbat-7 wird 3,5-mal früher wach als die anderen Tiere.",
  evidence: answer.evidence,
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  await removeTestFolders();
});

async function started(options: ChatServerOptions, translations?: PaperTranslations): Promise<TestApp> {
  const server = await openChatServer(options);
  const summaries = {
    kind: "openai",
    server: { baseUrl: server.baseUrl, model: "tiny" },
    local: true,
  } as const;
  const app = await openTestApp({ summaries }, translations);
  open.push(server, app);
  await app.add(paper);
  return app;
}

const say = (app: TestApp, text: string, name = "paper"): Promise<Reply> =>
  app.dispatcher.dispatch({
    id: "i",
    input: { kind: "text", name, text },
    place: {
      platform: "test",
      person: { key: "test:1", id: "1", name: "Ana" },
      locale: async () => undefined,
    },
  });
const lines = (card: Card | undefined) =>
  (card?.blocks ?? []).map((block) => ("text" in block ? plain([block.text].flat()) : ""));
const tldr = (card: Card | undefined) => lines(card).find((line) => line.startsWith("TL;DR"));
async function all(later: AsyncIterable<Later> | undefined): Promise<Later[]> {
  const cards: Later[] = [];
  if (later) for await (const one of later) cards.push(one);
  return cards;
}
const extracted = "TL;DR We propose Numbat-7, which wakes 3.5 times earlier. — extracted from the abstract";
const written = `TL;DR ${answer.tldr} — written by tiny (machine)`;

test("the first answer has the extracted summary, then the model's takes its place, and is there at once next time", async () => {
  const app = await started({ answer: () => JSON.stringify(answer) });
  const reply = await say(app, paper.id);
  expect(tldr(reply.card)).toBe(extracted);
  const [better, ...more] = await all(reply.later);
  expect(more).toEqual([]);
  expect(better?.whole).toBe(true);
  expect(tldr(better?.card)).toBe(written);
  expect(lines(better?.card)).toContain(`Result ${answer.result}`);
  const again = await say(app, paper.id);
  expect(tldr(again.card)).toBe(written);
  expect(again.later).toBeUndefined();
});

test("a model that fails changes nothing", async () => {
  const app = await started({ answer: () => ({ status: 500, body: {} }) });
  const reply = await say(app, paper.id);
  expect(tldr(reply.card)).toBe(extracted);
  expect(await all(reply.later)).toEqual([]);
  expect(app.logged.join("\n")).toContain("A summary failed");
  expect(app.logged.join("\n")).not.toContain("Numbat");
});

test("a translation does not wait for a model, and keeps its summary when that comes", async () => {
  const translations = toldTranslations();
  const shown = Promise.withResolvers<void>();
  const app = await started(
    {
      async answer() {
        await shown.promise;
        return JSON.stringify(german);
      },
    },
    translations,
  );
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const reply = await say(app, `${paper.id} lang:de`);
  const steps: (readonly [boolean, string | undefined, string | undefined])[] = [];
  for await (const { card, whole } of reply.later ?? []) {
    steps.push([whole, card.title, tldr(card)?.split(" — ")[1]]);
    shown.resolve();
  }
  expect(steps).toEqual([
    [true, "Numbats at Dawn [de]", "Satz aus dem Abstract"],
    [true, "Numbats at Dawn [de]", "von tiny geschrieben (maschinell)"],
  ]);
});

test("a translation is the last card where the model has failed", async () => {
  const translations = toldTranslations();
  const app = await started({ answer: () => ({ status: 500, body: {} }) }, translations);
  translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
  const reply = await say(app, `${paper.id} lang:de`);
  const cards = await all(reply.later);
  expect(cards.at(-1)).toMatchObject({ whole: true, card: { title: "Numbats at Dawn [de]" } });
  expect(tldr(cards.at(-1)?.card)).toContain("Satz aus dem Abstract");
});

test("about names the service and what it gets; without one nothing is said", async () => {
  const app = await started({ answer: () => "" });
  expect(lines((await say(app, "about", "paperboy")).card).join()).toMatch(
    /written by tiny \(127\.0\.0\.1:\d+\)\. It gets the title and abstract/,
  );
  const quiet = await openTestApp();
  open.push(quiet);
  expect(lines((await say(quiet, "about", "paperboy")).card).join()).not.toContain("Summaries");
});

test("SUMMARIZER=none shows none", async () => {
  const app = await openTestApp({ summaries: { kind: "none" } });
  open.push(app);
  await app.add(paper);
  const reply = await say(app, paper.id);
  expect(tldr(reply.card)).toBeUndefined();
  expect(reply.later).toBeUndefined();
});
