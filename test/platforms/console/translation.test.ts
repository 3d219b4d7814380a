import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Paper } from "../../../src/core/paper.ts";
import { finalReply, runRepl } from "../../../src/platforms/console/repl.ts";
import { ConsoleSession } from "../../../src/platforms/console/session.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../../support/app.ts";
import { samplePaper } from "../../support/paper.ts";
import { type ToldTranslations, toldTranslation, toldTranslations } from "../../support/translations.ts";

let translations: ToldTranslations;
let app: TestApp;
let folder: string;
let count = 0;

beforeAll(async () => {
  translations = toldTranslations(["de", "fr", "ja"]);
  app = await openTestApp({}, translations);
  folder = mkdtempSync(join(tmpdir(), "paperboy-console-"));
});
afterAll(async () => {
  await app.close();
  await removeTestFolders();
  rmSync(folder, { recursive: true, force: true });
});

async function newPaper(): Promise<Paper> {
  count += 1;
  const paper = samplePaper({ id: `2406.0${1000 + count}`, title: `Dunnart ${count}` });
  await app.add(paper);
  return paper;
}

const session = () =>
  new ConsoleSession(app.dispatcher, "en", { settings: app.store.settings, defaultLanguage: "en" });
const preparing = (bytes: number) => ({
  kind: "preparing" as const,
  state: { language: "de", bytes, total: 17_000_000 },
});

function start(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let out = "";
  output.on("data", (chunk) => {
    out += chunk;
  });
  const ended = runRepl({
    session: session(),
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    historyFile: join(folder, "history"),
    commands: [],
    filters: [],
  });
  const screen = () => stripVTControlCharacters(out);
  const see = (wanted: string) => expect.poll(screen, { timeout: 5_000 }).toContain(wanted);
  return { input, ended, screen, see };
}

describe("at a terminal", () => {
  test("the second card comes above the line that is being typed, with numbers that press its controls", async () => {
    const paper = await newPaper();
    const { input, ended, see, screen } = start(true);
    input.write(`${paper.id} lang:de\r`);
    await see("Wird ins Deutsche übersetzt");
    input.write("half a l");
    translations.tell("de", preparing(0));
    await see("Deutsch wird vorbereitet, etwa 17 MB, einmalig: 0");
    translations.tell("de", { kind: "done", translation: toldTranslation(paper, "de") });
    await see(`${paper.title} [de]`);
    await expect.poll(() => screen().trimEnd().endsWith("half a l")).toBe(true);
    input.write("\u0015");
    const number = /(\d+) Original(?! \()/.exec(screen().slice(screen().lastIndexOf("[de]")))?.[1];
    input.write(`${number}\r`);
    await see("Original · Englisch");
    input.write("\u0004");
    await ended;
  });

  test("a card that is no longer the last one is not followed, and leaving waits for nothing", async () => {
    const [paper, other] = [await newPaper(), await newPaper()];
    const { input, ended, see, screen } = start(true);
    input.write(`${paper.id} lang:fr\r`);
    await see("Traduction en français en cours");
    await translations.asked("fr");
    input.write(`${other.id}\r`);
    await see(other.title);
    translations.tell("fr", { kind: "done", translation: toldTranslation(paper, "fr") });
    input.write(`${other.id} lang:ja\r`);
    await see("日本語に翻訳しています");
    expect(screen()).not.toContain(`${paper.title} [fr]`);
    input.write("\u0004");
    await ended;
  });
});

test("in a transcript the second card stands before the next answer", async () => {
  const paper = await newPaper();
  translations.tell("de", preparing(0), preparing(17_000_000), {
    kind: "done",
    translation: toldTranslation(paper, "de"),
  });
  const { input, ended, screen } = start(false);
  input.end(`${paper.id} lang:de\nhelp\n`);
  await ended;
  const order = ["Wird ins", "MB, einmalig: 0", "MB, einmalig: 100", `${paper.title} [de]`, "› help"];
  const places = order.map((part) => screen().indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("an answer asked for once is the last card, and the way there is told beside", async () => {
  const paper = await newPaper();
  translations.tell("de", preparing(0), { kind: "done", translation: toldTranslation(paper, "de") });
  const reply = await session().answer(`/paper ${paper.id}`, "de");
  const told: string[] = [];
  const final = await finalReply(reply ?? { kind: "answer", card: { blocks: [] } }, (said) =>
    told.push(said),
  );
  expect(final.card.title).toBe(`${paper.title} [de]`);
  expect(final).not.toHaveProperty("later");
  expect(told.join()).toContain("Deutsch wird vorbereitet, etwa 17 MB");
});
