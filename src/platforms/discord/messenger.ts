import {
  type APIChannel,
  type APIMessage,
  DiscordAPIError,
  RateLimitError,
  REST,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from "discord.js";
import type { Card } from "../../core/card.ts";
import type { Claim, Messenger, PostResult, SuspensionReason, Whereabouts } from "../../core/digest.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import type { Log } from "../../log.ts";
import { limits } from "./limits.ts";
import { renderCard, renderPlain } from "./render.ts";

/** Discord drops a repetition by its nonce for "a few minutes"; this long that is relied upon, in ms. */
const nonceWindow = 90_000;
/** Pages of a channel's history, each of the size below, in which an earlier attempt is looked for. */
const pages = 5;
const pageSize = 100;
/** How far Discord's clock may be behind ours, in ms. */
const skew = 60_000;
/** Discord's time begins with 2015 (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;
/** Waiting time where Discord names none, in ms. */
const unnamedWait = 60_000;

/** A message whose nonce repeats that of a deleted one; a thread that the message has already. */
const unknownMessage = 10008;
const threadExists = 160004;

export interface DiscordMessengerOptions {
  readonly token: string;
  readonly apiUrl?: string;
  readonly log: Log;
  readonly now?: () => Date;
}

/**
 * Digests on Discord. The nonce makes Discord drop a repetition within minutes
 * (https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`); later the channel's history
 * is looked through for the key in the footer.
 */
export class DiscordMessenger implements Messenger {
  readonly #rest: REST;
  readonly #log: Log;
  readonly #now: () => Date;

  constructor({ token, apiUrl, log, now = () => new Date() }: DiscordMessengerOptions) {
    this.#log = log;
    this.#now = now;
    this.#rest = new REST({
      // The outbox repeats, and asks before it does.
      retries: 0,
      rejectOnRateLimit: () => true,
      ...(apiUrl !== undefined && { api: apiUrl }),
    }).setToken(token);
  }

  async post(claim: Claim, signal: AbortSignal): Promise<PostResult> {
    try {
      const channel = await this.#placeOf(claim, signal);
      const { embeds, components, allowedMentions: allowed_mentions } = renderCard(claim.part.card);
      const [embed] = embeds;
      const body = {
        embeds: [{ ...embed, footer: { text: mark(claim.key) } }],
        components,
        allowed_mentions,
      };
      const result = await this.#send(channel, claim.key, body, signal);
      if (result.kind !== "refused") return result;
      this.#log.error(
        { key: claim.key, why: result.why },
        "discord: a digest was refused and is sent as text",
      );
      const { content, allowedMentions } = renderPlain(claim.part.card);
      const said = `${clampGraphemes(content, limits.content - claim.key.length - 20)}\n-# ${mark(claim.key)}`;
      // Embeds are suppressed so that links do not unfold.
      const plain = { content: said, allowed_mentions: allowedMentions, flags: 4 };
      return await this.#send(channel, claim.key, plain, signal);
    } catch (error) {
      // Nothing but the thread has been asked for so far.
      const failure = digestFailure(error);
      return failure.kind === "unsure" || failure.kind === "refused"
        ? { kind: "failed", why: failure.why }
        : failure;
    }
  }

  async find(claim: Claim, signal: AbortSignal): Promise<Whereabouts> {
    if (this.#now().getTime() - claim.firstAttempt.getTime() < nonceWindow) return { kind: "absent" };
    const places = [...(claim.beneath === undefined ? [] : [claim.beneath]), idOf(claim.channel)];
    try {
      for (const place of places) {
        const remote = await this.#search(place, claim, signal);
        if (remote !== undefined) return { kind: "arrived", remote };
      }
      return { kind: "absent" };
    } catch (error) {
      const failure = digestFailure(error);
      return failure.kind === "gone" || failure.kind === "refused"
        ? { kind: "unknown" }
        : { kind: "later", why: "why" in failure ? failure.why : "" };
    }
  }

  async tell(person: string, card: Card, signal: AbortSignal): Promise<boolean> {
    try {
      const { embeds, components, allowedMentions: allowed_mentions } = renderCard(card);
      const body = { recipient_id: idOf(person) };
      const channel = (await this.#rest.post(Routes.userChannels(), { body, signal })) as APIChannel;
      const message = { embeds, components, allowed_mentions };
      await this.#rest.post(Routes.channelMessages(channel.id), { body: message, signal });
      return true;
    } catch (err) {
      this.#log.warn({ err }, "discord: a person could not be told about a digest");
      return false;
    }
  }

  /** The thread of the digest's first message, or the channel where there may be none. */
  async #placeOf({ channel, beneath, part }: Claim, signal: AbortSignal): Promise<string> {
    if (beneath === undefined || part.thread === undefined) return idOf(channel);
    try {
      const body = { name: clampGraphemes(part.thread, limits.choiceName) };
      await this.#rest.post(Routes.threads(idOf(channel), beneath), { body, signal });
      return beneath;
    } catch (error) {
      const { code, status } = error as { code?: unknown; status?: number };
      if (code === threadExists) return beneath;
      if (error instanceof DiscordAPIError && (status === 400 || status === 403 || code === unknownMessage))
        return idOf(channel);
      throw error;
    }
  }

  async #send(
    channel: string,
    nonce: string,
    message: Omit<RESTPostAPIChannelMessageJSONBody, "nonce">,
    signal: AbortSignal,
  ): Promise<PostResult> {
    try {
      const body = { ...message, nonce, enforce_nonce: true };
      const sent = (await this.#rest.post(Routes.channelMessages(channel), { body, signal })) as APIMessage;
      return { kind: "sent", remote: sent.id };
    } catch (error) {
      // It had arrived, and somebody has deleted it since.
      if (error instanceof DiscordAPIError && error.code === unknownMessage)
        return { kind: "sent", remote: "" };
      return digestFailure(error);
    }
  }

  async #search(place: string, claim: Claim, signal: AbortSignal): Promise<string | undefined> {
    let after = String(BigInt(claim.firstAttempt.getTime() - skew - epoch) << 22n);
    for (let page = 0; page < pages; page++) {
      const query = new URLSearchParams({ after, limit: String(pageSize) });
      const messages = (await this.#rest
        .get(Routes.channelMessages(place), { query, signal })
        .catch((error: unknown) => {
          // The thread was never made, or is gone with its first message.
          if (place === claim.beneath && error instanceof DiscordAPIError && error.status === 404) return [];
          throw error;
        })) as readonly APIMessage[];
      const footer = mark(claim.key);
      const own = messages.find(
        ({ embeds, content }) =>
          embeds.some((embed) => embed.footer?.text === footer) || content.endsWith(footer),
      );
      if (own) return own.id;
      if (messages.length < pageSize) return undefined;
      after = messages.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
    }
    return undefined;
  }
}

