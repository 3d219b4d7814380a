/**
 * Composition objects that hold words: text objects, confirmation dialogs, options.
 * Numbers: shared contracts/slack/limits.md (rows option, option_group, confirm, placeholder), which
 * quotes the JSDoc of @slack/types 3.2.0. option.value: the sources disagree (75 or 150), so 75.
 */
import { all, bool, isObject, kinds, list, obj, oneOf, type Rule, str, url } from "./rules.ts";

/** What every report about a mention or broadcast starts with: Slack would post it, and ring people. */
export const NOTIFIES = "would notify people";

/** Alive in mrkdwn and in the `text` field as soon as `<` and `>` are not escaped (notes section 5). */
const ALIVE = /<(?:!(?:channel|here|everyone|group)\b|!subteam\^|@[UW])[^>]*>/i;

export const noMentions: Rule = (value, at, report) => {
  const found = typeof value === "string" ? ALIVE.exec(value) : null;
  if (found) report(at, `${NOTIFIES}: ${found[0]}`);
};

const LINKS = ["http:", "https:", "mailto:", "tel:", "slack:"];
export const link: Rule = url(3000, LINKS);

export function plain(max: number, min = 1): Rule {
  return obj({ type: oneOf("plain_text"), text: str(min, max) }, { emoji: bool });
}

export function mrkdwn(max: number): Rule {
  return obj({ type: oneOf("mrkdwn"), text: all(str(1, max), noMentions) }, { verbatim: bool });
}

export function anyText(max: number): Rule {
  return kinds({ plain_text: plain(max), mrkdwn: mrkdwn(max) });
}

export const placeholder = plain(150);

export const style = oneOf("primary", "danger");

export const confirm = obj(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style },
);

/** Options of menus: plain text only (PlainTextOption). */
export const option = obj({ text: plain(75), value: str(1, 75) }, { description: plain(75) });

/** Only the overflow menu takes a `url`. */
export const linkOption = obj(
  { text: plain(75), value: str(1, 75) },
  { description: plain(75), url: url(3000, LINKS) },
);

/** Check boxes and radio buttons also take mrkdwn (a recorded payload has it in the description, too). */
export const richOption = obj({ text: anyText(75), value: str(1, 75) }, { description: anyText(75) });

export const optionGroup = obj({ label: plain(75), options: list(option, 1, 100) });

/** "initial_option must exactly match one of the options." */
export const initialAmongOptions: Rule = (value, at, report) => {
  if (!isObject(value)) return;
  const groups = Array.isArray(value.option_groups) ? value.option_groups.filter(isObject) : [];
  const options = [value.options, ...groups.map((group) => group.options)].flat().filter(isObject);
  const initial = [value.initial_option, value.initial_options].flat().filter(isObject);
  for (const entry of initial) {
    if (!options.some((candidate) => candidate.value === entry.value))
      report(at, `initial option ${String(entry.value)} is not among the options`);
  }
};
