import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../src/core/command.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { removeTestFolders } from "../support/app.ts";
import { DigestBench, wordsOf } from "../support/digests.ts";

const start = "2026-09-21T16:00:00Z";
let bench: DigestBench;
/** For tests that leave nothing behind. */
let shared: DigestBench;
let channels = 0;

beforeAll(async () => {
  shared = await DigestBench.open(start);
});
beforeEach(async () => {
  bench = await DigestBench.open(start);
});
afterEach(() => bench.close());
afterAll(async () => {
  await shared.close();
  await removeTestFolders();
});

const said = ({ card }: Reply) => wordsOf(card);
const told = ({ post }: Reply) => (post ? wordsOf(post.card) : undefined);

describe("/paperboy subscribe", () => {
  test("tells the channel what was set up, and the caller how to go on", async () => {
    const reply = await bench.say(
      '/paperboy subscribe topic:"neural collapse" -survey cat:cs.LG by:papyan at:09:00 tz:Asia/Shanghai days:weekdays max:5',
    );
    expect(told(reply)).toBe(
      [
        'Ana subscribed this channel to "neural collapse" -survey by:papyan cat:cs.LG',
        "09:00 (Asia/Shanghai), weekdays · up to 5 papers · English",
        "The first digest comes on Tue, Sep 22, 09:00 (Asia/Shanghai). Only papers announced from now on are posted.",
      ].join("\n"),
    );
    expect(said(reply)).toContain("end it with /paperboy unsubscribe 1.");
    expect(await bench.subscriptions()).toMatchObject([
      {
        channel: "test:C1",
        topic: '"neural collapse" -survey by:papyan cat:cs.LG',
        creator: { key: "test:Utest:C1", name: "Ana" },
        schedule: { at: "09:00", zone: "Asia/Shanghai", days: [1, 2, 3, 4, 5] },
      },
    ]);
  });

  test("on the same topic changes what is named, and says what", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:Asia/Shanghai");
    const reply = await bench.say("/paperboy subscribe Neural Collapse at:10am max:3 lang:de days:mon,wed");
    expect(told(reply)?.split("\n")).toEqual([
      "Ana hat dieses Abo geändert: neural collapse",
      "Uhrzeit: 09:00 (Asia/Shanghai) → 10:00 (Asia/Shanghai)",
      "Tage: werktags → Mo, Mi",
      "Paper: höchstens 5 Paper → höchstens 3 Paper",
      "Sprache: Englisch → Deutsch",
      expect.stringContaining("nächste: "),
    ]);
    expect(await bench.subscriptions()).toHaveLength(1);
    const again = await bench.say("/paperboy subscribe neural collapse");
    expect(again.post).toBeUndefined();
    expect(said(again)).toContain("this very subscription already");
  });

  test("takes the zone of the channel's others, else the person's, else UTC and says so", async () => {
    const utc = await bench.say("/paperboy subscribe collapse");
    expect(said(utc)).toContain(catalogs.en.digest.subscription.inUtc.replaceAll("`", ""));
    await bench.say("/paperboy subscribe diffusion", "test:C2", { timeZone: async () => "Asia/Tokyo" });
    await bench.say("/paperboy subscribe memes", "test:C2", { timeZone: async () => "Europe/Paris" });
    const zones = (await bench.subscriptions("test:C2")).map(({ schedule }) => schedule.zone);
    expect(zones).toEqual(["Asia/Tokyo", "Asia/Tokyo"]);
    const failing = { timeZone: () => Promise.reject(new Error("no answer")) };
    await bench.say("/paperboy subscribe memes", "test:C3", failing);
    expect((await bench.subscriptions("test:C3"))[0]?.schedule.zone).toBe("UTC");
  });

  test("takes the channel's language", async () => {
    await bench.say("/paperboy language ja for:channel");
    await bench.say("/paperboy subscribe collapse");
    expect((await bench.subscriptions())[0]?.language).toBe("ja");
  });

  test("a new time never gives a day a second digest", async () => {
    await bench.say("/paperboy subscribe neural at:09:00 tz:America/New_York");
    await bench.announce("2026-09-22", [{ id: "2609.00001", title: "Neural things" }]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toHaveLength(2);
    await bench.say("/paperboy subscribe neural at:10:00");
    expect((await bench.subscriptions())[0]).toMatchObject({ date: "2026-09-23" });
    expect(await bench.at("2026-09-22T14:00:00Z")).toEqual([]);
  });

  test.each([
    ["", "What shall this channel be subscribed to?"],
    ["-survey", "What shall this channel be subscribed to?"],
    ["???", "What shall this channel be subscribed to?"],
    ["x sort:new", "sort: is not a filter"],
    ["x at:25:00", "25:00 is not a time"],
    ["x days:sometimes", "sometimes names no days"],
    ["x tz:Asia/Shangai", "Asia/Shangai is not a time zone. Did you mean tz:Asia/Shanghai"],
    ["x tz:qqqqqqqqqqqq", "qqqqqqqqqqqq is not a time zone. Write one such as"],
    ["x max:99", "99 is not a number of papers"],
    ["x max:0", "0 is not a number of papers"],
    ["x colour:red", "colour: is not a filter"],
    ["x timezone:UTC", "Did you mean tz:?"],
    ["x year:never", "never is not a year"],
    ["y".repeat(301), "That is 301 characters"],
  ])("says what is wrong with %s, to the caller alone, and sets nothing up", async (typed, expected) => {
    const channel = `test:E${++channels}`;
    const reply = await shared.say(`/paperboy subscribe ${typed}`, channel);
    expect(reply).toMatchObject({ kind: "problem", fault: "usage" });
    expect(said(reply)).toContain(expected);
    expect(await shared.subscriptions(channel)).toEqual([]);
  });

  test("a channel has at most 25", async () => {
    for (let number = 0; number < 25; number++) await bench.say(`/paperboy subscribe topic${number}`);
    const reply = await bench.say("/paperboy subscribe one more");
    expect(said(reply)).toContain("has 25 subscriptions, which is the most");
    expect((await bench.say("/paperboy subscribe topic3 max:2")).kind).toBe("answer");
  });

  test.each([
    "subscribe x",
    "unsubscribe all",
    "pause",
    "resume",
  ])("%s is for those who may manage the channel, or whom the platform allows it", async (command) => {
    await bench.say("/paperboy subscribe neural");
    const closed = { channel: { key: "test:C1", mayManage: false } };
    const refused = await bench.say(`/paperboy ${command}`, "test:C1", closed);
    expect(said(refused)).toContain("Only people who may manage this channel");
    const allowed = { channel: { key: "test:C1", mayManage: false, maySubscribe: async () => true } };
    expect((await bench.say(`/paperboy ${command}`, "test:C1", allowed)).kind).toBe("answer");
    const admins = { channel: { key: "test:C1", mayManage: true, maySubscribe: async () => false } };
    expect(said(await bench.say(`/paperboy ${command}`, "test:C1", admins))).toContain("Only people");
  });

  test("needs a channel", async () => {
    const { channel: _, ...nowhere } = { channel: undefined };
    const reply = await bench.say("/paperboy subscribe x", "test:C1", {
      ...nowhere,
      ...{ channel: undefined },
    } as never);
    expect(said(reply)).toContain("There is no channel here");
  });
});

