/**
 * The REST routes a bot without a guild cache uses, as functions from a request to an answer.
 *
 * Which state refuses what was observed with discord.js 14.28.1: ../shared/notes/platform-rules.md section 2.
 */
import { type Call, refuseBody } from "./call.ts";
import { invalidForm, notFound, refuse, unauthorized } from "./errors.ts";
import { answerInteraction, webhookMessage, webhookPost } from "./routes-interactions.ts";
import { startThread } from "./routes-threads.ts";
import {
  application,
  directMessageId,
  restMessage,
  restUser,
  snowflake,
  storedCommand,
  withoutLocalisations,
} from "./shapes.ts";
import { type Answer, FLAG, type Json, toList, toObject } from "./types.ts";
import type { World } from "./world.ts";

function bulkCommands(world: World, call: Call, guildId: string | undefined): Answer {
  const key = guildId ?? "";
  const before = world.commands.get(key) ?? [];
  if (call.method === "GET") {
    return {
      status: 200,
      body: call.query.with_localizations === "true" ? before : withoutLocalisations(before),
    };
  }
  if (call.method !== "PUT") return { status: 405, body: { message: "405: Method Not Allowed", code: 0 } };
  const operation = guildId ? "bulk_set_guild_application_commands" : "bulk_set_application_commands";
  const refused = refuseBody(world, call, operation, call.body);
  if (refused) return refused;
  const after = toList(call.body).map((each) => {
    const sent = toObject(each);
    const old = before.find((known) => known.name === sent.name && known.type === (sent.type ?? 1));
    const made = storedCommand(sent, world.options.applicationId, guildId, old?.id ?? snowflake());
    const same = old && JSON.stringify({ ...made, version: "" }) === JSON.stringify({ ...old, version: "" });
    return same ? old : made;
  });
  world.commands.set(key, after);
  world.change();
  return { status: 200, body: after };
}

function channelMessages(world: World, call: Call, channelId: string): Answer {
  const channel = world.channels.get(channelId);
  if (channel?.access === "unknown") return refuse(10003);
  if (!channel || channel.access === "missing-access") return refuse(50001);
  if (call.method === "GET") {
    const { limit = "50", before, after } = call.query;
    if (channel.access === "unreadable") return { status: 200, body: [] };
    if (!(Number(limit) >= 1 && Number(limit) <= 100))
      return invalidForm(["limit: int value should be between 1 and 100"]);
    const listed = world
      .messagesIn(channelId)
      .filter((message) => (message.flags & FLAG.ephemeral) === 0)
      .filter((message) => before === undefined || BigInt(message.id) < BigInt(before))
      .filter((message) => after === undefined || BigInt(message.id) > BigInt(after));
    // After a message come those that follow it, else the newest; the newest is first either way.
    const page = after === undefined ? listed.slice(-Number(limit)) : listed.slice(0, Number(limit));
    return { status: 200, body: page.reverse().map((message) => restMessage(message)) };
  }
  if (call.method !== "POST") return notFound;
  if (channel.access === "missing-permissions") return refuse(50013);
  if (channel.access === "archived") return refuse(50083);
  const refused = refuseBody(world, call, "create_message", call.body);
  if (refused) return refused;
  const body = toObject(call.body);
  if (body.enforce_nonce === true && body.nonce !== undefined && body.nonce !== null) {
    const earlier = world.earlier(body.nonce);
    const message = earlier === undefined ? undefined : world.messages.get(earlier);
    if (earlier !== undefined)
      return message ? { status: 200, body: restMessage(message, true) } : refuse(10008);
  }
  return { status: 200, body: restMessage(world.post(channelId, body, Number(body.flags ?? 0)), true) };
}

function channelMessage(world: World, call: Call, channelId: string, messageId: string): Answer {
  const message = world.messages.get(messageId);
  if (message?.channel_id !== channelId || (message.flags & FLAG.ephemeral) !== 0) return refuse(10008);
  if (call.method === "GET") return { status: 200, body: restMessage(message) };
  if (call.method !== "DELETE") return notFound;
  world.remove(messageId);
  return { status: 204 };
}

function channelObject(world: World, id: string): Answer {
  const channel = world.channels.get(id);
  if (channel?.access === "unknown") return refuse(10003);
  if (!channel || channel.access === "missing-access") return refuse(50001);
  const shared: Json = { id, type: channel.type, flags: 0, last_message_id: null };
  if (channel.guildId === undefined) return { status: 200, body: { ...shared, recipients: [] } };
  const own = {
    guild_id: channel.guildId,
    name: "papers",
    nsfw: false,
    parent_id: null,
    permission_overwrites: [],
  };
  return { status: 200, body: { ...shared, ...own, position: 0, rate_limit_per_user: 0, topic: null } };
}

function openDirectMessage(world: World, call: Call): Answer {
  const recipient = String(toObject(call.body).recipient_id ?? "");
  const person = world.people.get(recipient);
  if (!person) return invalidForm([`recipient_id: unknown user ${recipient}`]);
  const id = directMessageId(recipient);
  if (!world.channels.has(id)) world.channel(id, "open", 1);
  return {
    status: 200,
    body: { id, type: 1, flags: 0, last_message_id: null, recipients: [restUser(person)] },
  };
}

export function route(world: World, call: Call): Answer {
  const [first, second, third, fourth, fifth] = call.parts;
  if (first === "interactions" && fourth === "callback" && second && third && call.method === "POST") {
    return answerInteraction(world, call, second, third);
  }
  if (first === "webhooks" && second && third) {
    if (fourth === undefined && call.method === "POST") return webhookPost(world, call, second, third);
    if (fourth === "messages" && fifth) return webhookMessage(world, call, second, third, fifth);
    return notFound;
  }
  if (call.method === "GET" && call.path === "/gateway")
    return { status: 200, body: { url: call.gatewayUrl } };
  if (call.authorization !== `Bot ${world.options.token}`) return unauthorized;
  const { applicationId } = world.options;
  switch (`${call.method} ${call.path}`) {
    case "GET /gateway/bot": {
      const session_start_limit = {
        max_concurrency: 1,
        remaining: 1000,
        reset_after: 14_400_000,
        total: 1000,
      };
      return { status: 200, body: { url: call.gatewayUrl, session_start_limit, shards: 1 } };
    }
    case "GET /users/@me":
      return {
        status: 200,
        body: { ...restUser(world.bot), mfa_enabled: false, locale: "en-US", verified: true },
      };
    case "GET /applications/@me":
    case "GET /oauth2/applications/@me":
      return { status: 200, body: application(applicationId, world.bot) };
    case "POST /users/@me/channels":
      return openDirectMessage(world, call);
  }
  if (first === "applications" && second === applicationId) {
    if (third === "commands" && fourth === undefined) return bulkCommands(world, call, undefined);
    if (third === "guilds" && fourth && fifth === "commands") return bulkCommands(world, call, fourth);
  }
  if (first === "channels" && second) {
    if (third === undefined && call.method === "GET") return channelObject(world, second);
    if (third === "messages" && fourth === undefined) return channelMessages(world, call, second);
    if (third === "messages" && fourth && fifth === "threads")
      return startThread(world, call, second, fourth);
    if (third === "messages" && fourth) return channelMessage(world, call, second, fourth);
  }
  return notFound;
}
