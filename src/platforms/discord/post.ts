import {
  ApplicationIntegrationType,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  InteractionContextType,
  type MessageComponentInteraction,
  PermissionFlagsBits,
  REST,
  Routes,
} from "discord.js";
import type { Post, PostFailure } from "../../core/command.ts";
import type { Log } from "../../log.ts";
import { renderCard } from "./render.ts";

/** Missing access, missing permission, unknown channel, no direct messages, archived thread, blocked by a moderation rule. */
const refusals = new Set([50001, 50013, 10003, 50007, 50083, 200000]);

/**
 * Posts a card for everybody, once. As a message of the bot where it may write: there a nonce makes Discord drop a
 * repetition (https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`). Elsewhere (the app
 * belongs to the person, or a group chat) as a follow-up of the interaction, which knows no nonce and is tried once.
 */
export async function postToChannel(
  interaction: ChatInputCommandInteraction | MessageComponentInteraction,
  post: Post,
  log: Log,
): Promise<PostFailure | undefined> {
  const { embeds, components } = renderCard(post.card);
  const message = { embeds, components, allowed_mentions: { parse: [] } };
  const { rest } = interaction.client;
  try {
    if (mayWrite(interaction)) {
      try {
        await rest.post(Routes.channelMessages(interaction.channelId), {
          body: { ...message, nonce: post.key, enforce_nonce: true },
        });
        return undefined;
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    }
    const once = new REST({ ...rest.options, retries: 0 });
    await once.post(Routes.webhook(interaction.applicationId, interaction.token), {
      body: message,
      auth: false,
    });
    return undefined;
  } catch (err) {
    log.warn({ err, invocation: interaction.id }, "discord: a share failed");
    return isRefusal(err) || (err instanceof DiscordAPIError && err.status < 500)
      ? "forbidden"
      : "unconfirmed";
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && refusals.has(Number(error.code));
}

function mayWrite(interaction: ChatInputCommandInteraction | MessageComponentInteraction): boolean {
  if (interaction.context === InteractionContextType.BotDM) return true;
  const installed = interaction.authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall];
  return interaction.inGuild() && installed !== undefined && interaction.appPermissions.has(needed);
}

const needed =
  PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks;
