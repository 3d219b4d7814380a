/** The Slack tests' surroundings: one real app a file, and for each test a stand-in that must find no fault. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { commands } from "../../../src/compose.ts";
import { type SlackOptions, SlackPlatform } from "../../../src/platforms/slack/adapter.ts";
import { isObject, type Json } from "../../fakes/slack/rules.ts";
import { type Slack, startSlack } from "../../fakes/slack/server.ts";
import type { User, UserOptions, Via } from "../../fakes/slack/user.ts";
import type { Message } from "../../fakes/slack/workspace.ts";
import { openTestApp, removeTestFolders, type TestApp } from "../../support/app.ts";

export type Mode = "socket" | "http";
export const modes: readonly Mode[] = ["socket", "http"];

export let app: TestApp;
export let slack: Slack;
/** What Node would have ended the process for. */
export const unhandled: unknown[] = [];
const platforms: SlackPlatform[] = [];
let people = 0;

const remember = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", remember);
  app = await openTestApp();
});

afterAll(async () => {
  await app.close();
  await removeTestFolders();
  process.off("unhandledRejection", remember);
});

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(async () => {
  await Promise.all(platforms.splice(0).map((platform) => platform.stop(5_000)));
  await slack.close();
  expect(slack.problems).toEqual([]);
  expect(unhandled.splice(0)).toEqual([]);
});

export interface Running {
  readonly platform: SlackPlatform;
  readonly via: Via;
  readonly port: number;
}

/** A platform that is not started yet. */
export async function createPlatform(
  mode: Mode,
  on: TestApp = app,
  changes: Partial<SlackOptions> = {},
): Promise<Running> {
  const port = mode === "http" ? await freePort() : 0;
  const platform = new SlackPlatform({
    botToken: slack.botToken,
    apiUrl: slack.url,
    mode:
      mode === "http"
        ? { kind: "http", signingSecret: slack.signingSecret, port }
        : { kind: "socket", appToken: slack.appToken },
    dispatcher: on.dispatcher,
    commands,
    log: on.log,
    ...changes,
  });
  platforms.push(platform);
  return { platform, port, via: mode === "http" ? { http: requestUrl(port) } : "socket" };
}

/** A platform that serves. */
export async function connect(
  mode: Mode,
  on: TestApp = app,
  changes: Partial<SlackOptions> = {},
): Promise<Running> {
  const running = await createPlatform(mode, on, changes);
  await running.platform.start();
  return running;
}

export function requestUrl(port: number): string {
  return `http://127.0.0.1:${port}/slack/events`;
}

/** Somebody new in a channel of their own, so that no test meets another's limits and settings. */
export function person({ via }: { via: Via }, options: UserOptions = {}): User {
  people += 1;
  const id = String(people).padStart(4, "0");
  const kind = options.channel?.kind ?? "public";
  return slack.user({
    id: `UPERSON${id}`,
    via,
    ...options,
    channel: { id: `${kind === "im" ? "D" : "C"}PLACE${id}`, ...options.channel },
  });
}

/** The card that a person gets for `/paper text`. */
export async function search(user: User, text: string): Promise<Message> {
  return shown(await (await user.slash("/paper", text)).settled());
}

export function shown(outcome: { readonly message: Message | undefined }): Message {
  if (!outcome.message) throw new Error("the person was shown nothing");
  return outcome.message;
}

/** All that a message's blocks say, in order. */
export function saidBy(message: { readonly blocks: readonly Json[] }): string {
  return texts(message.blocks).join("\n");
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (!isObject(value)) return [];
  const own = typeof value.text === "string" ? [value.text] : [];
  return [...own, ...Object.values(value).flatMap(texts)];
}

/** What everybody in the workspace sees. */
export function publicMessages(): Message[] {
  return slack.messages.filter(({ ephemeral, deleted }) => !ephemeral && !deleted);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