describe("/paperboy unsubscribe", () => {
  beforeEach(async () => {
    for (const topic of ["alpha", "beta", "gamma"]) await bench.say(`/paperboy subscribe ${topic}`);
  });
  const topics = async () => (await bench.subscriptions()).map(({ topic }) => topic);

  test.each([
    ["2", ["alpha", "gamma"]],
    ["#2", ["alpha", "gamma"]],
    ["１", ["beta", "gamma"]],
    ["1,3", ["beta"]],
    ["all", []],
    ["which:all", []],
  ])("%s ends what it names, and tells the channel", async (typed, left) => {
    const reply = await bench.say(`/paperboy unsubscribe ${typed}`);
    expect(told(reply)).toContain("Ana ended ");
    expect(await topics()).toEqual(left);
  });

  test.each([
    "",
    "4",
    "0",
    "-1",
    "everything",
    "al",
    "1,9",
    "alpha",
    "1.5",
    "all of them",
    "%",
    "*",
  ])("%s ends nothing", async (typed) => {
    const reply = await bench.say(`/paperboy unsubscribe ${typed}`);
    expect(reply).toMatchObject({ kind: "problem", fault: "usage" });
    expect(await topics()).toEqual(["alpha", "beta", "gamma"]);
  });

  test("reads the reader's word for all", async () => {
    await bench.say("/paperboy unsubscribe alle", "test:C1", { locale: async () => "de" });
    expect(await topics()).toEqual([]);
    expect(said(await bench.say("/paperboy unsubscribe all"))).toContain("has no subscriptions");
  });

  test("leaves other channels alone", async () => {
    await bench.say("/paperboy subscribe alpha", "test:C2");
    await bench.say("/paperboy unsubscribe all");
    expect(await bench.subscriptions("test:C2")).toHaveLength(1);
  });
});

