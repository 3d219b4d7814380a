import { afterAll, expect, test } from "vitest";
import type { Messenger } from "../src/core/digest.ts";
import { deliverDigests } from "../src/deliver.ts";
import { sampleSubscription } from "./contracts/digest-store.ts";
import { openTestApp, removeTestFolders } from "./support/app.ts";

afterAll(removeTestFolders);

test("a channel that is gone suspends its subscriptions, and whoever set them up is told", async () => {
  const app = await openTestApp();
  const { digests } = app.store;
  const due = new Date();
  await digests.keep(sampleSubscription("a", { channel: "test:C1", due }));
  const [subscription] = await digests.due(1, 60_000);
  if (!subscription) throw new Error("nothing is due");
  await digests.plan({
    subscription,
    date: subscription.date,
    parts: [{ card: { title: "header", blocks: [] } }],
    ledger: [],
    account: { day: { kind: "weekend" }, from: 0, to: 0, matched: [], shown: 0 },
    next: { due: new Date(due.getTime() + 3_600_000), date: "2199-01-01", position: 0, quiet: 0 },
  });
  const stop = new AbortController();
  const { promise: told, resolve } = Promise.withResolvers<string>();
  const messenger: Messenger = {
    post: async () => ({ kind: "gone", reason: "archived", why: "is_archived" }),
    find: async () => ({ kind: "absent" }),
    async tell(person) {
      resolve(person);
      return "told";
    },
  };
  const delivering = deliverDigests(app, new Map([["test", messenger]]), app.log, stop.signal);
  expect(await told).toBe("slack:T1:U1");
  stop.abort();
  await delivering;
  expect(await digests.subscriptions("test:C1")).toMatchObject([{ suspended: { reason: "archived" } }]);
  await app.close();
});
