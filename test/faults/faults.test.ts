import { expect, test } from "vitest";
import { postgresPrograms } from "../support/postgres.ts";
import { checkFaults, checkShare } from "./check.ts";
import { failpoints } from "./failpoint.ts";
import { checkSteps } from "./steps.ts";
import { channelOf, titleOf } from "./task.ts";
import { judge } from "./verdict.ts";

const minute = 60_000;
const once = { lost: 0, doubled: 0, out_of_order: 0 };

test("a verdict tells what is lost, doubled and out of order", () => {
  const size = { firstRounds: [0, 0], rounds: 1, parts: 2 };
  const post = (number: number, part: number) => ({
    channel: channelOf(number),
    title: titleOf(`s${number}`, 0, part),
  });
  const all = [post(0, 0), post(1, 0), post(0, 1), post(1, 1)];
  expect(judge(all, size)).toEqual({ due: 4, posted: 4, ...once });
  expect(judge(all.slice(1), size)).toMatchObject({ posted: 3, lost: 1 });
  expect(judge([...all, post(0, 0)], size)).toMatchObject({ posted: 5, doubled: 1, out_of_order: 0 });
  expect(judge(all.reverse(), size)).toMatchObject({ lost: 0, out_of_order: 2 });
});

for (const store of ["sqlite", "postgres"] as const) {
  const missing = store === "postgres" && !postgresPrograms;
  const needs = store === "postgres" ? " (needs PostgreSQL's server programs)" : "";

  test.skipIf(missing)(
    `kills at every step end in one post of each, on ${store}${needs}`,
    async () => {
      const { deaths, due, posted, ...verdict } = await checkSteps(store);
      expect(deaths.filter((death) => !death.endsWith(": SIGKILL"))).toEqual([]);
      expect(deaths.length).toBeGreaterThan(failpoints.length);
      expect(verdict).toMatchObject(once);
      expect(posted).toBe(due);
    },
    4 * minute,
  );

  test.skipIf(missing)(
    `kills at any time lose, double and disorder nothing, on ${store}${needs}`,
    async () => {
      const report = await checkFaults({ kills: 8, store, strategy: "ask" });
      expect(report).toMatchObject({ kills: 8, ...once });
      expect(report.posted).toBe(report.due);
    },
    4 * minute,
  );
}

test(
  "a sender that never asks doubles posts in the same harness",
  async () => {
    const report = await checkFaults({ kills: 5, store: "sqlite", strategy: "blind-resend" });
    expect(report.doubled).toBeGreaterThan(0);
    expect(report.lost).toBe(0);
  },
  4 * minute,
);

test.skipIf(!postgresPrograms)(
  "processes share due digests (needs PostgreSQL's server programs)",
  async () => {
    const report = await checkShare({ processes: 2, due: 60 });
    expect(report).toMatchObject({ due: 60, posted: 60, doubled: 0 });
  },
  2 * minute,
);
