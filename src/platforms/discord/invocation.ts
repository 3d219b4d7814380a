import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  PermissionFlagsBits,
} from "discord.js";
import type { Input, Invocation, Place } from "../../core/command.ts";
import { negotiate } from "../../i18n/index.ts";

/** A slash command or a control: what waits for an answer. */
export type Answerable = ChatInputCommandInteraction | MessageComponentInteraction;

export function commandInvocation(
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
): Invocation {
  const { commandName, options } = interaction;
  const sub = options.getSubcommand(false);
  const typed = sub === null ? options.data : (options.data[0]?.options ?? []);
  const input: Input = {
    kind: "options",
    name: sub === null ? [commandName] : [commandName, sub],
    options: Object.fromEntries(typed.map(({ name, value }) => [name, value])),
  };
  return { id: interaction.id, input, place: place(interaction, interaction.channelId) };
}

export function controlInvocation(interaction: MessageComponentInteraction): Invocation {
  const value = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  const input: Input = {
    kind: "control",
    id: interaction.customId,
    ...(value !== undefined && { value }),
    card: interaction.message.id,
  };
  return { id: interaction.id, input, place: place(interaction, channelOf(interaction)) };
}

/** The channel an interaction came from. discord.js leaves it out where the payload holds no channel object. */
export function channelOf(interaction: Answerable): string | undefined {
  return (
    interaction.channelId ?? (interaction.isMessageComponent() ? interaction.message.channelId : undefined)
  );
}

function place(
  interaction: Answerable | AutocompleteInteraction,
  channelId: string | null | undefined,
): Place {
  const { user, guildId, memberPermissions, locale } = interaction;
  // Direct messages have no permissions: whoever is in them may set them up.
  const commandsIn = negotiate(locale);
  const mayManage = guildId === null || (memberPermissions?.has(PermissionFlagsBits.ManageChannels) ?? false);
  return {
    platform: "discord",
    person: { key: `discord:${user.id}`, id: user.id, name: user.displayName ?? user.id },
    ...(channelId && { channel: { key: `discord:${channelId}`, mayManage } }),
    ...(commandsIn && { commandsIn }),
    locale: async () => locale,
  };
}
