/**
 * The rules for message bodies that the OpenAPI document leaves out, and its basic limits once more.
 *
 * Sources: https://docs.discord.com/developers/resources/message (embed limits, allowed mentions, flags,
 * nonce), https://docs.discord.com/developers/interactions/receiving-and-responding, and
 * ../shared/notes/platform-rules.md section 1, where each gap was measured.
 */
import { messageComponents } from "./rules-components.ts";
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
import { FLAG, isObject, type Json, toList, toObject, toText } from "./types.ts";

/** Where a message body is used: that decides its flags and whether it may be empty. */
export type Use = "channel" | "answer" | "followup" | "edit";

export const emptyMessage = "cannot send an empty message";

function optionalAddress(report: Report, path: string, value: unknown, schemes?: string[]): void {
  if (present(value)) webAddress(report, path, value, 2048, schemes);
}

function embedRules(report: Report, path: string, embed: Json): void {
  const media = ["http:", "https:", "attachment:"];
  const [author, footer] = [toObject(embed.author), toObject(embed.footer)];
  optionalText(report, `${path}.title`, embed.title, 0, 256);
  optionalText(report, `${path}.description`, embed.description, 0, 4096);
  optionalAddress(report, `${path}.url`, embed.url);
  whole(report, `${path}.color`, embed.color, 0, 0xffffff);
  if (present(embed.timestamp) && Number.isNaN(Date.parse(String(embed.timestamp)))) {
    report(`${path}.timestamp`, "must be an ISO 8601 date");
  }
  if (isObject(embed.author)) {
    text(report, `${path}.author.name`, author.name, 1, 256);
    optionalAddress(report, `${path}.author.url`, author.url);
    optionalAddress(report, `${path}.author.icon_url`, author.icon_url, media);
  }
  if (isObject(embed.footer)) {
    text(report, `${path}.footer.text`, footer.text, 1, 2048);
    optionalAddress(report, `${path}.footer.icon_url`, footer.icon_url, media);
  }
  for (const key of ["image", "thumbnail"]) {
    if (isObject(embed[key])) webAddress(report, `${path}.${key}.url`, toObject(embed[key]).url, 2048, media);
  }
  listOf(report, `${path}.fields`, embed.fields, 0, 25, (field, at) => {
    text(report, `${at}.name`, field.name, 1, 256);
    text(report, `${at}.value`, field.value, 1, 1024);
  });
  const shown = ["title", "description", "fields", "image", "thumbnail", "author", "footer"];
  if (!shown.some((key) => present(embed[key]))) report(path, "empty embed");
}

function embedSize(embed: Json): number {
  const fields = toList(embed.fields).map(toObject);
  const texts = [
    embed.title,
    embed.description,
    toObject(embed.footer).text,
    toObject(embed.author).name,
    ...fields.flatMap((field) => [field.name, field.value]),
  ];
  return texts.reduce((sum: number, value) => sum + size(toText(value)), 0);
}

function mentionRules(report: Report, value: unknown): void {
  if (value === undefined || value === null) return;
  const mentions = toObject(value);
  const parse = toList(mentions.parse);
  for (const kind of parse) {
    if (!["users", "roles", "everyone"].includes(String(kind))) {
      report("allowed_mentions.parse", "must be one of roles, users, everyone");
    }
  }
  unique(report, "allowed_mentions.parse", parse, "value");
  for (const kind of ["users", "roles"]) {
    const ids = toList(mentions[kind]);
    const path = `allowed_mentions.${kind}`;
    if (ids.length > 100) report(path, "must be 100 or fewer in length");
    if (ids.some((id) => !/^\d+$/u.test(String(id)))) report(path, "value is not snowflake");
    unique(report, path, ids, "id");
    if (ids.length > 0 && parse.includes(kind)) report(path, `mutually exclusive with parse: ["${kind}"]`);
  }
}

const settable: { [use in Use]: number } = {
  channel: FLAG.suppressEmbeds | FLAG.silent | FLAG.v2,
  answer: FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.silent | FLAG.v2,
  followup: FLAG.suppressEmbeds | FLAG.ephemeral | FLAG.silent | FLAG.v2,
  edit: FLAG.suppressEmbeds | FLAG.v2,
};

function flagRules(report: Report, flags: unknown, use: Use) {
  if (flags === undefined || flags === null) return;
  if (!Number.isInteger(flags)) return report("flags", "must be an integer");
  if (use !== "answer" && use !== "followup" && (Number(flags) & FLAG.ephemeral) !== 0) {
    return report("flags", "EPHEMERAL can only be set on an answer to an interaction");
  }
  if ((Number(flags) & ~settable[use]) !== 0) report("flags", `flags cannot be set here: ${String(flags)}`);
}

export function messageRules(report: Report, body: Json, use: Use): void {
  const { content, embeds, components, flags } = body;
  const v2 = Number.isInteger(flags) && (Number(flags) & FLAG.v2) !== 0;
  optionalText(report, "content", content, 0, 2000);
  listOf(report, "embeds", embeds, 0, 10, (embed, path) => embedRules(report, path, embed));
  const total = toList(embeds).reduce((sum: number, embed) => sum + embedSize(toObject(embed)), 0);
  if (total > 6000) report("embeds", `embed size exceeds maximum size of 6000: ${total}`);
  // An edit keeps the message's own V2 flag, which only the server knows: it says so by setting it.
  messageComponents(report, components, v2);
  mentionRules(report, body.allowed_mentions);
  flagRules(report, flags, use);
  if (v2) {
    for (const key of ["content", "embeds", "poll", "sticker_ids"]) {
      if (present(body[key])) report(key, "cannot be used with IS_COMPONENTS_V2");
    }
  }
  if (use === "channel") {
    const nonce = body.nonce;
    if (typeof nonce === "string") optionalText(report, "nonce", nonce, 0, 25);
    else if (present(nonce) && !Number.isInteger(nonce)) report("nonce", "must be a string or an integer");
  }
  if (use !== "edit" && isEmpty(body)) report("", emptyMessage);
}

export function isEmpty(body: Json): boolean {
  if (toText(body.content).trim() !== "") return false;
  return !["embeds", "components", "sticker_ids", "attachments", "poll"].some((key) => present(body[key]));
}

const knownKeys: { [use in Use]: string } = {
  channel:
    "content embeds allowed_mentions sticker_ids components flags attachments poll shared_client_theme message_reference nonce enforce_nonce tts",
  answer: "content embeds allowed_mentions components flags attachments poll tts",
  followup:
    "content embeds allowed_mentions components flags attachments poll tts username avatar_url thread_name applied_tags",
  edit: "content embeds allowed_mentions components flags attachments poll",
};
const embedKeys =
  "type url title description color timestamp fields author provider image thumbnail video footer".split(" ");

/** Keys that Discord ignores. discord.js always sends `tts` and `enforce_nonce`, so those pass. */
export function unknownMessageKeys(body: Json, use: Use): string[] {
  const known = [...knownKeys[use].split(" "), "tts", "enforce_nonce", "nonce"];
  const found = Object.keys(body).filter((key) => !known.includes(key));
  toList(body.embeds).forEach((embed, index) => {
    for (const key of Object.keys(toObject(embed))) {
      if (!embedKeys.includes(key)) found.push(`embeds.${index}.${key}`);
    }
  });
  return found;
}
