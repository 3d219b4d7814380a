/**
 * The Web API methods the bot uses, with Slack's error names and scopes (docs.slack.dev method pages,
 * as listed in shared contracts/slack/SOURCES.txt). Answers carry the keys of contracts/slack/payloads.
 */
import { isObject, type Json } from "./rules.ts";
import { judgeMessage, judgeView, type Refusal } from "./verdict.ts";
import { BOT, type Channel, type Message, TEAM, type Workspace } from "./workspace.ts";

export class Refused extends Error {
  readonly extra: Json;
  constructor(error: string, extra: Json = {}) {
    super(error);
    this.extra = extra;
  }
}

interface Method {
  token: "bot" | "app";
  scope?: string;
  run: (ws: Workspace, body: Json, origin: string) => Json;
}

const TRIGGER_MS = 3000;

function text(body: Json, key: string): string {
  const value = body[key];
  return typeof value === "string" ? value : "";
}

function flag(body: Json, key: string): boolean {
  return body[key] === true || body[key] === "true" || body[key] === "1";
}

function refuse(refusal: Refusal | undefined): void {
  if (!refusal) return;
  const { error, messages } = refusal;
  throw new Refused(error, { errors: messages.map((m) => m.slice(8)), response_metadata: { messages } });
}

function needScope(ws: Workspace, needed: string): void {
  if (!ws.scopes.has(needed)) throw new Refused("missing_scope", { needed, provided: [...ws.scopes].join() });
}

/** A channel the bot may know of: a private one it is not in does not exist for it. */
function visible(ws: Workspace, id: string): Channel {
  const channel = ws.channels.get(id);
  if (!channel || (channel.kind !== "public" && !channel.member)) throw new Refused("channel_not_found");
  return channel;
}

function writable(ws: Workspace, body: Json): Channel {
  const id = text(body, "channel");
  const channel = /^[UW]/.test(id) && ws.people.has(id) ? ws.directMessage(id) : visible(ws, id);
  if (!channel.member && !ws.scopes.has("chat:write.public")) throw new Refused("not_in_channel");
  if (channel.archived) throw new Refused("is_archived");
  return channel;
}

const SCOPE_PREFIX = { public: "channels", private: "groups", im: "im" } as const;

