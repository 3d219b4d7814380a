/**
 * What the stand-in remembers: channels, messages, interactions, registered commands. No HTTP, no sockets.
 */
import { EventEmitter } from "node:events";
import { flatten } from "./rules-components.ts";
import { interactionFields, numbered, shownEmbeds, snowflake, user } from "./shapes.ts";
import {
  type Access,
  type Channel,
  type Command,
  FLAG,
  type Interaction,
  type Json,
  type Message,
  toList,
  toObject,
  toText,
  type UserObject,
} from "./types.ts";

export interface WorldOptions {
  token: string;
  applicationId: string;
  deadlineMs: number;
  tokenLifeMs: number;
  nonceWindowMs: number;
}

export class World {
  readonly options: WorldOptions;
  readonly bot: UserObject;
  readonly channels = new Map<string, Channel>();
  readonly people = new Map<string, UserObject>();
  readonly interactions = new Map<string, Interaction>();
  /** Keyed by guild id, or "" for the global ones. */
  readonly commands = new Map<string, Command[]>();
  readonly messages = new Map<string, Message>();
  readonly problems: string[] = [];
  readonly warnings: string[] = [];
  readonly #nonces = new Map<string, { messageId: string; at: number }>();
  readonly #changed = new EventEmitter().setMaxListeners(0);

  constructor(options: WorldOptions) {
    this.options = options;
    this.bot = user(options.applicationId, "Paperboy", null, true);
  }

  /** Tells everyone who waits that something happened. */
  change(interaction?: Interaction): void {
    if (interaction) {
      interaction.changes += 1;
      interaction.changedAt = performance.now();
    }
    this.#changed.emit("change");
  }

  /** Resolves as soon as the condition holds: false when it did not within the time. */
  until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    if (condition()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (result: boolean): void => {
        clearTimeout(timer);
        this.#changed.off("change", check);
        resolve(result);
      };
      const check = (): void => {
        if (condition()) finish(true);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#changed.on("change", check);
    });
  }

  channel(id: string, access: Access, type = 0, guildId?: string): Channel {
    const channel: Channel = { id, type, access, ...(guildId === undefined ? {} : { guildId }) };
    this.channels.set(id, channel);
    return channel;
  }

  /** Oldest first, private ones included. */
  messagesIn(channelId: string): Message[] {
    return [...this.messages.values()].filter((message) => message.channel_id === channelId);
  }

  findInteraction(token: string): Interaction | undefined {
    return this.interactions.get(token);
  }

  isExpired(interaction: Interaction): boolean {
    return interaction.expired || performance.now() - interaction.startedAt > this.options.tokenLifeMs;
  }

  /** The message another post of the same author made with this nonce in the past few minutes. */
  earlier(nonce: unknown): string | undefined {
    const known = this.#nonces.get(String(nonce));
    if (!known || performance.now() - known.at > this.options.nonceWindowMs) return undefined;
    return known.messageId;
  }

  forgetNonces(): void {
    this.#nonces.clear();
  }

  #mentions(
    body: Json,
    parsedByDefault: string[],
  ): Pick<Message, "mentions" | "mention_roles" | "mention_everyone"> {
    const allowed = body.allowed_mentions ? toObject(body.allowed_mentions) : { parse: parsedByDefault };
    const shown = [body.content, ...flatten(body.components).map((each) => each.content)].join("\n");
    const found = (pattern: RegExp, kind: string): string[] => {
      const ids = [...new Set([...shown.matchAll(pattern)].map((match) => match[1] ?? ""))];
      if (toList(allowed.parse).includes(kind)) return ids;
      return ids.filter((id) => toList(allowed[kind as keyof typeof allowed]).includes(id));
    };
    const people = found(/<@!?(\d+)>/gu, "users");
    return {
      mentions: people.map((id) => this.people.get(id) ?? user(id, `user${id}`, null)),
      mention_roles: found(/<@&(\d+)>/gu, "roles"),
      mention_everyone: /@(?:everyone|here)\b/u.test(shown) && toList(allowed.parse).includes("everyone"),
    };
  }

  /** Stores what the bot posted to a channel, or as an answer to an interaction. */
  post(channelId: string, body: Json, flags: number, interaction?: Interaction): Message {
    const isFirst = interaction !== undefined && interaction.originalId === undefined;
    const source = isFirst ? interaction.sourceId : interaction?.originalId;
    const message: Message = {
      attachments: [],
      author: this.bot,
      channel_id: channelId,
      components: numbered(body.components),
      content: toText(body.content),
      edited_timestamp: null,
      embeds: shownEmbeds(body.embeds),
      flags,
      id: snowflake(),
      ...this.#mentions(body, interaction ? ["users"] : ["users", "roles", "everyone"]),
      pinned: false,
      timestamp: new Date().toISOString().replace("Z", "000+00:00"),
      tts: false,
      type: interaction === undefined ? 0 : isFirst && source === undefined ? 20 : 19,
      ...(interaction
        ? { application_id: this.options.applicationId, webhook_id: this.options.applicationId }
        : {}),
      ...(interaction ? interactionFields(interaction) : {}),
      ...(source === undefined
        ? {}
        : { message_reference: { channel_id: channelId, message_id: source, type: 0 } }),
    };
    const { nonce } = body;
    if (!interaction && (typeof nonce === "string" || typeof nonce === "number")) {
      message.nonce = nonce;
      this.#nonces.set(String(nonce), { messageId: message.id, at: performance.now() });
    }
    this.messages.set(message.id, message);
    this.change(interaction);
    return message;
  }

  /** What an edit would leave: absent keys keep their value, null and [] clear it. */
  edited(message: Message, body: Json): Message {
    const mentions = "content" in body || "components" in body ? this.#mentions(body, ["users"]) : {};
    return {
      ...message,
      ...mentions,
      ...("content" in body ? { content: toText(body.content) } : {}),
      ...("components" in body ? { components: numbered(body.components) } : {}),
      ...("embeds" in body ? { embeds: shownEmbeds(body.embeds) } : {}),
      flags: (message.flags | (Number(body.flags ?? 0) & (FLAG.v2 | FLAG.suppressEmbeds))) & ~FLAG.loading,
      edited_timestamp:
        (message.flags & FLAG.loading) === 0
          ? new Date().toISOString().replace("Z", "000+00:00")
          : message.edited_timestamp,
    };
  }

  save(message: Message, interaction?: Interaction): Message {
    this.messages.set(message.id, message);
    this.change(interaction);
    return message;
  }

  remove(id: string, interaction?: Interaction): boolean {
    const existed = this.messages.delete(id);
    this.change(interaction);
    return existed;
  }
}
