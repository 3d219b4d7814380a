import { z } from "zod";
import { defineCommand } from "../src/core/command.ts";
import { channelOf } from "../src/digests/channel.ts";
import { listCard } from "../src/views/subscription.ts";

export const subscriptions = defineCommand({
  name: ["paperboy", "subscriptions"],
  input: z.object({}),
  run: async (context) => ({
    kind: "answer",
    card: listCard(await context.digests.subscriptions(channelOf(context)), context),
  }),
});
