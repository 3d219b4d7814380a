/**
 * The rules for buttons, selects, Components V2 and modals.
 *
 * Sources: https://docs.discord.com/developers/components/reference (limits of each component) and
 * ../shared/notes/platform-rules.md sections 1 and 5, where the gaps of the OpenAPI document were measured.
 */
import {
  listOf,
  optionalText,
  present,
  type Report,
  size,
  text,
  unique,
  webAddress,
  whole,
} from "./rules-text.ts";
import { isObject, type Json, toList, toObject, toText } from "./types.ts";

const ROW = 1;
const BUTTON = 2;
const STRING_SELECT = 3;
const TEXT_INPUT = 4;
const SECTION = 9;
const TEXT_DISPLAY = 10;
const THUMBNAIL = 11;
const CONTAINER = 17;
const LABEL = 18;
const selects = new Set([3, 5, 6, 7, 8]);
const inContainer = new Set([1, 9, 10, 12, 13, 14]);
const topLevel = new Set([...inContainer, CONTAINER]);
const pictograph = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

function emoji(report: Report, path: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const { id, name } = toObject(value);
  if (present(id) ? !/^\d+$/u.test(String(id)) : !pictograph.test(toText(name)))
    report(path, "invalid emoji");
}

function button(report: Report, path: string, item: Json): void {
  const style = item.style;
  whole(report, `${path}.style`, style ?? 0, 1, 6);
  optionalText(report, `${path}.label`, item.label, 0, 80);
  optionalText(report, `${path}.custom_id`, item.custom_id, 1, 100);
  emoji(report, `${path}.emoji`, item.emoji);
  const [id, url] = [present(item.custom_id), present(item.url)];
  if (style === 5) {
    if (!url) report(`${path}.url`, "a link button needs a url");
    else webAddress(report, `${path}.url`, item.url, 512, ["http:", "https:", "discord:"]);
    if (id) report(`${path}.custom_id`, "a link button cannot have a custom_id");
  } else if (style !== 6) {
    if (!id) report(`${path}.custom_id`, "a custom id is required");
    if (url) report(`${path}.url`, "only link buttons have a url");
  }
  if (style !== 6 && !present(item.label) && !present(item.emoji)) {
    report(path, "a button needs a label or an emoji");
  }
}

function select(report: Report, path: string, item: Json): void {
  text(report, `${path}.custom_id`, item.custom_id, 1, 100);
  optionalText(report, `${path}.placeholder`, item.placeholder, 0, 150);
  whole(report, `${path}.min_values`, item.min_values, 0, 25);
  whole(report, `${path}.max_values`, item.max_values, 1, 25);
  const max = Number(item.max_values ?? 1);
  if (Number(item.min_values ?? 1) > max) report(`${path}.min_values`, "must not exceed max_values");
  if (item.type !== STRING_SELECT) return;
  listOf(report, `${path}.options`, item.options, 1, 25, (option, at) => {
    text(report, `${at}.label`, option.label, 1, 100);
    text(report, `${at}.value`, option.value, 1, 100);
    optionalText(report, `${at}.description`, option.description, 0, 100);
    emoji(report, `${at}.emoji`, option.emoji);
  });
  const options = toList(item.options).map(toObject);
  unique(
    report,
    `${path}.options`,
    options.map((option) => option.value),
    "option value",
  );
  if (max > Math.max(options.length, 1))
    report(`${path}.max_values`, "must not exceed the number of options");
  if (options.filter((option) => option.default === true).length > max) {
    report(`${path}.options`, "more defaults than max_values");
  }
}

function row(report: Report, path: string, item: Json): void {
  const children = toList(item.components).map(toObject);
  listOf(report, `${path}.components`, item.components, 1, 5, (child, at) => {
    if (child.type === BUTTON) button(report, at, child);
    else if (selects.has(Number(child.type))) {
      select(report, at, child);
      if (children.length > 1) report(`${path}.components`, "a select menu takes a whole action row");
    } else report(`${at}.type`, "an action row holds buttons or one select menu");
  });
}

function container(report: Report, path: string, item: Json): void {
  listOf(report, `${path}.components`, item.components, 1, 40, (child, at) => {
    if (!inContainer.has(Number(child.type))) report(`${at}.type`, "not allowed inside a container");
    component(report, at, child);
  });
  whole(report, `${path}.accent_color`, item.accent_color, 0, 0xffffff);
}

