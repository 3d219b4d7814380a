import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../../commands/index.ts";
import { plain } from "../../../src/core/card.ts";
import type { Reply } from "../../../src/core/command.ts";
import { optionSpecs } from "../../../src/core/options.ts";
import { catalogs } from "../../../src/i18n/index.ts";
import { controlAt } from "../../../src/platforms/console/render.ts";
import { ConsoleSession } from "../../../src/platforms/console/session.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../../support/app.ts";
import { samplePaper } from "../../support/paper.ts";

let app: TestApp;

beforeAll(async () => {
  app = await openTestApp();
});
afterEach(() => app.store.settings.setLanguage("person", "console:you", undefined));
afterAll(async () => {
  await app.close();
  await removeTestFolders();
});

const open = (locale = "en") =>
  new ConsoleSession(app.dispatcher, locale, { settings: app.store.settings, defaultLanguage: "en" });
const firstText = (reply: Reply | undefined) => {
  const [block] = reply?.card.blocks ?? [];
  return block && "text" in block && typeof block.text !== "string" ? plain(block.text) : undefined;
};
/** The number of the control whose id and value fit. */
function numberOf(reply: Reply | undefined, fits: (id: string, value?: string) => boolean): string {
  for (let number = 1; reply; number++) {
    const control = controlAt(reply.card, number);
    if (!control) break;
    if (fits(control.id, control.value)) return String(number);
  }
  throw new Error("no such control");
}

describe("a line", () => {
  test("of bare words is a search", async () => {
    expect((await open().answer("  neural collapse "))?.card.url).toBe("https://arxiv.org/abs/2212.12206");
  });

  test.each([
    "help",
    "/help",
    "HELP",
    "/paperboy help",
    "/paperboy",
  ])("%s is a call for help", async (line) => {
    expect((await open().answer(line))?.card.title).toBe(catalogs.en.help.title);
  });

  test("with an unknown command is a problem", async () => {
    expect(await open().answer("/dance")).toMatchObject({ kind: "problem", fault: "usage" });
  });

  test("is answered in the language asked for beside it", async () => {
    const session = open();
    const reply = await session.answer("/paper neural collapse", "ja");
    expect(reply?.card.title).toContain("ニューラルコラプス");
    expect(await session.texts()).toBe(catalogs.ja);
  });
});

describe("a number", () => {
  test("presses the control of the last card", async () => {
    const session = open();
    const reply = await session.answer("neural collapse");
    const japanese = await session.answer(numberOf(reply, (_, value) => value === "ja"));
    expect(japanese).toMatchObject({ kind: "update" });
    expect(japanese?.card.title).toContain("ニューラルコラプス");
  });

  test("without a control is answered with nothing", async () => {
    const session = open();
    expect(await session.answer("1")).toBeUndefined();
    await session.answer("neural collapse");
    expect(await session.answer("0")).toBeUndefined();
    expect(await session.answer("99")).toBeUndefined();
  });

  test("still belongs to the card above an answer without controls", async () => {
    const session = open();
    const reply = await session.answer("neural collapse");
    const bibtex = numberOf(reply, (id) => id.startsWith("b|"));
    expect((await session.answer(bibtex))?.card.title).toContain("BibTeX");
    await session.answer("help");
    await session.answer("/dance");
    expect((await session.answer(bibtex))?.card.title).toContain("BibTeX");
  });

  test("of four digits is something to search", async () => {
    expect((await open().answer("2212"))?.kind).not.toBeUndefined();
  });
});

describe("what is said around an answer", () => {
  test("is in the system's language at first", async () => {
    expect(await open("ko_KR.UTF-8").texts()).toBe(catalogs.ko);
    expect(await open("xx").texts()).toBe(catalogs.en);
  });

  test("is in the language chosen in an earlier session", async () => {
    await app.store.settings.setLanguage("person", "console:you", "fr");
    expect(await open().texts()).toBe(catalogs.fr);
  });

  test("follows a language that was chosen, and its being forgotten", async () => {
    const session = open();
    await session.answer("/paperboy language zh");
    expect(await session.texts()).toBe(catalogs["zh-Hans"]);
    await session.answer("/paperboy language auto");
    expect(await session.texts()).toBe(catalogs.en);
  });

  test.each([
    "lang:zh",
    "lang：中文",
    'lang:"chinese"',
    "LANG:zh-CN",
  ])("follows %s in the line", async (lang) => {
    const session = open();
    expect((await session.answer(`/paper neural collapse ${lang}`))?.card.title).toContain("神经坍缩");
    expect(await session.texts()).toBe(catalogs["zh-Hans"]);
    expect(await session.answer("99")).toBeUndefined();
    expect(await session.texts()).toBe(catalogs["zh-Hans"]);
    await session.answer("neural collapse");
    expect(await session.texts()).toBe(catalogs.en);
  });

  test("follows a language menu and the controls of its card", async () => {
    const session = open();
    const reply = await session.answer("neural collapse");
    const german = await session.answer(numberOf(reply, (_, value) => value === "de"));
    expect(await session.texts()).toBe(catalogs.de);
    await session.answer(numberOf(german, (id) => id.startsWith("m|")));
    expect(await session.texts()).toBe(catalogs.de);
  });

  test("is what an answer is in", async () => {
    const session = open("de");
    expect(firstText(await session.answer("/paperboy help"))).toBe(catalogs.de.help.intro);
    expect(await session.texts()).toBe(catalogs.de);
  });
});

