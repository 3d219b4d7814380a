/**
 * A real Bolt app wired to the stand-in, the way shared notes platform-rules.md section 3 found to work.
 * Named imports: the default import of this CommonJS module is the whole module in Node, but the App
 * class in Vitest.
 */
import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { Slack } from "./server.ts";
import type { Via } from "./user.ts";

export type BoltApp = App;

export interface Running {
  app: BoltApp;
  via: Via;
  stop: () => Promise<void>;
}

export interface AppOptions {
  /** Of the listeners' client; none unless told. */
  retries?: { retries: number; minTimeout?: number; maxTimeout?: number };
  pingMs?: number;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {} };
const logger = { ...quiet, getLevel: () => LogLevel.ERROR };

/**
 * Both the wait before a reconnection and the longest silence the client bears: with 100 ms, a busy
 * machine made it drop a live connection, and the envelope on it was lost.
 */
export const QUICK_PING_MS = 400;

/** Its own receiver, so that the retries of the socket and those of the listeners' client are apart. */
export async function socketApp(
  slack: Slack,
  setUp: (app: BoltApp) => void,
  { retries = { retries: 0 }, pingMs }: AppOptions = {},
): Promise<Running> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    ...(pingMs === undefined ? {} : { clientPingTimeout: pingMs }),
    logger,
    installerOptions: { clientOptions: { slackApiUrl: slack.url } },
  });
  const app = new App({
    token: slack.botToken,
    receiver,
    logger,
    clientOptions: { slackApiUrl: slack.url, retryConfig: retries },
    deferInitialization: true,
  });
  setUp(app);
  await app.init();
  await app.start();
  return { app, via: "socket", stop: async () => void (await app.stop()) };
}

export async function httpApp(
  slack: Slack,
  setUp: (app: BoltApp) => void,
  { retries = { retries: 0 } }: AppOptions = {},
): Promise<Running> {
  const app = new App({
    token: slack.botToken,
    signingSecret: slack.signingSecret,
    logger,
    clientOptions: { slackApiUrl: slack.url, retryConfig: retries },
    deferInitialization: true,
  });
  setUp(app);
  await app.init();
  const server = await app.start({ port: 0, host: "127.0.0.1" });
  const address = server && "address" in server ? server.address() : null;
  if (address === null || typeof address === "string") throw new Error("no port");
  const http = `http://127.0.0.1:${address.port}/slack/events`;
  return { app, via: { http }, stop: async () => void (await app.stop()) };
}
