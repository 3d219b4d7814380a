/**
 * The kinds of block this bot sends, and what is counted over all blocks of one payload.
 * Numbers: shared contracts/slack/limits.md. Kinds Slack has but the bot does not use (table,
 * data_table, card, carousel, container, alert, video, plan, task_card, file, context_actions,
 * data_visualization) are refused like unknown ones: add the rule before sending one.
 */
import {
  accessory,
  actionElement,
  contextElement,
  fieldText,
  imageKeys,
  inputElement,
  sectionText,
} from "./elements.ts";
import { richText } from "./richtext.ts";
import {
  all,
  bool,
  isObject,
  type Json,
  type Keys,
  kinds,
  length,
  list,
  obj,
  oneOf,
  type Report,
  type Rule,
  str,
} from "./rules.ts";
import { noMentions, plain } from "./text.ts";

/** Undocumented, measured by users: slackapi/bolt-js#2509 and #2867. */
const TOTAL_TEXT = 13_200;
const MARKDOWN_TOTAL = 12_000;

function block(type: string, required: Keys, optional: Keys = {}, also?: Rule): Rule {
  return obj({ type: oneOf(type), ...required }, { block_id: str(1, 255), ...optional }, also);
}

const uniqueActions: Rule = (value, at, report) => {
  if (!isObject(value) || !Array.isArray(value.elements)) return;
  const seen = new Set<unknown>();
  for (const { action_id: id } of value.elements.filter(isObject)) {
    if (id === undefined) continue;
    if (seen.has(id)) report(at, `action_id ${String(id)} already exists`);
    seen.add(id);
  }
};

const textOrFields: Rule = (value, at, report) => {
  if (isObject(value) && value.text === undefined && value.fields === undefined)
    report(at, "needs text or fields");
};

const everywhere: Keys = {
  header: block("header", { text: plain(150) }),
  section: block(
    "section",
    {},
    { text: sectionText, fields: list(fieldText, 1, 10), accessory, expand: bool },
    textOrFields,
  ),
  context: block("context", { elements: list(contextElement, 1, 10) }),
  actions: block("actions", { elements: list(actionElement, 1, 25) }, {}, uniqueActions),
  image: block("image", imageKeys.required, { ...imageKeys.optional, title: plain(2000) }, imageKeys.also),
  divider: block("divider", {}),
  rich_text: block("rich_text", richText),
  input: block(
    "input",
    { label: plain(2000), element: inputElement },
    { hint: plain(2000), optional: bool, dispatch_action: bool },
  ),
};

const messageBlock = kinds({
  ...everywhere,
  markdown: block("markdown", { text: all(str(1, MARKDOWN_TOTAL), noMentions) }),
});
const viewBlock = kinds(everywhere);

function uniqueBlockIds(blocks: readonly unknown[], at: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const [i, entry] of blocks.entries()) {
    const id = isObject(entry) ? entry.block_id : undefined;
    if (id === undefined) continue;
    if (seen.has(id)) report(`${at}/${i}`, `block_id ${String(id)} already exists`);
    seen.add(id);
  }
}

function textOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + textOf(entry), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, entry]) =>
      sum + (key === "text" && typeof entry === "string" ? length(entry) : textOf(entry)),
    0,
  );
}

export function checkMessageBlocks(blocks: unknown, at: string, report: Report): void {
  list(messageBlock, 0, 50)(blocks, at, report);
  if (!Array.isArray(blocks)) return;
  uniqueBlockIds(blocks, at, report);
  const markdown = textOf(blocks.filter((entry) => isObject(entry) && entry.type === "markdown"));
  if (markdown > MARKDOWN_TOTAL) report(at, `markdown blocks hold more than ${MARKDOWN_TOTAL} characters`);
  const total = textOf(blocks);
  if (total > TOTAL_TEXT) report(at, `msg_blocks_too_long: more than ${TOTAL_TEXT} characters (${total})`);
}

export function checkViewBlocks(blocks: unknown, at: string, report: Report): void {
  list(viewBlock, 1, 100)(blocks, at, report);
  if (Array.isArray(blocks)) uniqueBlockIds(blocks, at, report);
}

export function hasInput(blocks: unknown): boolean {
  return Array.isArray(blocks) && blocks.some((entry: Json) => isObject(entry) && entry.type === "input");
}
