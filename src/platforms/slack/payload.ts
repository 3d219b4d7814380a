import type { BlockAction, SlackViewAction, SlashCommand } from "@slack/bolt";

/** Who asked, where, and where the answer can be sent. */
export interface Asker {
  readonly team: string | undefined;
  readonly user: string;
  readonly name: string;
  /** Empty where Slack names none. */
  readonly channel: string;
  readonly responseUrl: string | undefined;
}

/** A control that somebody used. */
export interface Press {
  readonly control: string;
  readonly value: string | undefined;
  /** Whether its card is the asker's alone. What everybody sees is never changed for one reader. */
  readonly own: boolean;
  /** Names the message among all of Slack's. */
  readonly card: string | undefined;
}

/** The parts that are read, any of which may be absent: what Slack sends depends on where a card stands. */
type Loose<T> = T extends object ? { readonly [K in keyof T]?: Loose<T[K]> | null | undefined } : T;

export function askerOfCommand(command: SlashCommand): Asker {
  const { team_id, user_id, user_name, channel_id, response_url }: Loose<SlashCommand> = command;
  return asker(team_id, user_id, user_name, channel_id, response_url);
}

export function askerOfPress(body: BlockAction): Asker {
  const { team, user, channel, container, response_url } = body as Loose<BlockAction>;
  const place = channel?.id ?? container?.channel_id;
  return asker(team?.id ?? user?.team_id, user?.id, user?.name ?? user?.username, place, response_url);
}

export function askerOfSubmission(body: SlackViewAction): Asker {
  const { team, user } = body as Loose<SlackViewAction>;
  return asker(team?.id ?? user?.team_id, user?.id, user?.name, undefined, undefined);
}

export function readPress(body: BlockAction): Press | undefined {
  const action = body.actions[0];
  if (!action) return undefined;
  const { container, message, channel } = body as Loose<BlockAction>;
  const ts = container?.message_ts ?? message?.ts;
  const place = container?.channel_id ?? channel?.id;
  const isPrivate = container?.is_ephemeral;
  return {
    control: action.action_id,
    value: action.type === "static_select" ? action.selected_option?.value : undefined,
    // Slack does not repeat a private message in the payload.
    own: typeof isPrivate === "boolean" ? isPrivate : message === undefined || message === null,
    card: typeof ts === "string" ? `${place ?? ""}:${ts}` : undefined,
  };
}

function asker(team: unknown, user: unknown, name: unknown, channel: unknown, responseUrl: unknown): Asker {
  const said = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const id = said(user) ?? "";
  return {
    team: said(team),
    user: id,
    name: said(name) ?? id,
    channel: said(channel) ?? "",
    responseUrl: said(responseUrl),
  };
}

/**
 * What somebody typed after a command, as they typed it: Slack sends `&`, `<` and `>` as entities, and links in angle
 * brackets where the command is set up to escape them.
 */
export function typedText(text: string | undefined): string {
  return (text ?? "")
    .replace(/<(https?:\/\/[^>|\s]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
