import type {
  Claim,
  DigestStore,
  Messenger,
  PostResult,
  Settlement,
  SuspensionReason,
  Whereabouts,
} from "../core/digest.ts";

/** Times of sending, in ms. */
export interface SendingTimes {
  /** How long a claim belongs to one worker. */
  readonly lease: number;
  /** The longest that one attempt may take. */
  readonly attempt: number;
  /** Between an attempt nobody can say the outcome of and the next, which asks the platform first. */
  readonly doubt: number;
  /** The first pause after an attempt that failed; each next one is twice as long. */
  readonly backoff: number;
  /** The longest pause. */
  readonly longest: number;
  /** After this long without success a subscription is suspended. */
  readonly patience: number;
}

const hour = 60 * 60 * 1_000;

export const sendingTimes: SendingTimes = {
  lease: 60_000,
  attempt: 15_000,
  doubt: 20_000,
  backoff: 5 * 60_000,
  longest: 24 * hour,
  patience: 7 * 24 * hour,
};

/** What is told about sending, for the log and the people who set subscriptions up. */
export interface SenderEvents {
  settled(claim: Claim, outcome: Settlement): void;
  /** Somebody else has the part now: this worker was too slow, or stood still. */
  outrun(claim: Claim): void;
  suspended(claim: Claim, reason: SuspensionReason): void;
}

/**
 * Sends the parts of digests: claims one, makes one attempt, writes down what became of it. Before another attempt the
 * platform is asked whether the one before has arrived.
 */
export class Sender {
  readonly #digests: DigestStore;
  readonly #messengers: ReadonlyMap<string, Messenger>;
  readonly #events: SenderEvents;
  readonly #times: SendingTimes;
  readonly #now: () => Date;

  /** `messengers` by the platform's name, which is what a channel's key begins with. */
  constructor(
    digests: DigestStore,
    messengers: ReadonlyMap<string, Messenger>,
    events: SenderEvents,
    times: SendingTimes = sendingTimes,
    now: () => Date = () => new Date(),
  ) {
    this.#digests = digests;
    this.#messengers = messengers;
    this.#events = events;
    this.#times = times;
    this.#now = now;
  }

  /**
   * Sends one part, of those for these platforms; false when there is none to send now. Rejects where the store fails: the
   * lease then runs out.
   */
  async sendOne(
    signal: AbortSignal,
    platforms: readonly string[] = [...this.#messengers.keys()],
  ): Promise<boolean> {
    // Taken before the claim: the lease cannot have begun earlier. This clock also runs while the process is stopped.
    const claimedAt = performance.now();
    const claim = await this.#digests.claim(this.#times.lease, platforms);
    if (!claim) return false;
    const messenger = this.#messengers.get(platformOf(claim.channel));
    if (!messenger)
      throw new RangeError(`A part for ${claim.channel} was claimed, which nothing here can reach.`);
    const outcome = await this.#attempt(claim, messenger, claimedAt, signal);
    if (!outcome) return true;
    if (!(await this.#digests.settle(claim, outcome))) this.#events.outrun(claim);
    else {
      this.#events.settled(claim, outcome);
      if (outcome.kind === "suspended") this.#events.suspended(claim, outcome.reason);
    }
    return true;
  }

  /** undefined: nothing was asked of the platform, because what is left of the lease would not do. */
  async #attempt(
    claim: Claim,
    messenger: Messenger,
    claimedAt: number,
    stop: AbortSignal,
  ): Promise<Settlement | undefined> {
    const limited = () => {
      const left = this.#times.lease - (performance.now() - claimedAt);
      return left < this.#times.attempt * 1.2 ? undefined : AbortSignal.timeout(this.#times.attempt);
    };
    // A messenger that breaks its word must not be asked again and again at the pace of leases.
    const broken = (error: unknown) => (error instanceof Error ? error.message : String(error));
    let uncertain = false;
    if (claim.attempt > 1) {
      const signal = limited();
      if (!signal || stop.aborted) return undefined;
      const found = await messenger
        .find(claim, signal)
        .catch((error: unknown): Whereabouts => ({ kind: "later", why: broken(error) }));
      if (found.kind === "arrived") return { kind: "sent", remote: found.remote };
      if (found.kind === "later") return this.#settlement(claim, { kind: "failed", why: found.why }, false);
      uncertain = found.kind === "unknown";
    }
    const signal = limited();
    if (!signal || stop.aborted) return undefined;
    const result = await messenger
      .post(claim, signal)
      .catch((error: unknown): PostResult => ({ kind: "unsure", why: broken(error) }));
    return this.#settlement(claim, result, uncertain);
  }

  #settlement(claim: Claim, result: PostResult, uncertain: boolean): Settlement {
    const { doubt, backoff, longest, patience } = this.#times;
    const later = (ms: number, charged: boolean, why: string): Settlement => {
      const now = this.#now().getTime();
      if (now - claim.firstAttempt.getTime() > patience)
        return { kind: "suspended", reason: "triedTooLong", why };
      return { kind: "later", at: new Date(now + Math.ceil(ms)), charged, why };
    };
    // Many channels that failed together should not come back together.
    const pause = (first: number, times: number) =>
      Math.min(first * 2 ** times, longest) * (0.8 + Math.random() * 0.4);
    switch (result.kind) {
      case "sent":
        return { kind: "sent", remote: result.remote, ...(uncertain && { uncertain }) };
      case "wait":
        return later(
          Number.isFinite(result.afterMs) ? Math.min(result.afterMs, patience) : backoff,
          false,
          result.why,
        );
      case "unsure":
        return later(claim.attempt === 1 ? doubt : pause(backoff, claim.attempt - 2), true, result.why);
      case "failed":
        return later(pause(backoff, claim.attempt - 1), true, result.why);
      case "gone":
        return { kind: "suspended", reason: result.reason, why: result.why };
      case "refused":
        return { kind: "dropped", why: result.why };
    }
  }
}

function platformOf(channel: string): string {
  return channel.slice(0, channel.indexOf(":"));
}
