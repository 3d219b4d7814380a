import { type Block, bold, type Card, note, type Text, text } from "../core/card.ts";
import type { Schedule, Subscription, SuspensionReason, Weekday } from "../core/digest.ts";
import { languageName } from "../core/language.ts";
import { dayName, formatDay, formatMoment, joinNames, joinSentences, spaceAfter } from "../i18n/format.ts";
import { shortTopic } from "./digest-post.ts";
import { withCode } from "./message.ts";
import type { Reader } from "./reader.ts";

/** `09:00 (Asia/Shanghai), weekdays · up to 5 papers · English` */
export function settingsLine({ schedule, max, language }: Subscription, reader: Reader): string {
  const { at, zone } = schedule;
  return [
    `${at} (${zone}), ${daysIn(schedule, reader)}`,
    reader.texts.digest.subscription.most(max),
    languageName(language, reader.language),
  ].join(" · ");
}

/** The card that tells a channel of a new subscription, or of what changed in one. */
export function subscribedCard(
  { subscription, before }: { readonly subscription: Subscription; readonly before?: Subscription },
  name: string,
  reader: Reader,
): Card {
  const say = reader.texts.digest.subscription;
  const { due, schedule } = subscription;
  const topic = bold(shortTopic(subscription.topic));
  const when = formatMoment(reader.language, due, schedule.zone);
  const told = (said: string) => text(said, spaceAfter(said), topic);
  const blocks: Block[] = before
    ? [
        told(say.changed(name)),
        { kind: "list", items: changesIn(before, subscription, reader).map((line) => [line]) },
        note(say.next(when)),
      ]
    : [told(say.subscribed(name)), text(settingsLine(subscription, reader)), note(say.first(when))];
  return { blocks };
}

/** `time: 09:00 (UTC) → 10:00 (UTC)`, a line for each setting that is another. */
export function changesIn(before: Subscription, after: Subscription, reader: Reader): readonly string[] {
  const say = reader.texts.digest.subscription;
  const told = ({ schedule, max, language }: Subscription) =>
    ({
      [say.time]: `${schedule.at} (${schedule.zone})`,
      [say.days]: daysIn(schedule, reader),
      [say.papers]: say.most(max),
      [say.language]: languageName(language, reader.language),
    }) as const;
  const [old, now] = [told(before), told(after)];
  return Object.keys(now).flatMap((name) =>
    old[name] === now[name] ? [] : [`${name}: ${old[name]} → ${now[name]}`],
  );
}

/** The subscriptions of a channel, numbered as commands name them. */
export function listCard(subscriptions: readonly Subscription[], reader: Reader): Card {
  const say = reader.texts.digest.subscription;
  if (subscriptions.length === 0) return { blocks: [{ kind: "text", text: withCode(say.none) }] };
  const items = subscriptions.map((subscription, index): Text => {
    const { topic } = subscription;
    return [
      `${index + 1}. `,
      bold(shortTopic(topic)),
      ` · ${settingsLine(subscription, reader)} · ${stateLine(subscription, reader)}`,
    ];
  });
  return { title: say.listTitle, blocks: [{ kind: "list", items }, ...remedies(subscriptions, reader)] };
}

/** Why subscriptions are suspended and what to do, each reason once: a line of a list is too short for it. */
function remedies(subscriptions: readonly Subscription[], { texts }: Reader): readonly Block[] {
  const { why, todo } = texts.digest.suspended;
  const reasons = new Set(subscriptions.flatMap(({ suspended }) => suspended?.reason ?? []));
  return [...reasons].map((reason) => ({
    kind: "text",
    text: withCode(joinSentences([why[reason], todo[reason], texts.digest.subscription.resumeHint])),
  }));
}

/** When the next digest comes, or that none does. */
export function stateLine(subscription: Subscription, reader: Reader): string {
  const { texts, language } = reader;
  const say = texts.digest.subscription;
  const { suspended, paused, failing, due, schedule } = subscription;
  const moment = (at: Date) => formatMoment(language, at, schedule.zone);
  if (suspended) return say.isSuspended(moment(suspended.since));
  const next = say.next(moment(due));
  if (paused?.until === undefined && paused) return say.isPaused;
  if (paused?.until !== undefined) return `${say.isPausedUntil(formatDay(language, paused.until))} · ${next}`;
  return failing ? `${say.failing(moment(failing.since), moment(failing.next))} · ${next}` : next;
}

/** What the person who set a subscription up is told when it stops by itself. */
export function suspendedCard(
  subscriptions: readonly Subscription[],
  reason: SuspensionReason,
  { texts }: Reader,
): Card {
  const say = texts.digest.suspended;
  return {
    title: say.title,
    blocks: [
      text(say.topic),
      {
        kind: "list",
        items: subscriptions.map(({ topic, channel }) => [`${shortTopic(topic)} (${channel})`]),
      },
      text(say.why[reason]),
      text(say.todo[reason]),
      { kind: "text", text: withCode(texts.digest.subscription.resumeHint) },
    ],
  };
}

function daysIn({ days }: Schedule, { language, texts }: Reader): string {
  const say = texts.digest.subscription;
  const said = days.join();
  if (said === "1,2,3,4,5,6,7") return say.everyDay;
  if (said === "1,2,3,4,5") return say.weekdays;
  return joinNames(
    language,
    days.map((day: Weekday) => dayName(day, language)),
  );
}
