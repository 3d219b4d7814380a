import type { webApi } from "@slack/bolt";
import type { Card } from "../../core/card.ts";
import type { Log } from "../../log.ts";
import { patience, pause, type Sent, sendTo } from "./calls.ts";
import { refusalOf } from "./errors.ts";
import type { Asker } from "./payload.ts";
import { renderCard, renderPlain, type SlackMessage } from "./render.ts";

/** What answers are sent with. */
export interface Line {
  readonly client: webApi.WebClient;
  readonly fetch: typeof fetch;
  readonly log: Log;
  readonly halt: AbortSignal;
}

/**
 * Shows a card to the asker alone: through the response URL, and where that fails for good as a private message of the
 * bot. Tried twice, because a private answer seen twice is better than none. `replace` says for a press whether the card
 * takes the place of the pressed one; a command has nothing to replace, and Slack must not be told to. A card that Slack
 * refuses is shown as plain text: an answer without its form is better than none.
 */
export async function answerAsker(
  line: Line,
  asker: Asker,
  card: Card,
  replace: boolean | undefined,
): Promise<void> {
  const why = await show(line, asker, renderCard(card), replace);
  if (why === undefined) return;
  line.log.error({ why }, "slack: a card was refused and is shown as text");
  await show(line, asker, renderPlain(card), replace, true);
}

/** Resolves to why Slack refused this very message, if it did. The last that can be tried is tried both ways. */
async function show(
  line: Line,
  asker: Asker,
  message: SlackMessage,
  replace: boolean | undefined,
  isLast = false,
): Promise<string | undefined> {
  const { client, log } = line;
  if (asker.responseUrl !== undefined) {
    const body = {
      ...message,
      response_type: "ephemeral",
      ...(replace !== undefined && { replace_original: replace }),
    };
    const sent = await sendTwice(line, asker.responseUrl, body);
    if (sent.kind === "sent") return undefined;
    if (sent.kind === "refused" && !isLast) return sent.why;
    log.warn("slack: the response URL does not work, answering with a private message");
  }
  if (asker.channel === "") throw new Error("Slack gave neither a response URL nor a channel to answer in.");
  try {
    await client.chat.postEphemeral({ ...message, channel: asker.channel, user: asker.user });
  } catch (err) {
    const why = refusalOf(err);
    if (why === undefined || isLast) throw err;
    return why;
  }
  return undefined;
}

async function sendTwice(line: Line, url: string, body: object): Promise<Sent> {
  const first = await sendTo(line.fetch, url, body);
  if (first.kind === "sent") return first;
  line.log.warn({ attempt: 1, why: first.why }, "slack: an answer was not taken");
  if (first.kind === "refused" || first.kind === "gone") return first;
  if (first.kind === "wait") {
    if (first.seconds > patience) return first;
    await pause(first.seconds, line.halt);
  }
  const second = await sendTo(line.fetch, url, body);
  if (second.kind !== "sent")
    line.log.warn({ attempt: 2, why: second.why }, "slack: an answer was not taken");
  return second;
}
