import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  Client,
  DiscordAPIError,
  type Interaction,
  type MessageComponentInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from "discord.js";
import type { Dispatcher } from "../../app/dispatch.ts";
import type { Command, Input, Invocation, Place, Reply, Status } from "../../core/command.ts";
import { type Platform, PlatformError } from "../../core/platform.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import type { Log } from "../../log.ts";
import { InFlight } from "../in-flight.ts";
import { discordCommands } from "./commands.ts";
import { limits } from "./limits.ts";
import { postToChannel } from "./post.ts";
import { syncCommands } from "./register.ts";
import { renderCard } from "./render.ts";

/** Discord's error codes that an answer can meet. */
const codes = { unknownInteraction: 10062, alreadyAcknowledged: 40060, expiredToken: 50027 } as const;

export interface DiscordOptions {
  readonly token: string;
  /** Register commands in this guild, where they appear at once, instead of globally. */
  readonly guild?: string;
  /** Base URL of the REST interface without its version. */
  readonly apiUrl?: string;
  readonly dispatcher: Dispatcher;
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** Paperboy on Discord: slash commands, completions and controls over the gateway, with no intents at all. */
export class DiscordPlatform implements Platform {
  readonly name = "discord";
  state: Status["platforms"][number]["state"] = "starting";
  readonly #options: DiscordOptions;
  readonly #client: Client;
  readonly #inFlight: InFlight;

