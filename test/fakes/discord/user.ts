/**
 * A person at a Discord client: types commands, presses buttons, chooses, and sees what the bot answers.
 *
 * The payloads follow the recorded ones of ../shared/contracts/recorded/discord.json key for key; what a
 * command interaction carries beside those: https://docs.discord.com/developers/interactions/receiving-and-responding
 */
import { commandData, type Place, type Values } from "./client.ts";
import type { Gateway } from "./gateway.ts";
import { createReply, type Reply } from "./reply.ts";
import { flatten } from "./rules-components.ts";
import { directMessageId, interactionToken, snowflake, user, withoutNonce } from "./shapes.ts";
import {
  type Choice,
  type Component,
  FLAG,
  type Interaction,
  type Json,
  type Message,
  toObject,
  type UserObject,
} from "./types.ts";
import type { World } from "./world.ts";

export interface PersonOptions {
  id?: string;
  name?: string;
  locale?: string;
  guildLocale?: string;
  guildId?: string;
  channelId?: string;
  /** Bit set in digits; by default everything but ADMINISTRATOR that matters here. */
  permissions?: string;
  appPermissions?: string;
  context?: "guild" | "dm" | "group";
  installs?: ("guild" | "user")[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly guildId: string | undefined;
  readonly channelId: string;
  /** Types a slash command: `slash("paper", { query: "x" })`, `slash(["paperboy", "help"])`. */
  slash(command: string | string[], options?: Values): Promise<Reply>;
  /** What the client offers while the option is being typed. */
  autocomplete(command: string | string[], option: string, typed: string, others?: Values): Promise<Choice[]>;
  /** Presses a button, found by its custom_id or label. */
  press(message: Message | undefined, button: string | RegExp): Promise<Reply>;
  /** Picks from a select menu, found by its custom_id or its place among the menus. */
  choose(message: Message | undefined, menu: string | number, values: string | string[]): Promise<Reply>;
  /** Fills in and sends the modal that an answer opened. */
  submit(opened: Reply, fields: { [customId: string]: string }): Promise<Reply>;
  /** The message as this person sees it now; undefined when it is gone or private to somebody else. */
  sees(message: Message): Message | undefined;
}

const USE_EXTERNAL_APPS = 1n << 50n;
const everyday = "2248473465835073";
const contexts = { guild: 0, dm: 1, group: 2 } as const;
const defaultChannels = { guild: "1457510428359004343", group: "1459213904352645277" } as const;
const channelTypes = { guild: 0, dm: 1, group: 3 } as const;

export function createPerson(world: World, gateway: Gateway, options: PersonOptions): Person {
  const {
    id = snowflake(),
    name = "ana",
    locale = "en-US",
    guildLocale = "en-US",
    context = "guild",
  } = options;
  const { permissions = everyday, appPermissions = everyday, installs = ["guild"] } = options;
  const guildId = context === "guild" ? (options.guildId ?? "1457468924290662599") : undefined;
  const channelId = options.channelId ?? (context === "dm" ? directMessageId(id) : defaultChannels[context]);
  const person: UserObject = user(id, name, name);
  world.people.set(id, person);
  // The bot itself is in the channel only where the guild installed it, or in its own DM.
  if (!world.channels.has(channelId)) {
    const reachable = context === "dm" || (context === "guild" && installs.includes("guild"));
    world.channel(channelId, reachable ? "open" : "missing-access", channelTypes[context], guildId);
  }
  const place: Place = {
    guildId,
    context: contexts[context],
    installs: installs
      .map((kind) => (kind === "guild" ? 0 : 1))
      .filter((kind) => kind === 1 || context !== "group"),
    permissions: BigInt(permissions),
  };

  function owners(commandTypes: number[] | undefined): { [type: string]: string } {
    const used = place.installs.filter((type) => commandTypes?.includes(type) ?? true);
    return Object.fromEntries(used.map((type) => [String(type), type === 1 ? id : (guildId ?? "0")]));
  }

  const lastMessageId = (): string | null => world.messagesIn(channelId).at(-1)?.id ?? null;

  function member(): Json {
    return {
      avatar: null,
      banner: null,
      collectibles: null,
      communication_disabled_until: null,
      deaf: false,
      display_name_styles: null,
      flags: 0,
      joined_at: "2026-01-04T20:21:10.139000+00:00",
      mute: false,
      nick: null,
      pending: false,
      permissions,
      premium_since: null,
      roles: [],
      unusual_dm_activity_until: null,
      user: person,
    };
  }

  function channelObject(): Json {
    const shared = { flags: 0, id: channelId, last_message_id: lastMessageId(), type: channelTypes[context] };
    if (guildId === undefined) return shared;
    const settings = { name: "papers", nsfw: false, parent_id: null, permissions, position: 0 };
    return { ...shared, ...settings, guild_id: guildId, rate_limit_per_user: 0, topic: null };
  }

  /** Sends INTERACTION_CREATE and waits for the callback, or for the three seconds to pass. */
  async function interact(
    type: number,
    data: Json,
    extra: Partial<Interaction>,
    message?: Message,
  ): Promise<Reply> {
    const interactionId = snowflake();
    const interaction: Interaction = {
      id: interactionId,
      token: interactionToken(interactionId),
      type,
      user: person,
      channelId,
      ...(guildId === undefined ? {} : { guildId }),
      owners: owners(undefined),
      forcedPrivate: false,
      startedAt: performance.now(),
      expired: false,
      followUpIds: [],
      changes: 0,
      changedAt: performance.now(),
      ...extra,
    };
    const userOnly = interaction.owners["0"] === undefined;
    interaction.forcedPrivate =
      context === "guild" && userOnly && (place.permissions & USE_EXTERNAL_APPS) === 0n;
    world.interactions.set(interaction.token, interaction);
    const told = gateway.dispatch("INTERACTION_CREATE", {
      app_permissions: appPermissions,
      application_id: world.options.applicationId,
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: interaction.owners,
      channel: channelObject(),
      channel_id: channelId,
      context: place.context,
      data,
      entitlement_sku_ids: [],
      entitlements: [],
      ...(guildId === undefined
        ? { user: person }
        : {
            guild: { features: [], id: guildId, locale: guildLocale },
            guild_id: guildId,
            guild_locale: guildLocale,
            member: member(),
          }),
      id: interactionId,
      locale,
      ...(message ? { message: withoutNonce(message) } : {}),
      token: interaction.token,
      type,
      version: 1,
    });
    if (!told) throw new Error("nobody is connected to the gateway: log the bot in first");
    await world.until(() => interaction.ackedAt !== undefined, world.options.deadlineMs);
    return createReply(world, interaction);
  }

  function sees(message: Message): Message | undefined {
    const now = world.messages.get(message.id);
    if (!now || now.channel_id !== channelId) return undefined;
    const owner = (now.interaction_metadata?.user as UserObject | undefined)?.id;
    return (now.flags & FLAG.ephemeral) !== 0 && owner !== id ? undefined : now;
  }

  function mustSee(message: Message | undefined): Message {
    const now = message && sees(message);
    if (!now) throw new Error(`${name} does not see that message`);
    return now;
  }

  async function component(message: Message, item: Component, more: Json): Promise<Reply> {
    if (item.disabled) throw new Error(`the component ${String(item.custom_id)} is disabled`);
    const data = { component_type: item.type, custom_id: item.custom_id, id: item.id, ...more };
    const given = toObject(message.interaction_metadata).authorizing_integration_owners;
    const own = given ? { owners: given as { [type: string]: string } } : {};
    return interact(3, data, { sourceId: message.id, ...own }, message);
  }

  function parts(message: Message): Component[] {
    return flatten(message.components) as unknown as Component[];
  }

  const path = (command: string | string[]): string[] => (typeof command === "string" ? [command] : command);

  return {
    id,
    name,
    guildId,
    channelId,
    sees,
    async slash(command, values = {}) {
      const made = commandData(world, place, path(command), values);
      const commandName = path(command).join(" ");
      return interact(2, made.data, { owners: owners(made.command?.integration_types), commandName });
    },
    async autocomplete(command, option, typed, others = {}) {
      const made = commandData(world, place, path(command), { ...others, [option]: typed }, option);
      const reply = await interact(4, made.data, { owners: owners(made.command?.integration_types) });
      if (reply.failed) throw new Error("Loading options failed");
      return reply.choices;
    },
    async press(message, button) {
      const now = mustSee(message);
      const buttons = parts(now).filter((item) => item.type === 2);
      const fits = (text = ""): boolean => (typeof button === "string" ? text === button : button.test(text));
      const found = buttons.find((item) => fits(item.custom_id) || fits(item.label));
      const labels = buttons.map((item) => item.label ?? item.custom_id ?? item.url).join(", ");
      if (!found) throw new Error(`no button ${String(button)} among: ${labels}`);
      if (found.custom_id === undefined)
        throw new Error(`${String(button)} is a link to ${String(found.url)}`);
      return component(now, found, {});
    },
    async choose(message, menu, values) {
      const now = mustSee(message);
      const menus = parts(now).filter((item) => [3, 5, 6, 7, 8].includes(item.type));
      const found = typeof menu === "number" ? menus[menu] : menus.find((item) => item.custom_id === menu);
      if (!found) throw new Error(`no select menu ${menu}`);
      const chosen = typeof values === "string" ? [values] : values;
      const { min_values: min = 1, max_values: max = 1, options: offered } = found;
      if (chosen.length < min || chosen.length > max) throw new Error(`choose ${min} to ${max} values`);
      const missing = chosen.find((value) => offered && !offered.some((each) => each.value === value));
      if (missing !== undefined) throw new Error(`the menu does not offer ${missing}`);
      return component(now, found, { values: chosen });
    },
    async submit(opened, fields) {
      if (!opened.modal) throw new Error("the answer did not open a modal");
      const inputs = flatten(opened.modal.components).filter((item) => typeof item.custom_id === "string");
      const unknown = Object.keys(fields).find((field) => !inputs.some((item) => item.custom_id === field));
      if (unknown !== undefined) throw new Error(`the modal has no field ${unknown}`);
      const components = inputs.map((item, index) => {
        const inner = {
          custom_id: item.custom_id,
          id: 2 * index + 2,
          type: 4,
          value: fields[String(item.custom_id)] ?? "",
        };
        return { component: inner, id: 2 * index + 1, type: 18 };
      });
      const source = world.messages.get(opened.sourceId ?? "");
      const data = { components, custom_id: opened.modal.custom_id };
      return interact(5, data, source ? { sourceId: source.id } : {}, source);
    },
  };
}
