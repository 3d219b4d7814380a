import { z } from "zod";
import { type Block, text } from "../src/core/card.ts";
import { defineCommand } from "../src/core/command.ts";
import { formatOptions } from "../src/core/grammar.ts";
import { languages } from "../src/core/language.ts";
import { optionSpecs } from "../src/core/options.ts";
import { parseQuery, searchOptions } from "../src/core/query.ts";
import { managedChannel, toldToChannel } from "../src/digests/channel.ts";
import { coverage } from "../src/digests/sources.ts";
import { keepSubscription } from "../src/digests/subscribe.ts";
import { readTopic } from "../src/digests/topic.ts";
import { joinSentences } from "../src/i18n/format.ts";
import { sayCoverage } from "../src/views/coverage.ts";
import { withCode } from "../src/views/message.ts";
import { changesIn, subscribedCard } from "../src/views/subscription.ts";

const { by, cat, year, in: field } = searchOptions.shape;
const filters = { by, cat, year, in: field };

const input = z.object({
  topic: z.string(),
  ...filters,
  lang: z
    .enum(languages)
    .optional()
    .meta({ reads: "language", aliases: ["language", "langue", "sprache"] }),
  at: z
    .string()
    .max(20)
    .optional()
    .meta({ aliases: ["time", "hour"] }),
  tz: z
    .string()
    .max(60)
    .optional()
    .meta({ aliases: ["timezone", "zone"] }),
  days: z
    .string()
    .max(100)
    .optional()
    .meta({ aliases: ["day", "weekdays"] }),
  max: z
    .string()
    .max(10)
    .optional()
    .meta({ aliases: ["limit", "most", "papers"] }),
});

const topicSpecs = optionSpecs(z.object({ topic: input.shape.topic, ...filters }));

/** `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00 tz:Asia/Shanghai`; on the same topic it changes. */
export const subscribe = defineCommand({
  name: ["paperboy", "subscribe"],
  input,
  rest: "topic",
  async run(context, { lang, at, tz, days, max, ...typed }) {
    const channel = await managedChannel(context);
    const topic = readTopic(formatOptions(topicSpecs, "topic", typed));
    const kept = await keepSubscription(context, channel, topic, { lang, at, tz, days, max });
    const { subscription, before, number, isZoneUnknown } = kept;
    const say = context.texts.digest.subscription;
    const reader = { language: subscription.language, texts: context.catalog(subscription.language) };
    const coded = (said: string): Block => ({ kind: "text", text: withCode(said) });
    const hints = [...(isZoneUnknown ? [coded(say.inUtc)] : []), coded(say.follow(String(number)))];
    const covered = coverage(await context.followed(), parseQuery(topic));
    const sources = coded(sayCoverage(covered, context));
    if (before && changesIn(before, subscription, reader).length === 0)
      return { kind: "answer", card: { blocks: [text(say.unchanged), sources, ...hints] } };
    const found = await context.library.search(parseQuery(topic), { offset: 0, limit: 1 });
    const own = { blocks: [text(joinSentences([say.done, say.held(found.total)])), sources, ...hints] };
    return toldToChannel(context, subscribedCard(kept, context.place.person.name, reader), own);
  },
});
