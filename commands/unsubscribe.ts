import { z } from "zod";
import { bold, text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { managedChannel, pick, toldToChannel } from "../src/digests/channel.ts";
import { spaceAfter } from "../src/i18n/format.ts";
import { shortTopic } from "../src/views/digest-post.ts";
import { listCard } from "../src/views/subscription.ts";

/** `/paperboy unsubscribe 2`, `/paperboy unsubscribe all`. What names no subscription ends none. */
export const unsubscribe = defineCommand({
  name: ["paperboy", "unsubscribe"],
  input: z.object({ which: z.string().max(100) }),
  rest: "which",
  async run(context, { which }) {
    const channel = await managedChannel(context);
    const all = await context.digests.subscriptions(channel);
    const ended = pick(all, which, context, "unsubscribe");
    await context.digests.remove(ended.map(({ id }) => id));
    const say = context.texts.digest.subscription;
    const said = say.unsubscribed(context.place.person.name);
    const lines = [...new Set(ended)].map(({ topic }) =>
      text(said, spaceAfter(said), bold(shortTopic(topic))),
    );
    const left = listCard(await context.digests.subscriptions(channel), context);
    return toldToChannel(context, { blocks: lines }, { ...left, blocks: [text(say.done), ...left.blocks] });
  },
});