describe("/paperboy pause and resume", () => {
  const news = (number: number, date: string) =>
    bench.announce(date, [{ id: `2609.0000${number}`, title: `Neural things ${number}` }]);

  beforeEach(() => bench.say("/paperboy subscribe neural tz:America/New_York"));

  test("a pause can be said as one says it", async () => {
    expect(told(await bench.say("/paperboy pause until monday"))).toContain("until Mon, Sep 28.");
  });

  test("what is announced in a pause is not posted, what comes after it is", async () => {
    const reply = await bench.say("/paperboy pause");
    expect(told(reply)).toBe("Ana paused the digests of this channel.");
    await news(1, "2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
    expect(said(await bench.say("/paperboy subscriptions"))).toContain("paused");
    bench.now = "2026-09-22T18:00:00Z";
    expect(told(await bench.say("/paperboy resume"))).toBe("Ana resumed the digests of this channel.");
    await news(2, "2026-09-23");
    const posted = await bench.at("2026-09-23T13:00:00Z");
    expect(posted.map((post) => post.said).join()).not.toContain("things 1");
    expect(posted[0]?.said).toContain("things 2");
  });

  test("a pause that has an end ends by itself", async () => {
    const reply = await bench.say("/paperboy pause 2026-09-24");
    expect(told(reply)).toBe("Ana paused the digests of this channel until Thu, Sep 24.");
    expect(said(await bench.say("/paperboy subscriptions"))).toContain(
      "paused until Thu, Sep 24 · next: Thu, Sep 24",
    );
    await news(1, "2026-09-22");
    await news(2, "2026-09-24");
    expect(await bench.at("2026-09-23T13:00:00Z")).toEqual([]);
    const posted = await bench.at("2026-09-24T13:00:00Z");
    expect(posted[0]?.said).toContain("1 new → 1 match → 1 shown");
    expect((await bench.subscriptions())[0]?.paused).toBeUndefined();
  });

  test.each([
    "yesterdayish",
    "2026-09-21",
    "2020-01-01",
    "2026-13-01",
    "0",
  ])("%s is no day to come", async (until) => {
    const reply = await bench.say(`/paperboy pause ${until}`);
    expect(said(reply)).toContain(`${until} is not a day to come`);
    expect((await bench.subscriptions())[0]?.paused).toBeUndefined();
  });

  test("nothing to pause or to resume is said", async () => {
    expect(said(await bench.say("/paperboy resume"))).toContain("Nothing is paused");
    expect(said(await bench.say("/paperboy pause", "test:C9"))).toContain("has no subscriptions");
  });

  test("a suspended subscription says why and what to do, and goes on with what it missed", async () => {
    await news(1, "2026-09-22");
    bench.refusals.push({ kind: "gone", reason: "notMember", why: "not_in_channel" });
    await bench.at("2026-09-22T13:00:00Z");
    await news(2, "2026-09-23");
    expect(await bench.at("2026-09-23T13:00:00Z")).toEqual([]);
    const list = said(await bench.say("/paperboy subscriptions"));
    expect(list).toContain("suspended since Tue, Sep 22, 09:00");
    expect(list).toContain("I am not a member of the channel. Invite me to the channel.");
    expect(list).toContain("/paperboy resume");
    await bench.say("/paperboy resume");
    const posted = await bench.at("2026-09-24T13:00:00Z");
    const all = posted.map((post) => post.said).join("\n");
    expect(all).toContain("things 1");
    expect(all).toContain("things 2");
  });

  test("one that fails says when it is tried again", async () => {
    await news(1, "2026-09-22");
    bench.refusals.push({ kind: "failed", why: "HTTP 503" });
    await bench.at("2026-09-22T13:00:00Z");
    expect(said(await bench.say("/paperboy subscriptions"))).toMatch(
      /failing since Tue, Sep 22, 09:00 .* next attempt/,
    );
  });
});

describe("/paperboy preview", () => {
  test("shows what would be posted, to the caller alone, and marks nothing", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [{ id: "2609.00001", title: "Neural collapse again" }]);
    await bench.arxiv("2026-09-22");
    bench.now = "2026-09-22T12:00:00Z";
    for (const _ of [1, 2]) {
      const reply = await bench.say("/paperboy preview");
      expect(reply.post).toBeUndefined();
      expect(said(reply)).toContain("1 new → 1 match → 1 shown");
      expect(said(reply)).toContain("Neural collapse again · Ada Lovelace · title: neural collapse");
    }
    expect((await bench.at("2026-09-22T13:00:00Z"))[0]?.said).toContain("Neural collapse again");
    expect(said(await bench.say("/paperboy preview"))).toContain("Nothing would be posted now");
  });

  test("agrees with /paper about what matches", async () => {
    const topic = '"neural collapse" -survey | review by:papyan';
    await bench.say(`/paperboy subscribe ${topic.replace(" | review", "")}`);
    const papers = [
      { id: "2609.00001", title: "Neural collapse", authors: ["Vardan Papyan"] },
      { id: "2609.00002", title: "A survey of neural collapse", authors: ["V. Papyan"] },
      { id: "2609.00003", title: "Collapse, neural", authors: ["Vardan Papyan"] },
      { id: "2609.00004", title: "More neural collapse", authors: ["Somebody Else"] },
    ];
    await bench.announce("2026-09-22", papers);
    const shown = said(await bench.say("/paperboy preview"));
    const found = await bench.say('/paper "neural collapse" -survey by:papyan');
    expect(found.card.title).toBe("Neural collapse");
    expect(said(found)).not.toContain("2609.00002");
    expect(shown).toContain("4 new → 1 match → 1 shown");
  });

  test("of nothing new shows why and what the topic finds", async () => {
    await bench.say("/paperboy subscribe neural collapse");
    const shown = said(await bench.say("/paperboy preview"));
    expect(shown).toContain("Nothing would be posted now. (nothing announced since the last digest)");
    expect(shown).toContain("Principled and Efficient Transfer Learning of Deep Models via Neural Collapse");
  });

  test("on a day whose source is late says until when the next digest waits for it", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.arxiv("2026-09-21");
    bench.now = "2026-09-22T13:10:00Z";
    const waits = async () => said(await bench.say("/paperboy preview"));
    expect(await waits()).toContain("retrying until Tue, Sep 22, 12:00 (America/New_York)");
    await bench.at("2026-09-22T16:00:00Z");
    bench.now = "2026-09-22T20:00:00Z";
    expect(await waits()).toContain("retrying until Wed, Sep 23, 12:00 (America/New_York)");
  });

  test("of several asks which", async () => {
    await bench.say("/paperboy subscribe alpha");
    await bench.say("/paperboy subscribe beta");
    expect(said(await bench.say("/paperboy preview"))).toContain("then type /paperboy preview 1");
    expect(said(await bench.say("/paperboy preview 2"))).toContain("Preview: beta");
    expect(said(await bench.say("/paperboy preview 3"))).toContain(
      "3 is no subscription of this channel. It has 1–2",
    );
  });
});