/** What marks a message of a digest, for people and for the search through the history. */
function mark(key: string): string {
  return `Paperboy · ${key.slice(0, 10)}`;
}

/** The last part of a key, for example `7` of `discord:7`. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

/** Discord's codes (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json) that end a channel. */
const reasons: Readonly<Record<string, SuspensionReason>> = {
  10003: "channelGone",
  10004: "botRemoved",
  50001: "forbidden",
  50007: "forbidden",
  50008: "forbidden",
  50013: "forbidden",
  50024: "forbidden",
  50083: "archived",
  40001: "tokenRevoked",
  50014: "tokenRevoked",
};

/** What a failed request means for a digest. */
export function digestFailure(error: unknown): PostResult {
  if (error instanceof RateLimitError)
    return { kind: "wait", afterMs: Math.ceil(error.retryAfter), why: "429" };
  const why = error instanceof Error ? error.message : String(error);
  if (!(error instanceof DiscordAPIError)) {
    const { status } = error as { status?: number };
    if (status === 401) return { kind: "gone", reason: "tokenRevoked", why };
    return { kind: "unsure", why };
  }
  const reason = reasons[error.code];
  if (reason) return { kind: "gone", reason, why };
  if (error.status === 401) return { kind: "gone", reason: "tokenRevoked", why };
  if (error.status === 403) return { kind: "gone", reason: "forbidden", why };
  if (error.status === 429 || [20016, 20028, 20029, 130000].includes(Number(error.code))) {
    const { retry_after: seconds } = error.rawError as { retry_after?: number };
    return { kind: "wait", afterMs: seconds === undefined ? unnamedWait : Math.ceil(seconds * 1_000), why };
  }
  if (error.status >= 500) return { kind: "unsure", why };
  return { kind: "refused", why };
}
