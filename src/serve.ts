import { createServer, type Server, type ServerResponse } from "node:http";
import { type App, commands } from "./compose.ts";
import type { Config } from "./config.ts";
import { loadDetector } from "./core/detect-language.ts";
import { type Platform, PlatformError } from "./core/platform.ts";
import { deliverDigests, openMessengers } from "./deliver.ts";
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

/**
 * Serves the configured platforms until `stop` is aborted. Resolves to false when it ended without that: not one platform
 * could run, or the search index has stopped for good and whoever supervises the process should start it again.
 */
export async function serve(app: App, config: Config, log: Log, stop: AbortSignal): Promise<boolean> {
  const unlock = holdServingLock(config.data);
  const end = whenAborted(AbortSignal.any([stop, app.indexEnded]));
  const health = healthHandlers(app, end.signal);
  const platforms = await createPlatforms(app, config, log, health);
  app.platforms.push(...platforms);
  const server = config.slack?.mode.kind === "http" ? undefined : listenForHealth(config.port, health, log);
  const indexing = keepIndexing(app, log);
  const delivering = keepDelivering(app, config, log);
  const sources = keepSources(app, log);
  const forgetErrors = surviveErrors(log);
  try {
    // Later this would keep platforms waiting for their acknowledgements.
    await loadDetector();
    // The first answers should know the shipped papers; a large index that must be built again is not waited for.
    await Promise.race([indexing.first, delay(firstSyncPatience), end.reached]);
    const started = await Promise.all(platforms.map((platform) => startPlatform(platform, log, end)));
    if (started.includes(true)) await end.reached;
    if (app.indexEnded.aborted && !stop.aborted)
      log.error("Paperboy ends because its search index has stopped for good; it can be started again.");
    return stop.aborted;
  } finally {
    const loops = [indexing.stop(), delivering.stop(), sources.stop()];
    await Promise.allSettled([...platforms.map((platform) => platform.stop(grace)), ...loops]);
    server?.close();
    unlock();
    forgetErrors();
  }
}

/** Brings the index up to date now and every few seconds. `stop` saves what has been indexed. */
export function keepIndexing(app: App, log: Log) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const sync = async () => {
    try {
      const added = await app.library.sync({ signal: stopping.signal });
      if (added > 0) log.info({ added }, "papers were indexed");
    } catch (err) {
      if (!stopping.signal.aborted && !app.indexEnded.aborted)
        log.error({ err }, "the index could not be brought up to date");
    }
  };
  const once = () => {
    running ??= sync().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(once, syncEvery);
  return {
    first: once(),
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await Promise.race([running, delay(grace)]);
    },
  };
}

/** `stop` ends requests that are under way: what they would have brought is asked for at the next start. */
export function keepSources(app: App, log: Log) {
  const stopping = new AbortController();
  const running = app
    .keepSources(stopping.signal)
    .catch((err: unknown) => log.error({ err }, "sources of papers cannot be asked"));
  return {
    async stop() {
      stopping.abort();
      await Promise.race([running, delay(grace)]);
    },
  };
}

/** `stop` lets posts that are under way be written down. Those that take longer are asked about at the next start. */
function keepDelivering(app: App, config: Config, log: Log) {
  const stopping = new AbortController();
  const running = openMessengers(config, log)
    .then((messengers) => deliverDigests(app, messengers, log, stopping.signal))
    .catch((err: unknown) => log.error({ err }, "digests cannot be delivered"));
  return {
    async stop() {
      stopping.abort();
      await Promise.race([running, delay(grace)]);
    },
  };
}

/**
 * An SDK can throw inside an event handler of its own, where nobody can catch it. That must not end the answers of the
 * other platform. Gives the function that ends this.
 */
function surviveErrors(log: Log): () => void {
  const survive = (err: unknown) =>
    log.error({ err }, "An error came up that no answer and no platform had foreseen. Paperboy goes on.");
  const events = ["uncaughtException", "unhandledRejection"] as const;
  for (const event of events) process.on(event, survive);
  return () => {
    for (const event of events) process.off(event, survive);
  };
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

/**
 * True when the platform runs. One that refuses us, or fails in a way nobody foresaw, is given up with a sentence; one out
 * of reach is tried again.
 */
async function startPlatform(platform: Platform, log: Log, end: End): Promise<boolean> {
  for (let attempt = 0; !end.signal.aborted; attempt++) {
    try {
      await Promise.race([platform.start(), end.reached]);
      return !end.signal.aborted;
    } catch (error) {
      if (!(error instanceof PlatformError)) {
        const says = `${platform.name} could not be started because of an unforeseen error: it is left out.`;
        log.error({ err: error, platform: platform.name }, says);
        return false;
      }
      const wait = error.permanent ? undefined : (retryWaits[attempt] ?? retryWaits.at(-1));
      log.error({ err: error.cause, platform: platform.name, retryInMs: wait }, error.message);
      if (wait === undefined) return false;
      await Promise.race([delay(wait), end.reached]);
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

interface End {
  readonly signal: AbortSignal;
  readonly reached: Promise<void>;
}

/** A signal with the one promise of its being aborted, which many may wait for. */
function whenAborted(signal: AbortSignal): End {
  const reached = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return { signal, reached };
}

type Health = Readonly<Record<string, (request: unknown, response: ServerResponse) => void>>;

/** `/healthz`: the process lives. `/readyz`: it can answer somebody, and is not stopping. */
function healthHandlers(app: App, end: AbortSignal): Health {
  const answer = (response: ServerResponse, ok: boolean, body: object) => {
    response.writeHead(ok ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  return {
    "/healthz": (_, response) => answer(response, true, { ok: true }),
    "/readyz": (_, response) => {
      const platforms = Object.fromEntries(app.platforms.map(({ name, state }) => [name, state]));
      answer(response, !end.aborted && Object.values(platforms).includes("ready"), platforms);
    },
  };
}

function listenForHealth(port: number | undefined, health: Health, log: Log): Server | undefined {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    // Not every target that HTTP allows is a URL.
    const [path = ""] = (request.url ?? "").split("?");
    const handler = Object.hasOwn(health, path) ? health[path] : undefined;
    if (handler && request.method === "GET") handler(request, response);
    else response.writeHead(404).end();
  });
  server.on("error", (err) =>
    log.error({ err }, "PORT cannot be listened on for health checks. Choose another PORT."),
  );
  return server.listen(port);
}
