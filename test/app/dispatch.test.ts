import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Card, Control } from "../../src/core/card.ts";
import { plain } from "../../src/core/card.ts";
import type { Input, Place, Reply } from "../../src/core/command.ts";
import { languages } from "../../src/core/language.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../support/app.ts";
import { samplePaper } from "../support/paper.ts";

let app: TestApp;
let count = 0;

beforeAll(async () => {
  app = await openTestApp();
});
afterAll(async () => {
  await app.close();
  await removeTestFolders();
});

/** A person nobody has seen before, on a platform that says `locale`. */
function somebody(changes: Partial<Place> & { locale?: Place["locale"] } = {}): Place {
  const id = `U${++count}`;
  return {
    platform: "test",
    person: { key: `test:${id}`, id, name: `Person ${id}` },
    channel: { key: `test:C${count}`, mayManage: true },
    locale: async () => undefined,
    ...changes,
  };
}

const ask = (input: Input, place = somebody()): Promise<Reply> =>
  app.dispatcher.dispatch({ id: `i${count}`, input, place });
const say = (text: string, place = somebody()) => {
  const [name = "", ...rest] = text.slice(1).split(" ");
  return ask({ kind: "text", name, text: rest.join(" ") }, place);
};
const press = (control: Control | undefined, value?: string, place = somebody()) =>
  ask({ kind: "control", id: control?.id ?? "", ...(value !== undefined && { value }) }, place);

const controls = (card: Card) => (card.controls ?? []).flat();
const button = (card: Card, label: RegExp) =>
  controls(card).find((control) => control.kind === "button" && label.test(control.label));
const select = (card: Card, placeholder: RegExp) =>
  controls(card).find((control) => control.kind === "select" && placeholder.test(control.placeholder));
const words = (card: Card) =>
  [
    ...(card.title ? [card.title] : []),
    ...card.blocks.flatMap((block) =>
      "items" in block
        ? [block.heading ?? "", ...block.items.map(plain)]
        : [block.kind === "code" ? block.text : plain(block.text)],
    ),
  ].join("\n");

