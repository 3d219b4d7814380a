import type { Card } from "./card.ts";
import type { Language } from "./language.ts";

/** ISO days of the week, Monday is 1. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a digest is due: at a wall-clock time of a zone, on days of the week. */
export interface Schedule {
  /** `HH:MM`, 24 hours. */
  readonly at: string;
  /** An IANA zone, for example `Asia/Kathmandu`. */
  readonly zone: string;
  readonly days: readonly Weekday[];
}

/** Why a subscription stopped by itself. Its settings are kept; it goes on when its creator or an admin resumes it. */
export type SuspensionReason =
  | "channelGone"
  | "archived"
  | "notMember"
  | "forbidden"
  | "botRemoved"
  | "tokenRevoked"
  | "triedTooLong";

/** A channel that gets the papers of a topic. `channel` is the key of `Place.channel`, for example `slack:T1:C1`. */
export interface Subscription {
  readonly id: string;
  readonly channel: string;
  /** The query in the one grammar of `/paper`, as `core/query.ts` writes it. */
  readonly topic: string;
  readonly language: Language;
  readonly schedule: Schedule;
  /** Most papers of one digest. */
  readonly max: number;
  /** Key and name of the person who set it up. */
  readonly creator: { readonly key: string; readonly name: string };
  readonly created: Date;
  /** Announcements up to this position are not news: those before the subscription began and those it has considered. */
  readonly position: number;
  /** The instant and the civil date of the next digest. */
  readonly due: Date;
  readonly date: string;
  /** undefined: not paused. `until` is the first civil date that is not paused; without it, until resumed. */
  readonly paused?: { readonly until?: string };
  /** `told`: whoever set it up knows, or cannot be told. */
  readonly suspended?: { readonly reason: SuspensionReason; readonly since: Date; readonly told?: boolean };
  /** The last attempt to post failed and will be repeated. */
  readonly failing?: { readonly why: string; readonly since: Date; readonly next: Date };
  /** Working days in a row on which nothing was posted. */
  readonly quiet: number;
  /** Changes with every change: what a plan was made from is still what is held. */
  readonly revision: number;
}

/** How a paper came to a source: arXiv's announcement types; a paper that a file or a feed brings is `new`. */
export type AnnouncementType = "new" | "cross" | "replace" | "replace-cross" | "withdrawn";

/** One paper announced by one source. `position` rises in the order in which announcements became known here. */
export interface Announcement {
  readonly position: number;
  readonly paper: string;
  readonly source: string;
  readonly type: AnnouncementType;
  /** Civil date of the announcement as the source gives it. */
  readonly date: string;
  readonly categories: readonly string[];
  readonly version?: number;
}

/** What a channel was given of a paper. A paper is given once to a channel, an update once for each version. */
export interface LedgerEntry {
  readonly channel: string;
  readonly paper: string;
  readonly kind: "paper" | "update" | "withdrawal";
  /** 0 for `paper`. */
  readonly version: number;
}

/** A message of a digest, frozen when the digest is planned. */
export interface Part {
  /** Shown in the thread of the digest's first part, by this name where threads have one and where there may be threads. */
  readonly thread?: string;
  readonly card: Card;
}

/** A digest about to be written down: all of it in one transaction, or nothing of it. */
export interface DigestPlan {
  readonly subscription: Subscription;
  /** Civil date in the subscription's zone. With the subscription it is the digest's identity. */
  readonly date: string;
  /** Empty on a quiet day. */
  readonly parts: readonly Part[];
  readonly ledger: readonly LedgerEntry[];
  /** What is told about the day later, by `why` and `status`. */
  readonly account: DigestAccount;
  /** How the subscription goes on. */
  readonly next: Pick<Subscription, "due" | "date" | "position" | "quiet">;
}

/** The states of a day, never confused. */
export type DayState =
  | { readonly kind: "papers"; readonly announced: number; readonly matched: number; readonly shown: number }
  | { readonly kind: "noneMatched"; readonly announced: number }
  | { readonly kind: "weekend" }
  | { readonly kind: "holiday" }
  | { readonly kind: "notUpdated"; readonly retryingUntil: Date }
  | { readonly kind: "failed"; readonly why: string };

export interface DigestAccount {
  readonly day: DayState;
  /** Positions of announcements that were considered: after `from`, up to and with `to`. */
  readonly from: number;
  readonly to: number;
  /** All that matched, best first; the first `shown` of them were shown. */
  readonly matched: readonly { readonly paper: string; readonly reason: string }[];
  readonly shown: number;
}

/** A part that one worker alone may send until `leaseUntil`. */
export interface Claim {
  readonly id: string;
  readonly epoch: number;
  readonly channel: string;
  readonly subscription: string;
  /** Marks the message on the platform; at most 25 characters. */
  readonly key: string;
  readonly part: Part;
  /** The digest's first message, when that was sent and this part belongs into its thread. */
  readonly beneath?: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly firstAttempt: Date;
  readonly leaseUntil: Date;
}

/** What became of one attempt to post, told apart once for every platform. */
export type PostResult =
  | { readonly kind: "sent"; readonly remote: string }
  /** The platform asks to wait; it has not taken the message. */
  | { readonly kind: "wait"; readonly afterMs: number; readonly why: string }
  /** It may have arrived: ask before another attempt. */
  | { readonly kind: "unsure"; readonly why: string }
  /** It has not arrived, and another attempt may succeed. */
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "gone"; readonly reason: SuspensionReason; readonly why: string }
  /** The platform does not take this message as it is. */
  | { readonly kind: "refused"; readonly why: string };

