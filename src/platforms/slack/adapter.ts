import { randomUUID } from "node:crypto";
import {
  App,
  type BlockAction,
  HTTPReceiver,
  LogLevel,
  type RespondFn,
  type SlackCommandMiddlewareArgs,
  SocketModeReceiver,
  type webApi,
} from "@slack/bolt";
import type { Dispatcher } from "../../app/dispatch.ts";
import type { Command, Input, Place, Reply, Status } from "../../core/command.ts";
import { type Platform, PlatformError } from "../../core/platform.ts";
import type { Log } from "../../log.ts";
import { InFlight } from "../in-flight.ts";
import { Locales, RecentKeys } from "./memory.ts";
import { postToChannel } from "./post.ts";
import { renderCard } from "./render.ts";

/** Time-out of one call to Slack in ms. */
const callTimeout = 10_000;

export interface SlackOptions {
  readonly botToken: string;
  readonly apiUrl?: string;
  readonly mode:
    | { readonly kind: "socket"; readonly appToken: string }
    | { readonly kind: "http"; readonly signingSecret: string; readonly port: number };
  /** Further paths of the HTTP mode's server, for health checks. */
  readonly routes?: ConstructorParameters<typeof HTTPReceiver>[0]["customRoutes"];
  readonly dispatcher: Dispatcher;
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** Paperboy on Slack: slash commands and controls, over Socket Mode or signed HTTP requests. */
export class SlackPlatform implements Platform {
  readonly name = "slack";
  state: Status["platforms"][number]["state"] = "starting";
  readonly #options: SlackOptions;
  readonly #app: App;
  readonly #inFlight: InFlight;
  readonly #locales = new Locales();
  /** Deliveries already taken: Slack sends one again when it missed our acknowledgement. */
  readonly #taken = new RecentKeys(1_000);

