import { setTimeout as wait } from "node:timers/promises";
import { arxivAnnouncements } from "../core/arxiv-source.ts";
import type { SourceState, Subscription } from "../core/digest.ts";
import { UserError } from "../core/errors.ts";
import { isWithdrawn, type Paper } from "../core/paper.ts";
import type { Store } from "../core/ports.ts";
import { parseQuery } from "../core/query.ts";
import { type Found, type Source, SourceError } from "../core/source.ts";
import { arxivCategoryOf } from "../sources/arxiv-taxonomy.ts";
import type { Sources } from "../sources/open.ts";
import { XmlError } from "../sources/xml.ts";

/** Between two looks at what is due, in ms. */
const lookMs = 15_000;
/** One process works on a source for so long at a time, well within the time for which it may hold it; the rest is due at once. */
const sliceMs = 60_000;
/** The n-th failure in a row is followed by n times this, up to the longest, in ms. */
const failureMs = 30_000;
const longestPauseMs = 3_600_000;
/** No source is left alone for longer, in ms: what says so was written before the clock was set back. */
const longestWaitMs = 25 * 3_600_000;
/** A source that nobody has asked for so long is no source of any process any more, in ms. */
const forgottenMs = 7 * 86_400_000;
const batchPapers = 500;

export interface KeepSourcesOptions {
  readonly sources: Sources;
  readonly store: Pick<Store, "papers" | "announcements" | "digests" | "gate">;
  /** Told what came and what went wrong, for the log. */
  readonly onNews: (news: {
    readonly source: string;
    readonly papers: number;
    readonly announced: number;
  }) => void;
  readonly onProblem: (message: string, source: string, error?: unknown) => void;
  readonly now?: () => Date;
}

/**
 * Asks each source when it is due and keeps what it brings: papers, then announcements, then where the source goes on.
 * Whatever stops this in between, the same is brought again and nothing is lost. Several processes share the work.
 */
export class SourceKeeper {
  readonly #options: KeepSourcesOptions;
  readonly #now: () => Date;
  #unasked = "";

  constructor(options: KeepSourcesOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Until the signal aborts; then resolves. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.round(signal);
        await wait(lookMs, undefined, { signal, ref: false });
      } catch (error) {
        if (signal.aborted) return;
        this.#options.onProblem("sources could not be asked", "all", error);
        await wait(lookMs, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  /** Asks every source that is due, once: those of one lane one after another. */
  async round(signal: AbortSignal): Promise<void> {
    const { sources, store } = this.#options;
    const named = followedCategories(await store.digests.subscriptions());
    this.#warnOfUnasked(named);
    const all = sources.all(named);
    const states = new Map((await store.announcements.sources()).map((state) => [state.name, state]));
    for (const { name, next } of states.values()) {
      const isOurs = all.some((source) => source.name === name);
      if (!isOurs && this.#now().getTime() - next.getTime() > forgottenMs)
        await store.announcements.forgetSource(name);
    }
    const lanes = new Map<string, Source[]>();
    for (const source of all) {
      if (!this.#isDue(states.get(source.name))) continue;
      lanes.set(source.lane, [...(lanes.get(source.lane) ?? []), source]);
    }
    const work = [...lanes.values()].map(async (lane) => {
      for (const source of lane) if (!signal.aborted) await this.#ask(source, signal);
    });
    for (const done of await Promise.allSettled(work)) if (done.status === "rejected") throw done.reason;
  }

  /** Once for the same categories: each process says so after its start. */
  #warnOfUnasked(named: readonly string[]): void {
    const unasked = this.#options.sources.paper ? "" : named.join(", ");
    if (unasked !== "" && unasked !== this.#unasked)
      this.#options.onProblem(
        `subscriptions name categories of arXiv's (${unasked}), and arXiv is not asked: set ARXIV_CONTACT to a mail or web address by which it can reach you`,
        arxivAnnouncements,
      );
    this.#unasked = unasked;
  }

  #isDue(state: SourceState | undefined): boolean {
    const waitMs = state === undefined ? 0 : state.next.getTime() - this.#now().getTime();
    return waitMs <= 0 || waitMs > longestWaitMs;
  }

  /** Alone among all processes. */
  async #ask(source: Source, signal: AbortSignal): Promise<void> {
    const { gate, announcements } = this.#options.store;
    const pass = await gate.enter(`source ${source.name}`, signal);
    try {
      const state = (await announcements.sources()).find(({ name }) => name === source.name);
      // Another process may have asked while this one waited.
      if (this.#isDue(state)) await this.#fetch(source, state, signal);
    } finally {
      await pass.release();
    }
  }

  async #fetch(source: Source, before: SourceState | undefined, signal: AbortSignal): Promise<void> {
    const { announcements } = this.#options.store;
    const started = this.#now();
    let { failure, ...state }: SourceState = before ?? { name: source.name, next: started };
    let isWhole = true;
    try {
      for await (const found of source.fetch(state.cursor, signal)) {
        state = await this.#keep(source, found, state);
        isWhole = this.#now().getTime() - started.getTime() < sliceMs;
        if (!isWhole) break;
      }
      const now = this.#now();
      const next = isWhole ? source.next(now, state.announced) : now;
      await announcements.keepSource({ ...state, checked: now, next });
    } catch (error) {
      signal.throwIfAborted();
      await announcements.keepSource({ ...state, ...this.#failed(source, error, failure) });
    }
  }

  /** The order is what makes a stop harmless: the source goes on from its cursor, which moves last. */
  async #keep(source: Source, found: Found, state: SourceState): Promise<SourceState> {
    const { announcements } = this.#options.store;
    const changed = await this.#keepPapers([...found.papers, ...(await this.#removed(found.deleted ?? []))]);
    const named = await this.#withdrawalsNamed(found.announcements);
    const isArxiv = source.lane === arxivAnnouncements;
    const added = await announcements.add(
      named.map((each) => ({ ...each, source: isArxiv ? arxivAnnouncements : source.name })),
    );
    const [problem] = found.problems;
    if (problem !== undefined)
      this.#options.onProblem(
        `${found.problems.length} records could not be read, the first: ${problem}`,
        source.name,
      );
    if (changed + added > 0) this.#options.onNews({ source: source.name, papers: changed, announced: added });
    const now = this.#now();
    const kept: SourceState = {
      ...state,
      checked: now,
      ...(changed + added > 0 && { changed: now }),
      ...(found.announced !== undefined && { announced: found.announced }),
      cursor: found.cursor,
    };
    await announcements.keepSource(kept);
    return kept;
  }

  /** The number of papers that were added or changed. */
  async #keepPapers(papers: readonly Paper[]): Promise<number> {
    let changed = 0;
    for (let at = 0; at < papers.length; at += batchPapers) {
      const outcomes = await this.#options.store.papers.put(papers.slice(at, at + batchPapers));
      changed += outcomes.filter((outcome) => outcome === "added" || outcome === "updated").length;
    }
    return changed;
  }

