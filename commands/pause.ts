import { z } from "zod";
import { note, text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { UserError } from "../src/core/errors.ts";
import { change, managedChannel, toldToChannel } from "../src/digests/channel.ts";
import { civilDate, daysLater } from "../src/digests/schedule.ts";
import { parseUntil } from "../src/digests/schedule-options.ts";
import { nextAfter } from "../src/digests/subscribe.ts";
import { formatDay } from "../src/i18n/format.ts";

/** `/paperboy pause`, `/paperboy pause 2026-12-24`: no digests before that day. */
export const pause = defineCommand({
  name: ["paperboy", "pause"],
  input: z.object({ until: z.string().max(40).optional() }),
  rest: "until",
  async run(context, { until: asked = "" }) {
    // `pause until monday`, as one says it.
    const typed = asked.trim().replace(/^until\s+/i, "");
    const channel = await managedChannel(context);
    const all = await context.digests.subscriptions(channel);
    const [first] = all;
    if (!first) throw new UserError("noSubscriptions");
    const today = civilDate(context.now(), first.schedule.zone);
    const until = typed === "" ? undefined : parseUntil(typed, today);
    if (typed !== "" && (until === undefined || until <= today)) throw new UserError("badUntil", typed);
    for (const each of all)
      await change(context, each, async (held) => ({
        ...held,
        paused: until === undefined ? {} : { until },
        ...(until !== undefined && (await nextAfter(context, held, held.schedule, daysLater(until, -1)))),
      }));
    const { texts, language, place } = context;
    const say = texts.digest.subscription;
    const said =
      until === undefined
        ? say.paused(place.person.name)
        : say.pausedUntil(place.person.name, formatDay(language, until));
    return toldToChannel(context, { blocks: [text(said)] }, { blocks: [text(say.done), note(say.missed)] });
  },
});
