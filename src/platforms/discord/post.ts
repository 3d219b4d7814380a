import {
  ApplicationIntegrationType,
  DiscordAPIError,
  InteractionContextType,
  MessageFlags,
  PermissionFlagsBits,
  type REST,
  Routes,
} from "discord.js";
import type { Post, PostFailure } from "../../core/command.ts";
import type { Log } from "../../log.ts";
import { type Answerable, channelOf } from "./invocation.ts";
import { persist } from "./persist.ts";
import { renderCard } from "./render.ts";

/**
 * The bot may not write there: missing access, missing permission, unknown channel, no direct messages, archived thread,
 * blocked by a moderation rule.
 */
const forbids = new Set<string | number>([50001, 50013, 10003, 50007, 50083, 200000]);
/** What a repetition is answered with when the message it repeats was deleted meanwhile. */
const unknownMessage = 10008;

interface Ways {
  /** A REST that never repeats a request by itself. */
  readonly once: REST;
  readonly log: Log;
  /** Done before a follow-up. */
  readonly settle: (() => Promise<unknown>) | undefined;
}

/**
 * Posts a card for everybody, once. As a message of the bot where it may write: there a nonce makes Discord drop a
 * repetition (https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`). Elsewhere (the app
 * belongs to the person, or a group chat) as a follow-up of the interaction, which knows no nonce and is tried once.
 */
export async function postToChannel(
  interaction: Answerable,
  post: Post,
  { once, log, settle }: Ways,
): Promise<PostFailure | undefined> {
  const { embeds, components, allowedMentions: allowed_mentions } = renderCard(post.card);
  const body = { embeds, components, allowed_mentions };
  const channel = channelOf(interaction);
  try {
    if (channel !== undefined && mayWrite(interaction)) {
      try {
        const message = { ...body, nonce: post.key, enforce_nonce: true };
        await persist(() => interaction.client.rest.post(Routes.channelMessages(channel), { body: message }));
        return undefined;
      } catch (error) {
        if (codeOf(error) === unknownMessage) return undefined;
        if (!forbids.has(codeOf(error) ?? "")) throw error;
      }
    }
    await settle?.();
    const route = Routes.webhook(interaction.applicationId, interaction.token);
    const sent = (await once.post(route, { body, auth: false })) as { flags?: number } | undefined;
    // Where a person may not use apps of their own in public, Discord makes the message private.
    return ((sent?.flags ?? 0) & MessageFlags.Ephemeral) === 0 ? undefined : "forbidden";
  } catch (err) {
    const failure = failureOf(err);
    const level = failure === "refused" ? "error" : "warn";
    log[level]({ err, invocation: interaction.id, failure }, "discord: a share failed");
    return failure;
  }
}

/** Whether Discord did not take this very message, which another may mend (50035 says what is wrong with it). */
export function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && (error.status === 400 || error.status === 413);
}

function failureOf(error: unknown): PostFailure {
  const code = codeOf(error);
  if (code === undefined) return "unconfirmed";
  return forbids.has(code) ? "forbidden" : "refused";
}

function codeOf(error: unknown): string | number | undefined {
  return error instanceof DiscordAPIError ? error.code : undefined;
}

/** False where the bot certainly may not write. Where the payload does not say, Discord is asked. */
function mayWrite(interaction: Answerable): boolean {
  const { guildId, context, authorizingIntegrationOwners: owners, appPermissions } = interaction;
  if (guildId === null) return context === null || context === InteractionContextType.BotDM;
  const forPersonOnly =
    owners[ApplicationIntegrationType.UserInstall] !== undefined &&
    owners[ApplicationIntegrationType.GuildInstall] === undefined;
  if (forPersonOnly) return false;
  return appPermissions.bitfield === 0n || appPermissions.has(needed);
}

const needed =
  PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks;
