import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Announcement } from "../../src/core/digest.ts";
import type { Store } from "../../src/core/ports.ts";
import { followedCategories, type KeepSourcesOptions, SourceKeeper } from "../../src/jobs/keep-sources.ts";
import { openSources } from "../../src/sources/open.ts";
import { openSqliteStore } from "../../src/store/sqlite.ts";
import { sampleSubscription } from "../contracts/digest-store.ts";
import type { ArxivPaper, Item } from "../fakes/arxiv/answers.ts";
import { type ArxivServer, startArxiv } from "../fakes/arxiv/server.ts";
import { type TestClock, testClock } from "../support/clock.ts";
import { testGate } from "../support/gate.ts";

const never = new AbortController().signal;
let folder: string;
let clock: TestClock;
let store: Store;
let arxiv: ArxivServer;
let problems: string[];

// Thursday evening in New York, an hour before the announcement that is dated Friday.
const start = "2026-01-15T23:00:00Z";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-sources-"));
  clock = testClock();
  clock.pass(Date.parse(start) - clock.now());
  const opened = await openSqliteStore(folder, () => new Date(clock.now()));
  store = { ...opened, gate: testGate(clock) };
  arxiv = await startArxiv(clock.now);
  problems = [];
});
afterEach(async () => {
  expect(arxiv.violations).toEqual([]);
  await arxiv.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function keeper(changes: Partial<KeepSourcesOptions> = {}, categories = ["cs.LG"]): SourceKeeper {
  const now = () => new Date(clock.now());
  const settings = {
    arxiv: { contact: "ops@example.org", categories, since: "2026-01-01", addresses: arxiv.addresses },
    feeds: [],
    allowPrivate: false,
  };
  return new SourceKeeper({
    sources: openSources(settings, store.gate, "0.1.0", now),
    store,
    onNews: () => {},
    onProblem: (message, source) => void problems.push(`${source}: ${message}`),
    now,
    ...changes,
  });
}

const paper = (number: number, more: Partial<ArxivPaper> = {}): ArxivPaper => ({
  id: `2601.${String(number).padStart(5, "0")}`,
  categories: ["cs.LG"],
  changed: "2026-01-14",
  ...more,
});
const fresh = (...numbers: number[]): Item[] =>
  numbers.map((number) => ({ paper: paper(number), type: "new" }));
const said = (all: readonly Announcement[]) => all.map(({ paper, type, date }) => `${paper} ${type} ${date}`);
const announced = async () => said(await store.announcements.since(0, 1_000));
const stateOf = async (name: string) =>
  (await store.announcements.sources()).find((state) => state.name === name);
const hours = (count: number) => clock.pass(count * 3_600_000);

test("categories that subscriptions name are said once where arXiv may not be asked", async () => {
  const settings = { feeds: [], allowPrivate: false };
  const unasked = keeper({ sources: openSources(settings, store.gate, "0.1.0") });
  await unasked.round(never);
  expect(problems).toEqual([]);
  await store.digests.keep(sampleSubscription("s1", { topic: "neural cat:cs.LG cat:hep-th|cs.CL" }));
  for (const _ of [1, 2]) await unasked.round(never);
  expect(problems).toEqual([
    "arxiv: subscriptions name categories of arXiv's (cs.LG, hep-th, cs.CL), and arXiv is not asked: set ARXIV_CONTACT to a mail or web address by which it can reach you",
  ]);
});

describe("a day of arXiv", () => {
  test("papers, announcements and states are kept, under arXiv's rules", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1, 2));
    arxiv.papers.push(paper(3));
    await keeper().round(never);
    expect(await announced()).toEqual(["2601.00001 new 2026-01-15", "2601.00002 new 2026-01-15"]);
    expect((await store.papers.get(["2601.00003"]))[0]).toMatchObject({
      version: 1,
      submitted: "2026-01-14T10:00:00Z",
    });
    expect((await store.papers.get(["2601.00001"]))[0]).toMatchObject({
      announced: "2026-01-15",
      submitted: "2026-01-14T10:00:00Z",
    });
    expect(await stateOf("arxiv:cs.LG")).toMatchObject({ announced: "2026-01-15" });
    expect((await stateOf("arxiv-copy"))?.next).toEqual(new Date("2026-01-16T03:45:00Z"));
    expect(problems).toEqual([]);
  });

  test("what is not due is not asked for", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    const keeping = keeper();
    await keeping.round(never);
    const { length } = arxiv.asked;
    await keeping.round(never);
    expect(arxiv.asked.length).toBe(length);
  });

  test("a clock that was wrong by far and is set right stops nothing", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    hours(366 * 24);
    const keeping = keeper();
    await keeping.round(never);
    hours(-366 * 24);
    arxiv.announce("cs.LG", "2026-01-16", fresh(2, 3));
    await keeping.round(never);
    expect(await announced()).toContain("2601.00002 new 2026-01-16");
  });

  test("yesterday's batch under today's date is not announced; today's is, when it comes", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1, 2));
    const keeping = keeper();
    await keeping.round(never);
    hours(6.1);
    arxiv.announce("cs.LG", "2026-01-16", fresh(1, 2));
    await keeping.round(never);
    expect((await stateOf("arxiv:cs.LG"))?.announced).toBe("2026-01-15");
    const waiting = await stateOf("arxiv:cs.LG");
    expect(Number(waiting?.next) - clock.now()).toBeLessThanOrEqual(20 * 60_000);
    hours(0.5);
    arxiv.announce("cs.LG", "2026-01-16", fresh(3));
    await keeping.round(never);
    expect(await announced()).toContain("2601.00003 new 2026-01-16");
    expect(await announced()).not.toContain("2601.00001 new 2026-01-16");
    expect(await stateOf("arxiv:cs.LG")).toMatchObject({ announced: "2026-01-16" });
    expect(Number((await stateOf("arxiv:cs.LG"))?.next) - clock.now()).toBe(3_600_000);
  });

  test("an empty feed is an answer, and the batch after it is compared with the one before", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    const keeping = keeper();
    await keeping.round(never);
    for (const items of [[], fresh(1)]) {
      hours(24);
      arxiv.announce("cs.LG", new Date(clock.now()).toISOString().slice(0, 10), items);
      await keeping.round(never);
    }
    expect(await announced()).toEqual(["2601.00001 new 2026-01-15"]);
    expect(await stateOf("arxiv:cs.LG")).not.toHaveProperty("failure");
  });

  test("a paper that two categories announce is announced once for each type", async () => {
    const both = paper(1, { categories: ["cs.LG", "stat.ML"] });
    arxiv.announce("cs.LG", "2026-01-15", [{ paper: both, type: "new" }]);
    arxiv.announce("stat.ML", "2026-01-15", [
      { paper: both, type: "cross" },
      { paper: both, type: "new" },
    ]);
    await keeper({}, ["cs.LG", "stat.ML"]).round(never);
    expect(await announced()).toEqual(["2601.00001 new 2026-01-15", "2601.00001 cross 2026-01-15"]);
  });

  test("a replacement whose comment says so is a withdrawal, whichever interface tells first", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1, 2));
    const keeping = keeper();
    await keeping.round(never);
    const comment = "This paper has been withdrawn by the authors due to an error in Lemma 2";
    const withdrawn = paper(1, { version: 2, comment, changed: "2026-01-15" });
    arxiv.papers.splice(0, 1, withdrawn);
    hours(4.8);
    await keeping.round(never);
    expect(await announced()).toContain("2601.00001 withdrawn 2026-01-16");
    arxiv.announce("cs.LG", "2026-01-16", [
      { paper: withdrawn, type: "replace" },
      { paper: paper(2, { version: 2 }), type: "replace" },
    ]);
    hours(2);
    await keeping.round(never);
    expect((await announced()).slice(2)).toEqual([
      "2601.00001 withdrawn 2026-01-16",
      "2601.00002 replace 2026-01-16",
    ]);
  });

  test("a record that arXiv has removed is not recommended any more", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    const keeping = keeper();
    await keeping.round(never);
    arxiv.papers.splice(0, 1, paper(1, { deleted: true }));
    hours(25);
    await keeping.round(never);
    expect((await store.papers.get(["2601.00001"]))[0]?.comment).toMatch(/^Withdrawn/);
  });
});