function section(report: Report, path: string, item: Json): void {
  listOf(report, `${path}.components`, item.components, 1, 3, (child, at) => {
    if (child.type !== TEXT_DISPLAY) report(`${at}.type`, "a section holds text displays");
    component(report, at, child);
  });
  const accessory = toObject(item.accessory);
  if (accessory.type === BUTTON) button(report, `${path}.accessory`, accessory);
  else if (accessory.type === THUMBNAIL) media(report, `${path}.accessory`, accessory);
  else report(`${path}.accessory`, "a section needs a button or a thumbnail");
}

function media(report: Report, path: string, item: Json): void {
  const schemes = ["http:", "https:", "attachment:"];
  webAddress(report, `${path}.media.url`, toObject(item.media).url, 2048, schemes);
  optionalText(report, `${path}.description`, item.description, 0, 1024);
}

function component(report: Report, path: string, item: Json): void {
  switch (item.type) {
    case ROW:
      row(report, path, item);
      break;
    case SECTION:
      section(report, path, item);
      break;
    case TEXT_DISPLAY:
      text(report, `${path}.content`, item.content, 1, 4000);
      break;
    case 12:
      listOf(report, `${path}.items`, item.items, 1, 10, (each, at) => media(report, at, each));
      break;
    case 14:
      whole(report, `${path}.spacing`, item.spacing, 1, 2);
      break;
    case CONTAINER:
      container(report, path, item);
      break;
    default:
      break;
  }
}

/** Every component of a tree, depth first, the way Discord numbers them. */
export function flatten(value: unknown): Json[] {
  return toList(value).flatMap((each) => {
    if (!isObject(each)) return [];
    const inner = [each.accessory, each.component].filter(isObject);
    return [each, ...flatten(each.components), ...flatten(inner)];
  });
}

export function messageComponents(report: Report, value: unknown, v2: boolean): void {
  if (value === undefined || value === null) return;
  listOf(report, "components", value, 0, v2 ? 40 : 5, (item, path) => {
    const type = Number(item.type);
    if (!v2 && type !== ROW) report(`${path}.type`, "components other than action rows need the V2 flag");
    else if (v2 && !topLevel.has(type)) report(`${path}.type`, "not allowed at the top level");
    component(report, path, item);
  });
  const all = flatten(value);
  unique(report, "components", all.map((each) => each.custom_id).filter(present), "custom_id");
  if (!v2) return;
  if (all.length > 40) report("components", `must hold 40 or fewer components in total: ${all.length}`);
  const written = all.filter((each) => each.type === TEXT_DISPLAY);
  const total = written.reduce((sum, each) => sum + size(toText(each.content)), 0);
  if (total > 4000) report("components", `text must be 4000 or fewer in length over all displays: ${total}`);
}

function textInput(report: Report, path: string, item: Json, labelled: boolean): void {
  text(report, `${path}.custom_id`, item.custom_id, 1, 100);
  whole(report, `${path}.style`, item.style ?? 0, 1, 2);
  if (!labelled) text(report, `${path}.label`, item.label, 1, 45);
  whole(report, `${path}.min_length`, item.min_length, 0, 4000);
  whole(report, `${path}.max_length`, item.max_length, 1, 4000);
  optionalText(report, `${path}.value`, item.value, 0, 4000);
  optionalText(report, `${path}.placeholder`, item.placeholder, 0, 100);
}

export function modalRules(report: Report, data: Json): void {
  text(report, "data.custom_id", data.custom_id, 1, 100);
  text(report, "data.title", data.title, 1, 45);
  listOf(report, "data.components", data.components, 1, 5, (item, path) => {
    if (item.type === LABEL) {
      text(report, `${path}.label`, item.label, 1, 45);
      optionalText(report, `${path}.description`, item.description, 0, 100);
      const inner = toObject(item.component);
      if (inner.type === TEXT_INPUT) textInput(report, `${path}.component`, inner, true);
      else if (selects.has(Number(inner.type))) select(report, `${path}.component`, inner);
      else if (!isObject(item.component)) report(`${path}.component`, "this field is required");
    } else if (item.type === ROW) {
      listOf(report, `${path}.components`, item.components, 1, 1, (child, at) => {
        if (child.type === TEXT_INPUT) textInput(report, at, child, false);
        else report(`${at}.type`, "an action row of a modal holds one text input");
      });
    } else if (item.type === TEXT_DISPLAY) text(report, `${path}.content`, item.content, 1, 4000);
    else report(`${path}.type`, "a modal holds labels, action rows and text displays");
  });
  const ids = flatten(data.components).map((each) => each.custom_id);
  unique(report, "data.components", ids.filter(present), "custom_id");
}
