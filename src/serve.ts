import { createServer, type Server, type ServerResponse } from "node:http";
import { type App, commands } from "./compose.ts";
import type { Config } from "./config.ts";
import { type Platform, PlatformError } from "./core/platform.ts";
import type { Log } from "./log.ts";
import { holdServingLock } from "./store/lock.ts";

/** Time that answers in flight have to finish after a signal to stop, in ms; the whole stop takes under 10 s. */
const grace = 7_000;
/** How often the store is asked for papers that another process brought, in ms. */
const syncEvery = 5_000;
/** How long serving waits for the index before it begins, in ms. */
const firstSyncPatience = 3_000;
/** Waiting times between attempts to reach a platform whose network is down, in ms. */
const retryWaits = [1_000, 5_000, 15_000, 60_000] as const;

/** Serves the configured platforms until `stop` is aborted. Resolves to false when not one of them could run. */
export async function serve(app: App, config: Config, log: Log, stop: AbortSignal): Promise<boolean> {
  const unlock = holdServingLock(config.data);
  const health = healthHandlers(app, stop);
  const platforms = await createPlatforms(app, config, log, health);
  app.platforms.push(...platforms);
  const server = config.slack?.mode.kind === "http" ? undefined : listenForHealth(config.port, health, log);
  const sync = async () => {
    try {
      const added = await app.library.sync();
      if (added > 0) log.info({ added }, "papers were indexed");
    } catch (err) {
      // Stopping closes the index under a sync that still runs; the next start goes on from what was saved.
      if (!stop.aborted) log.error({ err }, "the index could not be brought up to date");
    }
  };
  const timer = setInterval(sync, syncEvery);
  try {
    // The first answers should know the shipped papers; a large index that must be built again is not waited for.
    await Promise.race([sync(), delay(firstSyncPatience), aborted(stop)]);
    const started = await Promise.all(platforms.map((platform) => startPlatform(platform, log, stop)));
    if (!started.includes(true)) return stop.aborted;
    await aborted(stop);
    return true;
  } finally {
    clearInterval(timer);
    await Promise.allSettled(platforms.map((platform) => platform.stop(grace)));
    server?.close();
    unlock();
  }
}

/** A platform's SDK is loaded only where it is configured: each costs half a second and tens of megabytes. */
async function createPlatforms(app: App, config: Config, log: Log, health: Health): Promise<Platform[]> {
  const shared = { dispatcher: app.dispatcher, commands, log };
  const platforms: Platform[] = [];
  if (config.discord) {
    const { DiscordPlatform } = await import("./platforms/discord/adapter.ts");
    platforms.push(new DiscordPlatform({ ...config.discord, ...shared }));
  }
  if (config.slack) {
    const { SlackPlatform } = await import("./platforms/slack/adapter.ts");
    const routes = Object.entries(health).map(([path, handler]) => ({ path, method: "GET", handler }));
    platforms.push(new SlackPlatform({ ...config.slack, routes, ...shared }));
  }
  return platforms;
}

/** True when the platform runs. One that refuses us is given up with a sentence; one out of reach is tried again. */
async function startPlatform(platform: Platform, log: Log, stop: AbortSignal): Promise<boolean> {
  for (let attempt = 0; !stop.aborted; attempt++) {
    try {
      await Promise.race([platform.start(), aborted(stop)]);
      return !stop.aborted;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const wait = error.permanent ? undefined : (retryWaits[attempt] ?? retryWaits.at(-1));
      log.error({ err: error.cause, platform: platform.name, retryInMs: wait }, error.message);
      if (wait === undefined) return false;
      await Promise.race([delay(wait), aborted(stop)]);
    }
  }
  return false;
}

/** Does not keep the process alive. */
function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

type Health = Readonly<Record<string, (request: unknown, response: ServerResponse) => void>>;

/** `/healthz`: the process lives. `/readyz`: it can answer somebody, and is not stopping. */
function healthHandlers(app: App, stop: AbortSignal): Health {
  const answer = (response: ServerResponse, ok: boolean, body: object) => {
    response.writeHead(ok ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  return {
    "/healthz": (_, response) => answer(response, true, { ok: true }),
    "/readyz": (_, response) => {
      const platforms = Object.fromEntries(app.platforms.map(({ name, state }) => [name, state]));
      answer(response, !stop.aborted && Object.values(platforms).includes("ready"), platforms);
    },
  };
}

function listenForHealth(port: number | undefined, health: Health, log: Log): Server | undefined {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    const handler = health[new URL(request.url ?? "/", "http://local").pathname];
    if (handler && request.method === "GET") handler(request, response);
    else response.writeHead(404).end();
  });
  server.on("error", (err) =>
    log.error({ err }, "PORT cannot be listened on for health checks. Choose another PORT."),
  );
  return server.listen(port);
}
