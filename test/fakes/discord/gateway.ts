/**
 * The gateway: a WebSocket that says HELLO, takes IDENTIFY, RESUME and HEARTBEAT, and hands out dispatches.
 *
 * Sources: https://docs.discord.com/developers/events/gateway and its opcodes and close codes; which READY
 * fields discord.js 14.28.1 needs: ../shared/notes/platform-rules.md section 2.
 */
import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { type Json, toObject, type UserObject } from "./types.ts";

/** Server members, presences and message content need an approval that Paperboy must not depend on. */
const privileged = (1 << 1) | (1 << 8) | (1 << 15);

export interface GatewayOptions {
  token: string;
  bot: UserObject;
  heartbeatMs: number;
  guilds: string[];
  allowPrivileged: boolean;
  /** Called after every change: an operation received, a session opened, a socket gone. */
  changed: () => void;
}

interface Session {
  id: string;
  seq: number;
  sent: { s: number; t: string; d: unknown }[];
  socket: WebSocket | undefined;
}

export interface Received {
  op: number;
  d: unknown;
}

export interface Gateway {
  /** Every operation clients sent, oldest first. */
  readonly received: Received[];
  readonly sessions: number;
  readonly connected: boolean;
  /** Sends an event to every session; one without a socket gets it when it resumes. False: nobody to tell. */
  dispatch(event: string, data: unknown): boolean;
  /** Cuts the sockets without a close frame. The sessions stay and can be resumed. */
  drop(): void;
  /** Opcode 7: asks the clients to reconnect and resume. */
  reconnect(): void;
  /** Opcode 9: not resumable forgets the sessions. */
  invalidate(resumable: boolean): void;
  /** Closes the sockets with a code; the fatal ones (4004, 4010 to 4014) and 4005, 4007, 4009 end the sessions. */
  close(code: number, reason?: string): void;
  /** Refuses the next connections with a close code; undefined lets them in again. */
  refuseWith(code: number | undefined): void;
  stop(): void;
}

export function startGateway(server: Server, url: () => string, options: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const received: Received[] = [];
  let refusal: number | undefined;

  const write = (
    socket: WebSocket,
    op: number,
    d: unknown,
    s: number | null = null,
    t: string | null = null,
  ) => socket.send(JSON.stringify({ t, s, op, d }));

  function push(session: Session, t: string, d: unknown): void {
    session.seq += 1;
    // A copy: what was sent must not change when the stand-in's own object does.
    const event = { s: session.seq, t, d: structuredClone(d) };
    session.sent.push(event);
    if (session.socket) write(session.socket, 0, event.d, event.s, t);
  }

  function ready(session: Session, shard: unknown): Json {
    return {
      v: 10,
      user_settings: {},
      user: { ...options.bot, email: null, flags: 0, mfa_enabled: false, verified: true },
      session_type: "normal",
      session_id: session.id,
      resume_gateway_url: url(),
      relationships: [],
      private_channels: [],
      presences: [],
      guilds: options.guilds.map((id) => ({ id, unavailable: true })),
      guild_join_requests: [],
      geo_ordered_rtc_regions: [],
      ...(shard === undefined ? {} : { shard }),
      application: { id: options.bot.id, flags: 0 },
    };
  }

  function identify(socket: WebSocket, d: Json): Session | undefined {
    const { token, intents, properties, shard } = d;
    if (token !== options.token) socket.close(4004, "Authentication failed.");
    else if (!Number.isInteger(intents) || !properties) socket.close(4002, "Error while decoding payload.");
    else if (!options.allowPrivileged && (Number(intents) & privileged) !== 0) {
      socket.close(4014, "Disallowed intent(s).");
    } else {
      const session: Session = { id: randomBytes(16).toString("hex"), seq: 0, sent: [], socket };
      sessions.set(session.id, session);
      push(session, "READY", ready(session, shard));
      return session;
    }
    return undefined;
  }

  function resume(socket: WebSocket, d: Json): Session | undefined {
    const session = sessions.get(String(d.session_id));
    const seq = Number(d.seq);
    if (d.token !== options.token) socket.close(4004, "Authentication failed.");
    else if (!session) write(socket, 9, false);
    else if (seq > session.seq) socket.close(4007, "Invalid seq");
    else {
      session.socket = socket;
      for (const event of session.sent) if (event.s > seq) write(socket, 0, event.d, event.s, event.t);
      push(session, "RESUMED", {});
      return session;
    }
    return undefined;
  }

  sockets.on("connection", (socket) => {
    let session: Session | undefined;
    if (refusal !== undefined) return socket.close(refusal);
    write(socket, 10, { heartbeat_interval: options.heartbeatMs });
    socket.on("error", () => undefined);
    socket.on("message", (raw) => {
      let packet: Json;
      try {
        packet = toObject(JSON.parse(String(raw)));
      } catch {
        return socket.close(4002, "Error while decoding payload.");
      }
      const op = Number(packet.op);
      received.push({ op, d: packet.d });
      if (op === 1) write(socket, 11, null);
      else if (op === 2 && session) socket.close(4005, "Already authenticated.");
      else if (op === 2) session = identify(socket, toObject(packet.d));
      else if (op === 6) session = resume(socket, toObject(packet.d));
      else if (op !== 3 && op !== 4 && op !== 8) socket.close(4001, "Unknown opcode.");
      else if (!session) socket.close(4003, "Not authenticated.");
      options.changed();
    });
    socket.on("close", (code) => {
      if (session?.socket === socket) session.socket = undefined;
      // A clean close by the client ends its session; any other leaves it to be resumed.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
      options.changed();
    });
    return undefined;
  });

  const live = (): WebSocket[] =>
    [...sessions.values()].map((session) => session.socket).filter((socket) => socket !== undefined);

  return {
    received,
    get sessions() {
      return sessions.size;
    },
    get connected() {
      return live().length > 0;
    },
    dispatch(event, data) {
      for (const session of sessions.values()) push(session, event, data);
      return sessions.size > 0;
    },
    drop() {
      for (const session of sessions.values()) session.socket = undefined;
      for (const socket of sockets.clients) socket.terminate();
      options.changed();
    },
    reconnect() {
      for (const socket of live()) write(socket, 7, null);
    },
    invalidate(resumable) {
      const open = live();
      if (!resumable) sessions.clear();
      for (const socket of open) write(socket, 9, resumable);
    },
    close(code, reason = "") {
      if (code >= 4004 && code !== 4008) sessions.clear();
      for (const socket of sockets.clients) socket.close(code, reason);
    },
    refuseWith(code) {
      refusal = code;
    },
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
