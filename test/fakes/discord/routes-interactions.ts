/**
 * The life of an interaction: one callback within three seconds, then edits and follow-ups with its token.
 *
 * Sources: https://docs.discord.com/developers/interactions/receiving-and-responding (callback types, the
 * first follow-up after a deferral edits the loading message, five follow-ups for user-only installs) and
 * ../shared/notes/platform-rules.md sections 2 and 5 (the codes discord.js reports).
 */
import { type Call, refuseBody } from "./call.ts";
import { invalidForm, notFound, refuse } from "./errors.ts";
import { emptyMessage } from "./rules.ts";
import { isEmpty } from "./rules-messages.ts";
import { restMessage } from "./shapes.ts";
import {
  type Answer,
  type Choice,
  FLAG,
  type Interaction,
  type Json,
  type Message,
  toObject,
} from "./types.ts";
import type { World } from "./world.ts";

/** Which callback types answer which interaction type. */
const allowed: { [interactionType: number]: number[] } = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5],
};

function flagsFor(interaction: Interaction, flags: unknown): number {
  return Number(flags ?? 0) | (interaction.forcedPrivate ? FLAG.ephemeral : 0);
}

/** An edit of a Components V2 message stays one, whether or not it says so. */
function asEditOf(message: Message | undefined, body: unknown): unknown {
  const isV2 = message !== undefined && (message.flags & FLAG.v2) !== 0;
  return isV2 ? { ...toObject(body), flags: Number(toObject(body).flags ?? 0) | FLAG.v2 } : body;
}

function callbackBody(interaction: Interaction, message: Message | undefined): Json {
  const { id, type, ackType } = interaction;
  const shown: Json = message
    ? {
        response_message_id: message.id,
        response_message_loading: (message.flags & FLAG.loading) !== 0,
        response_message_ephemeral: (message.flags & FLAG.ephemeral) !== 0,
      }
    : {};
  const resource = message ? { type: ackType, message: restMessage(message) } : undefined;
  return { interaction: { id, type, ...shown }, ...(resource ? { resource } : {}) };
}

function perform(world: World, interaction: Interaction, type: number, data: Json): Message | undefined {
  const source = world.messages.get(interaction.sourceId ?? "");
  switch (type) {
    case 4:
    case 5: {
      const flags = flagsFor(interaction, data.flags) | (type === 5 ? FLAG.loading : 0);
      const message = world.post(interaction.channelId, type === 5 ? {} : data, flags, interaction);
      interaction.originalId = message.id;
      return message;
    }
    case 6:
    case 7:
      if (!source) return undefined;
      interaction.originalId = source.id;
      return type === 7 ? world.save(world.edited(source, data)) : source;
    case 8:
      interaction.choices = data.choices as Choice[];
      return undefined;
    default:
      interaction.modal = data;
      return undefined;
  }
}

export function answerInteraction(world: World, call: Call, id: string, token: string): Answer {
  const interaction = world.findInteraction(token);
  if (!interaction || interaction.id !== id) return refuse(10062);
  if (interaction.ackedAt !== undefined) return refuse(40060);
  if (performance.now() - interaction.startedAt > world.options.deadlineMs) return refuse(10062);
  const source = world.messages.get(interaction.sourceId ?? "");
  const { type, data } = toObject(call.body);
  const editing = type === 7 ? { type, data: asEditOf(source, data) } : call.body;
  const refused = refuseBody(world, call, "create_interaction_response", editing);
  if (refused) return refused;
  const types = [...(allowed[interaction.type] ?? []), ...(interaction.type === 5 && source ? [6, 7] : [])];
  if (!types.includes(Number(type))) {
    const problem = `type: callback type ${String(type)} cannot answer interaction type ${interaction.type}`;
    world.problems.push(`${call.method} ${call.path}: ${problem}`);
    return invalidForm([problem]);
  }
  interaction.ackedAt = performance.now();
  interaction.ackType = Number(type);
  const message = perform(world, interaction, Number(type), toObject(toObject(editing).data));
  world.change(interaction);
  if (call.query.with_response === "true") return { status: 200, body: callbackBody(interaction, message) };
  return { status: 204 };
}

function webhook(world: World, applicationId: string, token: string): Interaction | Answer {
  const interaction = world.findInteraction(token);
  if (!interaction || applicationId !== world.options.applicationId) return refuse(10015);
  if (world.isExpired(interaction)) return refuse(50027);
  return interaction.ackedAt === undefined ? refuse(10015) : interaction;
}

const isAnswer = (value: Interaction | Answer): value is Answer => "status" in value;

function editMessage(world: World, call: Call, interaction: Interaction, message: Message): Answer {
  const body = toObject(asEditOf(message, call.body));
  const original = message.id === interaction.originalId;
  const operation = original ? "update_original_webhook_message" : "update_webhook_message";
  const refused = refuseBody(world, call, operation, body);
  if (refused) return refused;
  const edited = world.edited(message, body);
  if (isEmpty({ ...edited })) {
    world.problems.push(`${call.method} ${call.path}: ${emptyMessage}`);
    return refuse(50006);
  }
  return { status: 200, body: restMessage(world.save(edited, interaction)) };
}

/** POST /webhooks/{application}/{token}: a follow-up, or the answer when the original still loads. */
export function webhookPost(world: World, call: Call, applicationId: string, token: string): Answer {
  const interaction = webhook(world, applicationId, token);
  if (isAnswer(interaction)) return interaction;
  const original = world.messages.get(interaction.originalId ?? "");
  const refused = refuseBody(world, call, "execute_webhook", call.body);
  if (refused) return refused;
  const body = toObject(call.body);
  if (original && (original.flags & FLAG.loading) !== 0) {
    return { status: 200, body: restMessage(world.save(world.edited(original, body), interaction)) };
  }
  const userOnly = interaction.owners["0"] === undefined;
  if (userOnly && interaction.followUpIds.length >= 5) return refuse(40094);
  const flags = flagsFor(interaction, body.flags);
  const message = world.post(interaction.channelId, body, flags, interaction);
  interaction.followUpIds.push(message.id);
  world.change(interaction);
  return { status: 200, body: restMessage(message) };
}

/** GET, PATCH, DELETE /webhooks/{application}/{token}/messages/{@original or id} */
export function webhookMessage(world: World, call: Call, app: string, token: string, which: string): Answer {
  const interaction = webhook(world, app, token);
  if (isAnswer(interaction)) return interaction;
  const id = which === "@original" ? (interaction.originalId ?? "") : which;
  const message = world.messages.get(id);
  if (!message || (id !== interaction.originalId && !interaction.followUpIds.includes(id)))
    return refuse(10008);
  switch (call.method) {
    case "GET":
      return { status: 200, body: restMessage(message) };
    case "PATCH":
      return editMessage(world, call, interaction, message);
    case "DELETE":
      world.remove(id, interaction);
      return { status: 204 };
    default:
      return notFound;
  }
}
