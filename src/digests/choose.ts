import type { LedgerEntry, Subscription } from "../core/digest.ts";
import { isWithdrawn, type Paper } from "../core/paper.ts";
import type { SearchQuery } from "../core/ports.ts";
import type { Reason } from "../views/digest-post.ts";
import type { Desk } from "./desk.ts";
import { matches, nearMisses, reasons } from "./match.ts";
import { inCategories, type News } from "./news.ts";
import { topicOf } from "./topic.ts";

/** Papers that nearly made it, at the end of a digest. */
const mostNear = 3;
/** Updates and withdrawals that one digest tells of. */
const mostChanges = 10;

/** A paper and why it is told of. */
export interface Item {
  readonly paper: Paper;
  readonly reason: Reason;
  /** Topics of the channel's other subscriptions that match it, too. */
  readonly also: readonly string[];
}

/** What a digest says of the news. */
export interface Chosen {
  /** Papers announced in the topic's categories. */
  readonly announced: number;
  /** All that match and were not given to the channel before, best first. */
  readonly matched: readonly string[];
  /** How many match besides that the channel was given before, mostly by another of its subscriptions. */
  readonly repeated: number;
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly shown: readonly Item[];
  readonly near: readonly { readonly paper: Paper; readonly reason?: Reason; readonly without?: string }[];
  readonly updated: readonly Paper[];
  readonly withdrawn: readonly Paper[];
}

/** Chooses from the news what a subscription's digest shows. A channel is given no paper twice, whatever matches it. */
export async function choosePapers(
  desk: Desk,
  subscription: Subscription,
  topic: SearchQuery,
  news: News,
): Promise<Chosen> {
  const { library } = desk;
  const { channel, max } = subscription;
  const ids = news.fresh.map(({ paper }) => paper);
  const given = new Set(
    (await desk.digests.given(channel, ids)).flatMap(({ kind, paper }) => (kind === "paper" ? [paper] : [])),
  );
  const candidates = ids.filter((id) => !given.has(id));
  const found = await library.get(await matches(library, topic, candidates));
  const matched = found.filter((paper) => !isWithdrawn(paper));
  const shown = matched.slice(0, max);
  const after = matched.slice(max, max + mostNear);
  const rest = candidates.filter((id) => !found.some((paper) => paper.id === id));
  const missed = await nearMisses(library, topic, rest, mostNear - after.length);
  const why = await reasons(
    library,
    topic,
    [...shown, ...after].map(({ id }) => id),
  );
  const also = await alsoWanted(
    desk,
    subscription,
    shown.map(({ id }) => id),
  );
  const missedPapers = (await desk.library.get(missed.map(({ paper }) => paper))).filter(
    (paper) => !isWithdrawn(paper),
  );
  const changes = await changesOf(desk, channel, news);
  return {
    announced: news.fresh.filter(({ categories }) => inCategories(categories, topic)).length,
    matched: matched.map(({ id }) => id),
    repeated: (await matches(library, topic, [...given])).length,
    reasons: why,
    shown: shown.map((paper) => ({ paper, reason: why.get(paper.id) ?? {}, also: also.get(paper.id) ?? [] })),
    near: [
      ...after.map((paper) => ({ paper, reason: why.get(paper.id) ?? {} })),
      ...missedPapers.map((paper) => ({
        paper,
        without: missed.find((one) => one.paper === paper.id)?.without ?? "",
      })),
    ],
    ...changes,
  };
}

/** What the channel is given with this digest. */
export function ledgerOf(channel: string, { shown, updated, withdrawn }: Chosen): readonly LedgerEntry[] {
  return [
    ...shown.map(({ paper }) => ({ channel, paper: paper.id, kind: "paper" as const, version: 0 })),
    ...updated.map(({ id, version = 0 }) => ({ channel, paper: id, kind: "update" as const, version })),
    ...withdrawn.map(({ id, version = 0 }) => ({ channel, paper: id, kind: "withdrawal" as const, version })),
  ];
}

/** The other topics of the channel that match some papers. */
async function alsoWanted(
  { digests, library }: Desk,
  { id, channel }: Subscription,
  papers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const other of papers.length === 0 ? [] : await digests.subscriptions(channel)) {
    if (other.id === id || other.paused || other.suspended) continue;
    // One that cannot be read any more says so in its own digest.
    const topic = topicOf(other.topic);
    for (const paper of topic ? await matches(library, topic, papers) : [])
      found.set(paper, [...(found.get(paper) ?? []), other.topic]);
  }
  return found;
}

/** New versions and withdrawals of papers that the channel was given and was not told of yet. */
async function changesOf(desk: Desk, channel: string, { changes }: News) {
  const entries = await desk.digests.given(
    channel,
    changes.map(({ paper }) => paper),
  );
  const seen = changes.filter(({ paper }) =>
    entries.some((entry) => entry.kind === "paper" && entry.paper === paper),
  );
  const updated: Paper[] = [];
  const withdrawn: Paper[] = [];
  for (const paper of await desk.library.get(seen.map(({ paper }) => paper))) {
    const announced = seen.find((one) => one.paper === paper.id);
    const version = announced?.version ?? paper.version ?? 0;
    const isGone = announced?.type === "withdrawn" || isWithdrawn(paper);
    const kind = isGone ? "withdrawal" : "update";
    const isTold = entries.some(
      (one) => one.paper === paper.id && one.kind === kind && one.version === version,
    );
    if (!isTold) (isGone ? withdrawn : updated).push({ ...paper, ...(version > 0 && { version }) });
  }
  return { updated: updated.slice(0, mostChanges), withdrawn: withdrawn.slice(0, mostChanges) };
}
