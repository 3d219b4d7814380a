import { setTimeout as wait } from "node:timers/promises";
import type { DigestStore, Gate, Messenger } from "../core/digest.ts";
import { catalogs } from "../i18n/index.ts";
import { suspendedCard } from "../views/subscription.ts";

/** How long a person is tried to be told, in ms. */
const patience = 15_000;
/** Between two rounds of telling whom the one before did not reach, in ms. */
const pause = 60 * 60_000;
/** After this long it is no news any more, in ms. */
const newsFor = 7 * 24 * 60 * 60_000;

export interface Telling {
  readonly store: { readonly digests: Pick<DigestStore, "subscriptions" | "keep">; readonly gate: Gate };
  readonly messengers: ReadonlyMap<string, Messenger>;
  readonly failed: (error: unknown) => void;
  readonly now?: () => Date;
}

/**
 * Tells the people who set up a channel's subscriptions why these are suspended and what to do, each once for a channel.
 * Whom a round does not reach, because the platform is away or the token is not accepted, the next one tells.
 */
export class SuspensionTeller {
  readonly #telling: Telling;
  #wake = new AbortController();

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** Somebody is to be told now. */
  wake(): void {
    this.#wake.abort();
  }

  /** Until `stop` is aborted; then resolves. */
  async run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#wake = new AbortController();
      await this.round(stop).catch((error: unknown) => {
        if (!stop.aborted) this.#telling.failed(error);
      });
      const signal = AbortSignal.any([stop, this.#wake.signal]);
      await wait(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** One round, alone among all processes. */
  async round(stop: AbortSignal): Promise<void> {
    const pass = await this.#telling.store.gate.enter("suspensions", stop);
    try {
      await this.#tellAll(stop);
    } finally {
      await pass.release();
    }
  }

  async #tellAll(stop: AbortSignal): Promise<void> {
    const { store, messengers, now = () => new Date() } = this.#telling;
    const away = new Set<string>();
    const untold = (await store.digests.subscriptions()).flatMap((subscription) => {
      const { suspended, channel, creator } = subscription;
      if (!suspended || suspended.told || now().getTime() - suspended.since.getTime() > newsFor) return [];
      return { ...subscription, suspended, about: JSON.stringify([channel, creator.key, suspended.reason]) };
    });
    for (const own of Map.groupBy(untold, ({ about }) => about).values()) {
      const [first] = own;
      const platform = first?.channel.slice(0, first.channel.indexOf(":")) ?? "";
      const messenger = messengers.get(platform);
      if (!first || !messenger || away.has(platform) || stop.aborted) continue;
      const { language, suspended, creator } = first;
      const card = suspendedCard(own, suspended.reason, { language, texts: catalogs[language] });
      const signal = AbortSignal.any([stop, AbortSignal.timeout(patience)]);
      if ((await messenger.tell(creator.key, card, signal)) === "later") away.add(platform);
      else
        for (const { about: _, ...held } of own)
          await store.digests.keep({ ...held, suspended: { ...held.suspended, told: true } });
    }
  }
}
