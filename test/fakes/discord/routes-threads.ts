/**
 * Threads of messages: https://docs.discord.com/developers/resources/channel#start-thread-from-message. A thread has
 * its message's id.
 */
import { type Call, refuseBody } from "./call.ts";
import { notFound, refuse } from "./errors.ts";
import type { Answer } from "./types.ts";
import { toObject, toText } from "./types.ts";
import type { World } from "./world.ts";

export function startThread(world: World, call: Call, channelId: string, messageId: string): Answer {
  if (call.method !== "POST") return notFound;
  const channel = world.channels.get(channelId);
  if (channel?.access === "unknown") return refuse(10003);
  if (!channel || channel.access === "missing-access") return refuse(50001);
  if (channel.threads === "forbidden") return refuse(50013);
  const refused = refuseBody(world, call, "create_thread_from_message", call.body);
  if (refused) return refused;
  // Neither a direct message nor a thread has threads.
  if (channel.type !== 0) return refuse(50024);
  const message = world.messages.get(messageId);
  if (message?.channel_id !== channelId) return refuse(10008);
  if (world.channels.has(messageId)) return refuse(160004);
  const access = channel.threads === "locked" ? "archived" : "open";
  const thread = world.channel(messageId, access, 11, channel.guildId);
  thread.name = toText(toObject(call.body).name);
  thread.parent = channelId;
  const now = new Date().toISOString().replace("Z", "000+00:00");
  return {
    status: 201,
    body: {
      id: messageId,
      type: 11,
      flags: 0,
      last_message_id: null,
      guild_id: channel.guildId ?? "1",
      name: thread.name,
      parent_id: channelId,
      rate_limit_per_user: 0,
      owner_id: world.bot.id,
      thread_metadata: {
        archived: false,
        auto_archive_duration: 4320,
        archive_timestamp: now,
        create_timestamp: now,
        locked: false,
      },
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
    },
  };
}
