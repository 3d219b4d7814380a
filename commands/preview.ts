import { z } from "zod";
import { type Block, note, text } from "../src/core/card.ts";
import { type Context, defineCommand } from "../src/core/command.ts";
import type { Subscription } from "../src/core/digest.ts";
import { channelOf, pick } from "../src/digests/channel.ts";
import { contentOf, dayState, deadline, type Findings, look } from "../src/digests/plan.ts";
import { civilDate } from "../src/digests/schedule.ts";
import { coverage } from "../src/digests/sources.ts";
import { sayCoverage } from "../src/views/coverage.ts";
import { sayDay } from "../src/views/day.ts";
import { digestPreview, shortTopic } from "../src/views/digest-post.ts";
import { withCode } from "../src/views/message.ts";
import { paperLine } from "../src/views/paper-card.ts";

/** Papers shown where there is no news. */
const samples = 3;

/** `/paperboy preview 2`: what a digest would show now, for the caller alone; nothing is marked. */
export const preview = defineCommand({
  name: ["paperboy", "preview"],
  input: z.object({ which: z.string().max(20).optional() }),
  rest: "which",
  async run(context, { which = "" }) {
    const all = await context.digests.subscriptions(channelOf(context));
    const [subscription] = pick(
      all,
      which.trim() === "" && all.length === 1 ? "1" : which,
      context,
      "preview",
    );
    const { texts } = context;
    const now = context.now();
    const today = {
      ...(subscription as Subscription),
      date: civilDate(now, subscription?.schedule.zone ?? "UTC"),
    };
    const findings = await look(context, today, now);
    const blocks =
      findings.chosen.shown.length + findings.chosen.updated.length + findings.chosen.withdrawn.length > 0
        ? digestPreview(await contentOf(context, today, findings), {
            language: today.language,
            texts: context.catalog(today.language),
          })
        : await nothing(context, now < deadline(today) ? today : (subscription as Subscription), findings);
    return {
      kind: "answer",
      card: {
        title: texts.digest.preview.title(shortTopic(today.topic)),
        blocks: [...blocks, note(texts.digest.preview.onlyYou)],
      },
    };
  },
});

/** Why nothing would be posted, and what the topic finds among the papers held. */
async function nothing(
  context: Context,
  subscription: Subscription,
  findings: Findings,
): Promise<readonly Block[]> {
  const { texts, language, library } = context;
  const say = texts.digest.preview;
  const day = dayState(findings, deadline(subscription));
  const { hits } = await library.search({ ...findings.topic, sort: "new" }, { offset: 0, limit: samples });
  const papers = await library.get(hits.map(({ id }) => id));
  const covered = coverage(await context.followed(), findings.topic);
  const isEmpty = day.kind === "noneMatched" && findings.news.fresh.length === 0;
  const said = isEmpty
    ? texts.digest.day.nothingNew
    : sayDay(day, subscription.schedule.zone, { texts, language });
  return [
    text(`${say.nothing} (${said})`),
    papers.length === 0
      ? text(say.noneHeld)
      : { kind: "list", heading: say.newest, items: papers.map((paper) => paperLine(paper, context)) },
    { kind: "text", text: withCode(sayCoverage(covered, context)) },
  ];
}
