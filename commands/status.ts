import { z } from "zod";
import { type Block, bold, text } from "../src/core/card.ts";
import { type Context, defineCommand } from "../src/core/command.ts";
import { coverage } from "../src/digests/sources.ts";
import { topicOf } from "../src/digests/topic.ts";
import { formatDay, formatDuration, formatMoment } from "../src/i18n/format.ts";
import { isUncovered, sayCoverage } from "../src/views/coverage.ts";
import { shortTopic } from "../src/views/digest-post.ts";
import { withCode } from "../src/views/message.ts";

export const status = defineCommand({
  name: ["paperboy", "status"],
  input: z.object({}),
  async run(context) {
    const { texts, language } = context;
    const now = await context.status();
    const lines = [
      texts.status.papers(now.papers),
      ...(now.pending > 0 ? [texts.status.pending(now.pending)] : []),
      ...now.platforms.map(({ name, state }) => `${name}: ${texts.status.platform[state]}`),
      ...(await sourceLines(context)),
      ...(await nextDigest(context)),
      texts.status.uptime(formatDuration(language, now.uptimeSeconds)),
      texts.status.version(now.version),
    ];
    return {
      kind: "answer",
      card: {
        title: texts.status.title,
        blocks: [{ kind: "list", items: lines.map((line) => [line]) }, ...(await uncovered(context))],
      },
    };
  },
});

/** How each source of papers is, and when it is asked next. */
async function sourceLines({ announcements, texts, language }: Context): Promise<readonly string[]> {
  const say = texts.digest.status;
  const moment = (at: Date) => formatMoment(language, at, "UTC");
  return (await announcements.sources()).map(({ name, checked, announced, failure, next }) => {
    const told = [
      ...(failure ? [say.failing(moment(failure.since), failure.why)] : []),
      ...(checked && !failure ? [say.ok(moment(checked))] : []),
      ...(announced === undefined ? [] : [say.newest(formatDay(language, announced))]),
      say.nextLook(moment(next)),
    ];
    return `${say.source(name)}: ${told.join(" · ")}`;
  });
}

/** The channel's topics for which something that they want is not looked at. */
async function uncovered(context: Context): Promise<readonly Block[]> {
  const { digests, place } = context;
  const followed = await context.followed();
  return (place.channel ? await digests.subscriptions(place.channel.key) : []).flatMap(({ topic }) => {
    const query = topicOf(topic);
    const covered = query && coverage(followed, query);
    return covered && isUncovered(covered)
      ? [text(bold(shortTopic(topic)), ": ", ...withCode(sayCoverage(covered, context)))]
      : [];
  });
}

async function nextDigest({ digests, place, texts, language }: Context): Promise<readonly string[]> {
  if (!place.channel) return [];
  const running = (await digests.subscriptions(place.channel.key))
    .filter(({ suspended, paused }) => !suspended && !(paused && paused.until === undefined))
    .sort((a, b) => a.due.getTime() - b.due.getTime());
  const [first] = running;
  return first
    ? [texts.digest.status.nextDigest(formatMoment(language, first.due, first.schedule.zone))]
    : [];
}
