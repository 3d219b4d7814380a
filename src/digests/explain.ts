import type { Announcement, DigestAccount, LedgerEntry, Subscription } from "../core/digest.ts";
import { isWithdrawn, type Paper } from "../core/paper.ts";
import type { SearchQuery } from "../core/ports.ts";
import { formatQuery } from "../core/query.ts";
import { partsOf } from "../core/query-parts.ts";
import type { Coverage } from "../views/coverage.ts";
import type { Reason } from "../views/digest-post.ts";
import type { Desk } from "./desk.ts";
import { matches, reasons, type Searching } from "./match.ts";
import { isBefore } from "./news.ts";
import { coverage } from "./sources.ts";
import { topicOf } from "./topic.ts";

/** Digests of a subscription that are looked through for a paper. */
const lookedBack = 60;

/** Whether a topic wants a paper: what matches, what blocks it, what it lacks, or that it has too little of all. */
export type Verdict =
  | { readonly kind: "matches"; readonly reason: Reason }
  | { readonly kind: "blocked" | "lacks"; readonly parts: readonly string[] }
  | { readonly kind: "far" };

/** What became of a paper at one subscription. */
export interface Stage {
  readonly number: number;
  readonly subscription: Subscription;
  /** Absent where the topic cannot be read any more, as its coverage is. */
  readonly verdict?: Verdict;
  readonly coverage?: Coverage;
  /** `before`: announced before it began. `replaced`: only a new version was announced. `ahead`: not looked at yet. */
  readonly fate:
    | { readonly kind: "notAnnounced" | "before" | "replaced" | "ahead" }
    | {
        readonly kind: "shown" | "overCap";
        readonly date: string;
        readonly rank: number;
        readonly shown: number;
      }
    | { readonly kind: "considered"; readonly date: string };
}

/** The whole way of a paper to a channel, stage by stage. */
export interface Explanation {
  readonly paper?: Paper;
  readonly isWithdrawn: boolean;
  readonly announced: readonly Announcement[];
  readonly given: readonly (LedgerEntry & { readonly date: string; readonly sent: boolean })[];
  readonly stages: readonly Stage[];
}

export async function explain(desk: Desk, channel: string, id: string): Promise<Explanation> {
  const [[paper], announced, given, subscriptions] = await Promise.all([
    desk.library.get([id]),
    desk.announcements.of(id),
    desk.digests.given(channel, [id]),
    desk.digests.subscriptions(channel),
  ]);
  const stages: Stage[] = [];
  for (const [index, subscription] of paper ? subscriptions.entries() : [])
    stages.push({
      number: index + 1,
      subscription,
      ...(await judged(desk, subscription, id)),
      fate: await fateOf(desk, subscription, id, announced),
    });
  return {
    ...(paper && { paper }),
    isWithdrawn: paper !== undefined && isWithdrawn(paper),
    announced,
    given,
    stages,
  };
}

async function judged(
  desk: Desk,
  { topic }: Subscription,
  paper: string,
): Promise<Pick<Stage, "verdict" | "coverage">> {
  const query = topicOf(topic);
  if (!query) return {};
  return {
    verdict: await judge(desk.library, query, paper),
    coverage: coverage(await desk.followed(), query),
  };
}

/** Asks the index itself, part by part, why a topic wants a paper or does not. */
export async function judge(index: Searching, topic: SearchQuery, id: string): Promise<Verdict> {
  if ((await matches(index, topic, [id])).length > 0)
    return { kind: "matches", reason: (await reasons(index, topic, [id])).get(id) ?? {} };
  const { terms } = await index.search({ ...topic, among: [id] }, { offset: 0, limit: 1 });
  const blocked: string[] = [];
  const lacking: string[] = [];
  for (const part of partsOf(topic, terms)) {
    const page = await index.search({ ...part, among: [id] }, { offset: 0, limit: 1 });
    if (page.hits.length > 0 && page.corrected === undefined) continue;
    (part.without ? blocked : lacking).push(formatQuery(part));
  }
  if (blocked.length > 0) return { kind: "blocked", parts: blocked };
  if (lacking.length > 0) return { kind: "lacks", parts: lacking };
  return { kind: "far" };
}

async function fateOf(
  { digests }: Desk,
  subscription: Subscription,
  paper: string,
  announced: readonly Announcement[],
): Promise<Stage["fate"]> {
  if (announced.length === 0) return { kind: "notAnnounced" };
  const all = announced.filter(({ type }) => type === "new" || type === "cross");
  if (all.length === 0) return { kind: "replaced" };
  const news = all.filter((one) => !isBefore(one, subscription));
  if (news.some((one) => one.position > subscription.position)) return { kind: "ahead" };
  const accounts = await digests.digests(subscription.id, lookedBack);
  for (const { date, account } of accounts) {
    const rank = rankIn(account, paper);
    if (rank > 0) {
      const { shown } = account;
      return { kind: rank <= shown ? "shown" : "overCap", date, rank, shown };
    }
  }
  const considered = accounts.find(({ account }) => news.some((one) => isIn(account, one)));
  if (considered) return { kind: "considered", date: considered.date };
  return { kind: "before" };
}

/** From 1; 0 where it did not match. */
function rankIn({ matched }: DigestAccount, paper: string): number {
  return matched.findIndex((one) => one.paper === paper) + 1;
}

function isIn({ from, to }: DigestAccount, { position }: Announcement): boolean {
  return position > from && position <= to;
}
