import { z } from "zod";
import { type Block, bold, type Span, type Text, text } from "../src/core/card.ts";
import { type Context, defineCommand } from "../src/core/command.ts";
import { UserError } from "../src/core/errors.ts";
import { identifyPaper, paperLabel } from "../src/core/paper-id.ts";
import { channelOf } from "../src/digests/channel.ts";
import { type Explanation, explain, type Stage, type Verdict } from "../src/digests/explain.ts";
import { coverage } from "../src/digests/sources.ts";
import { formatDay, formatMoment, formatNumber, joinNames } from "../src/i18n/format.ts";
import { titleIn } from "../src/views/choose-text.ts";
import { sayCoverage } from "../src/views/coverage.ts";
import { sayReason, shortTopic } from "../src/views/digest-post.ts";
import { withCode } from "../src/views/message.ts";
import { stateLine } from "../src/views/subscription.ts";

/** `/paperboy why 2212.12206`: the way of a paper to this channel, stage by stage, or where it ended. */
export const why = defineCommand({
  name: ["paperboy", "why"],
  input: z.object({ id: z.string().max(200) }),
  rest: "id",
  async run(context, { id: typed }) {
    const channel = channelOf(context);
    if (typed.trim() === "") throw new UserError("whichPaper");
    const named = identifyPaper(typed);
    if (!named) throw new UserError("badPaperId", typed.trim());
    const found = await explain(context, channel, named.id);
    const title = context.texts.digest.why.title(found.paper ? paperLabel(found.paper) : named.id);
    return {
      kind: "answer",
      card: { title, blocks: [...explanationBlocks(found, context), ...(await unknownTo(context, found))] },
    };
  },
});

/** Which sources could have brought a paper that none has brought. */
async function unknownTo(context: Context, { paper }: Explanation): Promise<readonly Block[]> {
  if (paper) return [];
  const covered = coverage(await context.followed(), { words: "" });
  return [{ kind: "text", text: withCode(sayCoverage(covered, context)) }];
}

function explanationBlocks(found: Explanation, context: Context): readonly Block[] {
  const { texts, language } = context;
  const say = texts.digest.why;
  const facts = [
    found.paper ? say.known : say.unknown,
    ...(found.isWithdrawn ? [say.withdrawn] : []),
    ...(found.announced.length === 0 && found.paper ? [say.notAnnounced] : []),
    ...found.announced.map(({ date, source, type }) =>
      say.announced(formatDay(language, date), source, say.types[type]),
    ),
    ...found.given
      .filter(({ kind }) => kind === "paper")
      .map(({ date, sent }) => (sent ? say.delivered : say.waiting)(formatDay(language, date))),
  ];
  return [
    ...(found.paper ? [text(bold(titleIn(found.paper, language)))] : []),
    { kind: "list", items: facts.map((fact) => [fact]) },
    ...(found.paper && found.stages.length === 0 ? [text(say.noSubscription)] : []),
    ...found.stages.map(
      (stage): Block => ({ kind: "list", heading: heading(stage), items: stageLines(stage, context) }),
    ),
  ];
}

function heading({ number, subscription }: Stage): string {
  return `${number}. ${shortTopic(subscription.topic)}`;
}

function stageLines({ subscription, verdict, fate, coverage }: Stage, context: Context): readonly Text[] {
  const { texts, language } = context;
  const say = texts.digest.why;
  const number = (count: number) => formatNumber(language, count);
  const { paused, suspended, due, schedule } = subscription;
  const isStopped = suspended !== undefined || (paused !== undefined && paused.until === undefined);
  const fates: Readonly<Record<Stage["fate"]["kind"], () => string | undefined>> = {
    notAnnounced: () => undefined,
    before: () => say.before,
    replaced: () => say.onlyReplaced,
    ahead: () => (isStopped ? say.notAhead : say.ahead(formatMoment(language, due, schedule.zone))),
    shown: () => ("rank" in fate ? say.shown(formatDay(language, fate.date), number(fate.rank)) : undefined),
    overCap: () =>
      "rank" in fate
        ? say.overCap(formatDay(language, fate.date), number(fate.rank), number(fate.shown))
        : undefined,
    considered: () => ("date" in fate ? say.considered(formatDay(language, fate.date)) : undefined),
  };
  const fated = fates[fate.kind]();
  const lines: (Span | undefined)[] = [
    verdict && sayVerdict(verdict, context),
    fated,
    paused || suspended ? stateLine(subscription, context) : undefined,
  ];
  return [
    ...lines.flatMap((line) => (line === undefined ? [] : [[line]])),
    ...(fate.kind === "notAnnounced" && coverage ? [withCode(sayCoverage(coverage, context))] : []),
  ];
}

function sayVerdict(verdict: Verdict, context: Context): string {
  const say = context.texts.digest.why;
  switch (verdict.kind) {
    case "matches":
      return say.matches(sayReason(verdict.reason, context));
    case "blocked":
      return say.blocked(joinNames(context.language, verdict.parts));
    case "lacks":
      return say.lacks(joinNames(context.language, verdict.parts));
    case "far":
      return say.far;
  }
}
