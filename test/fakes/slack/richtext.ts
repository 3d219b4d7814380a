/**
 * The rich_text block. Its text elements are literal (shared notes platform-rules.md 5: inferred from
 * the block's structure), so a mention needs an element of its own; those that ring people are reported.
 * Kinds and keys: @slack/types 3.2.0 dist/block-kit/block-elements.d.ts (RichText*).
 */
import { bool, type Keys, kinds, list, num, obj, oneOf, type Rule, str } from "./rules.ts";
import { link, NOTIFIES } from "./text.ts";

const look = obj(
  {},
  {
    bold: bool,
    italic: bool,
    strike: bool,
    code: bool,
    underline: bool,
    highlight: bool,
    client_highlight: bool,
    unlink: bool,
  },
);
const id = str(1, 255);
const anyLength = Number.MAX_SAFE_INTEGER;

function leaf(type: string, required: Keys, optional: Keys = {}, also?: Rule): Rule {
  return obj({ type: oneOf(type), ...required }, { style: look, ...optional }, also);
}

function notifies(type: string): Rule {
  return (_value, at, report) => report(at, `${NOTIFIES}: a ${type} element`);
}

const text = leaf("text", { text: str(1, anyLength) });
const anchor = leaf("link", { url: link }, { text: str(1, anyLength), unsafe: bool });

const leaves: Keys = {
  text,
  link: anchor,
  emoji: leaf("emoji", { name: id }, { unicode: id, url: link, skin_tone: num(1, 6) }),
  channel: leaf("channel", { channel_id: id }),
  color: leaf("color", { value: id }),
  date: leaf("date", { timestamp: num(0, anyLength), format: id }, { url: link, fallback: id }),
  user: leaf("user", { user_id: id }, {}, notifies("user")),
  usergroup: leaf("usergroup", { usergroup_id: id }, {}, notifies("usergroup")),
  team: leaf("team", { team_id: id }, {}, notifies("team")),
  broadcast: leaf("broadcast", { range: oneOf("here", "channel", "everyone") }, {}, notifies("broadcast")),
};

const inline = list(kinds(leaves), 0, anyLength);
const border = num(0, 100);
const section = obj({ type: oneOf("rich_text_section"), elements: inline });

const richTextElement = kinds({
  rich_text_section: section,
  rich_text_list: obj(
    {
      type: oneOf("rich_text_list"),
      style: oneOf("bullet", "ordered"),
      elements: list(kinds({ rich_text_section: section }), 1, anyLength),
    },
    { indent: num(0, 8), offset: num(0, anyLength), border },
  ),
  rich_text_quote: obj({ type: oneOf("rich_text_quote"), elements: inline }, { border }),
  rich_text_preformatted: obj(
    {
      type: oneOf("rich_text_preformatted"),
      elements: list(kinds({ text, link: anchor }), 0, anyLength),
    },
    { border, language: id },
  ),
});

export const richText: Keys = { elements: list(richTextElement, 1, anyLength) };
