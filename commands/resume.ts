import { z } from "zod";
import { text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { change, managedChannel, toldToChannel } from "../src/digests/channel.ts";
import { nextAfter } from "../src/digests/subscribe.ts";
import { listCard } from "../src/views/subscription.ts";

/**
 * Goes on with what is paused or suspended. What was announced in a pause, which somebody wanted, is not posted; what was
 * announced while posting was impossible is, as far as it is news.
 */
export const resume = defineCommand({
  name: ["paperboy", "resume"],
  input: z.object({}),
  async run(context) {
    const channel = await managedChannel(context);
    const newest = await context.announcements.newest();
    let resumed = false;
    for (const each of await context.digests.subscriptions(channel))
      resumed =
        (await change(context, each, async ({ paused, suspended, ...held }) =>
          paused || suspended
            ? {
                ...held,
                ...(paused && { position: newest }),
                ...(await nextAfter(context, held, held.schedule)),
              }
            : undefined,
        )) || resumed;
    const say = context.texts.digest.subscription;
    if (!resumed) return { kind: "answer", card: { blocks: [text(say.nothingToResume)] } };
    const list = listCard(await context.digests.subscriptions(channel), context);
    return toldToChannel(context, { blocks: [text(say.resumed(context.place.person.name))] }, list);
  },
});