  constructor(options: DiscordOptions) {
    this.#options = options;
    const { log } = options;
    this.#client = new Client({
      intents: [],
      allowedMentions: { parse: [] },
      ...(options.apiUrl !== undefined && { rest: { api: options.apiUrl } }),
    });
    this.#inFlight = new InFlight((err) => log.error({ err }, "discord: an answer could not be delivered"));
    this.#client
      .on("clientReady", () => {
        this.state = "ready";
        log.info("discord: connected");
        void this.#inFlight.run(() => this.#register());
      })
      .on("interactionCreate", (interaction) => {
        if (this.state !== "stopped") void this.#inFlight.run(() => this.#answer(interaction));
      })
      // Without a listener an error inside discord.js ends the process.
      .on("error", (err) => log.error({ err }, "discord: client error"))
      .on("shardError", (err) => log.warn({ err }, "discord: connection error"))
      .on("shardDisconnect", (event) => {
        this.state = "failed";
        log.error({ code: event.code }, "discord: the gateway closed the connection for good");
      });
  }

  async start(): Promise<void> {
    try {
      await this.#client.login(this.#options.token);
    } catch (error) {
      this.state = "failed";
      await this.#client.destroy();
      if (isTokenError(error))
        throw new PlatformError(
          "Discord does not accept DISCORD_TOKEN. Copy the token again from Bot › Reset Token in Discord's developer portal.",
          { cause: error, permanent: true },
        );
      throw new PlatformError("Discord cannot be reached. Check the network and DISCORD_API_URL.", {
        cause: error,
        permanent: false,
      });
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.state = "stopped";
    await this.#inFlight.drain(graceMs);
    await this.#client.destroy();
  }

  async #register(): Promise<void> {
    const { guild, commands, log } = this.#options;
    const application = this.#client.application?.id ?? this.#client.user?.id;
    if (application === undefined) return;
    try {
      const done = await syncCommands(this.#client.rest, application, guild, discordCommands(commands));
      log.info({ guild, done }, "discord: commands registered");
    } catch (err) {
      log.warn({ err, guild }, "discord: commands could not be registered; run `npm run register`");
    }
  }

  async #answer(interaction: Interaction): Promise<void> {
    if (interaction.isChatInputCommand()) {
      if (
        !(await this.#acknowledge(interaction, () =>
          interaction.deferReply({ flags: MessageFlags.Ephemeral }),
        ))
      )
        return;
      const group = interaction.options.getSubcommand(false);
      const input: Input = {
        kind: "options",
        name: group === null ? [interaction.commandName] : [interaction.commandName, group],
        options: typedOptions(interaction),
      };
      await this.#deliver(
        interaction,
        await this.#options.dispatcher.dispatch(invocation(interaction, input)),
        false,
      );
    } else if (interaction.isAutocomplete()) {
      await this.#complete(interaction);
    } else if (interaction.isButton() || interaction.isStringSelectMenu()) {
      await this.#press(interaction);
    }
  }

  async #press(interaction: MessageComponentInteraction): Promise<void> {
    const { dispatcher } = this.#options;
    const value = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
    // A card that everybody sees is never changed for one reader: they get their own.
    const own = interaction.message.flags?.has(MessageFlags.Ephemeral) ?? false;
    const inPlace = own && dispatcher.effect(interaction.customId) === "update";
    const acknowledge = () =>
      inPlace ? interaction.deferUpdate() : interaction.deferReply({ flags: MessageFlags.Ephemeral });
    if (!(await this.#acknowledge(interaction, acknowledge))) return;
    const input: Input = { kind: "control", id: interaction.customId, ...(value !== undefined && { value }) };
    await this.#deliver(interaction, await dispatcher.dispatch(invocation(interaction, input)), inPlace);
  }

  /** Acknowledges first. False: the interaction is lost, because it came too late or was taken by somebody else. */
  async #acknowledge(
    interaction: ChatInputCommandInteraction | MessageComponentInteraction,
    acknowledge: () => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await acknowledge();
      return true;
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      if (error.code === codes.alreadyAcknowledged) {
        // Our own acknowledgement, stored and then answered with an error, looks the same: answering once more is safe.
        interaction.deferred = true;
        return true;
      }
      if (error.code !== codes.unknownInteraction) throw error;
      this.#options.log.warn(
        { invocation: interaction.id },
        "discord: acknowledged too late; the person sees a failure",
      );
      return false;
    }
  }

  async #deliver(
    interaction: ChatInputCommandInteraction | MessageComponentInteraction,
    reply: Reply,
    inPlace: boolean,
  ): Promise<void> {
    let { card } = reply;
    if (reply.post) {
      const failure = await postToChannel(interaction, reply.post, this.#options.log);
      if (failure) card = reply.post.failed[failure];
    }
    try {
      if (reply.kind === "problem" && inPlace)
        await interaction.followUp({ ...renderCard(card), flags: MessageFlags.Ephemeral });
      else await interaction.editReply(renderCard(card));
    } catch (error) {
      if (!(error instanceof DiscordAPIError && error.code === codes.expiredToken)) throw error;
      this.#options.log.warn(
        { invocation: interaction.id },
        "discord: the answer came after the interaction had expired",
      );
    }
  }

  async #complete(interaction: AutocompleteInteraction): Promise<void> {
    const focused = interaction.options.getFocused(true);
    const group = interaction.options.getSubcommand(false);
    const input: Input = {
      kind: "options",
      name: group === null ? [interaction.commandName] : [interaction.commandName, group],
      options: typedOptions(interaction),
    };
    const found = await this.#options.dispatcher.suggest(
      invocation(interaction, input),
      focused.name,
      String(focused.value),
    );
    try {
      await interaction.respond(
        found.slice(0, limits.autocompleteChoices).map(({ label, value }) => ({
          name: clampGraphemes(label, limits.choiceName),
          value: value.slice(0, limits.choiceValue),
        })),
      );
    } catch (error) {
      // People type on: a completion that comes too late is nobody's loss.
      if (!(error instanceof DiscordAPIError)) throw error;
      this.#options.log.debug({ code: error.code }, "discord: a completion came too late");
    }
  }
}

function typedOptions(
  interaction: ChatInputCommandInteraction | AutocompleteInteraction,
): Record<string, unknown> {
  const top = interaction.options.data;
  const typed = top[0]?.options ?? top;
  return Object.fromEntries(typed.map(({ name, value }) => [name, value]));
}

type Invoked = ChatInputCommandInteraction | AutocompleteInteraction | MessageComponentInteraction;

function invocation(interaction: Invoked, input: Input): Invocation {
  return { id: interaction.id, input, place: place(interaction) };
}

function place(interaction: Invoked): Place {
  const { user, channelId, memberPermissions, locale } = interaction;
  return {
    platform: "discord",
    person: { key: `discord:${user.id}`, id: user.id, name: user.displayName },
    // Direct messages have no permissions: whoever is in them may set them up.
    ...(channelId !== null && {
      channel: {
        key: `discord:${channelId}`,
        mayManage: memberPermissions?.has(PermissionFlagsBits.ManageChannels) ?? !interaction.inGuild(),
      },
    }),
    locale: async () => locale,
  };
}

function isTokenError(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof Error && "code" in error && error.code === "TokenInvalid";
}
