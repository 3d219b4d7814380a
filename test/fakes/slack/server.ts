/**
 * A Slack on loopback: Web API, response_url, Socket Mode, and people who use the app. The precedent is
 * the test suite of slackapi/node-slack-sdk's socket-mode (real http and ws servers behind slackApiUrl).
 *
 * Use: `const slack = await startSlack()`, give `slack.url` to Bolt as `clientOptions.slackApiUrl`, and
 * `expect(slack.problems).toEqual([])` at the end of each test.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { before, Faults, type How, type Match, type Reply, write } from "./faults.ts";
import { Hooks } from "./hooks.ts";
import { HttpSender, type SendOptions } from "./http.ts";
import { call, Refused } from "./methods.ts";
import type { Delivery } from "./outcome.ts";
import { eventCallback } from "./payloads.ts";
import { isObject, type Json } from "./rules.ts";
import { type EnvelopeType, SocketGateway } from "./socket.ts";
import { User, type UserOptions, type Via } from "./user.ts";
import {
  type Channel,
  type Message,
  type Person,
  type RequestRecord,
  type TokenState,
  Workspace,
} from "./workspace.ts";

export interface SlackOptions {
  /** Milliseconds since 1970; for the age of response_urls and trigger_ids. */
  now?: () => number;
  /** How long the app has for its acknowledgement; Slack's 3 s unless told. */
  ackDeadlineMs?: number;
}

const BOT_TOKEN = "xoxb-stand-in-bot-token";
const APP_TOKEN = "xapp-1-A0APP000001-stand-in-app-token";
const SIGNING_SECRET = "5tand1ns1gn1ngs3cret0f5lack00000";
/** Longest wait for a connection before an envelope is given up. */
const CONNECT_MS = 15_000;

export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const slack = new Slack(options);
  await slack.listen();
  return slack;
}

export class Slack {
  readonly botToken = BOT_TOKEN;
  readonly appToken = APP_TOKEN;
  readonly signingSecret = SIGNING_SECRET;
  readonly socket: SocketGateway;
  readonly http: HttpSender;
  readonly workspace: Workspace;
  readonly #hooks: Hooks;
  readonly #faults = new Faults();
  readonly #deadlineMs: number;
  readonly #server = createServer((req, res) => this.#serve(req, res));
  #origin = "";

