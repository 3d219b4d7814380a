import type { Kysely, Transaction } from "kysely";
import { mergePaper } from "../core/merge.ts";
import type { Paper } from "../core/paper.ts";
import type { PaperStore, PutOutcome } from "../core/ports.ts";
import { batches } from "./batches.ts";
import { StoreError } from "./errors.ts";
import { reserve } from "./positions.ts";
import type { Connections, Tables } from "./schema.ts";

/** The papers of a database, each kept as one JSON record. */
export function paperStore(connections: Connections): PaperStore {
  const { name } = connections;
  return {
    async put(papers) {
      if (papers.length === 0) return [];
      return connections.write.transaction().execute(async (transaction) => {
        // What is read to be merged must stay as it is until it is written.
        await reserve(transaction, "papers", 0);
        const ids = papers.map((paper) => paper.id);
        const held = await read(transaction, ids, name);
        const { outcomes, changed } = mergeAll(held, papers);
        await write(transaction, changed, (await connections.clock(transaction)).toISOString());
        return outcomes;
      });
    },

    async get(ids) {
      const held = await read(connections.read, ids, name);
      return ids.flatMap((id) => held.get(id) ?? []);
    },

    async since(position, limit) {
      const rows = await connections.read
        .selectFrom("papers")
        .select(["id", "seq", "record"])
        .where("seq", ">", position)
        .orderBy("seq")
        .limit(limit)
        .execute();
      const papers = rows.map((row) => parse(row, name));
      const reached = rows.at(-1)?.seq;
      if (reached !== undefined) return { papers, position: Number(reached) };
      // Nobody is further than the newest change, whatever position was asked about.
      return { papers, position: Math.min(position, await newest(connections.read)) };
    },

    async count() {
      const row = await connections.read
        .selectFrom("papers")
        .select((select) => select.fn.countAll().as("papers"))
        .executeTakeFirstOrThrow();
      return Number(row.papers);
    },
  };
}

/** An id that comes twice is merged twice, the second time with what the first has made of it. */
function mergeAll(
  held: ReadonlyMap<string, Paper>,
  papers: readonly Paper[],
): { outcomes: PutOutcome[]; changed: Paper[] } {
  const changed = new Map<string, Paper>();
  const outcomes = papers.map((incoming) => {
    const { paper, outcome } = mergePaper(changed.get(incoming.id) ?? held.get(incoming.id), incoming);
    if (outcome === "added" || outcome === "updated") changed.set(paper.id, paper);
    return outcome;
  });
  return { outcomes, changed: [...changed.values()] };
}

async function newest(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .selectFrom("papers")
    .select((select) => select.fn.max("seq").as("seq"))
    .executeTakeFirstOrThrow();
  return Number(row.seq ?? 0);
}

function parse({ id, record }: Pick<Tables["papers"], "id" | "record">, name: string): Paper {
  try {
    return JSON.parse(record) as Paper;
  } catch (cause) {
    throw new StoreError(
      `${name} is damaged (the record of ${id} is not JSON): put a copy in its place, or move it away and ingest the papers again.`,
      { cause },
    );
  }
}

async function read(db: Kysely<Tables>, ids: readonly string[], name: string): Promise<Map<string, Paper>> {
  const held = new Map<string, Paper>();
  for (const batch of batches([...new Set(ids)])) {
    const rows = await db.selectFrom("papers").select(["id", "record"]).where("id", "in", batch).execute();
    for (const row of rows) held.set(row.id, parse(row, name));
  }
  return held;
}

async function write(
  transaction: Transaction<Tables>,
  papers: readonly Paper[],
  time: string,
): Promise<void> {
  if (papers.length === 0) return;
  let seq = await reserve(transaction, "papers", papers.length);
  for (const batch of batches(papers)) {
    const rows = batch.map((paper) => ({
      id: paper.id,
      seq: ++seq,
      first_seen: time,
      record: JSON.stringify(paper),
    }));
    await transaction
      .insertInto("papers")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column("id")
          .doUpdateSet((row) => ({ seq: row.ref("excluded.seq"), record: row.ref("excluded.record") })),
      )
      .execute();
  }
}
