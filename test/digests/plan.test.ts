import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeTestFolders } from "../support/app.ts";
import { DigestBench, wordsOf } from "../support/digests.ts";

let bench: DigestBench;

/** Monday 21 September 2026, noon in New York: no digest is due. */
beforeEach(async () => {
  bench = await DigestBench.open("2026-09-21T16:00:00Z");
});
afterEach(() => bench.close());
afterAll(removeTestFolders);

const collapse = (number: number, more = {}) => ({
  id: `2609.0000${number}`,
  title: `Neural collapse, part ${number}`,
  abstract: "About the terminal phase of training.",
  authors: ["Vardan Papyan", "X. Y. Han"],
  ...more,
});
const other = (number: number) => ({
  id: `2609.1000${number}`,
  title: "Galaxies far away",
  abstract: "Stars.",
});

describe("a digest", () => {
  test("shows what matches, best first, each with its reason, and the cards in a thread", async () => {
    await bench.say("/paperboy subscribe neural collapse at:09:00 tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1), other(1), collapse(2)]);
    await bench.arxiv("2026-09-22");
    const [first, ...rest] = await bench.at("2026-09-22T13:00:00Z");
    expect(first?.said).toBe(
      [
        "Tue, Sep 22 · neural collapse",
        "announced Mon, Sep 21, 20:00 (America/New_York) · 3 new → 2 match → 2 shown",
        "Neural collapse, part 2 · Vardan Papyan +1 · title: neural collapse",
        "Neural collapse, part 1 · Vardan Papyan +1 · title: neural collapse",
      ].join("\n"),
    );
    expect(rest.map(({ beneath }) => beneath)).toEqual(["m1", "m1"]);
    expect(rest[0]?.said).toContain("About the terminal phase of training.");
  });

  test("is one for a channel that has several topics on one paper, and names the others", async () => {
    await bench.say("/paperboy subscribe neural collapse at:09:00 tz:America/New_York");
    await bench.say("/paperboy subscribe by:papyan");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    const posted = await bench.at("2026-09-22T13:00:00Z");
    expect(posted.filter(({ said }) => said.includes("part 1 ·")).length).toBe(1);
    expect(posted[0]?.said).toContain("title: neural collapse · also: by:papyan");
    const [, second] = await bench.subscriptions();
    expect(second?.quiet).toBe(0);
  });

  test("is given to each channel of a workspace", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York", "test:C1");
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York", "test:C2");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    const posted = await bench.at("2026-09-22T13:00:00Z");
    expect(new Set(posted.map(({ channel }) => channel))).toEqual(new Set(["test:C1", "test:C2"]));
  });

  test("keeps to the cap, tells how many match, and ends with those that nearly made it", async () => {
    await bench.say("/paperboy subscribe neural collapse max:2 tz:America/New_York");
    await bench.announce(
      "2026-09-22",
      [1, 2, 3, 4].map((number) => collapse(number)),
    );
    await bench.announce("2026-09-22", [
      { id: "2609.20001", title: "Collapse of bridges", abstract: "Steel." },
    ]);
    await bench.arxiv("2026-09-22");
    const posted = await bench.at("2026-09-22T13:00:00Z");
    expect(posted).toHaveLength(4);
    expect(posted[0]?.said).toContain("5 new → 4 match → 2 shown");
    expect(posted[3]?.said).toBe(
      [
        "Near misses",
        "Neural collapse, part 2 · Vardan Papyan +1 · title: neural collapse",
        "Neural collapse, part 1 · Vardan Papyan +1 · title: neural collapse",
        "Collapse of bridges · Ada Lovelace · without neural",
      ].join("\n"),
    );
  });

  test("counts what was announced in the categories of its topic", async () => {
    await bench.say("/paperboy subscribe collapse cat:cs.LG|cs.CL tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1), { ...other(1), categories: ["astro-ph.GA"] }]);
    await bench.announce("2026-09-22", [collapse(2, { categories: ["cs.CL"] })], { type: "cross" });
    await bench.arxiv("2026-09-22");
    const [first] = await bench.at("2026-09-22T13:00:00Z");
    expect(first?.said).toContain("2 new in cs.LG, cs.CL → 2 match → 2 shown");
  });

  test("leaves out what its topic excludes, also from what nearly made it", async () => {
    await bench.say("/paperboy subscribe neural collapse -survey tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1), collapse(2, { title: "Neural collapse: a survey" })]);
    await bench.arxiv("2026-09-22");
    expect((await bench.at("2026-09-22T13:00:00Z")).some(({ said }) => said.includes("a survey"))).toBe(
      false,
    );
  });

  test("does not take a word for another that is in the news", async () => {
    await bench.announce("2026-09-18", [{ id: "2609.30001", title: "Gaussian splitting" }]);
    await bench.say("/paperboy subscribe splitting tz:America/New_York");
    await bench.announce("2026-09-22", [{ id: "2609.30002", title: "Gaussian splatting" }]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
  });

  test("on a description shows only what is near to it", async () => {
    const topic = "how deep networks collapse to simple geometry at the end of training";
    await bench.say(`/paperboy subscribe ${topic} tz:America/New_York`);
    await bench.announce("2026-09-22", [
      {
        id: "2609.40001",
        title: "Deep networks collapse to simple geometry",
        abstract: "At the end of training.",
      },
      { id: "2609.40002", title: "Training of horses", abstract: "A simple method." },
    ]);
    await bench.arxiv("2026-09-22");
    const [first] = await bench.at("2026-09-22T13:00:00Z");
    expect(first?.said).toContain("2 new → 1 match → 1 shown");
  });

  test("is written in the language of the subscription, papers in that which they are held in", async () => {
    await bench.say("/paperboy subscribe neural collapse lang:zh tz:Asia/Shanghai");
    const translation = {
      language: "zh-Hans",
      title: "神经坍缩，第一部分",
      abstract: "关于训练的末期。",
      translator: { kind: "human" as const, name: "Li Wei" },
      from: { language: "en" },
    };
    await bench.announce("2026-09-22", [collapse(1, { translations: [translation] })]);
    await bench.arxiv("2026-09-22");
    const [first, card] = await bench.at("2026-09-23T01:00:00Z");
    expect(first?.said).toContain("9月23日");
    expect(first?.said).toContain("神经坍缩，第一部分");
    expect(card?.said).toContain("关于训练的末期。");
  });
});

describe("papers that were there before", () => {
  test("are not posted: the first run is a silent one", async () => {
    await bench.announce("2026-09-21", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
  });

  test("are not posted where arXiv's feed is read for the first time because of the subscription", async () => {
    await bench.say("/paperboy subscribe neural collapse cat:cs.LG tz:America/New_York");
    await bench.announce("2026-09-21", [collapse(1)]);
    await bench.arxiv("2026-09-21");
    expect(await bench.at("2026-09-21T17:00:00Z")).toEqual([]);
    await bench.announce("2026-09-22", [collapse(2)]);
    await bench.arxiv("2026-09-22");
    const posted = await bench.at("2026-09-22T13:00:00Z");
    expect(posted[0]?.said).toContain("1 new in cs.LG → 1 match → 1 shown");
    const why = await bench.say("/paperboy why 2609.00001");
    expect(wordsOf(why.card)).toContain("It was announced before the subscription began.");
  });

  test("are posted once, whatever becomes of their titles, and cross-lists of them are not posted again", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toHaveLength(2);
    await bench.announce("2026-09-23", [collapse(1, { title: "Neural collapse: the title mended" })], {
      type: "cross",
    });
    await bench.arxiv("2026-09-23");
    expect(await bench.at("2026-09-23T13:00:00Z")).toEqual([]);
  });

  test("are told of when they are updated or withdrawn, once, and only where they were posted", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1), collapse(2)]);
    await bench.arxiv("2026-09-22");
    await bench.at("2026-09-22T13:00:00Z");
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York", "test:C2");
    await bench.announce("2026-09-23", [collapse(1, { version: 2 })], { type: "replace", version: 2 });
    await bench.announce(
      "2026-09-23",
      [collapse(2, { version: 2, comment: "This paper has been withdrawn by the authors" })],
      { type: "withdrawn", version: 2 },
    );
    await bench.announce("2026-09-23", [collapse(3, { version: 4 })], { type: "replace", version: 4 });
    await bench.arxiv("2026-09-23");
    const posted = await bench.at("2026-09-23T13:00:00Z");
    expect(posted).toHaveLength(1);
    expect(posted[0]?.channel).toBe("test:C1");
    expect(posted[0]?.said.split("\n").slice(2)).toEqual([
      "Updated",
      "Neural collapse, part 1 · Vardan Papyan +1 · v2",
      "Withdrawn",
      "Neural collapse, part 2 · Vardan Papyan +1 · v2",
    ]);
    await bench.announce("2026-09-24", [collapse(1, { version: 2 })], { type: "replace-cross", version: 2 });
    await bench.arxiv("2026-09-24");
    expect(await bench.at("2026-09-24T13:00:00Z")).toEqual([]);
  });

  test("are not recommended when they are withdrawn as they come", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1, { comment: "Withdrawn by the author." })]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
  });
});

