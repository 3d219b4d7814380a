import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type Message,
  type MessageComponentInteraction,
  MessageFlags,
  REST,
} from "discord.js";
import type { Dispatcher } from "../../app/dispatch.ts";
import type { Card } from "../../core/card.ts";
import type { Later, Reply } from "../../core/command.ts";
import type { Log } from "../../log.ts";
import { type Pace, showLater } from "../later.ts";
import { PostOnce } from "../post-once.ts";
import { type Turn, Turns } from "../turns.ts";
import { type Answerable, commandInvocation, controlInvocation } from "./invocation.ts";
import { limits } from "./limits.ts";
import { persist } from "./persist.ts";
import { isRefusal, postToChannel } from "./post.ts";
import { renderCard, renderPlain } from "./render.ts";
import { clampSuggestion } from "./suggestion.ts";

/** Discord's error codes that an acknowledgement can meet. */
const codes = { unknownInteraction: 10062, alreadyAcknowledged: 40060 } as const;

/** Unknown message, unknown webhook, expired token: nobody waits for the answer any more. */
const gone = new Set<string | number>([10008, 10015, 50027]);

/** Discord takes five edits of one message in five seconds. */
const pace: Pace = { most: Number.POSITIVE_INFINITY, pauseMs: 2_000 };

/** Answers interactions: acknowledges each first, then has the work done and delivers what comes of it. */
export class Answers {
  readonly #dispatcher: Dispatcher;
  readonly #log: Log;
  /** For follow-ups, which Discord cannot tell from their repetition: nothing is sent twice by itself. */
  readonly #once: REST;
  readonly #posts = new PostOnce();
  readonly #turns = new Turns();
  /** Aborted when nothing is waited for any more. */
  readonly #halt: AbortSignal;

  constructor(options: {
    readonly dispatcher: Dispatcher;
    readonly log: Log;
    readonly halt: AbortSignal;
    readonly apiUrl?: string;
  }) {
    this.#halt = options.halt;
    this.#dispatcher = options.dispatcher;
    this.#log = options.log;
    this.#once = new REST({ retries: 0, ...(options.apiUrl !== undefined && { api: options.apiUrl }) });
  }

  async answer(interaction: Interaction): Promise<void> {
    if (interaction.isChatInputCommand()) await this.#run(interaction);
    else if (interaction.isAutocomplete()) await this.#complete(interaction);
    else if (interaction.isButton() || interaction.isStringSelectMenu()) await this.#press(interaction);
  }

  async #run(interaction: ChatInputCommandInteraction): Promise<void> {
    const acknowledge = () => interaction.deferReply({ flags: MessageFlags.Ephemeral });
    if (!(await this.#acknowledge(interaction, acknowledge))) return;
    await this.#deliver(interaction, await this.#dispatcher.dispatch(commandInvocation(interaction)));
  }

  async #press(interaction: MessageComponentInteraction): Promise<void> {
    // A card that everybody sees is never changed for one reader: they get their own.
    const own = interaction.message.flags.has(MessageFlags.Ephemeral);
    const inPlace = own && this.#dispatcher.effect(interaction.customId) === "update";
    const acknowledge = () =>
      inPlace ? interaction.deferUpdate() : interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const turn = inPlace ? this.#turns.next(interaction.message.id) : undefined;
    if (!(await this.#acknowledge(interaction, acknowledge))) return;
    await this.#deliver(interaction, await this.#dispatcher.dispatch(controlInvocation(interaction)), turn);
  }

  /** Acknowledges first. False: the interaction is lost, because it came too late. */
  async #acknowledge(interaction: Answerable, acknowledge: () => Promise<unknown>): Promise<boolean> {
    try {
      await persist(acknowledge);
      return true;
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      if (error.code === codes.alreadyAcknowledged) {
        // Our own acknowledgement, stored and then answered with an error, looks the same: answering once more is safe.
        interaction.deferred = true;
        return true;
      }
      if (error.code !== codes.unknownInteraction) throw error;
      this.#log.warn(
        { invocation: interaction.id },
        "discord: acknowledged too late; the person sees a failure",
      );
      return false;
    }
  }

  /** `turn`: of a press that edits its card in place. */
  async #deliver(interaction: Answerable, reply: Reply, turn?: Turn): Promise<void> {
    try {
      const { card, later } = reply.post
        ? await this.#post(interaction, reply, reply.post, turn !== undefined)
        : reply;
      const beside = reply.kind === "problem" && turn !== undefined;
      if (beside || !turn) {
        const shown = await this.#show(interaction, card, beside);
        if (later) await this.#follow(interaction, later, this.#turns.first(shown));
      } else if (await turn.edit(() => this.#show(interaction, card, false))) {
        if (later) await this.#follow(interaction, later, turn);
      }
    } catch (error) {
      if (!(error instanceof DiscordAPIError && gone.has(error.code))) throw error;
      this.#log.warn(
        { invocation: interaction.id, code: error.code },
        "discord: the answer came after the message was dismissed or its fifteen minutes had passed",
      );
    }
  }

  async #follow(interaction: Answerable, later: AsyncIterable<Later>, turn: Turn): Promise<void> {
    await showLater(later, pace, this.#halt, (card) => turn.edit(() => this.#show(interaction, card, false)));
  }

  /**
   * Shows a card and resolves to its message's id. One that Discord refuses is shown as plain text: an answer without its
   * form is better than none.
   */
  async #show(interaction: Answerable, card: Card, beside: boolean): Promise<string> {
    const show = (message: ReturnType<typeof renderCard> | ReturnType<typeof renderPlain>) =>
      persist<Message>(() =>
        beside
          ? interaction.followUp({ ...message, flags: MessageFlags.Ephemeral })
          : interaction.editReply(message),
      );
    try {
      return (await show(renderCard(card))).id;
    } catch (err) {
      if (!isRefusal(err)) throw err;
      this.#log.error(
        { err, invocation: interaction.id },
        "discord: a card was refused and is shown as text",
      );
      return (await show(renderPlain(card))).id;
    }
  }

  /** Posts for everybody. Resolves to what to tell the person. */
  async #post(
    interaction: Answerable,
    reply: Reply,
    post: NonNullable<Reply["post"]>,
    inPlace: boolean,
  ): Promise<Pick<Reply, "card" | "later">> {
    // The first follow-up to an answer that is still being waited for would become that private answer.
    const settle = inPlace ? undefined : () => this.#show(interaction, reply.card, false);
    const ways = { once: this.#once, log: this.#log, settle };
    const failure = await this.#posts.run(post.key, () => postToChannel(interaction, post, ways));
    return failure ? { card: post.failed[failure] } : reply;
  }

  async #complete(interaction: AutocompleteInteraction): Promise<void> {
    const options = interaction.options.data.flatMap((option) => option.options ?? [option]);
    const typing = options.find(({ focused }) => focused);
    const found = typing
      ? await this.#dispatcher.suggest(
          commandInvocation(interaction),
          typing.name,
          String(typing.value ?? ""),
        )
      : [];
    try {
      await interaction.respond(found.slice(0, limits.autocompleteChoices).map(clampSuggestion));
    } catch (err) {
      // People type on: a completion that comes too late is nobody's loss.
      this.#log.debug({ err }, "discord: a completion came too late");
    }
  }
}