  constructor(options: SlackOptions) {
    this.workspace = new Workspace(options.now ?? Date.now);
    this.#deadlineMs = options.ackDeadlineMs ?? 3000;
    this.#hooks = new Hooks(this.workspace);
    this.socket = new SocketGateway(this.workspace);
    this.http = new HttpSender(SIGNING_SECRET, this.#deadlineMs);
    this.workspace.tokens.set(BOT_TOKEN, { kind: "bot", state: "ok" });
    this.workspace.tokens.set(APP_TOKEN, { kind: "app", state: "ok" });
    this.#server.on("upgrade", (req, socket, head) => this.socket.upgrade(req, socket, head));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await this.socket.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** For `clientOptions.slackApiUrl`; ends in a slash, as Slack's own does. */
  get url(): string {
    return `${this.#origin}/api/`;
  }

  /** Every Web API and response_url call, in order of arrival. */
  get requests(): readonly RequestRecord[] {
    return this.workspace.requests;
  }

  /** What the real Slack would refuse, or what this bot must never do. Expected to be empty. */
  get problems(): string[] {
    return this.workspace.problems;
  }

  /** All messages of the bot, also private and deleted ones. */
  get messages(): readonly Message[] {
    return this.workspace.messages;
  }

  /** The OAuth scopes of the bot token; delete one to get missing_scope. */
  get scopes(): Set<string> {
    return this.workspace.scopes;
  }

  calls(method: string | RegExp): RequestRecord[] {
    return this.requests.filter((r) =>
      typeof method === "string" ? r.method === method : method.test(r.method),
    );
  }

  addChannel(channel: Partial<Channel> = {}): Channel {
    return this.workspace.addChannel(channel);
  }

  setPerson(person: Partial<Person>): Person {
    return this.workspace.setPerson(person);
  }

  user(options: UserOptions = {}): User {
    const deliver = (type: EnvelopeType, payload: Json, via: Via) => this.deliver(type, payload, via);
    return new User({ ws: this.workspace, hooks: this.#hooks, origin: this.#origin, deliver }, options);
  }

  /** The next `times` matching calls go wrong. */
  fail(match: Match, how: How, times = 1): void {
    this.#faults.add(match, how, times);
  }

  setToken(which: "bot" | "app", state: TokenState): void {
    this.workspace.tokens.set(which === "bot" ? BOT_TOKEN : APP_TOKEN, { kind: which, state });
  }

  /** An Events API event; resolves at the acknowledgement. Same `eventId` twice: a repeated delivery. */
  async event(
    event: Json,
    via: Via = "socket",
    rest: { eventId?: string } & SendOptions = {},
  ): Promise<Delivery> {
    const { eventId, ...options } = rest;
    return this.deliver("events_api", eventCallback(this.workspace, event, eventId), via, options);
  }

  /** Resolves when `look` gives something, looked at after each change; fails after the timeout. */
  async until<T>(look: () => T | undefined | false, what: string, timeoutMs?: number): Promise<T> {
    return this.workspace.changes.until(look, what, timeoutMs);
  }

  /** The next not yet seen call of the method, or the `n`-th (from 1). */
  async request(method: string, n = 1, timeoutMs?: number): Promise<RequestRecord> {
    return this.until(() => this.calls(method)[n - 1], `call ${n} of ${method}`, timeoutMs);
  }

  async deliver(type: EnvelopeType, payload: Json, via: Via, options: SendOptions = {}): Promise<Delivery> {
    if (via !== "socket") {
      const { status, ackMs, acked, body, failure } = await this.http.send(via.http, type, payload, options);
      return this.#delivery({ acked, ackMs, status }, asMessage(body), failure);
    }
    const envelope = this.socket.send(type, payload);
    const { changes } = this.workspace;
    const sent = await changes.within(() => envelope.sent[0], CONNECT_MS);
    const ack = sent ? await changes.within(() => envelope.acks[0], this.#deadlineMs) : undefined;
    if (!ack || !sent)
      return this.#delivery({ acked: false, ackMs: this.#deadlineMs }, undefined, "dispatch_failed");
    return this.#delivery({ acked: true, ackMs: ack.at - sent }, ack.payload, undefined);
  }

  #delivery(base: Delivery, ackBody: Json | undefined, failure: Delivery["failure"]): Delivery {
    return { ...base, ...(ackBody ? { ackBody } : {}), ...(failure ? { failure } : {}) };
  }

  #serve(req: IncomingMessage, res: ServerResponse): void {
    this.#handle(req, res).catch((error: unknown) => {
      this.workspace.problem("stand-in", `failed: ${error instanceof Error ? error.stack : String(error)}`);
      res.destroy();
    });
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const { pathname, searchParams } = new URL(req.url ?? "/", this.#origin);
    const isApi = pathname.startsWith("/api/");
    if (!isApi && !/^\/(commands|actions)\//.test(pathname)) {
      this.workspace.problem("http", `${req.method} ${pathname}`);
      return void (await write(res, { status: 404, body: "not found" }));
    }
    const method = isApi ? pathname.slice("/api/".length) : "response_url";
    const decoded = decode(Buffer.concat(chunks).toString(), req.headers["content-type"] ?? "", searchParams);
    const { token: inBody, ...body } = decoded ?? {};
    const token = req.headers.authorization?.replace(/^Bearer /, "") ?? (inBody as string | undefined);
    const record: RequestRecord = {
      method,
      body,
      token,
      status: 0,
      answer: undefined,
      at: this.workspace.now(),
    };
    this.workspace.requests.push(record);
    const how = this.#faults.take(method, body);
    const instead = before(how);
    const cut = instead === "reset" || instead === "hang";
    const reply: Reply = cut
      ? { status: 0, body: "" }
      : (instead ?? this.#answer(method, token, decoded && body, isApi ? undefined : pathname));
    record.answer = cut ? undefined : reply.body;
    record.status = await write(res, reply, how);
    this.workspace.changes.notify();
  }

  #answer(method: string, token: string | undefined, body: Json | undefined, hook?: string): Reply {
    if (hook !== undefined)
      return body ? this.#hooks.post(hook, body) : { status: 400, body: "invalid_payload" };
    const headers = {
      "x-oauth-scopes": [...this.workspace.scopes].join(),
      "x-slack-req-id": this.workspace.id(""),
    };
    if (!body) return { status: 200, headers, body: { ok: false, error: "invalid_json" } };
    try {
      const answer = call(this.workspace, method, token, body, this.#origin);
      return { status: 200, headers, body: { ok: true, ...answer } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: 200, headers, body: { ok: false, error: error.message, ...error.extra } };
    }
  }
}

/** An acknowledgement's text is a message, too. */
function asMessage(body: unknown): Json | undefined {
  if (typeof body === "string") return body === "" ? undefined : { text: body };
  return isObject(body) && Object.keys(body).length > 0 ? body : undefined;
}

/** Fields that hold JSON inside a form. */
const JSON_FIELDS = ["blocks", "attachments", "metadata", "view", "unfurls"];

function decode(text: string, contentType: string, query: URLSearchParams): Json | undefined {
  const body: Json = Object.fromEntries(query);
  try {
    if (contentType.startsWith("application/json")) {
      const parsed: unknown = JSON.parse(text);
      if (!isObject(parsed)) return undefined;
      Object.assign(body, parsed);
    } else Object.assign(body, Object.fromEntries(new URLSearchParams(text)));
    for (const key of JSON_FIELDS)
      if (typeof body[key] === "string") body[key] = JSON.parse(body[key] as string);
    return body;
  } catch {
    return undefined;
  }
}
