import { Client } from "discord.js";
import type { Dispatcher } from "../../app/dispatch.ts";
import type { Command, Status } from "../../core/command.ts";
import type { Platform } from "../../core/platform.ts";
import type { Log } from "../../log.ts";
import { InFlight } from "../in-flight.ts";
import { Answers } from "./answer.ts";
import { discordCommands } from "./commands.ts";
import { connectionError } from "./connection-error.ts";
import { mendPacket } from "./payload.ts";
import { syncCommands } from "./register.ts";

/** How long a connection may take to be made, in ms: discord.js itself tries a gateway that refuses it for ever. */
const loginPatience = 60_000;

export interface DiscordOptions {
  readonly token: string;
  /** Register commands in this guild, where they appear at once, instead of globally. */
  readonly guild?: string;
  /** Base URL of the REST interface without its version. */
  readonly apiUrl?: string;
  readonly dispatcher: Dispatcher;
  readonly commands: readonly Command[];
  readonly log: Log;
}

/** Paperboy on Discord: slash commands, completions and controls over the gateway, with no intents at all. */
export class DiscordPlatform implements Platform {
  readonly name = "discord";
  state: Status["platforms"][number]["state"] = "starting";
  readonly #options: DiscordOptions;
  readonly #answers: Answers;
  readonly #inFlight: InFlight;
  readonly #stopped = new AbortController();
  /** Ends the waiting for what comes later when the time to stop is over. */
  readonly #halt = new AbortController();
  #client: Client | undefined;

  constructor(options: DiscordOptions) {
    const { dispatcher, log, apiUrl } = options;
    this.#options = options;
    this.#answers = new Answers({
      dispatcher,
      log,
      halt: this.#halt.signal,
      ...(apiUrl !== undefined && { apiUrl }),
    });
    this.#inFlight = new InFlight((err) => log.error({ err }, "discord: an answer could not be delivered"));
  }

  async start(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    this.state = "starting";
    // A client that was destroyed cannot be used again.
    const client = this.#connection();
    this.#client = client;
    try {
      await within(loginPatience, this.#stopped.signal, client.login(this.#options.token));
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#client = undefined;
      this.state = "failed";
      await client.destroy();
      throw connectionError(error);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.state = "stopped";
    this.#stopped.abort();
    await this.#inFlight.drain(graceMs);
    this.#halt.abort();
    const client = this.#client;
    this.#client = undefined;
    await client?.destroy();
  }

  #connection(): Client {
    const { apiUrl, log } = this.#options;
    const client = new Client({
      intents: [],
      allowedMentions: { parse: [] },
      ...(apiUrl !== undefined && { rest: { api: apiUrl } }),
    });
    const become = (state: "starting" | "ready" | "failed") => {
      if (this.#client === client && this.state !== "stopped") this.state = state;
    };
    // Emitted with every event before discord.js reads it.
    client.on("raw", (packet: unknown) => {
      const wrong = mendPacket(packet);
      if (wrong !== undefined) log.warn({ wrong }, "discord: an interaction that cannot be answered");
    });
    return (
      client
        .on("clientReady", (ready) => {
          become("ready");
          log.info("discord: connected");
          void this.#inFlight.run(() => this.#register(ready));
        })
        .on("shardReady", () => become("ready"))
        .on("shardResume", () => become("ready"))
        .on("shardReconnecting", () => become("starting"))
        .on("shardDisconnect", ({ code }) => {
          become("failed");
          log.error({ code }, "discord: the gateway closed the connection for good");
        })
        .on("interactionCreate", (interaction) => {
          if (this.state !== "stopped") void this.#inFlight.run(() => this.#answers.answer(interaction));
        })
        // Without a listener an error inside discord.js ends the process.
        .on("error", (err) => log.error({ err }, "discord: client error"))
        .on("shardError", (err) => log.warn({ err }, "discord: connection error"))
    );
  }

  async #register(client: Client<true>): Promise<void> {
    const { guild, commands, log } = this.#options;
    try {
      const done = await syncCommands(client.rest, client.application.id, guild, discordCommands(commands));
      log.info({ guild, done }, "discord: commands registered");
    } catch (err) {
      log.warn({ err, guild }, "discord: commands could not be registered; run `npm run register`");
    }
  }
}

/** Rejects when the work takes longer than `ms` or the signal is aborted. */
async function within(ms: number, signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(patience.reason);
  patience.addEventListener("abort", giveUp, { once: true });
  await Promise.race([work, promise]).finally(() => patience.removeEventListener("abort", giveUp));
}