describe("/paperboy why", () => {
  const ask = async (id: string) => said(await bench.say(`/paperboy why ${id}`));

  beforeEach(async () => {
    await bench.announce("2026-09-21", [{ id: "2609.00009", title: "Neural collapse, early" }]);
    await bench.say("/paperboy subscribe neural collapse -survey max:1 tz:America/New_York");
    await bench.announce("2026-09-22", [
      { id: "2609.00001", title: "Neural collapse one" },
      { id: "2609.00002", title: "Neural collapse two, not so short" },
      { id: "2609.00003", title: "Neural collapse: a survey" },
      { id: "2609.00004", title: "Neural networks" },
    ]);
    await bench.announce("2026-09-22", [{ id: "2609.00005", title: "Neural collapse five" }], {
      type: "replace",
    });
    await bench.arxiv("2026-09-22");
    await bench.at("2026-09-22T13:00:00Z");
    await bench.announce("2026-09-23", [{ id: "2609.00006", title: "Neural collapse six" }]);
  });

  test.each([
    [
      "2609.00001",
      [
        "Announced Tue, Sep 22 by arxiv: new.",
        "Posted in this channel on Tue, Sep 22.",
        "It matches: title: neural collapse.",
        "rank 1, shown",
      ],
    ],
    ["arXiv:2609.00002v3", ["It matches", "rank 2, over the cap of 1"]],
    ["2609.00003", ["It is blocked by -survey.", "considered, did not match then"]],
    ["2609.00004", ["It lacks collapse.", "considered, did not match then"]],
    ["2609.00005", ["replacement", "Only new papers and cross-lists are digested"]],
    ["2609.00006", ["It will be considered in the next digest, Wed, Sep 23, 09:00 (America/New_York)"]],
    ["2609.00009", ["It was announced before the subscription began."]],
    ["2212.12206", ["no source has announced it here", "It matches"]],
    ["2609.99999", ["It is not held here"]],
  ])("%s", async (id, expected) => {
    const shown = await ask(id);
    for (const part of expected) expect(shown).toContain(part);
  });

  test("tells of a pause", async () => {
    await bench.say("/paperboy pause");
    const shown = await ask("2609.00006");
    expect(shown).toContain("It will be considered when the subscription goes on.");
    expect(shown).toContain("paused");
  });

  test("what is no paper's id is said", async () => {
    expect(await ask("")).toBe("Which paper? Write /paperboy why 2212.12206.");
    expect(await ask("nonsense")).toContain(
      "nonsense is not the id of a paper. Write /paperboy why 2212.12206.",
    );
  });
});