describe("completion", () => {
  const typedCommands = [
    ...commands.map((command) => `/${command.name.join(" ")}`),
    "/paperboy language ja",
    "/paperboy language ko",
  ];
  const filters = commands
    .filter((command) => command.name.length === 1)
    .flatMap((command) => optionSpecs(command.input).filter((spec) => spec.name !== command.rest))
    .flatMap((spec) => [`${spec.name}:`, ...(spec.choices ?? []).map((choice) => `${spec.name}:${choice}`)]);
  /** The lines that a half-typed one can become. */
  const complete = async (line: string) => {
    const { found, typed } = await open().complete(line, typedCommands, filters);
    expect(line.endsWith(typed)).toBe(true);
    return found.map((one) => line.slice(0, line.length - typed.length) + one);
  };
  const title = "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse";

  test.each([
    ["/pa", ["/paper", "/paperboy"]],
    ["/paperboy", []],
    ["/paperboy s", ["/paperboy subscribe", "/paperboy subscriptions", "/paperboy status"]],
    ["/paperboy la", ["/paperboy language"]],
    ["/paperboy language ", ["/paperboy language ja", "/paperboy language ko"]],
    ["/paperboy language k", ["/paperboy language ko"]],
    ["/dance ", []],
    ["", ["lang:", "by:", "cat:", "year:", "in:", "sort:"]],
    ["/paper ", ["/paper lang:", "/paper by:", "/paper cat:", "/paper year:", "/paper in:", "/paper sort:"]],
    ["/paper lang:z", ["/paper lang:zh-Hans", "/paper lang:zh-Hant"]],
    ["/paper lang:Z", ["/paper lang:zh-Hans", "/paper lang:zh-Hant"]],
    ["/paper neural sort:", ["/paper neural sort:relevance", "/paper neural sort:new"]],
    ["neural sort:n", ["neural sort:new"]],
    ["/paper by:papy", []],
  ])("of %j is %j", async (line, lines) => {
    expect(await complete(line)).toEqual(lines);
  });

  test("of a word is a filter or a title", async () => {
    expect((await complete("/paper neural collapse so"))[0]).toBe("/paper neural collapse sort:");
  });

  test("of words is a title, which finds its paper", async () => {
    expect(await complete("/paper principled and eff")).toEqual([`/paper ${title}`]);
    expect(await complete("principled and eff")).toEqual([title]);
    expect((await open().answer(`/paper ${title}`))?.card.url).toBe("https://arxiv.org/abs/2212.12206");
  });

  test("keeps the filters before the words, and reads the language in them", async () => {
    const before = '/paper cat:cs.LG by:"xiao li" ';
    expect(await complete(`${before}principled and eff`)).toEqual([`${before}${title}`]);
    const [chinese = ""] = await complete("/paper lang:zh 神经坍缩");
    expect(chinese).toMatch(/^\/paper lang:zh .*神经坍缩/);
    expect((await open().answer(chinese))?.card.url).toBe("https://arxiv.org/abs/2212.12206");
  });

  test.each([
    ["a title that reads as a filter", "Wobbling re:visited", "wobb"],
    ["a title in quotes", "“Wibbling” at large", "wibb"],
    ["a title longer than a query", `Wabbling ${"and on ".repeat(60)}`.trim(), "wabb"],
  ])("of %s is its paper's id", async (_, title, typed) => {
    const id = `2401.0000${title.length % 10}`;
    await app.add(samplePaper({ id, title }));
    expect(await complete(`/paper ${typed}`)).toEqual([`/paper ${id}`]);
  });
});
