import {
  type APIChannel,
  type APIMessage,
  MessageFlags,
  REST,
  RESTEvents,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from "discord.js";
import type { Card } from "../../core/card.ts";
import type { Claim, Messenger, PostResult, Whereabouts } from "../../core/digest.ts";
import { clampGraphemes } from "../../core/text/graphemes.ts";
import type { Log } from "../../log.ts";
import { stillWanted } from "../still-wanted.ts";
import { digestFailure, isRefusal } from "./digest-failure.ts";
import { limits } from "./limits.ts";
import { renderCard, renderPlain } from "./render.ts";

/** Discord drops a repetition by its nonce for "a few minutes"; this long that is relied upon, in ms. */
const reliedUpon = 90_000;
/** Pages of a channel's history, each of the size below, in which an earlier attempt is looked for. */
const pages = 20;
const pageSize = 100;
/** How far Discord's clock may be behind ours, in ms. */
const skew = 60_000;
/** Discord's time begins with 2015 (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;
/**
 * 10,000 requests in ten minutes that are answered with 401, 403 or 429 ban the address they come from
 * (https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
const mostInvalid = 1_000;

/** A message whose nonce repeats that of a deleted one; a thread that the message has already. */
const unknownMessage = 10008;
const threadExists = 160004;

export interface DiscordMessengerOptions {
  readonly token: string;
  readonly apiUrl?: string;
  readonly log: Log;
  readonly now?: () => Date;
  /** How long a repetition is left to the nonce, in ms. */
  readonly nonceWindow?: number;
}

/**
 * Digests on Discord. The nonce makes Discord drop a repetition within minutes
 * (https://docs.discord.com/developers/resources/message#create-message, `enforce_nonce`); later the channel's history
 * is looked through for the key in the footer.
 */
export class DiscordMessenger implements Messenger {
  readonly #rest: REST;
  readonly #token: string;
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #nonceWindow: number;
  /** Until then nothing is asked of Discord. */
  #closedUntil = 0;

  constructor({ token, apiUrl, log, now, nonceWindow }: DiscordMessengerOptions) {
    this.#log = log;
    this.#now = now ?? (() => new Date());
    this.#nonceWindow = nonceWindow ?? reliedUpon;
    this.#rest = new REST({
      // The outbox repeats, and asks before it does.
      retries: 0,
      rejectOnRateLimit: () => true,
      invalidRequestWarningInterval: 1,
      ...(apiUrl !== undefined && { api: apiUrl }),
    });
    this.#token = token;
    this.#rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
      if (count < mostInvalid) return;
      this.#closedUntil = this.#now().getTime() + remainingTime;
      log.error(
        { count, remainingTime },
        "discord: too many requests were refused, so nothing is sent for a while: Discord bans who goes on",
      );
    });
  }

  async post(claim: Claim, signal: AbortSignal): Promise<PostResult> {
    const closed = this.#closedFor();
    if (closed > 0) return { kind: "wait", afterMs: closed, why: "too many requests were refused" };
    const channel = idOf(claim.channel);
    try {
      const place = await this.#placeOf(claim, signal);
      await stillWanted(signal);
      const result = await this.#say(place, claim, signal);
      // Nobody may write in the thread, or it is locked: that says nothing of the channel.
      if (place === channel || result.kind !== "gone" || result.reason === "tokenRevoked") return result;
      await stillWanted(signal);
      return await this.#say(channel, claim, signal);
    } catch (error) {
      // Nothing that could have arrived has been asked for since the last answer.
      const failure = digestFailure(error);
      return failure.kind === "unsure" || failure.kind === "refused"
        ? { kind: "failed", why: failure.why }
        : failure;
    }
  }

  /** The card, or its plain text where Discord does not take the card. */
  async #say(place: string, claim: Claim, signal: AbortSignal): Promise<PostResult> {
    const { embeds, components, allowedMentions: allowed_mentions } = renderCard(claim.part.card);
    const [embed] = embeds;
    const body = {
      embeds: [{ ...embed, footer: { text: mark(claim.key) } }],
      components,
      allowed_mentions,
    };
    const result = await this.#send(place, claim.key, body, signal);
    if (result.kind !== "refused") return result;
    this.#log.error({ key: claim.key, why: result.why }, "discord: a digest was refused and is sent as text");
    const { content, allowedMentions } = renderPlain(claim.part.card);
    const said = `${clampGraphemes(content, limits.content - claim.key.length - 20)}\n-# ${mark(claim.key)}`;
    // Embeds are suppressed so that links do not unfold.
    const plain = { content: said, allowed_mentions: allowedMentions, flags: MessageFlags.SuppressEmbeds };
    await stillWanted(signal);
    return this.#send(place, claim.key, plain, signal);
  }

  async find(claim: Claim, signal: AbortSignal): Promise<Whereabouts> {
    if (this.#now().getTime() - claim.firstAttempt.getTime() < this.#nonceWindow) return { kind: "absent" };
    if (this.#closedFor() > 0) return { kind: "later", why: "too many requests were refused" };
    const places = [...(claim.beneath === undefined ? [] : [claim.beneath]), idOf(claim.channel)];
    try {
      let complete = true;
      for (const place of places) {
        const found = await this.#search(place, claim, signal);
        if (found.kind === "arrived") return found;
        complete &&= found.kind === "absent";
      }
      return { kind: complete ? "absent" : "unknown" };
    } catch (error) {
      const failure = digestFailure(error);
      return failure.kind === "gone" || failure.kind === "refused"
        ? { kind: "unknown" }
        : { kind: "later", why: "why" in failure ? failure.why : "" };
    }
  }

  async tell(person: string, card: Card, signal: AbortSignal): ReturnType<Messenger["tell"]> {
    try {
      const { embeds, components, allowedMentions: allowed_mentions } = renderCard(card);
      const body = { recipient_id: idOf(person) };
      const channel = (await this.#api().post(Routes.userChannels(), { body, signal })) as APIChannel;
      const message = { embeds, components, allowed_mentions };
      await this.#api().post(Routes.channelMessages(channel.id), { body: message, signal });
      return "told";
    } catch (err) {
      this.#log.warn({ err }, "discord: a person could not be told about a digest");
      const failure = digestFailure(err);
      const isFinal =
        failure.kind === "refused" || (failure.kind === "gone" && failure.reason !== "tokenRevoked");
      return isFinal ? "never" : "later";
    }
  }

  /** discord.js forgets a token that was refused once, and would then fail in words of its own. */
  #api(): REST {
    return this.#rest.setToken(this.#token);
  }

  #closedFor(): number {
    return this.#closedUntil - this.#now().getTime();
  }

  /** The thread of the digest's first message, or the channel where there may be none. */
  async #placeOf({ channel, beneath, part }: Claim, signal: AbortSignal): Promise<string> {
    if (beneath === undefined || part.thread === undefined) return idOf(channel);
    try {
      const body = { name: clampGraphemes(part.thread, limits.threadName) };
      await this.#api().post(Routes.threads(idOf(channel), beneath), { body, signal });
      return beneath;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (error.code === threadExists) return beneath;
      // A channel that cannot be written to says so itself when the message comes.
      if ([400, 403, 404].includes(error.status)) return idOf(channel);
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
      const sent = (await this.#api().post(Routes.channelMessages(channel), { body, signal })) as APIMessage;
      return { kind: "sent", remote: sent.id };
    } catch (error) {
      // It had arrived, and somebody has deleted it since.
      if (isRefusal(error) && error.code === unknownMessage) return { kind: "sent", remote: "" };
      return digestFailure(error);
    }
  }

  async #search(place: string, claim: Claim, signal: AbortSignal): Promise<Whereabouts> {
    const footer = mark(claim.key);
    let after = String(BigInt(claim.firstAttempt.getTime() - skew - epoch) << 22n);
    try {
      for (let page = 0; page < pages; page++) {
        const messages = await this.#history(place, { after, limit: String(pageSize) }, signal);
        const own = messages.find(
          ({ embeds, content }) =>
            embeds.some((embed) => embed.footer?.text === footer) || content.endsWith(footer),
        );
        if (own) return { kind: "arrived", remote: own.id };
        if (messages.length < pageSize) {
          // To a bot that may not read the history Discord gives an empty one.
          const readable = messages.length > 0 || page > 0 || place === claim.beneath;
          if (readable || (await this.#history(place, { limit: "1" }, signal)).length > 0)
            return { kind: "absent" };
          return { kind: "unknown" };
        }
        after = messages.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
      }
      return { kind: "unknown" };
    } catch (error) {
      // The thread was never made, or is gone with its first message.
      if (place === claim.beneath && isRefusal(error) && error.status === 404) return { kind: "absent" };
      throw error;
    }
  }

  async #history(place: string, asked: Record<string, string>, signal: AbortSignal) {
    const query = new URLSearchParams(asked);
    return (await this.#api().get(Routes.channelMessages(place), {
      query,
      signal,
    })) as readonly APIMessage[];
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