describe("/paper", () => {
  test("shows the best match with title, authors, date, categories, links, provenance and abstract", async () => {
    const { kind, card } = await say("/paper neural collapse");
    expect(kind).toBe("answer");
    expect(card.url).toBe("https://arxiv.org/abs/2212.12206");
    expect(words(card)).toContain(
      "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse",
    );
    expect(words(card)).toContain("Xiao Li, Sheng Liu, Jinxin Zhou +4 · Dec 23, 2022 · cs.LG");
    expect(words(card)).toContain("Original · English");
    expect(words(card)).toContain("With the ever-growing model size");
  });

  test.each([
    ["en", "neural collapse", "2212.12206"],
    ["zh-Hans", "神经坍缩", "2212.12206"],
    ["zh-Hans", "联邦学习 标签分布偏斜", "2212.08883"],
    ["ja", "暗黙的正則化", "2212.14150"],
    ["ko", "연합 학습 레이블 분포", "2212.08883"],
    ["de", "föderiertes Lernen Label-Verteilung", "2212.08883"],
    ["fr", "mèmes haineux", "2212.06573"],
    ["es", "memes de odio", "2212.06573"],
    ["en", "磁共振波谱 去噪", "2101.11442"],
    ["zh-Hans", "hateful memes", "2212.06573"],
    ["zh-Hant", "神經坍縮", "2212.12206"],
    ["zh-Hant", "聯邦學習 標籤分布偏斜", "2212.08883"],
    ["zh-Hans", "迷因 演變", "2212.06573"],
    ["en", "NEURAL COLLAPSE", "2212.12206"],
    ["en", "2212.12206", "2212.12206"],
    ["en", "https://arxiv.org/pdf/2212.12206v3.pdf", "2212.12206"],
    ["en", "10.48550/arXiv.2212.12206", "2212.12206"],
    ["en", "doi:10.48550/arXiv.2212.12206", "2212.12206"],
    ["en", "prosody by:wermter", "2212.06972"],
    ["en", "federated cat:cs.CL", "2212.10025"],
  ])("in %s, %s finds %s", async (language, query, id) => {
    const { card } = await say(`/paper ${query} lang:${language}`);
    expect(card.url).toBe(`https://arxiv.org/abs/${id}`);
  });

  test.each(
    languages.filter((language) => language !== "en"),
  )("in %s the title is translated and the original stands under it", async (language) => {
    const { card } = await say(`/paper 2212.12206 lang:${language}`);
    expect(card.title).not.toContain("Principled");
    expect(words(card)).toContain("Principled and Efficient Transfer Learning");
    expect(words(card)).toContain("Paperboy project");
  });

  test("the Chinese of a paper whose original is not held is Google's, and says who wrote its title", async () => {
    const { card } = await say("/paper 2208.00108 lang:zh");
    expect(words(card)).toContain("译自英语，译者：Google Translate（机器翻译）");
    expect(words(card)).toContain("Paperboy project");
    expect(words(card)).toContain("在2022年的亚马逊KDD杯中,我们旨在采用自然语言处理方法");
  });

  test("a translation of a translation says so", async () => {
    const { card } = await say("/paper 2208.00108 lang:en");
    expect(words(card)).toContain(
      "Translated from Simplified Chinese by Paperboy project (machine); the Simplified Chinese text was itself translated from English by Google Translate (machine)",
    );
  });

  test.each([
    ["/paper", "What shall I look for?"],
    ['/paper ""', "What shall I look for?"],
    ["/paper : : :", "What shall I look for?"],
    ["/PAPER 2401.99999", "2401.99999 is not among the papers held here."],
    ["/paper x lang:constructor", "constructor is not a language I reply in"],
    ["/paper langauge:zh x", "Did you mean `lang:`?".replaceAll("`", "")],
    ["/paper x year:20", "20 is not a year or a range"],
    [`/paper ${"word ".repeat(100)}`, "I read at most 300"],
    ["/paper 2401.99999", "2401.99999 is not among the papers held here."],
    [
      "/paperboy dance",
      "dance is not something /paperboy does. It knows: subscribe, subscriptions, unsubscribe, pause, resume, preview, why, help, about, status, language.",
    ],
    ["/nothing", "/nothing is not a command."],
    ["/paperboy help me", "I do not know what to do with me here."],
  ])("%s is answered with what is wrong", async (typed, message) => {
    const reply = await say(typed);
    expect(words(reply.card)).toContain(message);
  });

  test("a problem is said in the language asked for", async () => {
    expect(words((await say("/paper x year:20 lang:de")).card)).toContain("weder ein Jahr noch ein Zeitraum");
  });

  test("when no paper has every word, the nearest are offered with what was left out", async () => {
    const { card } = await say("/paper toroidal neural collapse");
    expect(words(card)).toContain("Nothing found for “toroidal neural collapse”.");
    expect(words(card)).toContain("Without “toroidal”: 1 paper");
    const opened = await press(select(card, /Open/), "2212.12206");
    expect(opened.card.url).toBe("https://arxiv.org/abs/2212.12206");
  });

  test("a misspelt word is corrected and the reply says so", async () => {
    const { card } = await say("/paper nueral collapse");
    expect(words(card)).toContain("Showing results for “neural collapse”.");
  });
});

