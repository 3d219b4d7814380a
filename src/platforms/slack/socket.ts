import type { SocketModeReceiver } from "@slack/bolt";
import type { Log } from "../../log.ts";
import { atMost, pause } from "./calls.ts";

/** Waiting times between attempts to connect again, in seconds. */
const waits = [0, 0.5, 1, 2, 5, 10, 30] as const;
/** A connection that held this long after its hello, in ms, was a good one: the next attempt is made at once. */
const longEnough = 2_000;
/** Longest wait for a connection and Slack's hello, in ms. */
const helloTimeout = 20_000;
/** Longest wait for the other side to take its leave, in ms. */
const closeTimeout = 1_000;

/**
 * Keeps the Socket Mode connection. The library's own reconnecting is off: a token that has been revoked ends the
 * process there with a rejection nobody can handle, or is tried at start for ever; and each refresh, which Slack asks
 * for every few hours, costs five seconds without a connection.
 */
export class SocketLink {
  readonly #client: SocketModeReceiver["client"];
  readonly #log: Log;
  readonly #onState: (state: "ready" | "failed") => void;
  readonly #closing = new AbortController();
  #isUp = false;
  /** Since when; 0 before the first connection. */
  #upSince = 0;
  #isConnecting = false;
  #failures = 0;

  constructor(client: SocketModeReceiver["client"], log: Log, onState: (state: "ready" | "failed") => void) {
    this.#client = client;
    this.#log = log;
    this.#onState = onState;
    this.#guard();
    client.on("connected", () => {
      this.#isUp = true;
      this.#upSince = Date.now();
    });
    client.on("disconnected", () => {
      if (this.#isUp && Date.now() - this.#upSince >= longEnough) this.#failures = 0;
      this.#isUp = false;
      void this.#keep();
    });
  }

  /** A frame that the library cannot read rejects in its own handler, unhandled, which would end the process. */
  #guard(): void {
    const readers = this.#client.listeners("ws_message") as ((...frame: unknown[]) => unknown)[];
    this.#client.removeAllListeners("ws_message");
    this.#client.on("ws_message", async (...frame: unknown[]) => {
      try {
        for (const read of readers) await read(...frame);
      } catch (err) {
        this.#log.warn({ err }, "slack: a frame could not be read");
      }
    });
  }

  /** Connects for the first time; rejects when that does not work. From then on the connection is kept. */
  async open(): Promise<void> {
    this.#isConnecting = true;
    try {
      await this.#connect();
    } finally {
      this.#isConnecting = false;
    }
    void this.#keep();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await atMost(closeTimeout, this.#client.disconnect());
    // Asked a second time, the library waits no longer for the other side.
    if (this.#isUp) await this.#client.disconnect();
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    if (this.#isConnecting || this.#upSince === 0) return;
    this.#isConnecting = true;
    try {
      while (!this.#isUp && !signal.aborted) {
        await pause(waits[Math.min(this.#failures++, waits.length - 1)] ?? 0, signal);
        await this.#connect().then(
          () => this.#onState("ready"),
          async (err: unknown) => {
            this.#onState("failed");
            this.#log.error({ err }, "slack: cannot connect again yet, trying on");
            await pause((err as { retryAfter?: number }).retryAfter ?? 0, signal);
          },
        );
      }
    } catch (err) {
      if (!signal.aborted) this.#log.error({ err }, "slack: the connection is lost");
    } finally {
      this.#isConnecting = false;
    }
  }

  async #connect(): Promise<void> {
    const late = setTimeout(() => this.#drop(), helloTimeout);
    try {
      await this.#client.start();
    } catch (error) {
      // The library rejects with nothing when the connection closes too early.
      throw error ?? new Error("Slack closed the connection before it was ready.");
    } finally {
      clearTimeout(late);
    }
    if (this.#closing.signal.aborted) this.#drop();
  }

  #drop(): void {
    void this.#client.disconnect();
    void this.#client.disconnect();
  }
}
