import { expect, test } from "vitest";
import { Turns } from "../../src/platforms/turns.ts";

test("what comes late for an answer is left out when a later press has changed the card", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const first = turns.first("card");
  const press = turns.next("card");
  expect(await first.edit(async () => seen.push("first"))).toBe(true);
  expect(await press.edit(async () => seen.push("press"))).toBe(true);
  expect(await first.edit(async () => seen.push("late"))).toBe(false);
  expect(await press.edit(async () => seen.push("press, later"))).toBe(true);
  expect(seen).toEqual(["first", "press", "press, later"]);
});

test("a press that left the card alone takes nothing from the answer before it", async () => {
  const turns = new Turns();
  const first = turns.first("card");
  turns.next("card");
  expect(await first.edit(async () => {})).toBe(true);
});

test("of two presses whose answers come in the wrong order the later press stays", async () => {
  const turns = new Turns();
  const one = turns.next("card");
  const two = turns.next("card");
  expect(await two.edit(async () => {})).toBe(true);
  expect(await one.edit(async () => {})).toBe(false);
});

test("edits of one card go one after another, those of others at once, and one that fails holds none up", async () => {
  const turns = new Turns();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const slow = turns.first("a").edit(async () => {
    await gate.promise;
    throw new Error("refused");
  });
  const after = turns.next("a").edit(async () => seen.push("a"));
  await turns.first("b").edit(async () => seen.push("b"));
  gate.resolve();
  await expect(slow).rejects.toThrow("refused");
  await after;
  expect(seen).toEqual(["b", "a"]);
});
