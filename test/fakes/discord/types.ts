/** The shapes that the parts of the Discord stand-in hand to each other, named as on the wire. */

export type Json = { [key: string]: unknown };

export interface UserObject extends Json {
  id: string;
  username: string;
  global_name: string | null;
  bot?: boolean;
}

export interface SelectOption {
  label: string;
  value: string;
  description?: string;
  default?: boolean;
}

export interface Component {
  type: number;
  id?: number;
  custom_id?: string;
  label?: string;
  style?: number;
  url?: string;
  disabled?: boolean;
  emoji?: { id?: string; name?: string };
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  options?: SelectOption[];
  content?: string;
  components?: Component[];
  component?: Component;
  accessory?: Component;
}

export interface Embed {
  type?: string;
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  timestamp?: string;
  fields?: { name: string; value: string; inline?: boolean }[];
  footer?: { text: string; icon_url?: string };
  author?: { name: string; url?: string; icon_url?: string };
  image?: { url: string };
  thumbnail?: { url: string };
}

export interface Message {
  id: string;
  channel_id: string;
  type: number;
  content: string;
  embeds: Embed[];
  components: Component[];
  attachments: Json[];
  author: UserObject;
  flags: number;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: UserObject[];
  mention_roles: string[];
  mention_everyone: boolean;
  pinned: boolean;
  tts: boolean;
  nonce?: string | number;
  webhook_id?: string;
  application_id?: string;
  interaction?: Json;
  interaction_metadata?: Json;
  message_reference?: Json;
}

export interface Choice {
  name: string;
  value: string | number;
}

/** What the stand-in knows of one interaction, from the click to the last edit. */
export interface Interaction {
  id: string;
  token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal submit */
  type: number;
  user: UserObject;
  channelId: string;
  guildId?: string;
  owners: { [installType: string]: string };
  /** An app that only the user installed answers in private where the user may not use external apps. */
  forcedPrivate: boolean;
  commandName?: string;
  /** The message whose component was used. */
  sourceId?: string;
  startedAt: number;
  ackedAt?: number;
  ackType?: number;
  expired: boolean;
  originalId?: string;
  followUpIds: string[];
  choices?: Choice[];
  modal?: Json;
  /** Counts everything the bot did to this interaction; the time of the last one stands beside it. */
  changes: number;
  changedAt: number;
}

/** `archived`: a locked thread. `unreadable`: without READ_MESSAGE_HISTORY, which shows an empty history. */
export type Access =
  | "open"
  | "missing-access"
  | "missing-permissions"
  | "unknown"
  | "archived"
  | "unreadable";

export interface Channel {
  id: string;
  /** 0 guild text, 1 DM, 3 group DM, 11 public thread */
  type: number;
  /** What becomes of an attempt to start a thread here, or to write in one. */
  threads?: "forbidden" | "locked";
  /** A thread's name, and the channel it belongs to. */
  name?: string;
  parent?: string;
  guildId?: string;
  access: Access;
}

export interface CommandOption extends Json {
  type: number;
  name: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: Choice[];
  options?: CommandOption[];
}

export interface Command extends Json {
  id: string;
  name: string;
  type: number;
  version: string;
  default_member_permissions: string | null;
  contexts: number[] | null;
  integration_types: number[];
  options?: CommandOption[];
}

export interface RestRequest {
  method: string;
  /** Decoded and without /api/v10: `/channels/1/messages`. */
  path: string;
  query: { [key: string]: string };
  body: unknown;
  /** The status answered; 0 while unanswered, hung or cut. */
  status: number;
  /** Discord's error code, when the answer was an error of the API. */
  code?: number;
  at: number;
}

export interface Answer {
  status: number;
  body?: unknown;
}

export const FLAG = { suppressEmbeds: 4, ephemeral: 64, loading: 128, silent: 4096, v2: 1 << 15 } as const;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const toObject = (value: unknown): Json => (isObject(value) ? value : {});
export const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const toText = (value: unknown): string => (typeof value === "string" ? value : "");
