import type { Claim, DigestStore, Messenger, SuspensionReason } from "../core/digest.ts";
import { catalogs } from "../i18n/index.ts";
import { suspendedCard } from "../views/subscription.ts";

/** Tells the people who set up a channel's subscriptions why these are suspended and what to do. Each is told once. */
export async function tellSuspended(
  digests: Pick<DigestStore, "subscriptions">,
  messenger: Messenger,
  { channel }: Pick<Claim, "channel">,
  reason: SuspensionReason,
  signal: AbortSignal,
): Promise<void> {
  const suspended = (await digests.subscriptions(channel)).filter((one) => one.suspended?.reason === reason);
  for (const [person, own] of Map.groupBy(suspended, ({ creator }) => creator.key)) {
    const language = own[0]?.language ?? "en";
    await messenger.tell(person, suspendedCard(own, reason, { language, texts: catalogs[language] }), signal);
  }
}
