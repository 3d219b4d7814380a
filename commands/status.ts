import { z } from "zod";
import { type Context, defineCommand } from "../src/core/command.ts";
import { formatDay, formatDuration, formatMoment } from "../src/i18n/format.ts";

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
      card: { title: texts.status.title, blocks: [{ kind: "list", items: lines.map((line) => [line]) }] },
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
