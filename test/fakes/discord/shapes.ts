/**
 * The objects Discord sends, key for key.
 *
 * Sources: the recorded payloads of ../shared/contracts/recorded (vercel/chat, MIT) for gateway objects, and the
 * response schemas of Discord's OpenAPI document for REST answers. No key is sent that a real one lacks.
 */
import { randomBytes } from "node:crypto";
import {
  type Command,
  type CommandOption,
  type Component,
  type Embed,
  type Interaction,
  type Json,
  type Message,
  toList,
  toObject,
  toText,
  type UserObject,
} from "./types.ts";

let sequence = 0n;

/** Ids carry their time, as discord.js reads it: https://docs.discord.com/developers/reference#snowflakes */
export function snowflake(): string {
  sequence += 1n;
  return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) | (sequence & 0x3f_ffffn));
}

export function interactionToken(id: string): string {
  return Buffer.from(`interaction:${id}:${randomBytes(60).toString("base64url")}`).toString("base64url");
}

/** The channel between a person and the bot: the same one whoever opens it. */
export const directMessageId = (userId: string): string => `9${userId.slice(1)}`;

/** A user as the gateway sends it. */
export function user(id: string, username: string, globalName: string | null, bot = false): UserObject {
  return {
    avatar: null,
    avatar_decoration_data: null,
    ...(bot ? { bot: true } : {}),
    clan: null,
    collectibles: null,
    discriminator: bot ? "6184" : "0",
    display_name_styles: null,
    global_name: globalName,
    id,
    primary_guild: null,
    public_flags: 0,
    username,
  };
}

/** REST adds a few fields to the same user. */
export function restUser(known: UserObject): UserObject {
  return { ...known, accent_color: null, banner: null, banner_color: null, flags: 0 };
}

/** Only the answer to the post itself repeats the nonce; it is not kept with the message. */
export function withoutNonce({ nonce: _, ...message }: Message): Message {
  return message;
}

export function restMessage(stored: Message, repeatNonce = false): Json {
  const message = repeatNonce ? stored : withoutNonce(stored);
  return {
    ...message,
    author: restUser(message.author),
    mentions: message.mentions.map(restUser),
    ...(message.interaction ? { interaction: withRestUser(message.interaction) } : {}),
    ...(message.interaction_metadata
      ? { interaction_metadata: withRestUser(message.interaction_metadata) }
      : {}),
  };
}

const withRestUser = (holder: Json): Json => ({ ...holder, user: restUser(holder.user as UserObject) });

/** Discord numbers the components of a message depth first and leaves defaults out. */
export function numbered(value: unknown): Component[] {
  let next = 0;
  const walk = (each: unknown): Component => {
    const { disabled, ...rest } = toObject(each);
    const item: Json = { ...rest, id: typeof rest.id === "number" && rest.id > 0 ? rest.id : ++next };
    if (disabled === true) item.disabled = true;
    if (Array.isArray(item.components)) item.components = item.components.map(walk);
    if (item.accessory) item.accessory = walk(item.accessory);
    if ([3, 5, 6, 7, 8].includes(Number(item.type))) {
      item.min_values ??= 1;
      item.max_values ??= 1;
    }
    return item as unknown as Component;
  };
  return toList(value).map(walk);
}

/** Embeds come back with a type and without their empty keys. */
export function shownEmbeds(value: unknown): Embed[] {
  return toList(value).map((embed) => {
    const kept = Object.entries(toObject(embed)).filter(([, each]) => each !== null);
    return { ...Object.fromEntries(kept), type: "rich" };
  });
}

/** The two ways in which a message tells which interaction it answers; `interaction` is the older one. */
export function interactionFields(interaction: Interaction): Partial<Message> {
  const { id, type, user: person, owners, commandName, sourceId } = interaction;
  const metadata: Json = { authorizing_integration_owners: owners, id, type, user: person };
  if (type === 3 && sourceId) metadata.interacted_message_id = sourceId;
  return {
    interaction_metadata: metadata,
    ...(type === 2 ? { interaction: { id, name: commandName ?? "", type, user: person } } : {}),
  };
}

function storedOption(option: Json): CommandOption {
  const { required, autocomplete, ...rest } = option;
  return {
    ...rest,
    type: Number(option.type),
    name: toText(option.name),
    name_localizations: option.name_localizations ?? null,
    description: toText(option.description),
    description_localizations: option.description_localizations ?? null,
    ...(required === true ? { required } : {}),
    ...(autocomplete === true ? { autocomplete } : {}),
    ...(Array.isArray(option.options)
      ? { options: option.options.map((each) => storedOption(toObject(each))) }
      : {}),
  } as CommandOption;
}

/** A command as Discord keeps it: with its defaults, an id that outlives an overwrite, and a new version. */
export function storedCommand(
  sent: Json,
  applicationId: string,
  guildId: string | undefined,
  id: string,
): Command {
  const permissions = sent.default_member_permissions ?? null;
  return {
    id,
    application_id: applicationId,
    version: snowflake(),
    default_member_permissions: permissions === null ? null : String(permissions),
    type: Number(sent.type ?? 1),
    name: toText(sent.name),
    name_localizations: sent.name_localizations ?? null,
    description: toText(sent.description),
    description_localizations: sent.description_localizations ?? null,
    ...(guildId === undefined ? { dm_permission: sent.dm_permission ?? true } : { guild_id: guildId }),
    contexts: (sent.contexts ?? null) as number[] | null,
    integration_types: (sent.integration_types ?? [0]) as number[],
    ...(toList(sent.options).length > 0
      ? { options: toList(sent.options).map((each) => storedOption(toObject(each))) }
      : {}),
    nsfw: sent.nsfw === true,
  };
}

/** Lists leave the localisation maps out unless asked: api-docs PR #4653, discordgo#1195. */
export function withoutLocalisations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalisations);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !key.endsWith("_localizations"));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutLocalisations(inner)]));
}

export function application(id: string, bot: UserObject): Json {
  return {
    id,
    name: bot.username,
    icon: null,
    description: "",
    type: null,
    bot: restUser(bot),
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: { "0": {}, "1": {} },
    verify_key: "0".repeat(64),
    flags: 0,
    flags_new: "0",
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: restUser(user("1033044521375764530", "owner", "Owner")),
    approximate_guild_count: 1,
    approximate_user_install_count: 1,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}