/**
 * What a platform knows of an earlier attempt. `absent`: another attempt cannot double it. `unknown`: it can never be
 * asked here. `later`: it did not answer.
 */
export type Whereabouts =
  | { readonly kind: "arrived"; readonly remote: string }
  | { readonly kind: "absent" | "unknown" }
  | { readonly kind: "later"; readonly why: string };

/** How digests reach a platform. One attempt a call, with the libraries' own retries off; never rejects. */
export interface Messenger {
  post(claim: Claim, signal: AbortSignal): Promise<PostResult>;
  /** Looks for an earlier attempt of the claim. */
  find(claim: Claim, signal: AbortSignal): Promise<Whereabouts>;
  /**
   * A private message to a person (`Subscription.creator.key`). `never`: this person takes none; `later`: the platform did
   * not take it now.
   */
  tell(person: string, card: Card, signal: AbortSignal): Promise<"told" | "never" | "later">;
}

/** Subscriptions and their digests. Every driver passes `test/contracts/digest-store.ts`. Times are the store's own clock. */
export interface DigestStore {
  /** Of one channel in the order set up, or all. */
  subscriptions(channel?: string): Promise<readonly Subscription[]>;
  /** Keeps a new one, or one changed since `revision`; false when somebody else changed it meanwhile. */
  keep(subscription: Subscription): Promise<boolean>;
  remove(ids: readonly string[]): Promise<void>;
  /**
   * Up to `limit` subscriptions that are due, neither paused nor suspended, lent to this caller alone for `leaseMs` so
   * that several processes share the work.
   */
  due(limit: number, leaseMs: number): Promise<readonly Subscription[]>;
  /**
   * Writes a digest, its parts and its ledger, and moves the schedule, in one transaction. `stale`: the subscription has
   * changed or the date was planned already; `repeated`: a paper of it was given to the channel meanwhile.
   */
  plan(plan: DigestPlan): Promise<"planned" | "stale" | "repeated">;
  /** Entries that exist, of those asked for. */
  given(
    channel: string,
    papers: readonly string[],
  ): Promise<readonly (LedgerEntry & { readonly date: string; readonly sent: boolean })[]>;
  /** Digests of a subscription, newest first. */
  digests(
    subscription: string,
    limit: number,
  ): Promise<readonly { readonly date: string; readonly account: DigestAccount }[]>;
  /**
   * The next part to send on one of these platforms: the earliest open one of a channel none of whose parts is lent.
   * Attempts and epoch have risen durably when it resolves.
   */
  claim(leaseMs: number, platforms: readonly string[]): Promise<Claim | undefined>;
  /** Says what became of a claim; false, and nothing changes, when its epoch has passed. */
  settle(claim: Claim, outcome: Settlement): Promise<boolean>;
  /**
   * In how many ms, by the store's clock, `due` or, for these platforms, `claim` may next give something; 0: now. Without
   * platforms it is `due` alone.
   */
  nextWork(platforms: readonly string[]): Promise<number | undefined>;
}

/** `uncertain`: sent again because nobody could say whether the first attempt had arrived. */
export type Settlement =
  | { readonly kind: "sent"; readonly remote: string; readonly uncertain?: boolean }
  /** `charged`: false where the platform asked to wait. */
  | { readonly kind: "later"; readonly at: Date; readonly charged: boolean; readonly why: string }
  | { readonly kind: "dropped"; readonly why: string }
  | { readonly kind: "suspended"; readonly reason: SuspensionReason; readonly why: string };

/** How a source is, as `/paperboy status` tells it. */
export interface SourceState {
  readonly name: string;
  /** The last time it answered, and the last time its answer held something that was not known. */
  readonly checked?: Date;
  readonly changed?: Date;
  /** Civil date of its newest announcement. */
  readonly announced?: string;
  readonly failure?: { readonly why: string; readonly since: Date };
  readonly next: Date;
  /** The source's own: resumption token, ids of the last batch, ETag. */
  readonly cursor?: string;
}

/** What sources have announced, and how they are. */
export interface AnnouncementStore {
  /**
   * Adds those that are not known yet, in order: one for each paper, source, date and type, and none that a source only
   * dates anew (the same type, version and categories). The number added.
   */
  add(announcements: readonly Omit<Announcement, "position">[]): Promise<number>;
  /** After a position, oldest first. */
  since(position: number, limit: number): Promise<readonly Announcement[]>;
  of(paper: string): Promise<readonly Announcement[]>;
  /** The newest position given out, 0 where there is none. */
  newest(): Promise<number>;
  sources(): Promise<readonly SourceState[]>;
  keepSource(state: SourceState): Promise<void>;
  /** Of a source that is not asked any more. */
  forgetSource(name: string): Promise<void>;
}

/** One politeness gate over all processes of a deployment. */
export interface Gate {
  /** Resolves when the caller may ask `host`, and nobody else may until `release`; `afterMs` keeps it closed longer. */
  enter(host: string, signal: AbortSignal): Promise<{ release(afterMs?: number): Promise<void> }>;
}
