import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { catalogs } from "../../../src/i18n/index.ts";
import { runRepl } from "../../../src/platforms/console/repl.ts";
import { ConsoleSession } from "../../../src/platforms/console/session.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../../support/app.ts";

const ctrlC = "\u0003";
const ctrlD = "\u0004";

let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await openTestApp();
});
afterAll(async () => {
  await app.close();
  await removeTestFolders();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-repl-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.store.settings.setLanguage("person", "console:you", undefined);
});

/** A console whose answers take as long as `hold` says. */
function start({ isTTY = true, columns = 80, hold = async () => {} } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { isTTY, columns });
  let out = "";
  output.on("data", (chunk) => {
    out += chunk;
  });
  const session = new ConsoleSession(app.dispatcher, "en", {
    settings: app.store.settings,
    defaultLanguage: "en",
  });
  const answer = session.answer.bind(session);
  session.answer = async (...line) => {
    const reply = await answer(...line);
    await hold();
    return reply;
  };
  const ended = runRepl({
    session,
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    historyFile: join(folder, "history"),
    commands: ["/paper", "/paperboy help"],
    filters: ["lang:", "lang:ja", "sort:", "sort:new"],
  });
  const screen = () => stripVTControlCharacters(out);
  return {
    input,
    ended,
    raw: () => out,
    screen,
    /** Types, and waits for something to appear after what is on the screen already. */
    async type(keys: string, wanted: string | RegExp) {
      const before = screen().length;
      input.write(keys);
      await expect.poll(() => screen().slice(before), { timeout: 5_000 }).toMatch(wanted);
    },
  };
}

const history = () => readFileSync(join(folder, "history"), "utf8").split("\n");

describe("at a terminal", () => {
  test("welcomes, answers, offers numbers and leaves at exit, remembering what was typed", async () => {
    const { input, ended, type, screen } = start();
    await type("neural collapse\r", "Type a number:");
    expect(screen()).toContain("Paperboy, in the console. Type /paper neural collapse");
    await type("99\r", "There is no control 99 here.");
    input.write("exit\r");
    expect(await ended).toBe(2);
    expect(history()).toEqual(["exit", "99", "neural collapse"]);
  });

  test.each([
    ["Ctrl-D", ctrlD],
    ["Ctrl-C", ctrlC],
  ])("%s at the prompt ends it with a line break", async (_, key) => {
    const { input, ended, raw, type } = start();
    await type("", "›");
    input.write(key);
    expect(await ended).toBe(0);
    expect(raw().endsWith("\n")).toBe(true);
    expect(existsSync(join(folder, "history"))).toBe(true);
  });

  test.each([
    ["Ctrl-D", ctrlD],
    ["Ctrl-C", ctrlC],
  ])("%s while an answer is looked for ends it after the answer", async (_, key) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { input, ended, screen } = start({ hold: () => promise });
    input.write("neural collapse\r");
    await expect.poll(screen).toContain("neural collapse\r\n");
    input.write(key);
    await new Promise((done) => setTimeout(done, 50));
    resolve();
    expect(await ended).toBe(1);
    expect(screen()).toContain("Principled and Efficient");
    expect(history()).toEqual(["neural collapse"]);
  });

  test("after Ctrl-C lines that wait are not answered, before Ctrl-D they are", async () => {
    const interrupted = start();
    interrupted.input.write(`help\r/paperboy about\r${ctrlC}`);
    expect(await interrupted.ended).toBe(0);
    const ended = start();
    ended.input.write(`help\r/paperboy about\r${ctrlD}`);
    expect(await ended.ended).toBe(2);
  });

  test("recalls the lines of earlier sessions", async () => {
    writeFileSync(join(folder, "history"), "help\n\n/paperboy about\n");
    const { input, ended, type } = start();
    await type("\u001b[A\r", catalogs.en.help.title);
    input.write(ctrlD);
    expect(await ended).toBe(1);
    expect(history()).toEqual(["help", "/paperboy about"]);
  });

  test("that reports no columns is taken to be 100 wide", async () => {
    const { input, ended, type } = start({ columns: 0 });
    await type("/paperboy help\r", catalogs.en.help.intro);
    input.write(ctrlD);
    await ended;
  });

  test("speaks the language of the answer around it", async () => {
    const { input, ended, type } = start();
    await type("neural collapse lang:zh\r", "输入编号：");
    await type("99\r", "这里没有选项 99。");
    await type("/paperboy language ja\r", "日本語");
    await type("99\r", "99 という項目はありません。");
    await type("neural collapse\r", "番号を入力：");
    input.write(ctrlD);
    await ended;
    const again = start();
    await again.type("", "コンソール版のPaperboyです。");
    again.input.write(ctrlD);
    await again.ended;
  });

  test("completes at Tab, and takes away no word that was typed", async () => {
    const { input, ended, type, screen } = start();
    await type("/paper neural sort:n\t", "sort:new");
    await type("\u0015principled and eff\t", "via Neural Collapse");
    // Several titles have this in their middle.
    await type("\u0015learning", "learning");
    await type("\t", "");
    await new Promise((done) => setTimeout(done, 100));
    await type("\t", "Learning");
    input.write("\r");
    await expect.poll(() => screen().includes("Type a number:")).toBe(true);
    input.write(ctrlD);
    await ended;
    expect(history()).toEqual(["learning"]);
  });
});

describe("at a pipe", () => {
  test("echoes each line cleaned, answers it and writes no history", async () => {
    const { input, ended, raw } = start({ isTTY: false });
    input.end("\u001b[31mhelp\u0000\n\n  99 \nexit\nhelp\n");
    expect(await ended).toBe(2);
    expect(raw()).toMatch(/^› \[31mhelp\n\n/);
    expect(raw()).toMatch(/› 99\n\nThere is no control 99 here\.\n\n$/);
    expect(raw().replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(existsSync(join(folder, "history"))).toBe(false);
  });

  test("answers the last line without a line break", async () => {
    const { input, ended, raw } = start({ isTTY: false });
    input.end("help");
    expect(await ended).toBe(1);
    expect(raw()).toContain(catalogs.en.help.title);
  });
});
