import { afterAll, afterEach, expect, test } from "vitest";
import type { Paper } from "../../src/core/paper.ts";
import { en } from "../../src/i18n/en.ts";
import { renderReply } from "../../src/platforms/console/repl.ts";
import { ConsoleSession } from "../../src/platforms/console/session.ts";
import { type ArxivServer, startArxiv } from "../fakes/arxiv/server.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../support/app.ts";
import { testClock } from "../support/clock.ts";

let app: TestApp;
let arxiv: ArxivServer;
afterEach(async () => {
  await app.close();
  await arxiv.close();
});
afterAll(removeTestFolders);

/** All cards of the answer to a line, as the console shows them. */
async function answers(line: string): Promise<string[]> {
  const session = new ConsoleSession(app.dispatcher, "en", {
    settings: app.store.settings,
    defaultLanguage: "en",
  });
  const answer = await session.answer(line);
  if (!answer) throw new Error("no answer");
  const shown = [renderReply(answer, en, { columns: 100, styled: false })];
  for await (const { card } of answer.later ?? [])
    shown.push(renderReply({ card }, en, { columns: 100, styled: false }));
  return shown;
}

async function open(): Promise<void> {
  const clock = testClock();
  arxiv = await startArxiv(() => clock.now() + arxiv.asked.length * 3_000);
  app = await openTestApp({
    sources: {
      arxiv: { contact: "ops@example.org", categories: [], addresses: arxiv.addresses },
      feeds: [],
      allowPrivate: false,
    },
  });
}

test("an unknown id is fetched while its reader looks, kept, and not asked for again", async () => {
  await open();
  arxiv.papers.push({ id: "2611.00001", categories: ["cs.LG"], title: "A New Paper" });
  const [first, last] = await answers("/paper arXiv:2611.00001v1");
  expect(first).toContain(en.replies.askingArxiv("2611.00001"));
  expect(last).toContain("A New Paper");
  expect((await app.store.papers.get(["2611.00001"]))[0]).toMatchObject({
    title: "A New Paper",
  } satisfies Partial<Paper>);
  expect((await answers("/paper 2611.00001"))[0]).toContain("A New Paper");
  expect(arxiv.asked).toHaveLength(1);
});

test("an id that arXiv does not know is said so, and not asked for again; many who ask at once ask once", async () => {
  await open();
  const all = await Promise.all([1, 2, 3].map(() => answers("/paper 2611.99999")));
  for (const shown of all) expect(shown.at(-1)).toContain(en.replies.notOnArxiv("2611.99999"));
  expect(await answers("/paper 2611.99999")).toHaveLength(2);
  expect(arxiv.asked).toHaveLength(1);
});

test("that ids go to arXiv is told, and that nothing goes where arXiv may not be asked", async () => {
  await open();
  const [about] = await answers("/paperboy about");
  expect(about).toContain(en.about.lookedUp.slice(0, 40));
  expect(about).not.toContain(en.about.privacy.slice(0, 40));
  await app.close();
  app = await openTestApp();
  expect((await answers("/paperboy about"))[0]).toContain(en.about.privacy.slice(0, 40));
  expect((await answers("/paper 2611.00001"))[0]).toContain(en.replies.notInIndex("2611.00001"));
});

test("when arXiv cannot be asked the reader hears so", async () => {
  await open();
  arxiv.fail({ kind: "status", status: 503 });
  expect((await answers("/paper 2611.00001")).at(-1)).toContain(en.replies.arxivUnreachable("2611.00001"));
});
