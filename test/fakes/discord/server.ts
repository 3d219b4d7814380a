/**
 * A Discord on the loopback: REST and gateway on one port, strict about bodies, state and clocks.
 *
 * `new Client({ intents: [], rest: { api: discord.url } })` is all the wiring discord.js needs.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refuse, wrongContentType } from "./errors.ts";
import { type Fault, Faults, faultAnswer, type Match } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { route } from "./routes.ts";
import { warmUp } from "./rules.ts";
import { type Access, type Answer, type Command, type Message, type RestRequest, toObject } from "./types.ts";
import { createPerson, type Person, type PersonOptions } from "./user.ts";
import { World } from "./world.ts";

export interface DiscordOptions {
  token?: string;
  applicationId?: string;
  /** How long an interaction waits for its callback; Discord gives 3000 ms. */
  deadlineMs?: number;
  tokenLifeMs?: number;
  nonceWindowMs?: number;
  heartbeatMs?: number;
  /** Guilds that READY lists as unavailable. */
  guilds?: string[];
  allowPrivileged?: boolean;
}

export interface Discord {
  /** For discord.js: `rest: { api: url }`. */
  readonly url: string;
  readonly token: string;
  readonly applicationId: string;
  readonly requests: RestRequest[];
  /** Every body Discord would have refused, as `METHOD path: where: what`. */
  readonly problems: string[];
  /** Keys Discord would have ignored. */
  readonly warnings: string[];
  readonly gateway: Gateway;
  /** Resolves when a client has identified and is connected. */
  ready(timeoutMs?: number): Promise<void>;
  /** Resolves when the condition holds, looked at after every event and every 10 ms; rejects after the time. */
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  user(options?: PersonOptions): Person;
  /** What a channel holds, private answers included, oldest first. */
  messages(channelId: string): Message[];
  commands(guildId?: string): Command[];
  /** Decides what a post to a channel meets. A channel nobody mentioned is `missing-access`. */
  channel(id: string, access: Access, guildId?: string): void;
  /** Forbids to start threads in a channel, or locks those that are started. */
  threads(channelId: string, how: "forbidden" | "locked"): void;
  /** Something that another person says in a channel. */
  say(channelId: string, content: string): void;
  /** The name of a thread. */
  threadName(id: string): string | undefined;
  deleteMessage(id: string): void;
  /** Lets the window pass in which a nonce finds the earlier message. */
  forgetNonces(): void;
  /** Lets the fifteen minutes of an interaction's token pass. */
  expire(interaction: { token: string }): void;
  /** Spoils the next matching request, or the next few. */
  fail(match: Match, how: Fault, times?: number): void;
  readonly pendingFaults: number;
  close(): Promise<void>;
}

interface Parsed {
  body: unknown;
  refused?: Answer;
}

async function read(request: IncomingMessage): Promise<Parsed> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  if (raw.length === 0) return { body: undefined };
  const type = request.headers["content-type"] ?? "";
  let text = raw.toString("utf8");
  if (type.startsWith("multipart/form-data")) {
    const form = await new Response(raw, { headers: { "content-type": type } }).formData();
    text = String(form.get("payload_json") ?? "{}");
  } else if (!/^application\/json(?:;|$)/u.test(type)) {
    return { body: text, refused: wrongContentType };
  }
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { body: text, refused: refuse(50109) };
  }
}

function write(response: ServerResponse, answer: Answer, headers: { [name: string]: string } = {}): void {
  // A 204 with a JSON content type makes discord.js parse nothing and throw.
  if (answer.body === undefined) response.writeHead(answer.status, headers).end();
  else if (typeof answer.body === "string") {
    response.writeHead(answer.status, { "content-type": "text/html", ...headers }).end(answer.body);
  } else {
    response.writeHead(answer.status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(answer.body));
  }
}

