import type { webApi } from "@slack/bolt";
import type { Card } from "../../core/card.ts";
import type { Log } from "../../log.ts";
import { patience, pause, sendTo } from "./calls.ts";
import type { Asker } from "./payload.ts";
import { renderCard } from "./render.ts";

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
 * takes the place of the pressed one; a command has nothing to replace, and Slack must not be told to.
 */
export async function answerAsker(
  line: Line,
  asker: Asker,
  card: Card,
  replace: boolean | undefined,
): Promise<void> {
  const message = renderCard(card);
  const { client, log } = line;
  if (asker.responseUrl !== undefined) {
    const body = {
      ...message,
      response_type: "ephemeral",
      ...(replace !== undefined && { replace_original: replace }),
    };
    if (await sendTwice(line, asker.responseUrl, body)) return;
    log.warn("slack: the response URL does not work, answering with a private message");
  }
  if (asker.channel === "") throw new Error("Slack gave neither a response URL nor a channel to answer in.");
  await client.chat.postEphemeral({ ...message, channel: asker.channel, user: asker.user });
}

async function sendTwice({ fetch, log, halt }: Line, url: string, body: object): Promise<boolean> {
  for (const attempt of [1, 2]) {
    const sent = await sendTo(fetch, url, body);
    if (sent.kind === "sent") return true;
    log.warn({ attempt, why: sent.why }, "slack: an answer was not taken");
    if (sent.kind === "refused" || (sent.kind === "wait" && sent.seconds > patience)) return false;
    if (sent.kind === "wait" && attempt === 1) await pause(sent.seconds, halt);
  }
  return false;
}
