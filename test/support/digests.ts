import type { Config } from "../../src/config.ts";
import { type Card, plain } from "../../src/core/card.ts";
import type { Place, Reply } from "../../src/core/command.ts";
import type { Announcement, Claim, Messenger, Subscription } from "../../src/core/digest.ts";
import type { Paper } from "../../src/core/paper.ts";
import { Sender } from "../../src/digests/sender.ts";
import { MiniSearchIndex } from "../../src/search/minisearch.ts";
import { openTestApp, type TestApp, temporaryFolder } from "./app.ts";
import { samplePaper } from "./paper.ts";

/** All that a card says, a line for each of its parts. */
export function wordsOf({ title, blocks }: Card): string {
  return [
    ...(title === undefined ? [] : [title]),
    ...blocks.flatMap((block) =>
      block.kind === "list"
        ? [...(block.heading ? [block.heading] : []), ...block.items.map(plain)]
        : [block.kind === "code" ? block.text : plain(block.text)],
    ),
  ].join("\n");
}

/** A message as it reached its channel. */
export interface Posted {
  readonly channel: string;
  readonly at: string;
  readonly beneath?: string;
  readonly said: string;
}

/** The real app, planner, store and sender over a clock of its own, with a messenger that writes down what it posts. */
export class DigestBench {
  readonly app: TestApp;
  readonly posted: Posted[] = [];
  readonly told: { readonly person: string; readonly said: string }[] = [];
  /** What becomes of the next posts, where they are not to arrive. */
  readonly refusals: Awaited<ReturnType<Messenger["post"]>>[] = [];
  /** Why nobody can be told anything in private, where that is so. */
  untellable: "never" | "later" | undefined;
  readonly #time: { now: Date };
  #count = 0;

  private constructor(app: TestApp, time: { now: Date }) {
    this.app = app;
    this.#time = time;
  }

  static async open(now: string, changes: Partial<Config> = {}): Promise<DigestBench> {
    const time = { now: new Date(now) };
    const data = await temporaryFolder();
    // In this very thread: threads that come and go by the hundred are another test's affair.
    const index = await MiniSearchIndex.open({ folder: data });
    return new DigestBench(
      await openTestApp({ ...changes, data }, undefined, { now: () => time.now, index }),
      time,
    );
  }

  get now(): Date {
    return this.#time.now;
  }

  set now(now: Date | string) {
    this.#time.now = new Date(now);
  }

  /** Papers come, and are announced on a date. */
  async announce(
    date: string,
    papers: readonly (Partial<Paper> & Pick<Paper, "id" | "title">)[],
    changes: Partial<Announcement> = {},
  ): Promise<void> {
    const whole = papers.map((paper) => samplePaper(paper));
    await this.app.add(...whole);
    const { announcements } = this.app.store;
    await announcements.add(
      whole.map(({ id, categories }) => ({
        paper: id,
        source: "arxiv",
        type: "new" as const,
        date,
        categories,
        ...changes,
      })),
    );
  }

  /** arXiv was asked just now; `announced` is the date of its newest batch. */
  async arxiv(announced: string, failure?: string): Promise<void> {
    const { now } = this;
    await this.app.store.announcements.keepSource({
      name: "arxiv:cs.LG",
      checked: now,
      announced,
      next: now,
      ...(failure && { failure: { why: failure, since: now } }),
    });
  }

  /** What somebody types in a channel. */
  say(text: string, channel = "test:C1", changes: Partial<Place> = {}): Promise<Reply> {
    const [name = "", ...rest] = text.slice(1).split(" ");
    const person = { key: `test:U${channel}`, id: "U1", name: "Ana" };
    const place: Place = {
      platform: "console",
      person,
      channel: { key: channel, mayManage: true },
      locale: async () => "en",
      ...changes,
    };
    return this.app.dispatcher.dispatch({
      id: `i${++this.#count}`,
      input: { kind: "text", name, text: rest.join(" ") },
      place,
    });
  }

  async subscriptions(channel = "test:C1"): Promise<readonly Subscription[]> {
    return this.app.store.digests.subscriptions(channel);
  }

  /** Plans and sends all that is due now. The messages that this posted. */
  async run(): Promise<readonly Posted[]> {
    const before = this.posted.length;
    const { digests } = this.app.store;
    for (let due = await digests.due(10, 1_000); due.length > 0; due = await digests.due(10, 1_000))
      for (const subscription of due)
        for (let tries = 0; tries < 5; tries++) {
          const plan = await this.app.plan(subscription);
          if (!plan || (await digests.plan(plan)) !== "repeated") break;
        }
    const sender = new Sender(
      digests,
      new Map([["test", this.#messenger]]),
      { settled: () => {}, outrun: () => {}, suspended: () => {} },
      undefined,
      () => this.now,
    );
    while (await sender.sendOne(AbortSignal.timeout(60_000)));
    return this.posted.slice(before);
  }

  /** Runs at an instant. */
  at(now: string): Promise<readonly Posted[]> {
    this.now = now;
    return this.run();
  }

  readonly #messenger: Messenger = {
    post: async ({ channel, part, beneath }: Claim) => {
      const refused = this.refusals.shift();
      if (refused) return refused;
      const said = wordsOf(part.card);
      this.posted.push({ channel, at: this.now.toISOString(), ...(beneath && { beneath }), said });
      return { kind: "sent", remote: `m${this.posted.length}` };
    },
    find: async () => ({ kind: "absent" }),
    tell: async (person, card) => {
      if (this.untellable !== undefined) return this.untellable;
      this.told.push({ person, said: wordsOf(card) });
      return "told";
    },
  };

  get messenger(): Messenger {
    return this.#messenger;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
