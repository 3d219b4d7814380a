/**
 * Socket Mode: hello, envelopes, acknowledgements, disconnect messages, cut connections and redelivery.
 * Measured against @slack/socket-mode 3.1.0 (shared notes platform-rules.md section 3).
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isObject, type Json } from "./rules.ts";
import { BOT, type Workspace } from "./workspace.ts";

const CLOSE_MS = 500;

export type EnvelopeType = "slash_commands" | "interactive" | "events_api";

export interface Envelope {
  envelope_id: string;
  type: EnvelopeType;
  payload: Json;
  retry_attempt: number;
  retry_reason: string;
  /** When it went out, once for each delivery. */
  sent: number[];
  acks: { at: number; payload: Json | undefined }[];
}

export class SocketGateway {
  /** Every envelope ever sent, in order. */
  readonly envelopes: Envelope[] = [];
  /** How many connections got their hello. */
  connections = 0;
  readonly #ws: Workspace;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open: WebSocket[] = [];
  readonly #tickets = new Set<string>();
  #queue: Envelope[] = [];
  #turn = 0;
  #closing = false;

  constructor(ws: Workspace) {
    this.#ws = ws;
  }

  get connected(): number {
    return this.#open.length;
  }

  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(req.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
    if (this.#closing) {
      socket.destroy();
      return;
    }
    if (ticket === "" || this.#tickets.has(ticket)) {
      this.#ws.problem("socket", "connected with no ticket or a used one");
      socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
      return;
    }
    this.#tickets.add(ticket);
    this.#server.handleUpgrade(req, socket, head, (connection) => this.#welcome(connection));
  }

  #welcome(connection: WebSocket): void {
    connection.on("error", () => {});
    connection.on("close", () => {
      const at = this.#open.indexOf(connection);
      if (at >= 0) this.#open.splice(at, 1);
      this.#ws.changes.notify();
    });
    connection.on("message", (data) => this.#acknowledged(data.toString()));
    const hello = {
      type: "hello",
      num_connections: this.#open.length + 1,
      debug_info: { host: "applink-stand-in", build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: BOT.app },
    };
    connection.send(JSON.stringify(hello));
    this.connections += 1;
    this.#open.push(connection);
    const waiting = this.#queue;
    this.#queue = [];
    for (const envelope of waiting) this.#transmit(envelope);
    this.#ws.changes.notify();
  }

  #acknowledged(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      message = undefined;
    }
    const ack = isObject(message) ? message : {};
    const envelope = this.envelopes.find((e) => e.envelope_id === ack.envelope_id);
    if (!envelope) {
      this.#ws.problem("socket", `got no acknowledgement of a known envelope: ${text.slice(0, 80)}`);
      return;
    }
    const payload = isObject(ack.payload) && Object.keys(ack.payload).length > 0 ? ack.payload : undefined;
    envelope.acks.push({ at: performance.now(), payload });
    if (envelope.acks.length > envelope.sent.length)
      this.#ws.problem("socket", `${envelope.type} was acknowledged twice`);
    if (payload && envelope.type === "events_api")
      this.#ws.problem("socket", "an event's acknowledgement carries a payload");
    this.#ws.changes.notify();
  }

  /** Waits for the next connection where nobody is connected. */
  send(type: EnvelopeType, payload: Json): Envelope {
    const envelope: Envelope = {
      envelope_id: randomUUID(),
      type,
      payload,
      retry_attempt: 0,
      retry_reason: "",
      sent: [],
      acks: [],
    };
    this.envelopes.push(envelope);
    this.#transmit(envelope);
    return envelope;
  }

  /** Sends it again, by default the last one without an acknowledgement. */
  redeliver(envelope = this.envelopes.findLast((e) => e.acks.length === 0), reason = "timeout"): Envelope {
    if (!envelope) throw new Error("no unacknowledged envelope to redeliver");
    envelope.retry_attempt += 1;
    envelope.retry_reason = reason;
    this.#transmit(envelope);
    return envelope;
  }

  #transmit(envelope: Envelope): void {
    const connection = this.#open[this.#turn++ % Math.max(this.#open.length, 1)];
    if (!connection) {
      this.#queue.push(envelope);
      return;
    }
    const { envelope_id, type, payload, retry_attempt, retry_reason } = envelope;
    const accepts_response_payload = type !== "events_api";
    connection.send(
      JSON.stringify({ envelope_id, type, payload, accepts_response_payload, retry_attempt, retry_reason }),
    );
    envelope.sent.push(performance.now());
    this.#ws.changes.notify();
  }

  /** Tells every connection to go; the client closes and comes back. Nothing more is sent on them. */
  disconnect(reason: "warning" | "refresh_requested" = "refresh_requested"): void {
    for (const connection of this.#open.splice(0))
      connection.send(
        JSON.stringify({ type: "disconnect", reason, debug_info: { host: "applink-stand-in" } }),
      );
  }

  /** Cuts every connection without a word. */
  drop(): void {
    for (const connection of this.#open.splice(0)) connection.terminate();
  }

  /** Resolves when the app is connected (for the `count`-th time, if given). */
  async ready(count = 1, timeoutMs = 10_000): Promise<void> {
    await this.#ws.changes.until(
      () => this.connections >= count && this.#open.length > 0,
      `Socket Mode connection ${count}`,
      timeoutMs,
    );
  }

  /** Lets the close handshake finish: a client cut in the middle of it lingers for 30 s. */
  async close(): Promise<void> {
    this.#closing = true;
    const { clients } = this.#server;
    for (const connection of clients) connection.close(1001);
    await this.#ws.changes.within(() => clients.size === 0, CLOSE_MS);
    for (const connection of clients) connection.terminate();
    this.#server.close();
  }
}
