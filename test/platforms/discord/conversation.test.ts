import { beforeAll, describe, expect, test } from "vitest";
import { catalogs } from "../../../src/i18n/index.ts";
import type { Reply } from "../../fakes/discord/reply.ts";
import type { Message } from "../../fakes/discord/types.ts";
import type { Person } from "../../fakes/discord/user.ts";
import { openTestApp } from "../../support/app.ts";
import { samplePaper } from "../../support/paper.ts";
import { app, controlsOf, discord, embedOf, menuWith, publicMessages, serve, textOf } from "./harness.ts";

const quokkas = Array.from({ length: 12 }, (_, n) =>
  samplePaper({ id: `2402.000${10 + n}`, title: `Quokka study ${n + 1}`, authors: ["Grace Hopper"] }),
);

beforeAll(() => app.add(...quokkas));

/** The settled answer to a slash command. */
async function ask(person: Person, query: string, more = {}): Promise<Message> {
  const reply = await (await person.slash("paper", { query, ...more })).settled();
  return shownBy(reply);
}

function shownBy(reply: Reply): Message {
  if (!reply.original) throw new Error("no answer");
  return reply.original;
}

const labels = (message: Message) => controlsOf(message).flatMap(({ label }) => label ?? []);

describe("/paper", () => {
  test("is acknowledged in private before any work, then shows the paper", async () => {
    await serve();
    const ana = discord.user();
    const reply = await (await ana.slash("paper", { query: "neural collapse" })).settled();
    expect(reply.ackType).toBe(5);
    expect(reply.ephemeral).toBe(true);
    expect(embedOf(reply.original)).toMatchObject({
      title: "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse",
      url: "https://arxiv.org/abs/2212.12206",
    });
    expect(textOf(reply.original)).toContain("Original · English");
    expect(discord.user().sees(shownBy(reply))).toBeUndefined();
    const [first, second] = discord.requests.filter(({ path }) => path.includes(reply.token));
    expect(first?.path).toMatch(/callback$/);
    expect(first?.body).toEqual({ type: 5, data: { flags: 64 } });
    expect(second).toMatchObject({ method: "PATCH", body: { allowed_mentions: { parse: [] } } });
  });

  test.each([
    ["ja", "ja"],
    ["zh-CN", "zh-Hans"],
    ["es-419", "es"],
    ["de", "de"],
    ["sv-SE", "en"],
  ] as const)("replies to a client in %s in %s", async (locale, language) => {
    await serve();
    const shown = await ask(discord.user({ locale }), "neural collapse");
    const { similar, bibtex } = catalogs[language].controls;
    expect(labels(shown)).toEqual(expect.arrayContaining([bibtex, similar]));
  });

  test("the language asked for beats the client's and is kept by the controls", async () => {
    await serve();
    const ana = discord.user({ locale: "ja" });
    const shown = await ask(ana, "neural collapse", { lang: "de" });
    expect(labels(shown)).toContain(catalogs.de.controls.similar);
    const similar = await (await ana.press(shown, catalogs.de.controls.bibtex)).settled();
    expect(embedOf(similar.original).description).toContain("@misc{");
    expect(labels(await ask(ana, "neural collapse lang:fr"))).toContain(catalogs.fr.controls.similar);
  });

  test("typed filters narrow what is found", async () => {
    await serve();
    const shown = await ask(discord.user(), "quokka", {
      by: "hopper",
      year: "2024",
      cat: "cs.LG",
      sort: "new",
    });
    expect(textOf(shown)).toContain("12 papers");
    expect(textOf(await ask(discord.user(), "quokka", { year: "1999" }))).toContain("Nothing found");
  });

  test("completes titles with author and year, at most 25, and the choice opens that paper", async () => {
    await serve();
    const ana = discord.user();
    const choices = await ana.autocomplete("paper", "query", "quok");
    expect(choices.length).toBeGreaterThan(5);
    expect(choices.length).toBeLessThanOrEqual(25);
    for (const { name } of choices) expect(name).toMatch(/^Quokka study \d+ · Grace Hopper · 2024$/);
    const [chosen] = choices;
    const shown = await ask(ana, String(chosen?.value));
    expect(chosen?.name.startsWith(`${embedOf(shown).title} · `)).toBe(true);
    expect(await ana.autocomplete("paper", "query", "")).toEqual([]);
    expect(await ana.autocomplete("paper", "query", "zzzzzzzz")).toEqual([]);
  });

  test("completes in the language of the client", async () => {
    await serve();
    const [found] = await discord.user({ locale: "zh-CN" }).autocomplete("paper", "query", "2212.12206");
    expect(found?.name).toMatch(/^[^a-z]*\p{Script=Han}.* · .* · 2022$/u);
  });

  test("what is wrong with the request is said in private, with the way out", async () => {
    await serve();
    const ana = discord.user();
    expect(textOf(await ask(ana, "neural autor:papyan"))).toContain("Did you mean `by:`?");
    expect(textOf(await ask(ana, "x", { year: "soon" }))).toContain("not a year");
    expect(textOf(await ask(ana, "quokka", { lang: "de", year: "soon" }))).toContain(
      catalogs.de.errors.badYear("soon").split("`").at(-1)?.trim(),
    );
  });

  test("more than ten commands at once are asked to wait", async () => {
    await serve();
    const ana = discord.user();
    const replies = await Promise.all(
      Array.from({ length: 11 }, () => ana.slash("paperboy help".split(" "))),
    );
    await Promise.all(replies.map((reply) => reply.settled()));
    const told = replies.filter((reply) => textOf(reply.original).includes("a lot at once"));
    expect(told).toHaveLength(1);
  });
});

