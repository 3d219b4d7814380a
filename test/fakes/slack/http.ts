/**
 * HTTP mode: Slack's side of the request. Signs `v0:timestamp:body` with HMAC SHA-256
 * (docs.slack.dev/authentication/verifying-requests-from-slack) and gives up after the deadline.
 */
import { createHmac } from "node:crypto";
import { isObject, type Json } from "./rules.ts";
import type { EnvelopeType } from "./socket.ts";

export interface SendOptions {
  /** Signs with another secret. */
  secret?: string;
  /** How old the timestamp is; negative for one of the future. */
  ageSeconds?: number;
  /** Replaces the signature, e.g. by "". */
  signature?: string;
  retry?: { num: number; reason: string };
}

export interface Sent {
  status: number;
  ackMs: number;
  acked: boolean;
  /** The message or options in the acknowledgement, or the challenge; parsed if it is JSON. */
  body: unknown;
  failure?: "dispatch_failed";
  /** Sends the very same request again: same body, timestamp and signature. */
  replay: () => Promise<Sent>;
}

export class HttpSender {
  readonly #secret: string;
  readonly #deadlineMs: number;

  constructor(secret: string, deadlineMs: number) {
    this.#secret = secret;
    this.#deadlineMs = deadlineMs;
  }

  /** `url` is the app's request url, e.g. `http://127.0.0.1:PORT/slack/events`. */
  async send(url: string, type: EnvelopeType, payload: Json, options: SendOptions = {}): Promise<Sent> {
    if (type === "events_api") return this.#post(url, "application/json", JSON.stringify(payload), options);
    const fields =
      type === "interactive"
        ? { payload: JSON.stringify(payload) }
        : Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
    const form = new URLSearchParams(fields).toString();
    return this.#post(url, "application/x-www-form-urlencoded", form, options);
  }

  /** The handshake when a request url is entered; the app answers with the challenge. */
  async verify(url: string, options: SendOptions = {}): Promise<Sent & { challenge: string }> {
    const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    const body = JSON.stringify({ token: "stand-in", challenge, type: "url_verification" });
    return { ...(await this.#post(url, "application/json", body, options)), challenge };
  }

  async #post(url: string, contentType: string, body: string, options: SendOptions): Promise<Sent> {
    const timestamp = String(Math.floor(Date.now() / 1000) - (options.ageSeconds ?? 0));
    const signed = createHmac("sha256", options.secret ?? this.#secret)
      .update(`v0:${timestamp}:${body}`)
      .digest("hex");
    const headers: Record<string, string> = {
      "content-type": contentType,
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": options.signature ?? `v0=${signed}`,
    };
    if (options.retry) {
      headers["x-slack-retry-num"] = String(options.retry.num);
      headers["x-slack-retry-reason"] = options.retry.reason;
    }
    return this.#attempt(url, headers, body);
  }

  async #attempt(url: string, headers: Record<string, string>, body: string): Promise<Sent> {
    const start = performance.now();
    const replay = () => this.#attempt(url, headers, body);
    try {
      const signal = AbortSignal.timeout(this.#deadlineMs);
      const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
      const text = await answer.text();
      const ackMs = performance.now() - start;
      const acked = answer.status >= 200 && answer.status < 300;
      const result = { status: answer.status, ackMs, acked, body: parsed(text), replay };
      return acked ? result : { ...result, failure: "dispatch_failed" };
    } catch {
      const ackMs = performance.now() - start;
      return { status: 0, ackMs, acked: false, body: "", failure: "dispatch_failed", replay };
    }
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : text;
  } catch {
    return text;
  }
}