describe("/paperboy status", () => {
  test("tells the state of every source and the next digest", async () => {
    await bench.arxiv("2026-09-21");
    const feed = { name: "feed:example", next: bench.now, failure: { why: "HTTP 503", since: bench.now } };
    await bench.app.store.announcements.keepSource(feed);
    await bench.say("/paperboy subscribe neural tz:Asia/Shanghai");
    const shown = said(await bench.say("/paperboy status"));
    expect(shown).toContain(
      "Source arxiv:cs.LG: checked Mon, Sep 21, 16:00 (UTC) · newest announcement Mon, Sep 21",
    );
    expect(shown).toContain("Source feed:example: failing since Mon, Sep 21, 16:00 (UTC): HTTP 503");
    expect(shown).toContain("Next digest of this channel: Tue, Sep 22, 09:00 (Asia/Shanghai)");
  });
});

describe("which sources are looked at for a topic", () => {
  const asked = (categories: readonly string[], feeds: readonly string[] = []) => ({
    sources: { arxiv: { contact: "a@b.example", categories, addresses: {} }, feeds, allowPrivate: false },
  });
  const noContact = "arXiv is not asked here: whoever runs Paperboy must first set ARXIV_CONTACT.";
  const nothing = "No source is looked at for this topic";
  const adds = "`cat:` in a topic adds its own".replaceAll("`", "");

  test.each([
    ["neural", undefined, [nothing, noContact]],
    ["neural cat:cs.LG", undefined, [nothing, noContact]],
    ["neural", asked([]), [nothing, "Name a category of arXiv's with cat:"]],
    ["neural cat:nonsense", asked([]), [nothing, "Name a category of arXiv's with cat:"]],
    ["neural", asked(["cs.CL", "hep-th"]), ["New papers come from: arXiv cs.CL, hep-th.", adds]],
    ["neural cat:cs.LG", asked(["cs.CL"]), ["New papers come from: arXiv cs.LG."]],
    ["neural cat:cs.LG cat:math", asked([]), ["New papers come from: arXiv cs.LG, math."]],
    ["neural cat:cs", asked(["cs.CL"], ["https://a.example/f"]), ["arXiv cs, cs.CL · a.example/f."]],
  ])("%s with %o", async (topic, changes, expected) => {
    const own = await DigestBench.open(start, changes);
    const reply = await own.say(`/paperboy subscribe ${topic}`);
    for (const part of expected) expect(said(reply)).toContain(part);
    if (!expected.includes(nothing)) expect(said(reply)).not.toContain(nothing);
    for (const command of ["preview", "why 2212.12206", `subscribe ${topic}`])
      for (const part of expected) expect(said(await own.say(`/paperboy ${command}`))).toContain(part);
    const status = said(await own.say("/paperboy status"));
    expect(status.includes(nothing)).toBe(expected.includes(nothing));
    await own.close();
  });
});
