/**
 * A quick Discord and Slack in one server, for thousands of posts: they know no rules, but lose answers the way the real
 * ones do. What has reached them they do, whether the sender still lives or not.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Discord } from "./discord.ts";
import { Slack } from "./slack.ts";

/** One message that is visible in a channel, or in a thread there. */
export interface Post {
  readonly channel: string;
  readonly title: string;
}

export interface Trouble {
  /** Chance that a request meets a fault. */
  readonly chance: number;
  /** The longest time until a message is stored, in ms. */
  readonly latency: number;
  /** How long Discord remembers a nonce, in ms. */
  readonly nonceWindow: number;
}

export interface Request {
  readonly method: string;
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** What both platforms do with a request. `message`: what it would post, undefined where it posts nothing. */
export interface Service {
  message(request: Request): Post | undefined;
  answer(request: Request): Answer;
  limited(): { readonly status: 429; readonly headers: Record<string, string>; readonly body: object };
}

export interface Chat {
  readonly discordUrl: string;
  readonly slackUrl: string;
  /** In the order in which they were stored. */
  readonly posts: readonly Post[];
  /** Called before and after a message is stored, while its sender waits. */
  onMessage: (stage: "received" | "stored", post: Post) => void;
  close(): Promise<void>;
}

/** In which way a request goes wrong, and how often; those with `after` have been done. */
const faults = {
  before503: 3,
  beforeReset: 3,
  limited: 4,
  after502: 5,
  afterCut: 4,
  afterTruncated: 3,
  afterHang: 3,
} as const;
type Fault = keyof typeof faults;

export async function startChat(trouble: Trouble): Promise<Chat> {
  const posts: Post[] = [];
  const chat = { onMessage: (() => {}) as Chat["onMessage"] };
  const services: Record<string, Service> = {
    api: new Discord(posts, trouble.nonceWindow),
    slack: new Slack(posts),
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { pathname, searchParams: query } = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const [first = "", ...parts] = pathname.split("/").filter(Boolean);
    const service = services[first];
    if (!service) throw new RangeError(`nobody serves ${pathname}`);
    const request = {
      method: incoming.method ?? "GET",
      parts,
      query,
      body: Buffer.concat(chunks).toString(),
    };
    const message = service.message(request);
    if (message) chat.onMessage("received", message);
    const fault = Math.random() < trouble.chance ? pick() : undefined;
    if (fault === "beforeReset") return void incoming.socket.resetAndDestroy();
    if (fault === "before503") return send(response, 503, {});
    if (fault === "limited") {
      const { status, headers, body } = service.limited();
      return send(response, status, body, headers);
    }
    // Most answers come quickly, some take long.
    if (trouble.latency > 0) await wait(trouble.latency * Math.random() ** 3);
    const { status, body } = service.answer(request);
    if (message) chat.onMessage("stored", message);
    if (fault === "after502") return send(response, 502, {});
    if (fault === "afterCut") return void incoming.socket.resetAndDestroy();
    if (fault === "afterHang") return;
    if (fault === "afterTruncated") {
      const text = JSON.stringify(body);
      response.writeHead(status, { "content-type": "application/json", "content-length": text.length });
      return void response.write(text.slice(0, text.length / 2), () => incoming.socket.destroy());
    }
    send(response, status, body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A sender that was killed in the middle of its request.
      if ((error as { code?: string }).code !== "ECONNRESET")
        process.stderr.write(`chat: ${String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(chat, {
    discordUrl: `${origin}/api`,
    slackUrl: `${origin}/slack/`,
    posts,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** One of the faults, each as often as its weight says. */
function pick(): Fault {
  const all = Object.entries(faults).flatMap(([fault, weight]) => Array<string>(weight).fill(fault));
  return all[Math.floor(Math.random() * all.length)] as Fault;
}
