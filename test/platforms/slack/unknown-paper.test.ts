import { afterAll, beforeAll, expect, test } from "vitest";
import { en } from "../../../src/i18n/en.ts";
import { openUnknown, type UnknownPapers } from "../../support/unknown-papers.ts";
import { connect, modes, person, saidBy, shown, slack } from "./harness.ts";

let unknown: UnknownPapers;
beforeAll(async () => {
  unknown = await openUnknown();
});
afterAll(() => unknown.close());

test.each(modes)("over %s an answer does not wait for arXiv, and is followed by the paper", async (mode) => {
  const user = person(await connect(mode, unknown.app));
  const id = unknown.publish("A Paper Nobody Here Has Seen");
  const openArxiv = await unknown.shut();
  const before = unknown.asked().length;
  const outcome = await (await user.slash("/paper", id)).settled();
  expect(saidBy(shown(outcome))).toContain(en.replies.askingArxiv(id));
  expect(unknown.asked()).toHaveLength(before);
  await openArxiv();
  await outcome.settled({ count: 2 });
  expect(saidBy(shown(outcome))).toContain("A Paper Nobody Here Has Seen");
  expect(slack.messages.every(({ ephemeral }) => ephemeral)).toBe(true);
});
