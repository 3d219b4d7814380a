import { type Block, italic, link, note, type Span, type Text, text } from "../core/card.ts";
import { encodeControl } from "../core/control.ts";
import type { Part } from "../core/digest.ts";
import type { Paper } from "../core/paper.ts";
import { clampGraphemes } from "../core/text/graphemes.ts";
import { formatDay, formatNumber, joinNames, listNames } from "../i18n/format.ts";
import { titleIn } from "./choose-text.ts";
import { paperByline } from "./paper-card.ts";
import type { Reader } from "./reader.ts";
import { singlePaperCard } from "./results.ts";
import type { Opened } from "./translating.ts";

/** Characters of a title in a list: with ten of them and the rest a message stays within every platform's limits. */
const longestTitle = 110;
/** Characters of a topic or a reason. */
const longestNote = 120;

/** Where of a paper something was found, in the words of the topic. */
export type Reason = Readonly<Partial<Record<"title" | "abstract" | "author" | "category", string>>>;

export interface DigestItem {
  readonly opened: Opened;
  readonly reason: Reason;
  /** Other topics of the channel that match it, too. */
  readonly also: readonly string[];
}

/** All that a digest says. */
export interface DigestContent {
  readonly topic: string;
  /** Civil dates that it covers, the last its own; several after a time in which none could be made. */
  readonly dates: readonly string[];
  /** When its papers were announced, as is to be shown. */
  readonly announced?: string;
  /** Papers announced in these categories, those of them that match, and those shown. */
  readonly counts: { readonly announced: number; readonly matched: number };
  readonly categories: readonly string[];
  readonly items: readonly DigestItem[];
  readonly near: readonly { readonly paper: Paper; readonly reason?: Reason; readonly without?: string }[];
  readonly updated: readonly Paper[];
  readonly withdrawn: readonly Paper[];
  /** Said beneath: that a source was late or failed. */
  readonly remark?: string;
}

/** A digest's messages: what there is in a few lines, then in a thread each paper's card and what nearly matched. */
export function digestParts(content: DigestContent, reader: Reader): readonly Part[] {
  const { texts } = reader;
  const title = digestTitle(content, reader);
  const first: Part = { card: { title, blocks: headBlocks(content, reader) } };
  const thread = clampGraphemes(title, 90);
  const cards = content.items.map(({ opened }): Part => {
    const state = { action: "view", paper: opened.paper.id } as const;
    return { thread, card: singlePaperCard(opened, reader, state, (each) => encodeControl(each), true) };
  });
  const near: readonly Part[] =
    content.near.length === 0
      ? []
      : [{ thread, card: { blocks: [nearBlock(content, reader, texts.digest.post.nearMisses)] } }];
  return [first, ...cards, ...near];
}

/** A digest in one card, for a preview. */
export function digestPreview(content: DigestContent, reader: Reader): readonly Block[] {
  const near =
    content.near.length > 0 ? [nearBlock(content, reader, reader.texts.digest.post.nearMisses)] : [];
  return [text(digestTitle(content, reader)), ...headBlocks(content, reader), ...near];
}

/** A digest of one line, on a day without papers. */
export function linePart(topic: string, date: string, line: string, { language }: Reader): Part {
  return { card: { blocks: [text(`${formatDay(language, date)} · ${line}`), note(shortTopic(topic))] } };
}

function digestTitle({ dates, topic }: DigestContent, { language }: Reader): string {
  return `${formatDay(language, dates.at(-1) ?? "")} · ${shortTopic(topic)}`;
}

function headBlocks(content: DigestContent, reader: Reader): Block[] {
  const { texts, language } = reader;
  const say = texts.digest.post;
  const { dates, counts, announced, categories, items, updated, withdrawn, remark } = content;
  const number = (count: number) => formatNumber(language, count);
  const line = say.counts(
    number(counts.announced),
    joinNames(language, categories),
    number(counts.matched),
    number(items.length),
  );
  return [
    ...(dates.length > 1 ? [text(say.catchingUp(daysCovered(dates, reader), items.length))] : []),
    text(announced === undefined ? line : `${say.announced(announced)} · ${line}`),
    ...(items.length > 0
      ? [
          {
            kind: "list" as const,
            items: items.map((item) => itemLine(item.opened.paper, reader, notesOf(item, reader))),
          },
        ]
      : []),
    ...changeBlock(updated, say.updated, reader),
    ...changeBlock(withdrawn, say.withdrawn, reader),
    ...(remark === undefined ? [] : [note(remark)]),
  ];
}

/** `Thu and Fri`; of many days only the first and the last. */
function daysCovered(dates: readonly string[], { language }: Reader): string {
  if (dates.length <= 3)
    return listNames(
      language,
      dates.map((date) => formatDay(language, date, "weekday")),
    );
  return [dates[0], dates.at(-1)].map((date) => formatDay(language, date ?? "")).join(" – ");
}

function nearBlock({ near }: DigestContent, reader: Reader, heading: string): Block {
  const say = reader.texts.digest.post;
  const items = near.map(({ paper, reason, without }) =>
    itemLine(paper, reader, without === undefined ? sayReason(reason ?? {}, reader) : say.lacking(without)),
  );
  return { kind: "list", heading, items };
}

function changeBlock(papers: readonly Paper[], heading: string, reader: Reader): Block[] {
  if (papers.length === 0) return [];
  const items = papers.map((paper) =>
    itemLine(paper, reader, paper.version === undefined ? "" : `v${paper.version}`),
  );
  return [{ kind: "list", heading, items }];
}

function itemLine(paper: Paper, reader: Reader, remark: string): Text {
  const title = link(clampGraphemes(titleIn(paper, reader.language), longestTitle), paper.links.abstract);
  const byline = paperByline(paper, reader.texts).replace(/ · \d{4}$/, "");
  const said: Span[] = remark === "" ? [] : [" · ", italic(clampGraphemes(remark, longestNote))];
  return [title, ...(byline === "" ? [] : [` · ${byline}`]), ...said];
}

function notesOf({ reason, also }: DigestItem, reader: Reader): string {
  const others =
    also.length > 0 ? [reader.texts.digest.post.also(joinNames(reader.language, also.map(shortTopic)))] : [];
  return [sayReason(reason, reader), ...others].filter((part) => part !== "").join(" · ");
}

/** `title: neural collapse · author: papyan` */
export function sayReason(reason: Reason, { texts }: Reader): string {
  const names = texts.digest.post.reason;
  return (["title", "author", "abstract", "category"] as const)
    .flatMap((field) => (reason[field] === undefined ? [] : [`${names[field]}: ${reason[field]}`]))
    .join(" · ");
}

export function shortTopic(topic: string): string {
  return clampGraphemes(topic, longestNote);
}
