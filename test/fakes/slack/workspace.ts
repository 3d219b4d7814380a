/** What the stand-in knows: one workspace with its channels, people, messages, tokens and records. */
import { randomBytes } from "node:crypto";
import { Changes } from "./changes.ts";
import { isObject, type Json } from "./rules.ts";

export type ChannelKind = "public" | "private" | "im";

export interface Channel {
  id: string;
  name: string;
  kind: ChannelKind;
  /** Whether the bot is in it. For `im`: whether it is the bot's own direct message. */
  member: boolean;
  archived: boolean;
  /** The person of a direct message. */
  user?: string;
}

export interface Person {
  id: string;
  name: string;
  /** As users.info gives it with include_locale, e.g. "pt-BR". */
  locale: string;
  tz: string;
  isAdmin?: boolean;
}

export interface Message {
  ts: string;
  channel: string;
  text: string;
  blocks: Json[];
  /** Only seen by `to`. Not in the history, and no chat.* method finds it. */
  ephemeral: boolean;
  to?: string;
  thread_ts?: string;
  metadata?: Json;
  edited: boolean;
  deleted: boolean;
}

export interface RequestRecord {
  /** "chat.postMessage", or "response_url". */
  method: string;
  body: Json;
  token: string | undefined;
  /** HTTP status; 0 where the answer was withheld or cut (faults). */
  status: number;
  answer: unknown;
  at: number;
}

export type TokenState = "ok" | "token_expired" | "token_revoked" | "account_inactive" | "invalid_auth";

export interface Trigger {
  issuedAt: number;
  used: boolean;
  user: string;
}

export const TEAM = { id: "T0PAPER0001", domain: "paperboy-test", name: "Paperboy Test" } as const;
export const BOT = { user: "U0BOT000001", bot: "B0BOT000001", app: "A0APP000001", name: "paperboy" } as const;
/** The (deprecated) verification token Slack still puts into every payload. */
export const VERIFICATION = "verification-token-of-the-stand-in";

export const SCOPES = [
  "commands",
  "chat:write",
  "users:read",
  "channels:read",
  "groups:read",
  "im:read",
  "channels:history",
  "groups:history",
  "im:history",
  "im:write",
] as const;

export class Workspace {
  readonly changes = new Changes();
  readonly channels = new Map<string, Channel>();
  readonly people = new Map<string, Person>();
  readonly messages: Message[] = [];
  readonly views: Json[] = [];
  readonly requests: RequestRecord[] = [];
  readonly problems: string[] = [];
  readonly scopes = new Set<string>(SCOPES);
  readonly triggers = new Map<string, Trigger>();
  readonly tokens = new Map<string, { kind: "bot" | "app"; state: TokenState }>();
  readonly now: () => number;
  #lastTs = 0;
  #ids = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Unique and rising, as a channel's message ids are: seconds.microseconds. */
  ts(): string {
    this.#lastTs = Math.max(Math.floor(this.now() * 1000), this.#lastTs + 1);
    const seconds = Math.floor(this.#lastTs / 1_000_000);
    return `${seconds}.${String(this.#lastTs % 1_000_000).padStart(6, "0")}`;
  }

  id(prefix: string): string {
    this.#ids += 1;
    return `${prefix}0${String(this.#ids).padStart(9, "0")}`;
  }

  trigger(user: string): string {
    const id = `${this.id("")}.${this.id("")}.${randomBytes(16).toString("hex")}`;
    this.triggers.set(id, { issuedAt: this.now(), used: false, user });
    return id;
  }

  problem(where: string, what: string): void {
    this.problems.push(`${where} ${what}`);
    this.changes.notify();
  }

  addChannel(given: Partial<Channel> & { kind?: ChannelKind } = {}): Channel {
    const kind = given.kind ?? "public";
    const id = given.id ?? this.id(kind === "im" ? "D" : "C");
    const old = this.channels.get(id);
    const channel: Channel = {
      member: true,
      archived: false,
      name: `channel-${id.toLowerCase()}`,
      ...old,
      ...given,
      id,
      kind,
    };
    this.channels.set(id, channel);
    return channel;
  }

  setPerson(given: Partial<Person> = {}): Person {
    const id = given.id ?? this.id("U");
    const person: Person = {
      name: `person-${id.toLowerCase()}`,
      locale: "en-US",
      tz: "Europe/London",
      ...this.people.get(id),
      ...given,
      id,
    };
    this.people.set(id, person);
    return person;
  }

  directMessage(user: string): Channel {
    const open = [...this.channels.values()].find((c) => c.kind === "im" && c.user === user && c.member);
    return open ?? this.addChannel({ kind: "im", user, name: "directmessage" });
  }

  store(channel: string, body: Json, rest: { ephemeral: boolean; to?: string }): Message {
    const message: Message = {
      ts: this.ts(),
      channel,
      ...content(body),
      ...rest,
      ...(typeof body.thread_ts === "string" ? { thread_ts: body.thread_ts } : {}),
      edited: false,
      deleted: false,
    };
    this.messages.push(message);
    this.changes.notify();
    return message;
  }

  edit(message: Message, body: Json): void {
    Object.assign(message, content(body), { edited: true });
    this.changes.notify();
  }
}

/** Slack gives an id to every block and control that has none. */
function withIds(block: Json): Json {
  const named = (element: unknown, i: number) =>
    isObject(element) && "type" in element && isControl(element)
      ? { action_id: `gen_${i}`, ...element }
      : element;
  return {
    block_id: randomBytes(4).toString("base64url"),
    ...block,
    ...(block.type === "actions" && Array.isArray(block.elements)
      ? { elements: block.elements.map(named) }
      : {}),
    ...(isObject(block.accessory) ? { accessory: named(block.accessory, 0) } : {}),
  };
}

function isControl(element: Json): boolean {
  return element.type !== "image" && element.type !== "mrkdwn" && element.type !== "plain_text";
}

function content(body: Json): { text: string; blocks: Json[]; metadata?: Json } {
  return {
    text: typeof body.text === "string" ? body.text : "",
    blocks: Array.isArray(body.blocks) ? body.blocks.filter(isObject).map(withIds) : [],
    ...(isObject(body.metadata) ? { metadata: body.metadata } : {}),
  };
}
