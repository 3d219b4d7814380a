import type { App } from "./compose.ts";
import type { Config } from "./config.ts";
import type { Messenger, Subscription } from "./core/digest.ts";
import { runDigests } from "./digests/run.ts";
import { Sender } from "./digests/sender.ts";
import { SuspensionTeller } from "./digests/suspension.ts";
import type { Log } from "./log.ts";

/** Plans digests, and sends those for these platforms, until `stop` is aborted and nothing is under way any more. */
export async function deliverDigests(
  app: Pick<App, "store" | "plan">,
  messengers: ReadonlyMap<string, Messenger>,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const { digests, gate } = app.store;
  const teller = new SuspensionTeller({
    store: { digests, gate },
    messengers,
    failed: (err) => log.error({ err }, "nobody could be told of suspensions; it is tried again"),
  });
  const sender = new Sender(digests, messengers, {
    settled: ({ channel, key, attempt }, { kind, ...outcome }) => {
      const about = { channel, key, attempt, ...outcome };
      if (kind === "sent") log.info(about, "a part of a digest was sent");
      else log.warn({ ...about, outcome: kind }, "a part of a digest was not sent");
    },
    outrun: ({ channel, key }) =>
      log.warn(
        { channel, key },
        "a part of a digest was taken over by another process: this one was too slow",
      ),
    suspended: ({ channel }, reason) => {
      log.error(
        { channel, reason },
        "a channel can no longer be written to: its subscriptions are suspended",
      );
      teller.wake();
    },
  });
  const failed = (err: unknown, doing: string) =>
    log.error({ err, doing }, "digests: the store or a plan failed; it is tried again");
  const plan = (subscription: Subscription) => app.plan(subscription);
  const platforms = [...messengers.keys()];
  await Promise.all([runDigests({ digests, sender, platforms, plan, failed }, stop), teller.run(stop)]);
}

/** An SDK is loaded only where its platform is configured. */
export async function openMessengers(config: Config, log: Log): Promise<ReadonlyMap<string, Messenger>> {
  const messengers = new Map<string, Messenger>();
  if (config.discord) {
    const { DiscordMessenger } = await import("./platforms/discord/messenger.ts");
    messengers.set("discord", new DiscordMessenger({ ...config.discord, log }));
  }
  if (config.slack) {
    const { SlackMessenger } = await import("./platforms/slack/messenger.ts");
    messengers.set("slack", new SlackMessenger({ ...config.slack, log }));
  }
  return messengers;
}
