import { ApplicationCommandType, ComponentType, InteractionType } from "discord.js";

type Fields = Record<string, unknown>;

/** An event that no handler of discord.js knows. */
const unhandled = "PAPERBOY_UNUSABLE";

/**
 * Makes an event of the gateway one that discord.js can read: it takes for granted what Discord's payloads may lack, and
 * throws inside its socket's handler, which ends the process. What it would need and is missing is filled in; an
 * interaction that cannot be answered is kept from it (returns what was wrong), and so is what nobody here reads.
 */
export function mendPacket(packet: unknown): string | undefined {
  if (!isFields(packet) || packet.t !== "INTERACTION_CREATE") return undefined;
  const wrong = isFields(packet.d) ? mendInteraction(packet.d) : "no data";
  if (wrong !== undefined) packet.t = unhandled;
  return wrong;
}

function mendInteraction(event: Fields): string | undefined {
  const { id, token, application_id, data, channel, channel_id, member } = event;
  if (!isWord(id) || !isWord(token) || !isWord(application_id)) return "no id, token or application";
  const user = event.user ?? (isFields(member) ? member.user : undefined);
  if (!isFields(user) || !isWord(user.id)) return "no user";
  if (!isFields(data)) return "no data";
  if (!isKnown(event.type, data)) return "a kind that is not used here";
  if (!areOptions(data.options)) return "options that cannot be read";
  if (event.type === InteractionType.MessageComponent && !mendMessage(event)) return "no message";
  event.entitlements = [];
  if (!isFields(event.authorizing_integration_owners)) event.authorizing_integration_owners = {};
  const { id: place = channel_id, type = 0 } = isFields(channel) ? channel : {};
  event.channel = isWord(place) ? { id: place, type } : undefined;
  if (!isFields(member)) event.member = undefined;
  else {
    member.user = user;
    if (!areBits(member.permissions)) member.permissions = undefined;
  }
  if (!areBits(event.app_permissions)) event.app_permissions = undefined;
  if (typeof event.locale !== "string") event.locale = undefined;
  data.values = Array.isArray(data.values) ? data.values.filter(isWord) : [];
  // No option is a person, a channel or a role.
  data.resolved = undefined;
  return undefined;
}

function isKnown(type: unknown, data: Fields): boolean {
  switch (type) {
    case InteractionType.ApplicationCommand:
      return data.type === ApplicationCommandType.ChatInput && isWord(data.name);
    case InteractionType.ApplicationCommandAutocomplete:
      return isWord(data.name);
    case InteractionType.MessageComponent:
      return (
        isWord(data.custom_id) &&
        (data.component_type === ComponentType.Button || data.component_type === ComponentType.StringSelect)
      );
    default:
      return false;
  }
}

/** Options, and those of a subcommand; one level more than that is never declared. */
function areOptions(options: unknown, depth = 0): boolean {
  if (options === undefined || (options === null && depth === 0)) return true;
  return (
    Array.isArray(options) &&
    options.every(
      (option) => isFields(option) && isWord(option.name) && areOptions(option.options, depth + 1),
    )
  );
}

/** Reduces the pressed message to what is read of it. */
function mendMessage(event: Fields): boolean {
  const { message } = event;
  if (!isFields(message) || !/^\d{1,20}$/.test(String(message.id))) return false;
  const { id, channel_id, flags } = message;
  event.message = { id, channel_id, ...(Number.isSafeInteger(flags) && { flags }) };
  return true;
}

function areBits(value: unknown): boolean {
  return value === undefined || (typeof value === "string" && /^\d+$/.test(value));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
