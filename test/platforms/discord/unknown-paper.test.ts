import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../../src/i18n/en.ts";
import { openUnknown, type UnknownPapers } from "../../support/unknown-papers.ts";
import { discord, embedOf, serve, textOf } from "./harness.ts";

let unknown: UnknownPapers;
beforeAll(async () => {
  unknown = await openUnknown();
});
afterAll(() => unknown.close());

test("an answer does not wait for arXiv, and is edited where it stands when arXiv has answered", async () => {
  await serve({ on: unknown.app });
  const id = unknown.publish("A Paper Nobody Here Has Seen");
  const openArxiv = await unknown.shut();
  const reply = await discord.user().slash("paper", { query: id });
  await reply.until(({ original }) => (original?.embeds.length ?? 0) > 0);
  expect(textOf(reply.original)).toContain(en.replies.askingArxiv(id));
  expect(unknown.asked()).toEqual([]);
  const first = reply.original?.id;
  await openArxiv();
  await reply.until(({ original }) => embedOf(original).title === "A Paper Nobody Here Has Seen");
  expect(reply.original?.id).toBe(first);
  expect(reply.followUps).toEqual([]);
});