export function publicMessage(message: Message, withMetadata = true): Json {
  return {
    user: BOT.user,
    type: "message",
    ts: message.ts,
    bot_id: BOT.bot,
    app_id: BOT.app,
    text: message.text,
    team: TEAM.id,
    blocks: message.blocks,
    ...(message.edited ? { edited: { user: BOT.bot, ts: message.ts } } : {}),
    ...(message.thread_ts ? { thread_ts: message.thread_ts, parent_user_id: BOT.user } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** The message a thread hangs from. */
function parentOf(ws: Workspace, channel: Channel, ts: string): Message {
  const found = ws.messages.find(
    (m) => m.channel === channel.id && m.ts === ts && !m.ephemeral && !m.deleted,
  );
  if (!found) throw new Refused("thread_not_found");
  return found;
}

function own(ws: Workspace, channel: Channel, ts: string): Message {
  const found = ws.messages.find(
    (m) => m.channel === channel.id && m.ts === ts && !m.ephemeral && !m.deleted,
  );
  if (!found) throw new Refused("message_not_found");
  return found;
}

function channelInfo(channel: Channel, locale: boolean): Json {
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "public",
    is_group: channel.kind === "private",
    is_im: channel.kind === "im",
    is_mpim: false,
    is_private: channel.kind !== "public",
    is_archived: channel.archived,
    is_member: channel.member,
    is_shared: false,
    context_team_id: TEAM.id,
    ...(channel.user ? { user: channel.user } : {}),
    ...(locale ? { locale: "en-US" } : {}),
  };
}

/** Messages of the channel itself, the newest first. */
function history(ws: Workspace, body: Json): Json {
  return page(ws, body, (listed) => listed.filter((m) => !m.thread_ts).reverse());
}

/** A thread, the oldest first; the message it hangs from is on every page's list, whatever its age. */
function replies(ws: Workspace, body: Json): Json {
  const thread = text(body, "ts");
  if (thread === "") throw new Refused("invalid_ts");
  const parent = parentOf(ws, visible(ws, text(body, "channel")), thread);
  return page(ws, body, (listed) => [parent, ...listed.filter((m) => m.thread_ts === thread)]);
}

function page(ws: Workspace, body: Json, choose: (listed: Message[]) => Message[]): Json {
  const channel = visible(ws, text(body, "channel"));
  needScope(ws, `${SCOPE_PREFIX[channel.kind]}:history`);
  if (!channel.member) throw new Refused("not_in_channel");
  const limit = Math.min(Number(body.limit ?? 100), 999);
  const oldest = Number(body.oldest ?? 0);
  const latest = Number(body.latest ?? Number.MAX_SAFE_INTEGER);
  const edge = flag(body, "inclusive");
  const listed = ws.messages
    .filter((m) => m.channel === channel.id && !m.ephemeral && !m.deleted)
    .filter((m) => Number(m.ts) > oldest || (edge && Number(m.ts) === oldest))
    .filter((m) => Number(m.ts) < latest || (edge && Number(m.ts) === latest));
  const found = choose(listed);
  const start = text(body, "cursor") === "" ? 0 : Number(text(body, "cursor"));
  if (Number.isNaN(start)) throw new Refused("invalid_cursor");
  const hasMore = start + limit < found.length;
  return {
    messages: found
      .slice(start, start + limit)
      .map((m) => publicMessage(m, flag(body, "include_all_metadata"))),
    has_more: hasMore,
    pin_count: 0,
    ...(hasMore ? { response_metadata: { next_cursor: String(start + limit) } } : {}),
  };
}

function openView(ws: Workspace, body: Json): Json {
  const trigger = ws.triggers.get(text(body, "trigger_id"));
  if (!trigger) throw new Refused("invalid_trigger_id");
  if (trigger.used) throw new Refused("exchanged_trigger_id");
  if (ws.now() - trigger.issuedAt > TRIGGER_MS) throw new Refused("expired_trigger_id");
  if (!isObject(body.view)) throw new Refused("invalid_arguments");
  refuse(judgeView(ws, "views.open", body.view));
  trigger.used = true;
  const id = ws.id("V");
  const view = {
    private_metadata: "",
    callback_id: "",
    ...body.view,
    id,
    root_view_id: id,
    previous_view_id: null,
    team_id: TEAM.id,
    app_id: BOT.app,
    bot_id: BOT.bot,
    app_installed_team_id: TEAM.id,
    external_id: "",
    hash: `${Math.floor(ws.now() / 1000)}.stand-in`,
    state: { values: {} },
  };
  ws.views.push(view);
  ws.changes.notify();
  return { view };
}

function userInfo(ws: Workspace, body: Json): Json {
  const person = ws.people.get(text(body, "user"));
  if (!person) throw new Refused("user_not_found");
  const { id, name, tz, locale, isAdmin = false } = person;
  return {
    user: {
      id,
      team_id: TEAM.id,
      name,
      real_name: name,
      deleted: false,
      tz,
      is_admin: isAdmin,
      is_bot: false,
      is_app_user: false,
      profile: { real_name: name, display_name: name, team: TEAM.id },
      ...(flag(body, "include_locale") ? { locale } : {}),
    },
  };
}

function openConversation(ws: Workspace, body: Json): Json {
  if (body.channel !== undefined) return { channel: { id: visible(ws, text(body, "channel")).id } };
  const [user = "", ...others] = text(body, "users").split(",");
  if (user === "") throw new Refused("users_list_not_supplied");
  if (others.length > 0) throw new Refused("method_not_supported_for_channel_type");
  if (!ws.people.has(user)) throw new Refused("user_not_found");
  const already = [...ws.channels.values()].some((c) => c.kind === "im" && c.user === user && c.member);
  const channel = ws.directMessage(user);
  return already ? { no_op: true, already_open: true, channel } : { channel: { id: channel.id } };
}

export const methods: Record<string, Method> = {
  "auth.test": {
    token: "bot",
    run: () => ({
      url: `https://${TEAM.domain}.slack.com/`,
      team: TEAM.name,
      user: BOT.name,
      team_id: TEAM.id,
      user_id: BOT.user,
      bot_id: BOT.bot,
      is_enterprise_install: false,
    }),
  },
  "users.info": { token: "bot", scope: "users:read", run: userInfo },
  "chat.postMessage": {
    token: "bot",
    scope: "chat:write",
    run: (ws, body) => {
      const channel = writable(ws, body);
      refuse(judgeMessage(ws, "chat.postMessage", body));
      const message = ws.store(channel.id, body, { ephemeral: false });
      return { channel: channel.id, ts: message.ts, message: publicMessage(message) };
    },
  },
  "chat.update": {
    token: "bot",
    scope: "chat:write",
    run: (ws, body) => {
      const channel = writable(ws, body);
      const message = own(ws, channel, text(body, "ts"));
      const { metadata, ...rest } = body;
      const emptied = isObject(metadata) && Object.keys(metadata).length === 0;
      refuse(judgeMessage(ws, "chat.update", emptied ? rest : body));
      // Blocks and metadata that are left out stay; an empty value takes them away (chat.update's page).
      ws.edit(message, { blocks: message.blocks, ...body });
      if (emptied) delete message.metadata;
      return { channel: channel.id, ts: message.ts, text: message.text, message: publicMessage(message) };
    },
  },
  "chat.delete": {
    token: "bot",
    scope: "chat:write",
    run: (ws, body) => {
      const channel = writable(ws, body);
      const message = own(ws, channel, text(body, "ts"));
      message.deleted = true;
      ws.changes.notify();
      return { channel: channel.id, ts: message.ts };
    },
  },
  "chat.postEphemeral": {
    token: "bot",
    scope: "chat:write",
    run: (ws, body) => {
      const channel = writable(ws, body);
      const to = text(body, "user");
      if (!ws.people.has(to)) throw new Refused("user_not_in_channel");
      refuse(judgeMessage(ws, "chat.postEphemeral", body));
      return { message_ts: ws.store(channel.id, body, { ephemeral: true, to }).ts };
    },
  },
  "chat.getPermalink": {
    token: "bot",
    run: (ws, body) => {
      const channel = visible(ws, text(body, "channel"));
      const { ts } = own(ws, channel, text(body, "message_ts"));
      const path = `archives/${channel.id}/p${ts.replace(".", "")}`;
      return { channel: channel.id, permalink: `https://${TEAM.domain}.slack.com/${path}` };
    },
  },
  "conversations.history": { token: "bot", run: history },
  "conversations.replies": { token: "bot", run: replies },
  "conversations.info": {
    token: "bot",
    run: (ws, body) => {
      const channel = visible(ws, text(body, "channel"));
      needScope(ws, `${SCOPE_PREFIX[channel.kind]}:read`);
      return { channel: channelInfo(channel, flag(body, "include_locale")) };
    },
  },
  "conversations.open": { token: "bot", scope: "im:write", run: openConversation },
  "views.open": { token: "bot", run: openView },
};

/** Authorisation first, then the method: the order in which Slack answers. */
export function call(
  ws: Workspace,
  name: string,
  token: string | undefined,
  body: Json,
  origin: string,
): Json {
  const method = name === "apps.connections.open" ? connect : methods[name];
  if (!method) {
    ws.problem(name, "is not a method of the stand-in");
    throw new Refused("unknown_method", { req_method: name });
  }
  if (token === undefined || token === "") throw new Refused("not_authed");
  const known = ws.tokens.get(token);
  if (!known) throw new Refused("invalid_auth");
  if (known.state !== "ok") throw new Refused(known.state);
  if (known.kind !== method.token) throw new Refused("not_allowed_token_type");
  if (method.scope) needScope(ws, method.scope);
  return method.run(ws, body, origin);
}

const connect: Method = {
  token: "app",
  run: (ws, _body, origin) => ({
    url: `${origin.replace("http", "ws")}/link/?ticket=${ws.id("ticket-")}&app_id=${BOT.app}`,
  }),
};
