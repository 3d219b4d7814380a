import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Store } from "../../src/core/ports.ts";
import { openStore } from "../../src/store/open.ts";
import { type Cluster, startPostgres } from "../support/postgres.ts";
import { type Chat, startChat, type Trouble } from "./chat.ts";
import { firstSubscription, type Task } from "./task.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface Plan extends Pick<Task, "strategy" | "rounds" | "parts" | "every"> {
  readonly store: "sqlite" | "postgres";
  /** The first ones, half of them on Slack and half on Discord. */
  readonly channels: number;
  readonly trouble: Trouble;
}

/** Longest time without a new post before what is missing is called lost, in ms. */
const patience = 120_000;
/** A subscription that is planned to its end is due long after any test. */
const far = 365 * 24 * 60 * 60_000;

/** Everything that a campaign happens in: a store, a Discord and Slack, subscriptions that are due. */
export class Campaign {
  readonly task: Task;
  readonly chat: Chat;
  readonly folder: string;
  readonly cluster: Cluster | undefined;
  readonly #plan: Plan;
  /** Of each channel. */
  readonly #firstRounds: number[] = [];
  #store: Store;

  static async begin(plan: Plan): Promise<Campaign> {
    const folder = mkdtempSync(join(tmpdir(), "paperboy-faults-"));
    chmodSync(folder, 0o700);
    const cluster = plan.store === "postgres" ? await startPostgres() : undefined;
    const database = await cluster?.database();
    const chat = await startChat(plan.trouble);
    const store = await openStore(folder, database);
    const { strategy, rounds, parts, every } = plan;
    const { discordUrl, slackUrl } = chat;
    const task = {
      folder,
      discordUrl,
      slackUrl,
      strategy,
      rounds,
      parts,
      every,
      ...(database && { database }),
    };
    const campaign = new Campaign(plan, task, chat, folder, cluster, store);
    await campaign.subscribe(plan.channels, 0);
    return campaign;
  }

  private constructor(
    plan: Plan,
    task: Task,
    chat: Chat,
    folder: string,
    cluster: Cluster | undefined,
    store: Store,
  ) {
    [this.#plan, this.task, this.chat, this.folder, this.cluster] = [plan, task, chat, folder, cluster];
    this.#store = store;
  }

  /** Messages that are to be posted in the end. */
  get due(): number {
    return this.#firstRounds.reduce((sum, first) => sum + this.#plan.rounds - first, 0) * this.#plan.parts;
  }

  /** More channels, the first digest of which is due at once; `round`: how many they have missed. */
  async subscribe(channels: number, round: number): Promise<void> {
    for (let more = 0; more < channels; more++) {
      const number = this.#firstRounds.push(round) - 1;
      await this.#store.digests.keep(firstSubscription(number, round, new Date()));
    }
  }

  /** Resolves when everything planned was sent, or nothing has come for so long that nothing will. */
  async finished(): Promise<void> {
    let [seen, since] = [0, performance.now()];
    while (performance.now() - since < patience) {
      const next = await this.#store.digests.nextWork(["discord", "slack"]).catch(() => 0);
      if (next !== undefined && next > far) return;
      if (this.chat.posts.length > seen) [seen, since] = [this.chat.posts.length, performance.now()];
      await wait(200);
    }
  }

  /** What came of it all; asked once the workers have ended. */
  async verdict(): Promise<Verdict & { readonly uncertain: number }> {
    // A request of a worker that died may still be on its way into the channel.
    await wait(this.#plan.trouble.latency + 200);
    return {
      ...judge(this.chat.posts, { ...this.#plan, firstRounds: this.#firstRounds }),
      uncertain: await this.#uncertain(),
    };
  }

  async end(): Promise<void> {
    await this.#store.close();
    await this.chat.close();
    await this.cluster?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #uncertain(): Promise<number> {
    const count = "select count(*) as n from outbox where uncertain = 1";
    if (this.task.database === undefined) {
      const file = new DatabaseSync(join(this.folder, "paperboy.db"), { readOnly: true });
      const row = file.prepare(count).get();
      file.close();
      return Number(row?.n);
    }
    const client = new pg.Client({ connectionString: this.task.database });
    await client.connect();
    const { rows } = await client.query(count);
    await client.end();
    return Number(rows[0]?.n);
  }
}