describe("controls", () => {
  test("the menu opens another hit and keeps the rest of the page", async () => {
    const { card } = await say("/paper federated learning");
    const menu = select(card, /Open/);
    const [choice] = menu?.kind === "select" ? menu.choices : [];
    const opened = await press(menu, choice?.value);
    expect(opened.kind).toBe("update");
    expect(opened.card.url).toContain(choice?.value);
    expect(words(opened.card)).toContain(card.title);
  });

  test("pages lead on and back, and end", async () => {
    const first = await say("/paper by:qu sort:new");
    expect(words(first.card)).toContain("Page 1 of 2");
    const second = await press(button(first.card, /Next/));
    expect(words(second.card)).toContain("Page 2 of 2");
    expect(button(second.card, /Next/)).toBeUndefined();
    const back = await press(button(second.card, /Previous/));
    expect(back.card.url).toBe(first.card.url);
    const beyond = await ask({ kind: "control", id: "v|p9|qby:qu" });
    expect(words(beyond.card)).toContain("There is no page 9: the results end at page 2.");
  });

  test("the language menu marks the original and changes the whole card", async () => {
    const { card } = await say("/paper neural collapse");
    const menu = select(card, /language/);
    const labels = menu?.kind === "select" ? menu.choices.map((choice) => choice.label) : [];
    expect(labels).toEqual([
      "English (original)",
      "简体中文",
      "繁體中文",
      "日本語",
      "한국어",
      "Deutsch",
      "Français",
      "Español",
    ]);
    const german = await press(menu, "de");
    expect(words(german.card)).toContain("Übersetzt aus dem Englischen");
    expect(words(german.card)).toContain("23. Dez. 2022");
  });

  test("a switch shows the original in place and leads back", async () => {
    const { card } = await say("/paper neural collapse lang:ko");
    const original = await press(button(card, /원문/));
    expect(original.card.title).toContain("Principled");
    const back = await press(button(original.card, /한국어/));
    expect(back.card.title).toBe(card.title);
  });

  test("BibTeX is a new answer", async () => {
    const { card } = await say("/paper neural collapse");
    const reply = await press(button(card, /BibTeX/));
    expect(reply.kind).toBe("answer");
    expect(words(reply.card)).toContain(
      "author = {Xiao Li and Sheng Liu and Jinxin Zhou and Xinyu Lu and Carlos Fernandez-Granda",
    );
  });

  test("similar papers never contain the paper itself", async () => {
    const { card } = await say("/paper 2212.08883");
    const reply = await press(button(card, /Similar/));
    expect(words(reply.card)).toContain("When Federated Learning Meets Pre-trained Language Models");
    expect(select(reply.card, /Open/)).toMatchObject({
      choices: expect.not.arrayContaining([expect.objectContaining({ value: "2212.08883" })]),
    });
  });

  test("share posts the card for the channel, naming the sharer, and takes the button away", async () => {
    const { card } = await say("/paper neural collapse lang:ja");
    const place = somebody();
    const reply = await press(button(card, /共有/), undefined, place);
    expect(reply.kind).toBe("update");
    expect(words(reply.post?.card ?? { blocks: [] })).toContain(place.person.name);
    expect(reply.post?.card.title).toBe(card.title);
    expect(button(reply.card, /共有/)).toBeUndefined();
    expect(button(reply.post?.card ?? card, /共有/)).toBeUndefined();
    expect(reply.post?.key).toMatch(/^[\w-]{22}$/);
  });

  test("two presses of share on one card are one post, on another card another", async () => {
    const { card } = await say("/paper neural collapse");
    const place = somebody();
    const id = button(card, /Share/)?.id ?? "";
    const key = async (message: string) =>
      (await ask({ kind: "control", id, card: message }, place)).post?.key;
    expect(await key("m1")).toBe(await key("m1"));
    expect(await key("m1")).not.toBe(await key("m2"));
  });

  test("a query too long for a control is kept in the store and found again", async () => {
    const long = "federated learning of models with heterogeneous label distributions among many clients";
    const { card } = await say(`/paper ${long}`);
    const menu = select(card, /language/);
    expect(menu?.id).toMatch(/\|h[\w-]{16}$/);
    const german = await press(menu, "de");
    expect(german.kind).toBe("update");
    expect(german.card.url).toBe(card.url);
  });

  test.each([
    "",
    "x|y",
    "v|hAAAAAAAAAAAAAAAA",
    "l|i2212.12206",
    "zzz",
    "v|lxx|qa",
  ])("the control %j of another time is answered", async (id) => {
    const reply = await ask({ kind: "control", id });
    expect(reply).toMatchObject({ kind: "problem", fault: "usage" });
    expect(words(reply.card)).toContain("This control is from another time");
  });
});

