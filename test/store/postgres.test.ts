import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StoreError } from "../../src/store/errors.ts";
import { openPostgresStore } from "../../src/store/postgres.ts";
import { digestStoreContract } from "../contracts/digest-store.ts";
import { samplePaper, storeContract } from "../contracts/store.ts";
import { translationCacheContract } from "../contracts/translation-cache.ts";
import { type Cluster, postgresPrograms, startPostgres } from "../support/postgres.ts";

describe.skipIf(!postgresPrograms)("the PostgreSQL store (needs PostgreSQL's server programs)", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  }, 60_000);
  afterAll(() => cluster?.stop());

  storeContract(async () => openPostgresStore(await cluster.database()));
  digestStoreContract(async (now) => openPostgresStore(await cluster.database(), now));
  describe("translated sentences", () => {
    translationCacheContract(async (now) => openPostgresStore(await cluster.database(), now));
  });

  test("processes that start at once make the tables once", async () => {
    const url = await cluster.database();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgresStore(url)));
    await Promise.all(stores.map((store, index) => store.papers.put([samplePaper(index)])));
    expect(await stores[0]?.papers.count()).toBe(4);
    for (const store of stores) await store.close();
  });

  test("leases go by the server's clock", async () => {
    const store = await openPostgresStore(await cluster.database());
    const gate = await store.gate.enter("export.arxiv.org", AbortSignal.timeout(5_000));
    await gate.release();
    await (await store.gate.enter("export.arxiv.org", AbortSignal.timeout(5_000))).release();
    await store.close();
  });

  test("it goes on after the server crashed, and nothing acknowledged is gone", async () => {
    const store = await openPostgresStore(await cluster.database());
    await store.papers.put([samplePaper(1)]);
    await cluster.crash();
    expect(await store.papers.count().catch(() => store.papers.count())).toBe(1);
    await store.papers.put([samplePaper(2)]);
    expect(await store.papers.count()).toBe(2);
    await store.close();
  }, 60_000);

  test("a crash in the middle of something fails that, and nothing else", async () => {
    const store = await openPostgresStore(await cluster.database());
    const outcomes: Promise<unknown>[] = [];
    for (let number = 0; number < 200; number++) outcomes.push(store.papers.put([samplePaper(number)]));
    const crash = cluster.crash();
    const settled = await Promise.allSettled(outcomes);
    await crash;
    const kept = settled.filter(({ status }) => status === "fulfilled").length;
    expect(await store.papers.count().catch(() => store.papers.count())).toBeGreaterThanOrEqual(kept);
    await store.close();
  }, 60_000);

  test("another program's database is refused in a sentence", async () => {
    const url = await cluster.database();
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("create table papers (whatever text)");
    await client.end();
    await expect(openPostgresStore(url)).rejects.toThrow(/has tables that are not Paperboy's: give it/);
  });

  test("a database that does not exist is named with what to do, and no password", async () => {
    const url = (await cluster.database())
      .replace("paperboy@", "paperboy:hunter2@")
      .replace(/postgres$/, "nowhere");
    const opening = openPostgresStore(url);
    await expect(opening).rejects.toThrow(/PostgreSQL database nowhere at 127\.0\.0\.1:\d+ does not exist/);
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });
});

test("a server that does not answer is told in a sentence", async () => {
  const opening = openPostgresStore("postgresql://paperboy:hunter2@127.0.0.1:1/papers");
  await expect(opening).rejects.toThrow(StoreError);
  await expect(opening).rejects.toThrow(
    "The PostgreSQL database papers at 127.0.0.1:1 does not answer: start the server, or check DATABASE_URL.",
  );
});