  constructor(options: SlackOptions) {
    this.#options = options;
    const { log, mode, commands } = options;
    this.#inFlight = new InFlight((err) => log.error({ err }, "slack: an answer could not be delivered"));
    const api = options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl };
    const logger = boltLogger(log);
    this.#app = new App({
      token: options.botToken,
      // The receiver gets client options of its own: Bolt's Socket Mode writes its retry settings into what it is given,
      // and the receiver needs those retries to reconnect while a message must never be sent twice.
      receiver:
        mode.kind === "socket"
          ? new SocketModeReceiver({
              appToken: mode.appToken,
              logger,
              clientPingTimeout: 5_000,
              installerOptions: { clientOptions: { ...api } },
            })
          : new HTTPReceiver({
              signingSecret: mode.signingSecret,
              logger,
              port: mode.port,
              ...(options.routes && { customRoutes: options.routes }),
            }),
      clientOptions: {
        ...api,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: callTimeout,
      },
      logger,
      // So that a bad token is an error here and not a rejection nobody handles.
      deferInitialization: true,
    });
    for (const name of new Set(commands.map((command) => command.name[0])))
      this.#app.command(`/${name}`, (args) => this.#command(name, args));
    this.#app.action({ type: "block_actions" }, async ({ ack, body, respond, client }) => {
      await ack();
      const action = body.actions[0];
      if (action)
        await this.#begin(`${body.trigger_id}:${action.action_ts}`, () => this.#press(body, respond, client));
    });
    this.#app.error(async (err) => log.error({ err }, "slack: an event could not be handled"));
  }

  async start(): Promise<void> {
    const { mode } = this.#options;
    try {
      await this.#app.init();
      await this.#app.client.auth.test({ token: this.#options.botToken });
      await (mode.kind === "http" ? this.#app.start(mode.port) : this.#app.start());
      this.state = "ready";
      this.#options.log.info({ mode: mode.kind }, "slack: connected");
    } catch (error) {
      this.state = "failed";
      throw startError(error, mode.kind);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.state = "stopped";
    await this.#inFlight.drain(graceMs);
    await this.#app.stop();
  }

  async #command(
    name: string,
    { ack, command, respond, client }: SlackCommandMiddlewareArgs & { client: webApi.WebClient },
  ): Promise<void> {
    await ack();
    await this.#begin(command.trigger_id, async () => {
      const input: Input = { kind: "text", name, text: command.text ?? "" };
      const reply = await this.#options.dispatcher.dispatch({
        id: newId(),
        input,
        place: this.#place(client, command.team_id, command.user_id, command.user_name, command.channel_id),
      });
      await this.#deliver(reply, { respond, client, channel: command.channel_id }, false);
    });
  }

  async #press(body: BlockAction, respond: RespondFn, client: webApi.WebClient): Promise<void> {
    const { dispatcher } = this.#options;
    const action = body.actions[0];
    if (!action) return;
    // A card that everybody sees is never changed for one reader: they get their own.
    const own = body.container["is_ephemeral"] === true;
    const inPlace = own && dispatcher.effect(action.action_id) === "update";
    const value = action.type === "static_select" ? action.selected_option?.value : undefined;
    const channel = body.channel?.id ?? String(body.container["channel_id"] ?? "");
    const reply = await dispatcher.dispatch({
      id: newId(),
      input: { kind: "control", id: action.action_id, ...(value !== undefined && { value }) },
      place: this.#place(
        client,
        body.team?.id ?? body.user.team_id ?? "",
        body.user.id,
        body.user.name ?? body.user.username,
        channel,
      ),
    });
    await this.#deliver(reply, { respond, client, channel }, inPlace);
  }

  async #deliver(
    reply: Reply,
    to: { respond: RespondFn; client: webApi.WebClient; channel: string },
    inPlace: boolean,
  ): Promise<void> {
    let { card } = reply;
    if (reply.post) {
      const failure = await postToChannel({ ...to, log: this.#options.log }, reply.post);
      if (failure) card = reply.post.failed[failure];
    }
    const message = {
      ...renderCard(card),
      response_type: "ephemeral" as const,
      replace_original: inPlace && reply.kind !== "problem",
    };
    try {
      await to.respond(message);
    } catch (err) {
      this.#options.log.warn({ err }, "slack: a private answer failed, trying once more");
      await to.respond(message);
    }
  }

  /** Runs work for a delivery once, however often Slack delivers it. */
  async #begin(key: string, work: () => Promise<void>): Promise<void> {
    if (this.state === "stopped" || !this.#taken.add(key)) return;
    await this.#inFlight.run(work);
  }

  #place(client: webApi.WebClient, team: string, user: string, name: string, channel: string): Place {
    return {
      platform: "slack",
      person: { key: `slack:${team}:${user}`, id: user, name },
      // Whoever can type in a Slack channel is a member of it or may join it.
      ...(channel !== "" && { channel: { key: `slack:${team}:${channel}`, mayManage: true } }),
      locale: () =>
        this.#locales.of(`${team}:${user}`, async () => {
          const { user: found } = await client.users.info({ user, include_locale: true });
          return found?.locale;
        }),
    };
  }
}

function newId(): string {
  return randomUUID().slice(0, 13);
}

/** Slack's own logging, into ours. Its debug level prints whole requests and stays off. */
function boltLogger(log: Log) {
  const say =
    (level: "debug" | "info" | "warn" | "error") =>
    (...parts: unknown[]) =>
      log[level](
        { parts: parts.filter((part) => typeof part !== "string") },
        `slack: ${parts.filter((part) => typeof part === "string").join(" ")}`,
      );
  return {
    debug: () => {},
    info: say("debug"),
    warn: say("warn"),
    error: say("error"),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function startError(error: unknown, mode: "socket" | "http"): PlatformError {
  const reason = (error as { data?: { error?: string } }).data?.error;
  const code = (error as { code?: string }).code;
  if (code === "EADDRINUSE" || code === "EACCES")
    return new PlatformError(
      "PORT cannot be listened on: another program has it, or it needs rights. Choose another PORT.",
      { cause: error, permanent: true },
    );
  if (reason !== undefined)
    return new PlatformError(
      `Slack does not accept ${mode === "socket" ? "SLACK_BOT_TOKEN or SLACK_APP_TOKEN" : "SLACK_BOT_TOKEN"} (${reason}). Copy it again from the app's settings at api.slack.com/apps.`,
      { cause: error, permanent: true },
    );
  return new PlatformError("Slack cannot be reached. Check the network and SLACK_API_URL.", {
    cause: error,
    permanent: false,
  });
}
