import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { deliverDigests } from "../../src/deliver.ts";
import { ingest } from "../../src/jobs/ingest.ts";
import { ConsoleMessenger } from "../../src/platforms/console/messenger.ts";
import { ConsoleSession } from "../../src/platforms/console/session.ts";
import { openTestApp, removeTestFolders } from "../support/app.ts";
import { wordsOf } from "../support/digests.ts";

afterAll(removeTestFolders);

const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
/** The lines of the blocks between two texts of the README. */
function typed(from: string, to: string): string[] {
  const part = readme.slice(readme.indexOf(from), readme.indexOf(to));
  return [...part.matchAll(/```\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
}

test("README leads from an empty console to a previewed and a posted digest", async () => {
  let now = new Date("2026-11-22T14:03:00Z");
  const app = await openTestApp({}, undefined, { now: () => now });
  const stop = new AbortController();
  const speech = { settings: app.store.settings, defaultLanguage: "en" as const };
  const session = new ConsoleSession(app.dispatcher, "en", speech);
  const say = async (line: string) => {
    const reply = await session.answer(line);
    return reply ? wordsOf(reply.card) : "";
  };
  try {
    const lines = typed("To see one without any chat service", "by `npm run ingest -- new.bib`");
    const [subscribe = "", preview = "", bibtex = ""] = lines;
    expect(await say(subscribe)).toContain("1 paper held here matches it.");
    expect(await say(preview)).toContain("Nothing would be posted now.");

    const file = join(app.config.data, "new.bib");
    writeFileSync(file, bibtex);
    const { papers, announcements } = app.store;
    const reportPath = join(app.config.data, "report.jsonl");
    await ingest({
      files: [file],
      papers,
      announcements,
      today: "2026-11-22",
      reportPath,
      signal: stop.signal,
    });
    await app.library.sync();
    expect(await say(preview)).toContain("Neural collapse in the wild");

    now = new Date("2026-11-22T14:05:00Z");
    const posted: string[] = [];
    const both = Promise.withResolvers<void>();
    const messenger = new ConsoleMessenger((card) => {
      if (posted.push(wordsOf(card)) === 2) both.resolve();
    });
    const delivering = deliverDigests(app, new Map([["console", messenger]]), app.log, stop.signal);
    await both.promise;
    stop.abort();
    await delivering;
    expect(posted[0]).toContain("1 new → 1 match → 1 shown");
    expect(posted[0]).toContain("Neural collapse in the wild · Jane Doe · title: neural collapse");
    expect(posted[1]).toContain("doi:10.1145/1234567.1234568");
    const [, why = ""] = /`(\/paperboy why doi:[^`]+)`/.exec(readme) ?? [];
    expect(await say(why)).toContain("Posted in this channel on Sun, Nov 22.");
  } finally {
    stop.abort();
    await app.close();
  }
});
