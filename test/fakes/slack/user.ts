/** A person at a Slack client: types commands, presses buttons and chooses options, over either transport. */
import type { Hook, Hooks } from "./hooks.ts";
import { type Delivery, Outcome } from "./outcome.ts";
import {
  type Asker,
  blockActions,
  type Control,
  controls,
  label,
  slashCommand,
  viewSubmission,
} from "./payloads.ts";
import { isObject, type Json } from "./rules.ts";
import type { EnvelopeType } from "./socket.ts";
import { type Channel, type ChannelKind, type Message, TEAM, type Workspace } from "./workspace.ts";

/** `{ http }` is the app's request url, e.g. `http://127.0.0.1:PORT/slack/events`. */
export type Via = "socket" | { http: string };

/** A string is the exact action_id or label; an expression is tried on both. */
export type Pick = string | RegExp;

export interface UserOptions {
  id?: string;
  name?: string;
  locale?: string;
  tz?: string;
  isAdmin?: boolean;
  teamId?: string;
  /** Made where it does not exist. `member: false`: the bot is not in it. */
  channel?: { id?: string; kind?: ChannelKind; name?: string; member?: boolean; archived?: boolean };
  /** The transport where a call does not name one; else the one used last, else Socket Mode. */
  via?: Via;
}

export interface UserParts {
  ws: Workspace;
  hooks: Hooks;
  origin: string;
  deliver: (type: EnvelopeType, payload: Json, via: Via) => Promise<Delivery>;
}

export class User {
  readonly id: string;
  readonly channel: Channel;
  readonly #asker: Asker;
  readonly #parts: UserParts;
  #via: Via;

  constructor(parts: UserParts, options: UserOptions) {
    const { id, name, locale, tz, isAdmin } = options;
    const given = Object.entries({ id, name, locale, tz, isAdmin }).filter(
      ([, value]) => value !== undefined,
    );
    const person = parts.ws.setPerson(Object.fromEntries(given));
    const kind = options.channel?.kind ?? "public";
    const known = options.channel?.id === undefined ? undefined : parts.ws.channels.get(options.channel.id);
    const isDm = kind === "im" && !known;
    this.channel = parts.ws.addChannel({
      ...(isDm ? { user: person.id, name: "directmessage" } : {}),
      ...known,
      ...options.channel,
    });
    this.id = person.id;
    this.#asker = { person, channel: this.channel, teamId: options.teamId ?? TEAM.id };
    this.#parts = parts;
    this.#via = options.via ?? "socket";
  }

  /** Types `/command text`. Slack trims the text. Resolves at the acknowledgement or the 3 s deadline. */
  async slash(command: string, text = "", via: Via = this.#via): Promise<Outcome> {
    const hook = this.#hook("commands");
    const payload = slashCommand(this.#asker, command, text.trim(), this.#urls(hook));
    return this.#send("slash_commands", payload, hook, via);
  }

  /** Presses a button, found by its action_id or label. */
  async press(message: Message, which: Pick, via: Via = this.#via): Promise<Outcome> {
    const { element, block_id } = find(message, which, (type) => type === "button");
    const { type, action_id, text, value, style } = element;
    const action = { action_id, block_id, text: shown(text), ...kept({ value, style }), type };
    return this.#act(message, action, via);
  }

  /** Chooses in a select, an overflow menu or radio buttons: by index, value, or (expression) label. */
  async choose(
    message: Message,
    which: Pick,
    choice: number | string | RegExp,
    via: Via = this.#via,
  ): Promise<Outcome> {
    const { element, block_id } = find(message, which, (type) => type !== "button");
    const { type, action_id, placeholder } = element;
    const selected_option = pickOption(element, choice);
    const rest = kept({ placeholder });
    return this.#act(message, { type, action_id, block_id, selected_option, ...rest }, via);
  }

  /** Types into an external_select; the options are in the outcome's `ackBody`. */
  async suggest(message: Message, which: Pick, query: string, via: Via = this.#via): Promise<Outcome> {
    const { element, block_id } = find(message, which, (type) => type === "external_select");
    const hook = this.#hook("actions", message);
    const base = blockActions(this.#asker, message, {}, { ...this.#urls(hook), action_ts: "" });
    const { actions: _actions, response_url: _url, trigger_id: _trigger, state: _state, ...shared } = base;
    const asked = { type: "block_suggestion", action_id: element.action_id, block_id, value: query };
    return this.#send("interactive", { ...shared, ...asked }, hook, via);
  }

  /** Submits a modal opened with views.open. `values`: block_id → action_id → state of the element. */
  async submit(view: Json, values: Json, via: Via = this.#via): Promise<Outcome> {
    const hook = this.#hook("actions");
    const payload = viewSubmission(this.#asker, view, values, this.#parts.ws.trigger(this.id));
    return this.#send("interactive", payload, hook, via);
  }

  async #act(message: Message, action: Json, via: Via): Promise<Outcome> {
    if (message.deleted) throw new Error("the message is deleted: nobody can press in it");
    if (message.ephemeral && message.to !== this.id)
      throw new Error(`${this.id} does not see this message: it is private to ${message.to}`);
    const hook = this.#hook("actions", message);
    const rest = { ...this.#urls(hook), action_ts: this.#parts.ws.ts() };
    return this.#send("interactive", blockActions(this.#asker, message, action, rest), hook, via);
  }

  async #send(type: EnvelopeType, payload: Json, hook: Hook, via: Via): Promise<Outcome> {
    this.#via = via;
    const delivery = await this.#parts.deliver(type, payload, via);
    const isMessage = delivery.ackBody && ["text", "blocks"].some((key) => key in (delivery.ackBody ?? {}));
    if (type === "slash_commands" && delivery.ackBody && isMessage)
      this.#parts.hooks.apply(hook, delivery.ackBody);
    return new Outcome(this.#parts.ws, hook, payload, delivery);
  }

  #hook(kind: Hook["kind"], source?: Message): Hook {
    return this.#parts.hooks.issue(kind, source?.channel ?? this.channel.id, this.id, source);
  }

  #urls(hook: Hook): { response_url: string; trigger_id: string } {
    return {
      response_url: `${this.#parts.origin}${hook.path}`,
      trigger_id: this.#parts.ws.trigger(this.id),
    };
  }
}

function kept(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Slack shows and sends back plain text with `emoji` filled in. */
function shown(text: unknown): unknown {
  return isObject(text) ? { emoji: true, ...text } : text;
}

function find(message: Message, which: Pick, fits: (type: unknown) => boolean): Control {
  const matches = (name: string) => (typeof which === "string" ? name === which : which.test(name));
  const there = controls(message).filter(({ element }) => fits(element.type));
  const found = there.find(({ element }) => matches(String(element.action_id)) || matches(label(element)));
  if (found) return found;
  const names = there.map(({ element }) => `${String(element.action_id)} “${label(element)}”`).join(", ");
  throw new Error(`no control ${String(which)} in the message; there are: ${names || "none"}`);
}

function pickOption(element: Json, choice: number | string | RegExp): unknown {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : [];
  const options = [element.options, ...groups.map((group) => group.options)].flat().filter(isObject);
  const found = options.find((option, i) => {
    if (typeof choice === "number") return i === choice;
    return typeof choice === "string" ? option.value === choice : choice.test(label(option));
  });
  if (!found) {
    const values = options.map((option) => `${String(option.value)} “${label(option)}”`).join(", ");
    throw new Error(`no option ${String(choice)}; there are: ${values || "none"}`);
  }
  return { ...found, text: shown(found.text) };
}