describe("the reply language", () => {
  const titleFor = async (place: Place, options = "") =>
    (await say(`/paper 2212.12206${options}`, place)).card.title;

  test("follows lang:, then the person, then the channel, then the platform's locale, then the deployment", async () => {
    const place = somebody({ locale: async () => "ko-KR" });
    expect(await titleFor(place)).toContain("신경 붕괴");
    await say("/paperboy language fr for:channel", place);
    expect(await titleFor(place)).toContain("effondrement neuronal");
    await say("/paperboy language es", place);
    expect(await titleFor(place)).toContain("colapso neuronal");
    expect(await titleFor(place, " lang:zh")).toContain("神经坍缩");
    await say("/paperboy language auto", place);
    expect(await titleFor(place)).toContain("effondrement neuronal");
    await say("/paperboy language auto for channel", place);
    expect(await titleFor(place)).toContain("신경 붕괴");
    expect(await titleFor(somebody())).toContain("Principled");
  });

  test("a locale that cannot be had costs nobody their answer", async () => {
    const place = somebody({ locale: () => Promise.reject(new Error("no locale")) });
    expect(await titleFor(place)).toContain("Principled");
  });

  test("the setting is confirmed in the language set", async () => {
    expect(words((await say("/paperboy language ja")).card)).toContain("日本語");
  });

  test("only who may manage a channel sets its language", async () => {
    const place = somebody({ channel: { key: "test:closed", mayManage: false } });
    expect(words((await say("/paperboy language ja for:channel", place)).card)).toContain(
      "Only people who may manage this channel",
    );
  });
});

describe("/paperboy", () => {
  test("help names the filters and says who sees answers", async () => {
    const { card } = await say("/paperboy help");
    expect(words(card)).toContain("by:papyan");
    expect(words(card)).toContain("visible to you only");
  });

  test("lang: is understood after every command", async () => {
    expect((await say("/paperboy help lang:zh-TW")).card.title).toBe(catalogs["zh-Hant"].help.title);
    expect((await say("/paperboy status lang:Japanese")).card.title).toBe(catalogs.ja.status.title);
    expect(words((await say("/paperboy help year:2020")).card)).toContain("The filters are lang:.");
  });

  test("help names the commands as the platform offers them", async () => {
    const { card } = await say("/paperboy help", somebody({ commandsIn: "zh-Hans" }));
    expect(words(card)).toContain("/论文 neural collapse");
    expect(words(card)).toContain("/paperboy 语言 ja");
  });

  test("about thanks arXiv in its own words, in every language", async () => {
    for (const language of languages) {
      const place = somebody({ locale: async () => language });
      const { card } = await say("/paperboy about", place);
      expect(words(card)).toContain("Thank you to arXiv for use of its open access interoperability.");
      expect(words(card)).toContain(
        "This service was not reviewed or approved by, nor does it necessarily express or reflect the policies or opinions of, arXiv.",
      );
    }
  });

  test("status counts the papers", async () => {
    expect(words((await say("/paperboy status")).card)).toContain("10 papers in the index");
  });
});

describe("limits and faults", () => {
  test("a flood from one person is answered with how long to wait, and others are not held up", async () => {
    const place = somebody();
    const replies = await Promise.all(Array.from({ length: 15 }, () => say("/paper neural collapse", place)));
    const refused = replies.filter((reply) => reply.kind === "problem");
    expect(refused.length).toBe(5);
    expect(words(refused[0]?.card ?? { blocks: [] })).toMatch(/Please wait \d+ seconds? and try again/);
    expect((await say("/paper neural collapse")).kind).toBe("answer");
  });

  test("a bug is logged once under an id that the person sees, and tells them nothing else", async () => {
    const place = Object.defineProperty({ ...somebody() }, "channel", {
      get: () => {
        throw new Error("a bug with a secret detail");
      },
    });
    const reply = await app.dispatcher.dispatch({
      id: "bug-1",
      input: { kind: "text", name: "paper", text: "x" },
      place,
    });
    expect(reply).toMatchObject({ kind: "problem", fault: "failure" });
    expect(words(reply.card)).toContain("bug-1");
    expect(words(reply.card)).not.toContain("secret detail");
    expect(app.logged.filter((line) => line.includes("bug-1")).length).toBe(1);
  });
});

