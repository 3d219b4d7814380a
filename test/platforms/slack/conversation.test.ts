import { describe, expect, test } from "vitest";
import { controls } from "../../fakes/slack/payloads.ts";
import type { User } from "../../fakes/slack/user.ts";
import type { Message } from "../../fakes/slack/workspace.ts";
import { samplePaper } from "../../support/paper.ts";
import { app, connect, modes, person, publicMessages, saidBy, search, shown, slack } from "./harness.ts";

const collapse = "Principled and Efficient Transfer Learning of Deep Models via Neural Collapse";
/** The menu that offers other results. */
const openMenu = /^o/;
const languageMenu = /^l/;

function titleOf(message: Message): string {
  return saidBy(message).split("\n")[0] ?? "";
}

async function press(user: User, message: Message, which: RegExp): Promise<Message> {
  return shown(await (await user.press(message, which)).settled());
}

describe.each(modes)("over %s", (mode) => {
  test("/paper is acknowledged with nothing and answered with one private card", async () => {
    const user = person(await connect(mode));
    const outcome = await (await user.slash("/paper", "neural collapse lang:zh")).settled();
    expect(outcome).toMatchObject({ acked: true, ackBody: undefined });
    expect(outcome.replies).toHaveLength(1);
    expect(saidBy(shown(outcome))).toContain("神经");
    expect(saidBy(shown(outcome))).toContain("Paperboy project");
    expect(publicMessages()).toEqual([]);
    expect(slack.calls("response_url")[0]?.body).not.toHaveProperty("replace_original");
  });

  test.each([
    "neural　collapse　lang：zh",
    "“neural collapse” lang:“zh”",
    "  neural   collapse   lang:中文 ",
    "neural collapse sort:new lang:zh-CN",
  ])("%s is understood as people's keyboards type it", async (text) => {
    const card = await search(person(await connect(mode)), text);
    expect(saidBy(card)).toContain("2212.12206");
    expect(saidBy(card)).toContain("神经");
  });

  test("entities and links that Slack puts into a command are read as typed", async () => {
    const user = person(await connect(mode));
    expect(saidBy(await search(user, "R&amp;D &lt;b&gt; zzzzqqqq"))).toContain("R&D <b> zzzzqqqq");
    expect(titleOf(await search(user, "<https://arxiv.org/abs/2212.12206|arxiv.org/abs/2212.12206>"))).toBe(
      collapse,
    );
  });

  test("an unknown filter is named and the filters are told", async () => {
    const said = saidBy(await search(person(await connect(mode)), "collapse colour:red"));
    expect(said).toContain("colour:");
    expect(said).toContain("year:");
  });

  test("a menu opens another hit in place, and pages turn in place", async () => {
    const user = person(await connect(mode));
    const card = await search(user, "learning");
    const first = titleOf(card);
    const opened = await (await user.choose(card, openMenu, 0)).settled();
    expect(opened.delivered.map(({ how }) => how)).toEqual(["replaced"]);
    expect(titleOf(card)).not.toBe(first);
    const listed = saidBy(card);
    expect((await press(user, card, /Next/)).ts).toBe(card.ts);
    expect(saidBy(card)).not.toBe(listed);
    await press(user, card, /Previous/);
    expect(titleOf(card)).toBe(first);
    expect(slack.messages).toHaveLength(1);
  });

  test("the language menu and the original switch edit in place", async () => {
    const user = person(await connect(mode));
    const card = await search(user, "neural collapse lang:ja");
    expect(saidBy(card)).toMatch(/[ぁ-ん]/);
    await (await user.choose(card, languageMenu, "de")).settled();
    expect(titleOf(card)).toMatch(/Neural|Neuronal/i);
    expect(saidBy(card)).toContain("Übersetzt");
    await press(user, card, /Original/);
    expect(titleOf(card)).toBe(collapse);
    expect(slack.messages).toHaveLength(1);
  });

  test("BibTeX and similar papers come as private cards of their own and leave the card alone", async () => {
    const user = person(await connect(mode));
    const card = await search(user, "neural collapse");
    const before = JSON.stringify(card.blocks);
    const bibtex = await press(user, card, /BibTeX/);
    expect(saidBy(bibtex)).toContain("eprint = {2212.12206}");
    const similar = await press(user, card, /Similar/);
    expect(saidBy(similar)).toContain("Papers similar to");
    await (await user.choose(similar, openMenu, 0)).settled();
    expect(saidBy(similar)).toContain("Share to channel");
    expect(JSON.stringify(card.blocks)).toBe(before);
    expect(slack.messages.every(({ ephemeral, to }) => ephemeral && to === user.id)).toBe(true);
  });

  test("/paperboy helps, tells about itself and how it is", async () => {
    const user = person(await connect(mode));
    const said = async (text: string) => saidBy(shown(await (await user.slash("/paperboy", text)).settled()));
    expect(await said("")).toContain("/paper neural collapse");
    expect(await said("help")).toContain("/paper neural collapse");
    expect(await said("about")).toContain("Thank you to arXiv");
    expect(await said("status")).toMatch(/papers in the index/);
    expect(await said("dance")).toContain("dance");
  });

  test("a language is chosen for oneself and for the channel, where one's own wins", async () => {
    const running = await connect(mode);
    const ana = person(running);
    const ben = person(running, { channel: { id: ana.channel.id } });
    await (await ana.slash("/paperboy", "language de")).settled();
    expect(saidBy(await search(ana, "collapse"))).toContain("Übersetzt");
    await (await ben.slash("/paperboy", "language ja for:channel")).settled();
    expect(saidBy(await search(ben, "collapse"))).toMatch(/[ぁ-ん]/);
    expect(saidBy(await search(ana, "collapse"))).toContain("Übersetzt");
  });

  test("a person's locale decides when nothing nearer does, is asked for once, and lang: beats it", async () => {
    const user = person(await connect(mode), { locale: "fr-CA" });
    expect(saidBy(await search(user, "collapse"))).toContain("Traduit");
    expect(saidBy(await search(user, "collapse"))).toContain("Traduit");
    expect(saidBy(await search(user, "collapse lang:es"))).toContain("Traducido");
    expect(slack.calls("users.info")).toHaveLength(1);
  });

  test.each([
    ["is refused", { error: "missing_scope" }],
    ["answers nonsense", { status: 500 } as const],
    ["hangs", "hang" as const],
  ])("a locale look-up that %s costs nobody their answer", async (_, how) => {
    const user = person(await connect(mode), { locale: "fr-CA" });
    slack.fail({ method: "users.info" }, how);
    expect(titleOf(await search(user, "collapse"))).toBe(collapse);
    expect(titleOf(await search(user, "collapse"))).toBe(collapse);
    expect(slack.calls("users.info")).toHaveLength(1);
  });

  test("a flood is answered with how long to wait", async () => {
    const user = person(await connect(mode));
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => user.slash("/paperboy", "help")));
    await Promise.all(outcomes.map((outcome) => outcome.settled()));
    const said = outcomes.map((outcome) => saidBy(shown(outcome)));
    expect(said.filter((text) => /wait \d+ second/.test(text))).toHaveLength(2);
  });

  test("a control that is none of ours is answered as expired, and the card stays", async () => {
    const user = person(await connect(mode));
    const card = await search(user, "neural collapse");
    const before = JSON.stringify(card.blocks);
    const old = structuredClone(card);
    for (const { element } of controls(old))
      if (element.type === "button") element.action_id = "from-another-time";
    slack.workspace.messages.push(old);
    const outcome = await (await user.press(old, "from-another-time")).settled();
    expect(outcome.delivered.map(({ how }) => how)).toEqual(["posted"]);
    expect(saidBy(shown(outcome))).toContain("from another time");
    expect(JSON.stringify(card.blocks)).toBe(before);
  });

  test("a long query's controls hold it in the store", async () => {
    const user = person(await connect(mode));
    const query = "transfer learning of deep models via neural collapse in principled and efficient ways";
    const card = await search(user, query);
    await (await user.choose(card, languageMenu, "ko")).settled();
    expect(saidBy(card)).toMatch(/[가-힣]/);
  });

  test("commands work in a direct message with the bot and in a private channel it is not in", async () => {
    const running = await connect(mode);
    for (const channel of [{ kind: "im" }, { kind: "private", member: false }] as const)
      expect(titleOf(await search(person(running, { channel }), "neural collapse"))).toBe(collapse);
  });
});

