import { expect, test } from "vitest";
import { expectedMessages } from "./oracle.ts";
import { runMonth } from "./run.ts";
import { month } from "./world.ts";

test("two weeks of ten channels post what the oracle says, over an outage and two clock changes", async () => {
  const { report, missing, extra } = await runMonth(month(10, 15));
  expect({ missing, extra }).toEqual({ missing: [], extra: [] });
  expect(report.posted).toBeGreaterThan(100);
}, 120_000);

test("the whole month has messages of every kind", () => {
  const kinds = new Set(expectedMessages(month()).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["card", "late", "near", "papers", "quiet"]);
});