describe("what goes wrong", () => {
  test("a refusal is heeded as long as it says, shown, and over when it is over", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    arxiv.fail({ kind: "status", status: 429, retryAfter: "600" });
    const keeping = keeper();
    await keeping.round(never);
    const refused = await stateOf("arxiv:cs.LG");
    expect(refused?.failure?.why).toBe("arXiv answered with status 429");
    expect(Number(refused?.next) - Number(refused?.failure?.since)).toBe(600_000);
    hours(1);
    await keeping.round(never);
    expect(await stateOf("arxiv:cs.LG")).not.toHaveProperty("failure");
    expect(await announced()).toEqual(["2601.00001 new 2026-01-15"]);
    expect(problems).toEqual(["arxiv:cs.LG: arXiv answered with status 429"]);
  });

  test("each failure in a row is followed by a longer pause, and is said once", async () => {
    const keeping = keeper();
    const pauses: number[] = [];
    for (let failures = 0; failures < 4; failures++) {
      arxiv.fail({ kind: "page" }, { kind: "page" });
      await keeping.round(never);
      const state = await stateOf("arxiv:cs.LG");
      pauses.push(Math.round((Number(state?.next) - clock.now()) / 1_000));
      clock.pass(Number(state?.next) - clock.now());
    }
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
    expect(pauses[0]).toBeGreaterThanOrEqual(25);
    expect(pauses[3]).toBeGreaterThanOrEqual(90);
    expect(problems.filter((problem) => problem.startsWith("arxiv:cs.LG"))).toHaveLength(1);
  });

  test("a token that has expired begins the harvest again", async () => {
    for (let number = 1; number <= 7; number++) arxiv.papers.push(paper(number));
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    let pages = 0;
    const put: Store["papers"]["put"] = async (papers) => {
      if (arxiv.asked.at(-1)?.startsWith("/oai") && ++pages === 2) arxiv.expireTokens();
      return store.papers.put(papers);
    };
    await keeper({ store: { ...store, papers: { ...store.papers, put } } }).round(never);
    expect(arxiv.asked.filter((path) => path.includes("from=2026-01-01"))).toHaveLength(2);
    expect(await store.papers.count()).toBe(7);
  });

  test("a harvest that never goes on is not begun again and again", async () => {
    for (let number = 1; number <= 7; number++) arxiv.papers.push(paper(number));
    const put: Store["papers"]["put"] = async (papers) => {
      arxiv.expireTokens();
      return store.papers.put(papers);
    };
    await keeper({ store: { ...store, papers: { ...store.papers, put } } }).round(never);
    expect(arxiv.asked.filter((path) => path.includes("from=2026-01-01"))).toHaveLength(2);
    const state = await stateOf("arxiv-copy");
    expect(state?.failure?.why).toContain("badResumptionToken");
    expect(Number(state?.next)).toBeGreaterThan(clock.now());
    // It comes through once arXiv keeps its tokens.
    hours(1);
    await keeper().round(never);
    expect(await store.papers.count()).toBe(7);
  });

  test("a source that nobody has asked for a week is forgotten, and not at once: other processes may ask it", async () => {
    arxiv.announce("cs.LG", "2026-01-15", fresh(1));
    await keeper().round(never);
    await keeper({}, []).round(never);
    expect(await store.announcements.sources()).toHaveLength(2);
    hours(8 * 24);
    await keeper({}, []).round(never);
    expect(await store.announcements.sources()).toEqual([]);
  });
});