  /** What a source has removed is not recommended any more; that it was there is not denied. */
  async #removed(ids: readonly string[]): Promise<readonly Paper[]> {
    const held = ids.length === 0 ? [] : await this.#options.store.papers.get(ids);
    return held
      .filter((paper) => !isWithdrawn(paper))
      .map((paper) => ({ ...paper, comment: "Withdrawn: arXiv has removed its record." }));
  }

  /** Feeds call a withdrawal a replacement; the new version's comment says what it is. */
  async #withdrawalsNamed(given: Found["announcements"]): Promise<Found["announcements"]> {
    const replaced = given.filter(({ type }) => type === "replace" || type === "replace-cross");
    if (replaced.length === 0) return given;
    const held = await this.#options.store.papers.get(replaced.map(({ paper }) => paper));
    const withdrawn = new Map(held.filter(isWithdrawn).map(({ id, version }) => [id, version]));
    return given.map((each) => {
      const isReplaced = each.type === "replace" || each.type === "replace-cross";
      const isThat = isReplaced && withdrawn.has(each.paper) && withdrawn.get(each.paper) === each.version;
      return isThat ? { ...each, type: "withdrawn" as const } : each;
    });
  }

  #failed(
    source: Source,
    error: unknown,
    before: SourceState["failure"],
  ): Pick<SourceState, "failure" | "next"> {
    const isForeseen = error instanceof SourceError || error instanceof XmlError;
    const why = isForeseen ? error.message : "it could not be read because of an unforeseen error";
    const now = this.#now().getTime();
    const since = before?.since ?? new Date(now);
    const pauseMs = pauseAfter(error, now - since.getTime());
    // Once: what goes on being wrong stands in the source's state.
    if (before?.why !== why) this.#options.onProblem(why, source.name, isForeseen ? undefined : error);
    return { failure: { why, since }, next: new Date(now + pauseMs) };
  }
}

/** How long to leave a source alone that has failed for so long. */
function pauseAfter(error: unknown, failingMs: number): number {
  if (error instanceof SourceError && error.retryAfterMs !== undefined)
    return Math.min(error.retryAfterMs, 24 * longestPauseMs);
  if (error instanceof SourceError && error.lasting) return longestPauseMs;
  // After pauses of 1, 2, … n times the first, n(n+1)/2 of it have passed.
  const failures = Math.floor((1 + Math.sqrt(1 + (8 * failingMs) / failureMs)) / 2);
  return Math.min(failureMs * failures, longestPauseMs);
}

/** The categories and archives of arXiv that the topics of subscriptions name. */
export function followedCategories(subscriptions: readonly Pick<Subscription, "topic">[]): string[] {
  const named = subscriptions.flatMap(({ topic }) => {
    try {
      return (parseQuery(topic).cat ?? []).flatMap((either) => either.split("|"));
    } catch (error) {
      // Kept by a version whose grammar was another one.
      if (error instanceof UserError) return [];
      throw error;
    }
  });
  return [...new Set(named.flatMap((category) => arxivCategoryOf(category) ?? []))];
}
