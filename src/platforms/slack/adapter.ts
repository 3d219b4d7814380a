import { randomUUID } from "node:crypto";
import {
  type AckFn,
  App,
  type HTTPReceiver,
  type SlackViewAction,
  type ViewOutput,
  type ViewResponseAction,
  webApi,
} from "@slack/bolt";
import type { Dispatcher } from "../../app/dispatch.ts";
import { type Card, plain } from "../../core/card.ts";
import type { Command, Input, Place, Reply, Status } from "../../core/command.ts";
import { type Platform, PlatformError } from "../../core/platform.ts";
import type { Log } from "../../log.ts";
import { InFlight } from "../in-flight.ts";
import { type Pace, showLater } from "../later.ts";
import { PostOnce } from "../post-once.ts";
import { type Turn, Turns } from "../turns.ts";
import { answerAsker, type Line } from "./answer.ts";
import { boltLogger } from "./bolt-log.ts";
import { boundedFetch } from "./calls.ts";
import { createDoor, type Door } from "./door.ts";
import { logFailure, slackReason, slackTroubles } from "./errors.ts";
import { type Profile, Profiles, RecentKeys } from "./memory.ts";
import { fieldErrors, readSubmission, subscribeModal, subscribeView } from "./modal.ts";
import { settle } from "./patience.ts";
import {
  type Asker,
  askerOfCommand,
  askerOfPress,
  askerOfSubmission,
  readPress,
  typedText,
} from "./payload.ts";
import { postToChannel } from "./post.ts";

/** A response URL takes five messages: the answer, this, the whole one, what adds to it, and one that had to be sent again. */
const pace: Pace = { most: 1, pauseMs: 15_000 };
/** How long an answer that cannot be changed waits for what would be a second message, in ms. */
const patience = 1_000;
export interface SlackOptions {
  readonly botToken: string;
  readonly apiUrl?: string;
  /** Only administrators of the workspace may change a channel's subscriptions. */
  readonly adminsSubscribe?: boolean;
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
  readonly #line: Line;
  /** Where commands and presses come in. */
  readonly #door: Door;
  readonly #inFlight: InFlight;
  /** Ends every call that is still open when the time to stop is over. */
  readonly #halt = new AbortController();
  readonly #profiles = new Profiles();
  /** Deliveries already taken: Slack sends one again when it missed our acknowledgement. */
  readonly #taken = new RecentKeys(1_000);
  readonly #posts = new PostOnce();
  readonly #turns = new Turns();
  /** The workspace that the token belongs to. */
  #team = "";

