import type { App } from "./compose.ts";
import type { Config } from "./config.ts";
import type { Messenger } from "./core/digest.ts";
import { runDigests } from "./digests/run.ts";
import { Sender } from "./digests/sender.ts";
import type { Log } from "./log.ts";

/** Sends digests to the configured platforms until `stop` is aborted; resolves when nothing is under way any more. */
export async function deliverDigests(app: App, config: Config, log: Log, stop: AbortSignal): Promise<void> {
  const { digests } = app.store;
  const messengers = await openMessengers(config, log);
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
    suspended: async ({ channel }, reason) =>
      log.error(
        { channel, reason },
        "a channel can no longer be written to: its subscriptions are suspended",
      ),
  });
  const failed = (err: unknown, doing: string) =>
    log.error({ err, doing }, "digests: the store or a plan failed; it is tried again");
  await runDigests({ digests, sender, platforms: [...messengers.keys()], failed }, stop);
}

/** An SDK is loaded only where its platform is configured. */
async function openMessengers(config: Config, log: Log): Promise<ReadonlyMap<string, Messenger>> {
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
