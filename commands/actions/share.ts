import { createHash } from "node:crypto";
import { controlIds } from "../../src/app/controls.ts";
import { openPaper } from "../../src/app/reading.ts";
import { type Card, note } from "../../src/core/card.ts";
import type { Action, Later } from "../../src/core/command.ts";
import { decodeControl } from "../../src/core/control.ts";
import { UserError } from "../../src/core/errors.ts";
import { singlePaperCard } from "../../src/views/results.ts";
import { heldPaper, show } from "./view.ts";

/** Posts the card for the whole channel, naming who shared it. Pressing twice on one card is one post. */
export const share: Action = {
  name: "share",
  effect: "update",
  async run(context, state) {
    const { texts, place } = context;
    if (!place.channel) throw new UserError("noChannel");
    const paper = await heldPaper(context, state);
    // The channel reads it in the language it was shared in; each reader's own presses follow their own settings.
    const about = { action: "view" as const, paper: paper.id, ...(state.original && { original: true }) };
    const opened = await openPaper(context, paper, state.original === true);
    const id = await controlIds(context.queries, undefined);
    const shared = singlePaperCard(opened, context, about, id, true);
    const { card: own, later } = await show(context, { ...state, action: "view" });
    const told = (said: string, card = own): Card => ({ ...card, blocks: [note(said), ...card.blocks] });
    const done = (card: Card) => withoutShare(told(texts.replies.shared, card));
    return {
      kind: "update",
      card: done(own),
      ...(later && { later: mapCards(later, done) }),
      post: {
        card: { ...shared, blocks: [note(`${texts.card.sharedBy} ${place.person.name}`), ...shared.blocks] },
        key: keyOf(place.person.key, context.occasion, paper.id, context.language, String(state.original)),
        failed: {
          forbidden: told(texts.replies.shareForbidden),
          refused: told(texts.replies.shareFailed),
          unconfirmed: withoutShare(told(texts.replies.shareUnconfirmed)),
        },
      },
    };
  },
};

async function* mapCards(later: AsyncIterable<Later>, change: (card: Card) => Card): AsyncGenerator<Later> {
  for await (const { card, whole } of later) yield { card: change(card), whole };
}

/** At most 25 characters, which is what Discord takes as a nonce. */
function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, 22);
}

/** The card without its share button, so that a second press cannot post twice by mistake. */
function withoutShare(card: Card): Card {
  const rows = (card.controls ?? []).map((row) =>
    row.filter(({ id }) => decodeControl(id)?.action !== "share"),
  );
  return { ...card, controls: rows.filter((row) => row.length > 0) };
}