test("awkward papers are shown, browsed and cited without a complaint from Slack", async () => {
  const hostile = "@everyone <!channel> [a](http://x) # x *x* ||x|| _x_ ~x~ <@U1> :smile:";
  await app.add(
    samplePaper({ id: "2401.90001", title: `${hostile} zebrafish`, abstract: `${hostile} `.repeat(600) }),
    samplePaper({
      id: "2401.90002",
      title: `zebrafish ${"👩‍👩‍👧‍👦深*<".repeat(31)}`,
      abstract: "深&<".repeat(16_000),
    }),
    samplePaper({
      id: "2401.90003",
      title: "zebrafish of the many",
      abstract: "🦓".repeat(25_000),
      authors: Array.from({ length: 3_303 }, (_, n) => `Author ${n} O'Name <!here>`),
    }),
  );
  const user = person(await connect("socket"));
  for (const id of ["2401.90001", "2401.90002", "2401.90003"]) {
    const card = await search(user, id);
    expect(saidBy(card)).toContain(id);
    await press(user, card, /BibTeX/);
    await press(user, card, /Share/);
  }
  const list = await search(user, "zebrafish");
  await (await user.choose(list, openMenu, 0)).settled();
  expect(publicMessages()).toHaveLength(3);
  expect(publicMessages()[0]?.text).toContain(
    "@everyone &lt;!channel&gt; [a](http://x) # x *x* ||x|| _x_ ~x~ &lt;@U1&gt; :smile: zebrafish\n",
  );
  expect(saidBy(publicMessages()[0] ?? list)).toContain(`${hostile} zebrafish`);
});