describe("a day without papers", () => {
  const day = async () => {
    const [subscription] = await bench.subscriptions();
    const [last] = await bench.app.store.digests.digests(subscription?.id ?? "", 1);
    return last?.account.day;
  };
  const daily = "/paperboy subscribe neural collapse days:daily tz:America/New_York";

  test("is silent when nothing matched, a weekend or a holiday, and each is remembered as what it was", async () => {
    await bench.say(daily);
    await bench.announce("2026-09-22", [other(1)]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "noneMatched", announced: 1 });
    expect(await bench.at("2026-09-26T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "weekend" });
    await bench.arxiv("2026-11-25");
    expect(await bench.at("2026-11-26T14:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "holiday" });
  });

  test("has one line after three silent working days", async () => {
    await bench.say(daily);
    const said: string[] = [];
    for (const date of ["22", "23", "24", "25", "26", "27", "28", "29"]) {
      if (date < "26" || date > "27") {
        await bench.announce(`2026-09-${date}`, [{ ...other(1), id: `2609.500${date}` }]);
        await bench.arxiv(`2026-09-${date}`);
      }
      said.push(...(await bench.at(`2026-09-${date}T13:00:00Z`)).map((post) => post.said));
    }
    expect(said).toEqual([
      "Thu, Sep 24 · Still here: nothing has matched since Tue, Sep 22.\nneural collapse",
    ]);
  });

  test("after three without any announcement the line says that no source is looked at", async () => {
    await bench.say(daily);
    const said: string[] = [];
    for (const date of ["22", "23", "24"])
      said.push(...(await bench.at(`2026-09-${date}T13:00:00Z`)).map((post) => post.said));
    expect(said).toEqual([
      expect.stringContaining("since Tue, Sep 22. No source is looked at for this topic: only papers"),
    ]);
  });

  test("on which its source is late is waited for, and posted when it comes", async () => {
    await bench.say(daily);
    await bench.arxiv("2026-09-21");
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
    expect(await day()).toBeUndefined();
    expect(await bench.at("2026-09-22T13:19:00Z")).toEqual([]);
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:20:00Z")).toHaveLength(2);
    const [subscription] = await bench.subscriptions();
    expect(subscription).toMatchObject({ date: "2026-09-23", due: new Date("2026-09-23T13:00:00Z") });
  });

  test("on which the feed of one of several categories is late is waited for", async () => {
    await bench.say("/paperboy subscribe neural cat:cs.LG cat:math tz:America/New_York");
    await bench.arxiv("2026-09-21");
    await bench.at("2026-09-22T13:00:00Z");
    expect((await bench.subscriptions())[0]?.due).toEqual(new Date("2026-09-22T13:20:00Z"));
  });

  test("on which its source stays late is told once, and the papers come with the next digest", async () => {
    await bench.say(daily);
    await bench.arxiv("2026-09-21");
    const said: string[] = [];
    for (let minutes = 0; minutes <= 240; minutes += 20)
      said.push(
        ...(await bench.at(new Date(Date.UTC(2026, 8, 22, 13, minutes)).toISOString())).map(
          (post) => `${post.at} ${post.said}`,
        ),
      );
    expect(said).toEqual([
      "2026-09-22T16:00:00.000Z Tue, Sep 22 · Nothing new yet from arXiv cs.LG: late, or a holiday there. What is announced later comes with the next digest.\nneural collapse",
    ]);
    expect(await day()).toEqual({ kind: "notUpdated", retryingUntil: new Date("2026-09-22T16:00:00Z") });
    await bench.arxiv("2026-09-21", "HTTP 503");
    for (let minutes = 0; minutes <= 240; minutes += 20)
      expect(await bench.at(new Date(Date.UTC(2026, 8, 23, 13, minutes)).toISOString())).toEqual([]);
    expect(await day()).toEqual({ kind: "failed", why: "HTTP 503" });
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.announce("2026-09-24", [collapse(2)]);
    await bench.arxiv("2026-09-24");
    const [first] = await bench.at("2026-09-24T13:00:00Z");
    expect(first?.said).toContain("2 new → 2 match → 2 shown");
  });

  test("on which another source than arXiv has failed for more than a day is told once, without waiting", async () => {
    await bench.say(daily);
    await bench.arxiv("2026-09-22");
    const failing = {
      name: "a.example/feed",
      failure: { why: "HTTP 503", since: bench.now },
      next: bench.now,
    };
    await bench.app.store.announcements.keepSource(failing);
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "noneMatched", announced: 0 });
    await bench.arxiv("2026-09-23");
    const posted = await bench.at("2026-09-23T13:00:00Z");
    expect(posted.map((post) => post.said)).toEqual([
      expect.stringContaining("The source could not be read: a.example/feed: HTTP 503."),
    ]);
    await bench.arxiv("2026-09-24");
    expect(await bench.at("2026-09-24T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "failed", why: "a.example/feed: HTTP 503" });
  });

  test("that no calendar lists as a holiday is told of once and over with the next announcement", async () => {
    await bench.say(daily);
    await bench.arxiv("2026-09-21");
    const said: string[] = [];
    for (const minutes of [0, 20, 180]) {
      const now = new Date(Date.UTC(2026, 8, 22, 13, minutes)).toISOString();
      said.push(...(await bench.at(now)).map((post) => post.said));
    }
    expect(said).toEqual([
      expect.stringContaining("Nothing new yet from arXiv cs.LG: late, or a holiday there."),
    ]);
    await bench.announce("2026-09-23", [other(1)]);
    await bench.arxiv("2026-09-23");
    expect(await bench.at("2026-09-23T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "noneMatched", announced: 1 });
  });

  test("of no announcement at all does not break anything", async () => {
    await bench.say(daily);
    expect(await bench.at("2026-09-22T13:00:00Z")).toEqual([]);
    expect(await day()).toEqual({ kind: "noneMatched", announced: 0 });
  });
});

describe("after downtime", () => {
  test("there is one digest for all the days, and it says so", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    for (const date of ["22", "23", "24"])
      await bench.announce(`2026-09-${date}`, [collapse(Number(date) - 20)]);
    await bench.arxiv("2026-09-24");
    const posted = await bench.at("2026-09-24T19:30:00Z");
    expect(posted).toHaveLength(4);
    expect(posted[0]?.said).toContain("Catching up: Tue, Wed, and Thu, 3 papers");
    expect(await bench.at("2026-09-25T12:59:00Z")).toEqual([]);
    const [subscription] = await bench.subscriptions();
    expect(subscription?.date).toBe("2026-09-25");
  });

  test("nothing older than a week is posted", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.announce("2026-10-12", [collapse(2)]);
    await bench.arxiv("2026-10-15");
    const posted = await bench.at("2026-10-15T14:00:00Z");
    expect(posted[0]?.said).toContain("1 new → 1 match → 1 shown");
    expect(posted[0]?.said).toContain("Catching up: Wed, Oct 7 – Thu, Oct 15, 1 paper");
  });
});

describe("clock changes", () => {
  test.each([
    ["2026-03-28T12:00:00Z", "2026-03-29", "2026-03-29T01:30:00.000Z"],
    ["2026-10-24T12:00:00Z", "2026-10-25", "2026-10-25T00:30:00.000Z"],
  ])("02:30 in Berlin from %s is one digest on %s", async (from, date, expected) => {
    bench.now = from;
    await bench.say("/paperboy subscribe neural collapse at:02:30 days:daily tz:Europe/Berlin");
    const posted: string[] = [];
    const start = Date.parse(`${date}T00:00:00Z`);
    for (let minutes = -60; minutes < 240; minutes += 10) {
      bench.now = new Date(start + minutes * 60_000);
      await bench.announce(date, [collapse(1, { id: `2609.6${String(1000 + minutes)}` })]);
      posted.push(...(await bench.run()).filter(({ beneath }) => !beneath).map(({ at }) => at));
    }
    expect(posted).toEqual([expected]);
  });

  test("a clock that is set back plans no date twice", async () => {
    await bench.say("/paperboy subscribe neural collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    expect(await bench.at("2026-09-22T13:00:00Z")).toHaveLength(2);
    await bench.announce("2026-09-22", [collapse(2)]);
    bench.now = "2026-09-22T12:00:00Z";
    expect(await bench.run()).toEqual([]);
    expect(await bench.at("2026-09-22T13:30:00Z")).toEqual([]);
    await bench.arxiv("2026-09-23");
    expect(await bench.at("2026-09-23T13:00:00Z")).toHaveLength(2);
  });
});

describe("hostile texts", () => {
  test.each([
    "@everyone <!channel> <@U1> neural",
    "[x](https://evil.example) neural",
    "neural`; drop table papers;--`",
  ])("a topic like %s is a topic, literally", async (topic) => {
    const reply = await bench.say(`/paperboy subscribe ${topic} tz:America/New_York`);
    expect(reply.kind).toBe("answer");
    await bench.announce("2026-09-22", [collapse(1, { title: `${topic} collapse` })]);
    await bench.arxiv("2026-09-22");
    const [first] = await bench.at("2026-09-22T13:00:00Z");
    expect(first?.said).toContain("1 match → 1 shown");
  });

  test("a topic that cannot be read any more is said once a day and does not stop the others", async () => {
    await bench.say("/paperboy subscribe neural tz:America/New_York");
    const [subscription] = await bench.subscriptions();
    if (subscription) await bench.app.store.digests.keep({ ...subscription, topic: "year:never" });
    await bench.say("/paperboy subscribe collapse tz:America/New_York");
    await bench.announce("2026-09-22", [collapse(1)]);
    await bench.arxiv("2026-09-22");
    const posted = await bench.at("2026-09-22T13:00:00Z");
    expect(posted[0]?.said).toContain("`never` is not a year");
    expect(posted).toHaveLength(3);
  });

  test("very long titles and many authors stay within a message", async () => {
    await bench.say("/paperboy subscribe neural max:10 tz:America/New_York");
    const long = {
      title: `Neural ${"x".repeat(1_500)}`,
      authors: Array.from({ length: 3_000 }, (_, n) => `A${n} B`),
    };
    const papers = Array.from({ length: 12 }, (_, number) => ({ id: `2609.700${10 + number}`, ...long }));
    await bench.announce("2026-09-22", papers);
    await bench.arxiv("2026-09-22");
    const [first, ...rest] = await bench.at("2026-09-22T13:00:00Z");
    expect(first?.said.length).toBeLessThan(3_000);
    expect(rest).toHaveLength(11);
  });
});
