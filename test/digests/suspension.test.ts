import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SuspensionReason } from "../../src/core/digest.ts";
import { languages } from "../../src/core/language.ts";
import { SuspensionTeller } from "../../src/digests/suspension.ts";
import { catalogs } from "../../src/i18n/index.ts";
import { suspendedCard } from "../../src/views/subscription.ts";
import { removeTestFolders } from "../support/app.ts";
import { DigestBench, wordsOf } from "../support/digests.ts";

let bench: DigestBench;
beforeAll(async () => {
  bench = await DigestBench.open("2026-09-21T16:00:00Z");
});
afterAll(async () => {
  await bench.close();
  await removeTestFolders();
});

const never = new AbortController().signal;
const round = () =>
  new SuspensionTeller({
    store: bench.app.store,
    messengers: new Map([["test", bench.messenger]]),
    failed: () => {},
    now: () => bench.now,
  }).round(never);
async function suspendAll(): Promise<void> {
  for (const one of await bench.subscriptions())
    await bench.app.store.digests.keep({ ...one, suspended: { reason: "archived", since: bench.now } });
}

test("whoever set subscriptions up is told once for all of a channel, in their language", async () => {
  await bench.say("/paperboy subscribe alpha lang:de");
  await bench.say("/paperboy subscribe beta lang:de");
  const other = { person: { key: "test:other", id: "o", name: "Bo" } };
  await bench.say("/paperboy subscribe gamma lang:ja", "test:C1", other);
  await suspendAll();
  await round();
  expect(bench.told.map(({ person }) => person)).toEqual(["test:Utest:C1", "test:other"]);
  expect(bench.told[0]?.said).toContain(catalogs.de.digest.suspended.why.archived);
  expect(bench.told[0]?.said).toContain("alpha (test:C1)\nbeta (test:C1)");
  expect(bench.told[1]?.said).toContain(catalogs.ja.digest.suspended.todo.archived);
  await round();
  expect(bench.told).toHaveLength(2);
});

test("whom nobody reaches is told when the platform is there again, within a week", async () => {
  await suspendAll();
  bench.untellable = "later";
  await round();
  bench.untellable = undefined;
  await round();
  expect(bench.told).toHaveLength(4);
  await suspendAll();
  bench.now = new Date(bench.now.getTime() + 8 * 24 * 60 * 60_000);
  await round();
  expect(bench.told).toHaveLength(4);
});

test("who takes no private messages is not tried again", async () => {
  await suspendAll();
  bench.untellable = "never";
  await round();
  bench.untellable = undefined;
  await round();
  expect(bench.told).toHaveLength(4);
});

describe.each(languages)("in %s", (language) => {
  test.each(
    Object.keys(catalogs.en.digest.suspended.why) as SuspensionReason[],
  )("%s says why, what to do, and how to go on", async (reason) => {
    const said = wordsOf(
      suspendedCard(await bench.subscriptions(), reason, { language, texts: catalogs[language] }),
    );
    const { why, todo } = catalogs[language].digest.suspended;
    for (const part of [why[reason], todo[reason], "/paperboy resume"]) expect(said).toContain(part);
  });
});