export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  warmUp();
  const { token = "MTQ1NzQ2OTQ4MzcyNjY2ODA0OA.loopback.stand-in", applicationId = "1457469483726668048" } =
    options;
  const { deadlineMs = 3000, tokenLifeMs = 900_000, nonceWindowMs = 300_000 } = options;
  const { heartbeatMs = 41_250, guilds = [], allowPrivileged = false } = options;
  const world = new World({ token, applicationId, deadlineMs, tokenLifeMs, nonceWindowMs });
  const faults = new Faults();
  const requests: RestRequest[] = [];
  let port = 0;
  const gatewayUrl = (): string => `ws://127.0.0.1:${port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = new URL(request.url ?? "/", "http://127.0.0.1");
    const encoded = target.pathname
      .replace(/^\/api(?:\/v\d+)?/u, "")
      .split("/")
      .filter(Boolean);
    const parts = encoded.map(decodeURIComponent);
    const [method, path] = [request.method ?? "GET", `/${parts.join("/")}`];
    const query = Object.fromEntries(target.searchParams);
    const { body, refused } = await read(request);
    const entry: RestRequest = { method, path, query, body, status: 0, at: performance.now() };
    requests.push(entry);
    const send = (answer: Answer, headers?: { [name: string]: string }): void => {
      entry.status = answer.status;
      const code = typeof answer.body === "object" ? toObject(answer.body).code : undefined;
      if (answer.status >= 400 && typeof code === "number") entry.code = code;
      write(response, answer, headers);
      world.change();
    };
    const fault = faults.next(method, path);
    if (typeof fault === "object" && "refuse" in fault) return send(refuse(fault.refuse));
    if (typeof fault === "object") {
      const { answer, headers } = faultAnswer(fault);
      return send(answer, headers);
    }
    if (fault === "reset" || fault === "hang") {
      if (fault === "reset") request.socket.destroy();
      return world.change();
    }
    if (refused) world.problems.push(`${method} ${path}: ${String(toObject(refused.body).message)}`);
    const { authorization } = request.headers;
    const call = { method, path, parts, query, body, authorization, gatewayUrl: gatewayUrl() };
    const answer = refused ?? route(world, call);
    if (fault === "store-then-reset") request.socket.destroy();
    if (fault === "store-then-reset" || fault === "store-then-hang") return world.change();
    if (fault === "store-then-truncate") {
      const text = JSON.stringify(answer.body);
      response.writeHead(answer.status, {
        "content-type": "application/json",
        "content-length": text.length,
      });
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
      return world.change();
    }
    return send(fault === "store-then-502" ? faultAnswer({ status: 502 }).answer : answer);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      world.problems.push(`the stand-in itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  const gateway = startGateway(server, gatewayUrl, {
    token,
    bot: world.bot,
    heartbeatMs,
    guilds,
    allowPrivileged,
    changed: () => world.change(),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;

  async function until(condition: () => boolean, timeoutMs = 5000): Promise<void> {
    // The bot's own doings raise no event here, so those are looked at every few milliseconds too.
    const ticking = setInterval(() => world.change(), 10);
    const held = await world.until(condition, timeoutMs);
    clearInterval(ticking);
    if (held) return;
    throw new Error(`Discord stand-in: still false after ${timeoutMs} ms: ${condition.toString()}`);
  }

  return {
    url: `http://127.0.0.1:${port}/api`,
    token,
    applicationId,
    requests,
    problems: world.problems,
    warnings: world.warnings,
    gateway,
    until,
    ready: (timeoutMs) => until(() => gateway.connected, timeoutMs),
    user: (person = {}) => createPerson(world, gateway, person),
    messages: (channelId) => world.messagesIn(channelId),
    commands: (guildId = "") => world.commands.get(guildId) ?? [],
    channel: (id, access, guildId) => void world.channel(id, access, 0, guildId),
    threads(channelId, how) {
      const channel = world.channels.get(channelId);
      if (channel) channel.threads = how;
    },
    say: (channelId, content) => void world.post(channelId, { content }, 0),
    threadName: (id) => world.channels.get(id)?.name,
    deleteMessage: (id) => void world.remove(id),
    forgetNonces: () => world.forgetNonces(),
    expire({ token: which }) {
      const interaction = world.findInteraction(which);
      if (interaction) interaction.expired = true;
    },
    fail: (match, how, times = 1) => faults.add(match, how, times),
    get pendingFaults() {
      return faults.pending;
    },
    async close() {
      gateway.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