describe("stops", () => {
  const many = () => {
    for (let number = 1; number <= 5; number++) arxiv.papers.push(paper(number));
    arxiv.announce("cs.LG", "2026-01-15", fresh(1, 2, 3));
  };
  const whole = ["2601.00001 new 2026-01-15", "2601.00002 new 2026-01-15", "2601.00003 new 2026-01-15"];

  /** A store whose n-th write ends everything, before or after it is done. */
  function failing(at: number, after: boolean): Store {
    let writes = 0;
    const stopping =
      <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
      async (...args: Args) => {
        const isLast = ++writes === at;
        if (isLast && !after) throw new Error("stopped");
        const result = await work(...args);
        if (isLast || writes > at) throw new Error("stopped");
        return result;
      };
    const { papers, announcements } = store;
    return {
      ...store,
      papers: { ...papers, put: stopping(papers.put) },
      announcements: {
        ...announcements,
        add: stopping(announcements.add),
        keepSource: stopping(announcements.keepSource),
      },
    };
  }

  test.each(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((at) => [[at, false] as const, [at, true] as const]),
  )("at write %i (done: %s) lose nothing and announce nothing twice", async (at, after) => {
    many();
    await keeper({ store: failing(at, after) })
      .round(never)
      .catch(() => {});
    hours(1);
    await keeper().round(never);
    expect(await announced()).toEqual(whole);
    expect(await store.papers.count()).toBe(5);
    expect(await stateOf("arxiv:cs.LG")).toMatchObject({ announced: "2026-01-15" });
  });

  test("by kill -9 at any moment lose nothing and announce nothing twice", async () => {
    many();
    let moments = 0;
    for (let at = 1; ; at += 3) {
      const child = startChild(folder, arxiv.addresses);
      const isKilled = await killAt(child, at);
      if (!isKilled) break;
      moments++;
      // The fake counts three seconds by this clock, the child by none.
      clock.pass(10_000);
    }
    expect(moments).toBeGreaterThan(2);
    expect(await announced()).toEqual(whole);
    expect(await store.papers.count()).toBe(5);
    arxiv.violations.length = 0;
  }, 60_000);
});