  constructor(options: SlackOptions) {
    this.#options = options;
    const { log, botToken } = options;
    this.#inFlight = new InFlight((err) => log.error({ err }, "slack: an answer could not be delivered"));
    const logger = boltLogger(log);
    const calls: webApi.WebClientOptions = {
      ...(options.apiUrl !== undefined && { slackApiUrl: options.apiUrl }),
      fetch: boundedFetch(this.#halt.signal),
      // A message that is sent again by itself is posted twice.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger,
    };
    this.#line = {
      client: new webApi.WebClient(botToken, { ...calls }),
      fetch: boundedFetch(this.#halt.signal),
      log,
      halt: this.#halt.signal,
    };
    this.#door = createDoor(options, calls, (state) => this.#enter(state));
    const app = new App({
      receiver: this.#door.receiver,
      // Known at once: nothing is asked of Slack between a delivery and its acknowledgement.
      authorize: async () => ({ botToken }),
      clientOptions: { ...calls },
      logger,
      ignoreSelf: false,
      convoStore: false,
    });
    for (const name of new Set(options.commands.map((command) => command.name[0])))
      app.command(`/${name}`, ({ ack, command }) =>
        this.#take(ack, command.trigger_id, async () => {
          const text = typedText(command.text);
          const asker = askerOfCommand(command);
          if (asksForModal(name, text) && (await this.#openModal(asker, command.trigger_id))) return;
          await this.#serve({ kind: "text", name, text }, asker, undefined);
        }),
      );
    app.view({ type: "view_submission", callback_id: subscribeModal }, ({ ack, body, view }) =>
      this.#submit(ack, body, view),
    );
    app.action({ type: "block_actions" }, ({ ack, body }) =>
      this.#take(ack, body.trigger_id, async () => {
        const press = readPress(body);
        if (!press) return;
        const { control: id, value, own, card } = press;
        const turn = own && card !== undefined ? this.#turns.next(card) : undefined;
        const input: Input = {
          kind: "control",
          id,
          ...(value !== undefined && { value }),
          ...(card !== undefined && { card }),
        };
        await this.#serve(input, askerOfPress(body), own, turn);
      }),
    );
    app.error(async (err) => log.error({ err }, "slack: an event could not be handled"));
  }

  async start(): Promise<void> {
    const { mode } = this.#options;
    this.#enter("starting");
    let token = "SLACK_BOT_TOKEN";
    try {
      // Before Slack is asked: health checks are answered here, too.
      if (this.#door.kind === "http") await this.#door.listen();
      const { team_id } = await this.#line.client.auth.test();
      this.#team = team_id ?? "";
      token = "SLACK_APP_TOKEN";
      if (this.#door.kind === "socket") await this.#door.link.open();
      this.#enter("ready");
      this.#options.log.info({ mode: mode.kind }, "slack: connected");
    } catch (error) {
      this.#enter("failed");
      throw startError(error, token);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.state = "stopped";
    // The door first: what comes now can still be given to another process.
    const closed = this.#door.close();
    await this.#inFlight.drain(graceMs);
    this.#halt.abort(new Error("Paperboy is stopping."));
    await closed;
  }

  /** Acknowledges a delivery, and runs its work once, however often Slack delivers it. */
  async #take(
    ack: () => Promise<unknown>,
    trigger: string | undefined,
    work: () => Promise<void>,
  ): Promise<void> {
    if (this.state === "stopped") return;
    await ack();
    if (trigger !== undefined && !this.#taken.add(trigger)) return;
    await this.#inFlight.run(work);
  }

  /** False where Slack did not open it: the person is then told how to type it. */
  async #openModal(asker: Asker, trigger: string): Promise<boolean> {
    try {
      const texts = await this.#options.dispatcher.texts(this.#place(asker));
      await this.#line.client.views.open({ trigger_id: trigger, view: subscribeView(texts, asker) });
      return true;
    } catch (err) {
      logFailure(this.#options.log, err, "slack: a modal could not be opened");
      return false;
    }
  }

  /** Acknowledged after the work: what is wrong is shown in the modal, which is still open then. */
  async #submit(
    ack: AckFn<ViewResponseAction> | AckFn<void>,
    body: SlackViewAction,
    view: ViewOutput,
  ): Promise<void> {
    if (this.state === "stopped") return;
    const { options, origin } = readSubmission(view);
    const asker = { ...askerOfSubmission(body), ...origin };
    const reply = await this.#options.dispatcher.dispatch({
      id: view.id,
      input: { kind: "options", name: ["paperboy", "subscribe"], options },
      place: this.#place(asker),
    });
    if (reply.kind === "problem") {
      const said = reply.card.blocks
        .map((block) => ("text" in block ? plain([block.text].flat()) : ""))
        .join(" ");
      const answer = ack as AckFn<ViewResponseAction>;
      await answer({ response_action: "errors", errors: fieldErrors(said, options) });
      return;
    }
    await ack();
    await this.#inFlight.run(() => this.#deliver(reply, asker, undefined));
  }

  /** `own`: whether the pressed card is the asker's alone; undefined for a command. `turn`: to edit it. */
  async #serve(input: Input, asker: Asker, own: boolean | undefined, turn?: Turn): Promise<void> {
    const reply: Reply = await this.#options.dispatcher.dispatch({
      id: randomUUID().slice(0, 13),
      input,
      place: this.#place(asker),
    });
    await this.#deliver(reply, asker, own, turn);
  }

  async #deliver(reply: Reply, asker: Asker, own: boolean | undefined, turn?: Turn): Promise<void> {
    const { post } = reply;
    const failure = post && (await this.#posts.run(post.key, () => postToChannel(this.#line, asker, post)));
    const said: Pick<Reply, "card" | "later"> = failure && post ? { card: post.failed[failure] } : reply;
    const replace = own === undefined ? undefined : own && reply.kind === "update";
    const show = (card: Card) => answerAsker(this.#line, asker, card, replace);
    if (replace && turn) {
      const edit = (card: Card) => turn.edit(() => show(card));
      if ((await edit(said.card)) && said.later) await showLater(said.later, pace, this.#halt.signal, edit);
      return;
    }
    // What Slack shows to one person alone can be changed only in answer to a press on it.
    const first = await settle(said, patience);
    await show(first.card);
    if (first.later)
      await showLater(first.later, { ...pace, most: 0 }, this.#halt.signal, async (card) => {
        await show(card);
        // A second message is one too many already: what would only add to it is there for the next request.
        return false;
      });
  }

  #place({ team = this.#team, user, name, channel }: Asker): Place {
    const profile = () => this.#profiles.of(`${team}:${user}`, () => this.#askProfile(user));
    // A direct message belongs to whoever is in it.
    const maySubscribe = async () =>
      !this.#options.adminsSubscribe || channel.startsWith("D") || (await profile())?.isAdmin === true;
    return {
      platform: "slack",
      person: { key: `slack:${team}:${user}`, id: user, name },
      // Whoever can type in a Slack channel is a member of it or may join it.
      ...(channel !== "" && { channel: { key: `slack:${team}:${channel}`, mayManage: true, maySubscribe } }),
      locale: async () => (await profile())?.locale,
      timeZone: async () => (await profile())?.timeZone,
    };
  }

  async #askProfile(user: string): Promise<Profile> {
    try {
      const { user: found } = await this.#line.client.users.info({ user, include_locale: true });
      return {
        ...(found?.locale !== undefined && { locale: found.locale }),
        ...(found?.tz !== undefined && { timeZone: found.tz }),
        isAdmin: found?.is_admin === true,
      };
    } catch (err) {
      logFailure(this.#options.log, err, "slack: a person's profile could not be asked for");
      throw err;
    }
  }

  #enter(state: "starting" | "ready" | "failed"): void {
    if (this.state !== "stopped") this.state = state;
  }
}

/** A command that says to subscribe and not to what. */
function asksForModal(name: string, text: string): boolean {
  return name === "paperboy" && text.trim().toLowerCase() === "subscribe";
}

function startError(error: unknown, token: string): PlatformError {
  const { code } = error as { code?: string };
  if (code === "EADDRINUSE" || code === "EACCES")
    return new PlatformError(
      "PORT cannot be listened on: another program has it, or it needs rights. Choose another PORT.",
      { cause: error, permanent: true },
    );
  const reason = slackReason(error);
  if (reason !== undefined && !slackTroubles.has(reason))
    return new PlatformError(
      `Slack does not accept ${token} (${reason}). Copy it again from the app's settings at api.slack.com/apps.`,
      { cause: error, permanent: true },
    );
  return new PlatformError("Slack cannot be reached. Check the network and SLACK_API_URL.", {
    cause: error,
    permanent: false,
  });
}
