/**
 * Block elements and where each may stand. Source: shared contracts/slack/limits.md and the unions
 * SectionBlockAccessory, ActionsBlockElement, InputBlockElement and ContextBlockElement of
 * @slack/types 3.2.0 (dist/block-kit/blocks.d.ts).
 */
import {
  all,
  anything,
  bool,
  exactlyOne,
  isObject,
  type Keys,
  kinds,
  list,
  num,
  obj,
  oneOf,
  type Rule,
  str,
  url,
} from "./rules.ts";
import {
  anyText,
  confirm,
  initialAmongOptions,
  link,
  linkOption,
  mrkdwn,
  option,
  optionGroup,
  placeholder,
  plain,
  richOption,
  style,
} from "./text.ts";

const actionId = str(1, 255);
const ids = list(str(1, 255), 0, 100);
const atLeastOne = num(1, 1000);
const filter = obj(
  {},
  {
    include: list(oneOf("im", "mpim", "private", "public"), 1, 4),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
);
const dispatch = obj(
  {},
  { trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), 1, 2) },
);

function element(type: string, required: Keys, optional: Keys, also?: Rule): Rule {
  return obj({ type: oneOf(type), ...required }, { action_id: actionId, ...optional }, also);
}

const focus: Keys = { focus_on_load: bool };
const menu: Keys = { ...focus, confirm, placeholder };
const multi: Keys = { ...menu, max_selected_items: atLeastOne };
const typed: Keys = { ...focus, placeholder, dispatch_action_config: dispatch };
const minQuery = { min_query_length: num(0, 1000) };
const choices: Keys = { options: list(option, 1, 100), option_groups: list(optionGroup, 1, 100) };
const oneSource = all(exactlyOne("options", "option_groups"), initialAmongOptions);
const conversations: Keys = { default_to_current_conversation: bool, filter };

const ordered: Rule = (value, at, report) => {
  if (!isObject(value)) return;
  for (const [low, high] of [
    ["min_value", "max_value"],
    ["min_length", "max_length"],
  ] as const) {
    if (value[low] === undefined || value[high] === undefined) continue;
    if (Number(value[low]) > Number(value[high])) report(at, `${low} is above ${high}`);
  }
};

const button = element(
  "button",
  { text: plain(75) },
  { value: str(1, 2000), url: link, style, confirm, accessibility_label: str(1, 75) },
);

const workflowButton = element(
  "workflow_button",
  { text: plain(75), workflow: anything },
  { style, accessibility_label: str(1, 75) },
);

const singleSelects: Keys = {
  static_select: element("static_select", {}, { ...menu, ...choices, initial_option: option }, oneSource),
  external_select: element("external_select", {}, { ...menu, ...minQuery, initial_option: option }),
  users_select: element("users_select", {}, { ...menu, initial_user: str(1, 255) }),
  conversations_select: element(
    "conversations_select",
    {},
    { ...menu, ...conversations, initial_conversation: str(1, 255), response_url_enabled: bool },
  ),
  channels_select: element(
    "channels_select",
    {},
    { ...menu, initial_channel: str(1, 255), response_url_enabled: bool },
  ),
};

const initialOptions = { initial_options: list(option, 1, 100) };
const multiSelects: Keys = {
  multi_static_select: element(
    "multi_static_select",
    {},
    { ...multi, ...choices, ...initialOptions },
    oneSource,
  ),
  multi_external_select: element("multi_external_select", {}, { ...multi, ...minQuery, ...initialOptions }),
  multi_users_select: element("multi_users_select", {}, { ...multi, initial_users: ids }),
  multi_conversations_select: element(
    "multi_conversations_select",
    {},
    { ...multi, ...conversations, initial_conversations: ids },
  ),
  multi_channels_select: element("multi_channels_select", {}, { ...multi, initial_channels: ids }),
};

const ticks: Keys = {
  checkboxes: element(
    "checkboxes",
    { options: list(richOption, 1, 10) },
    { ...focus, confirm, initial_options: list(richOption, 1, 10) },
    initialAmongOptions,
  ),
  radio_buttons: element(
    "radio_buttons",
    { options: list(richOption, 1, 10) },
    { ...focus, confirm, initial_option: richOption },
    initialAmongOptions,
  ),
};

const date = str(10, 10, /^\d{4}-\d{2}-\d{2}$/);
const time = str(5, 5, /^\d{2}:\d{2}$/);
const pickers: Keys = {
  datepicker: element("datepicker", {}, { ...menu, initial_date: date }),
  timepicker: element("timepicker", {}, { ...menu, initial_time: time, timezone: str(1, 255) }),
};
const dateTime: Keys = {
  datetimepicker: element(
    "datetimepicker",
    {},
    { ...focus, confirm, initial_date_time: num(1_000_000_000, 9_999_999_999) },
  ),
};

const overflow = element("overflow", { options: list(linkOption, 1, 5) }, { confirm });

const richTextInput = element("rich_text_input", {}, { ...typed, initial_value: anything });

const inputs: Keys = {
  plain_text_input: element(
    "plain_text_input",
    {},
    {
      ...typed,
      initial_value: str(0, 3000),
      multiline: bool,
      min_length: num(0, 3000),
      max_length: num(1, 3000),
    },
    ordered,
  ),
  number_input: element(
    "number_input",
    { is_decimal_allowed: bool },
    { ...typed, initial_value: anything, min_value: anything, max_value: anything },
    ordered,
  ),
  email_text_input: element("email_text_input", {}, { ...typed, initial_value: str(0, 3000) }),
  url_text_input: element("url_text_input", {}, { ...typed, initial_value: str(0, 3000) }),
  file_input: element("file_input", {}, { filetypes: list(str(1, 255), 1, 100), max_files: num(1, 10) }),
  rich_text_input: richTextInput,
};

const slackFile = obj({}, { id: str(1, 255), url: link }, exactlyOne("id", "url"));

/** Keys of an image, as a block and as an element. */
export const imageKeys = {
  required: { type: oneOf("image"), alt_text: str(1, 2000) } satisfies Keys,
  optional: { image_url: url(3000, ["http:", "https:"]), slack_file: slackFile } satisfies Keys,
  also: exactlyOne("image_url", "slack_file"),
};
const image = obj(imageKeys.required, imageKeys.optional, imageKeys.also);

const shared: Keys = {
  button,
  workflow_button: workflowButton,
  overflow,
  ...singleSelects,
  ...multiSelects,
  ...ticks,
  ...pickers,
};

export const accessory = kinds({ ...shared, image });
export const actionElement = kinds({ ...shared, ...dateTime, rich_text_input: richTextInput });
export const inputElement = kinds({
  ...inputs,
  ...singleSelects,
  ...multiSelects,
  ...ticks,
  ...pickers,
  ...dateTime,
});
export const contextElement = kinds({ image, plain_text: plain(3000), mrkdwn: mrkdwn(3000) });
export const sectionText = anyText(3000);
export const fieldText = anyText(2000);