test("several processes share the work: nobody asks for what another has asked for", async () => {
  arxiv.announce("cs.LG", "2026-01-15", fresh(1));
  arxiv.announce("stat.ML", "2026-01-15", fresh(2));
  const all = [1, 2, 3].map(() => keeper({}, ["cs.LG", "stat.ML"]));
  await Promise.all(all.map((one) => one.round(never)));
  expect(new Set(arxiv.asked).size).toBe(arxiv.asked.length);
  expect(await announced()).toHaveLength(2);
});

test("the store's gate keeps three seconds between the requests of all who share it", async () => {
  const started = performance.now();
  // Fifty times as fast: a look at the gate a second later is fifty seconds later.
  const now = () => Date.parse(start) + (performance.now() - started) * 50;
  const quick = await startArxiv(now);
  const other = join(folder, "quick");
  const [one, two] = await Promise.all([1, 2].map(() => openSqliteStore(other, () => new Date(now()))));
  try {
    const settings = {
      arxiv: { contact: "https://example.org/bot", categories: [], addresses: quick.addresses },
      feeds: [],
      allowPrivate: false,
    };
    const ask = [one, two].map((each) => openSources(settings, (each as Store).gate, "0.1.0").paper);
    await Promise.all(ask.map((paper) => paper?.("2601.00001", never)));
    expect(quick.asked).toHaveLength(2);
    expect(quick.violations).toEqual([]);
  } finally {
    await Promise.all([quick.close(), one?.close(), two?.close()]);
  }
}, 20_000);

test("categories of subscriptions are followed as arXiv writes them; what is no archive of arXiv's is not asked for", () => {
  const topics = [
    "diffusion cat:cs.lg",
    'cat:CS.CL|stat.ml "in context"',
    "cat:cs.* cat:foo.BAR",
    "no category",
    "-cat:cs.CV x",
  ];
  expect(followedCategories(topics.map((topic) => ({ topic })))).toEqual(["cs.LG", "cs.CL", "stat.ML", "cs"]);
});

/** A keeper in a process of its own that says each write before and after it is done. */
function startChild(data: string, addresses: ArxivServer["addresses"]): ChildProcess {
  const module = (name: string) => JSON.stringify(new URL(`../../src/${name}`, import.meta.url).href);
  const code = `
    import { writeSync } from "node:fs";
    import { openSqliteStore } from ${module("store/sqlite.ts")};
    import { openSources } from ${module("sources/open.ts")};
    import { SourceKeeper } from ${module("jobs/keep-sources.ts")};
    const now = () => new Date(${clock.now()});
    const store = await openSqliteStore(${JSON.stringify(data)}, now);
    const gate = { enter: async () => ({ release: async () => {} }) };
    const told = (work) => async (...args) => {
      writeSync(1, "step\\n");
      const result = await work(...args);
      writeSync(1, "step\\n");
      return result;
    };
    const { papers, announcements } = store;
    const wrapped = {
      ...store, gate,
      papers: { ...papers, put: told(papers.put) },
      announcements: { ...announcements, add: told(announcements.add), keepSource: told(announcements.keepSource) },
    };
    const settings = {
      arxiv: { contact: "ops@example.org", categories: ["cs.LG"], since: "2026-01-01", addresses: ${JSON.stringify(addresses)} },
      feeds: [], allowPrivate: false,
    };
    const sources = openSources(settings, gate, "0.1.0", now);
    const keeper = new SourceKeeper({ sources, store: wrapped, onNews() {}, onProblem() {}, now });
    await keeper.round(new AbortController().signal);
    await store.close();`;
  return spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Whether the child came so far before it was done. */
async function killAt(child: ChildProcess, step: number): Promise<boolean> {
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let seen = 0;
  if (child.stdout)
    for await (const _ of createInterface(child.stdout)) if (++seen === step) child.kill("SIGKILL");
  return (await ended) === null;
}
