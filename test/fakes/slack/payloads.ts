/**
 * Payloads with the keys of the recorded real ones: shared contracts/recorded/slash-commands/slack.json
 * (slashCommand), modals/slack.json (action, ephemeralAction: no `message`), member-joined-channel
 * (event_callback).
 */
import { publicMessage } from "./methods.ts";
import { isObject, type Json } from "./rules.ts";
import type { Workspace } from "./workspace.ts";
import { BOT, type Channel, type Message, type Person, TEAM, VERIFICATION } from "./workspace.ts";

export interface Asker {
  person: Person;
  channel: Channel;
  teamId: string;
}

/** Slack does not give the name of a conversation that is not public. */
function channelName(channel: Channel): string {
  return { public: channel.name, private: "privategroup", im: "directmessage" }[channel.kind];
}

export function slashCommand(
  asker: Asker,
  command: string,
  text: string,
  rest: { response_url: string; trigger_id: string },
): Json {
  return {
    token: VERIFICATION,
    team_id: asker.teamId,
    team_domain: TEAM.domain,
    channel_id: asker.channel.id,
    channel_name: channelName(asker.channel),
    user_id: asker.person.id,
    user_name: asker.person.name,
    command,
    text,
    api_app_id: BOT.app,
    is_enterprise_install: "false",
    ...rest,
  };
}

export function blockActions(
  asker: Asker,
  message: Message,
  action: Json,
  rest: { response_url: string; trigger_id: string; action_ts: string },
): Json {
  const { action_ts, ...urls } = rest;
  return {
    type: "block_actions",
    user: user(asker),
    api_app_id: BOT.app,
    token: VERIFICATION,
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeral,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
    team: { id: asker.teamId, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: asker.channel.id, name: channelName(asker.channel) },
    ...(message.ephemeral ? {} : { message: publicMessage(message) }),
    state: { values: {} },
    ...urls,
    actions: [{ ...action, action_ts }],
  };
}

export function viewSubmission(asker: Asker, view: Json, values: Json, triggerId: string): Json {
  return {
    type: "view_submission",
    team: { id: asker.teamId, domain: TEAM.domain },
    user: user(asker),
    api_app_id: BOT.app,
    token: VERIFICATION,
    trigger_id: triggerId,
    view: { ...view, state: { values } },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
}

function user({ person, teamId }: Asker): Json {
  return { id: person.id, username: person.name, name: person.name, team_id: teamId };
}

/** `event` is the inner event; give the same `eventId` twice for a delivery that is repeated. */
export function eventCallback(ws: Workspace, event: Json, eventId = ws.id("Ev")): Json {
  return {
    token: VERIFICATION,
    team_id: TEAM.id,
    api_app_id: BOT.app,
    event: { event_ts: ws.ts(), ...event },
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(ws.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM.id,
        user_id: BOT.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: "4-stand-in",
  };
}

export interface Control {
  block_id: string;
  element: Json;
}

/** Every control of a message that a person can use. */
export function controls(message: Message): Control[] {
  return message.blocks.flatMap((block) => {
    const elements = block.type === "actions" && Array.isArray(block.elements) ? block.elements : [];
    const found = [...elements, block.accessory, block.type === "input" ? block.element : undefined];
    return found
      .filter(isObject)
      .filter((element) => element.action_id !== undefined)
      .map((element) => ({ block_id: String(block.block_id), element }));
  });
}

export function label(element: Json): string {
  return isObject(element.text) ? String(element.text.text) : "";
}