describe("controls", () => {
  test("a menu opens another hit in the same message", async () => {
    await serve();
    const ana = discord.user();
    const shown = await ask(ana, "quokka");
    const other = quokkas.find(({ id }) => menuWith(shown, id) !== -1);
    const reply = await ana.choose(shown, menuWith(shown, String(other?.id)), String(other?.id));
    await reply.settled();
    expect(reply.ackType).toBe(6);
    expect(reply.original?.id).toBe(shown.id);
    expect(embedOf(reply.original).title).toBe(other?.title);
    expect(textOf(reply.original)).toContain("12 papers");
  });

  test("pages go forth and back in the same message", async () => {
    await serve();
    const ana = discord.user();
    const first = await ask(ana, "quokka");
    const second = await (await ana.press(first, "Next ▶")).settled();
    expect(second.original?.id).toBe(first.id);
    expect(textOf(second.original)).toContain("Page 2 of 3");
    const third = await (await ana.press(second.original, "Next ▶")).settled();
    expect(labels(shownBy(third))).not.toContain("Next ▶");
    const back = await (await ana.press(third.original, "◀ Previous")).settled();
    expect(textOf(back.original)).toContain("Page 2 of 3");
    expect(discord.messages(ana.channelId)).toHaveLength(1);
  });

  test("the language menu and the original switch edit in place", async () => {
    await serve();
    const ana = discord.user();
    const shown = await ask(ana, "neural collapse");
    const inChinese = await (await ana.choose(shown, menuWith(shown, "zh-Hans"), "zh-Hans")).settled();
    expect(inChinese.original?.id).toBe(shown.id);
    expect(embedOf(inChinese.original).title).toMatch(/\p{Script=Han}/u);
    const texts = catalogs["zh-Hans"].controls;
    const original = await (await ana.press(inChinese.original, texts.original)).settled();
    expect(embedOf(original.original).title).toBe(embedOf(shown).title);
    const again = await (await ana.press(original.original, /^用.*中文阅读$/)).settled();
    expect(embedOf(again.original)).toEqual(embedOf(inChinese.original));
  });

  test("BibTeX and similar papers come as new private answers", async () => {
    await serve();
    const ana = discord.user();
    const shown = await ask(ana, "quokka study 1");
    const bibtex = await (await ana.press(shown, "BibTeX")).settled();
    expect(bibtex.ackType).toBe(5);
    expect(bibtex.ephemeral).toBe(true);
    expect(embedOf(bibtex.original).description).toMatch(/^```bibtex\n@misc\{[\s\S]*\}\n```$/);
    const similar = await (await ana.press(shown, "Similar papers")).settled();
    expect(similar.ephemeral).toBe(true);
    const offered = controlsOf(similar.original)[0]?.options ?? [];
    const opened = await (await ana.choose(similar.original, 0, String(offered[0]?.value))).settled();
    expect(embedOf(opened.original).title).toBe(offered[0]?.label);
    expect(embedOf(discord.messages(ana.channelId)[0]).title).toBe(embedOf(shown).title);
  });

  test("a control from another time says so in private and leaves its card alone", async () => {
    await serve();
    const ana = discord.user();
    const shown = await ask(ana, "neural collapse");
    for (const control of controlsOf(discord.messages(ana.channelId)[0]))
      if (control.label === "BibTeX") control.custom_id = "v|i9999.99999";
    const reply = await ana.press(shown, "BibTeX");
    await reply.until(({ followUps }) => followUps.length === 1);
    expect(reply.ackType).toBe(6);
    expect(textOf(reply.followUps[0])).toContain("9999.99999 is not among the papers");
    expect(reply.followUps[0]?.flags).toBe(64);
    expect(embedOf(reply.original)).toEqual(embedOf(shown));
    for (const control of controlsOf(discord.messages(ana.channelId)[0]))
      if (control.label === "Similar papers") control.custom_id = "something else";
    const unknown = await (await ana.press(reply.original, "Similar papers")).settled();
    expect(textOf(unknown.original)).toContain("from another time");
    expect(unknown.ephemeral).toBe(true);
  });

  test("still work after a restart on the same data, also with a query too long to ride along", async () => {
    const before = await openTestApp();
    await before.add(...quokkas);
    const platform = await serve({ on: before });
    const ana = discord.user();
    const query = 'quokka by:"Grace Hopper" year:2024..2024 cat:cs.LG sort:new lang:de';
    const shown = await ask(ana, query);
    expect(textOf(shown)).toContain("Quokka");
    const next = controlsOf(shown).find(({ label }) => label === catalogs.de.controls.next);
    expect(next?.custom_id).toMatch(/\|h[\w-]+$/);
    await platform.stop(1000);
    await before.close();

    const after = await openTestApp({ data: before.config.data });
    await serve({ on: after });
    const reply = await (await ana.press(shown, catalogs.de.controls.next)).settled();
    expect(reply.original?.id).toBe(shown.id);
    expect(textOf(reply.original)).toContain(catalogs.de.card.page(2, 3));
    expect(discord.requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
    await after.close();
  });
});

describe("/paperboy", () => {
  test.each(["help", "about", "status"])("%s answers in private", async (name) => {
    await serve();
    const reply = await (await discord.user({ locale: "fr" }).slash(["paperboy", name])).settled();
    expect(reply.ephemeral).toBe(true);
    expect(embedOf(reply.original).title).toBe(catalogs.fr[name as "help"].title);
  });

  test("language is kept for the person, wherever they go", async () => {
    await serve();
    const id = discord.user().id;
    const set = await (await discord.user({ id }).slash(["paperboy", "language"], { code: "ko" })).settled();
    expect(textOf(set.original)).toContain(catalogs.ko.replies.languageSetForPerson("한국어"));
    const shown = await ask(discord.user({ id, context: "dm" }), "neural collapse");
    expect(labels(shown)).toContain(catalogs.ko.controls.similar);
  });

  test("language for the channel takes the right to manage it", async () => {
    await serve();
    const channelId = "1457510428359004399";
    const none = discord.user({ channelId, permissions: "2048" });
    const may = discord.user({ channelId, permissions: String(2048 | 16) });
    const options = { code: "ja", for: "channel" };
    const refused = await (await none.slash(["paperboy", "language"], options)).settled();
    expect(textOf(refused.original)).toContain("Only people who may manage this channel");
    const set = await (await may.slash(["paperboy", "language"], options)).settled();
    expect(textOf(set.original)).toContain(catalogs.ja.replies.languageSetForChannel("日本語"));
    expect(labels(await ask(none, "neural collapse"))).toContain(catalogs.ja.controls.similar);
  });

  test("language for a direct message may be set by who is in it", async () => {
    await serve();
    const ana = discord.user({ context: "dm" });
    const set = await (await ana.slash(["paperboy", "language"], { code: "es", for: "channel" })).settled();
    expect(textOf(set.original)).toContain(catalogs.es.replies.languageSetForChannel("español"));
  });
});

test("a title full of markup goes over the wire escaped, privately and shared", async () => {
  await serve();
  const title = "@everyone <!channel> [a](http://x) # x *x* ||x|| wombat";
  await app.add(
    samplePaper({ id: "2403.00001", title, abstract: `# x\n- y\n${title}`, authors: ["*A* <@1>"] }),
  );
  const ana = discord.user({ name: "*ana*" });
  const shown = await ask(ana, "wombat");
  const escaped = "\\@everyone \\<!channel\\> \\[a\\](http\\://x) \\# x \\*x\\* \\|\\|x\\|\\| wombat";
  expect(embedOf(shown).title).toBe(escaped);
  expect(embedOf(shown).description).toContain("\\*A\\* \\<\\@1\\>");
  expect(embedOf(shown).description).toContain(`\\# x\n\\- y\n${escaped}`);
  await (await ana.press(shown, "Share to channel")).settled();
  const [shared] = publicMessages(ana.channelId);
  expect(embedOf(shared).title).toBe(escaped);
  expect(shared).toMatchObject({ mentions: [], mention_everyone: false, mention_roles: [] });
  const sent = discord.requests.flatMap(({ body }) =>
    JSON.stringify(body ?? {}).includes('"embeds"') ? [body] : [],
  );
  expect(sent.length).toBeGreaterThan(2);
  for (const body of sent) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
});