describe("while papers wait to be indexed", () => {
  test("one is found by its id, and nothing found says that papers are waiting", async () => {
    const late = await openTestApp();
    await late.store.papers.put([samplePaper({ title: "Giraffes and their necks" })]);
    const ask = (text: string) =>
      late.dispatcher.dispatch({
        id: "late",
        input: { kind: "text", name: "paper", text },
        place: somebody(),
      });
    expect((await ask("2401.00001")).card.title).toBe("Giraffes and their necks");
    expect(words((await ask("giraffes")).card)).toContain("1 paper is still being indexed.");
    await late.library.sync();
    expect((await ask("giraffes")).card.title).toBe("Giraffes and their necks");
    await late.close();
  });
});

describe("completion", () => {
  const suggest = (typed: string, options = {}) =>
    app.dispatcher.suggest(
      { id: "s", input: { kind: "options", name: ["paper"], options }, place: somebody() },
      "query",
      typed,
    );

  test("completes titles with first author and year, in the reader's language", async () => {
    expect(await suggest("princip")).toEqual([
      {
        title: "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse",
        byline: "Xiao Li +6 · 2022",
        value: "2212.12206",
      },
    ]);
    const [chinese] = await suggest("基于神经坍", { lang: "zh-Hans" });
    expect(chinese?.title).toMatch(/^基于神经坍缩/);
  });

  test("completes a category, with how many papers are in it", async () => {
    const [first] = await suggest("neural cs.L");
    expect(first).toEqual({
      title: "cat:cs.LG",
      byline: expect.stringMatching(/^\d+ papers?$/),
      value: "neural cat:cs.LG",
    });
  });

  test("completes the words beside filters", async () => {
    expect((await suggest("neural collapse lang:ja")).map(({ value }) => value)).toEqual(["2212.12206"]);
  });

  test("has nothing for nothing typed", async () => {
    expect(await suggest(" ")).toEqual([]);
  });
});

describe("the language of a query", () => {
  const languageFor = async (query: string, locale?: string) => {
    const { card } = await say(`/paper ${query}`, somebody({ locale: async () => locale }));
    const said =
      words(card) +
      controls(card)
        .map((one) => ("label" in one ? one.label : ""))
        .join();
    return languages.find((language) => {
      const { controls: label, replies } = catalogs[language];
      return (
        said.includes(label.similar) ||
        replies
          .nothingFound("§")
          .split("§")
          .every((part) => said.includes(part))
      );
    });
  };

  test.each([
    ["神经坍缩", undefined, "zh-Hans"],
    ["神經坍縮", undefined, "zh-Hant"],
    ["神經坍縮", "zh-CN", "zh-Hant"],
    ["仇恨", undefined, "zh-Hans"],
    ["仇恨", "zh-TW", "zh-Hant"],
    ["深層学習", "ja", "ja"],
    ["ニューラル", "en-US", "ja"],
    ["transformer 설명해줘", "en-US", "ko"],
    ["föderiertes Lernen mit ungleichen Labels", "en-US", "de"],
    ["memes de odio en las redes", "en-US", "es"],
    ["neural collapse", "fr-FR", "fr"],
    ["Monte Carlo dropout uncertainty", "ko", "ko"],
    ["De novo protein design", undefined, "en"],
    ["by:梅 neural collapse", undefined, "en"],
  ])("of %s with the locale %s is answered in %s", async (query, locale, language) => {
    expect(await languageFor(query, locale)).toBe(language);
  });

  test("gives way to what the reader has chosen, and is kept by the controls", async () => {
    const place = somebody();
    const { card } = await say("/paper 神经坍缩", place);
    const german = await press(button(card, /BibTeX/), undefined, place);
    expect(german.kind).toBe("answer");
    const original = await press(button(card, /^原文$/), undefined, place);
    expect(button(original.card, /用简体中文阅读/)).toBeDefined();
    await say("/paperboy language fr", place);
    expect(button((await say("/paper 神经坍缩", place)).card, /Articles similaires/)).toBeDefined();
  });

  test("a problem with it is said in its language", async () => {
    expect(words((await say("/paper 神经坍缩 year:20")).card)).toContain("不是年份");
  });
});
