import { controlIds } from "../../src/app/controls.ts";
import { withHeld } from "../../src/app/reading.ts";
import { note } from "../../src/core/card.ts";
import type { Action } from "../../src/core/command.ts";
import { titleIn } from "../../src/views/choose-text.ts";
import { paperLine } from "../../src/views/paper-card.ts";
import { openMenu, pageSize } from "../../src/views/results.ts";
import { heldPaper } from "./view.ts";

/** The papers nearest in wording to one paper. */
export const similar: Action = {
  name: "similar",
  effect: "answer",
  async run(context, state) {
    const paper = await withHeld(context, await heldPaper(context, state));
    const near = await context.library.similar(paper.id, pageSize);
    const papers = await Promise.all(near.map((one) => withHeld(context, one)));
    const { texts } = context;
    if (papers.length === 0) return { kind: "answer", card: { blocks: [note(texts.replies.noSimilar)] } };
    const id = await controlIds(context.queries, undefined);
    const again = { action: "open" as const, ...(state.language && { language: state.language }) };
    return {
      kind: "answer",
      card: {
        title: texts.card.similarTo(titleIn(paper, context.language)),
        blocks: [{ kind: "list", items: papers.map((one) => paperLine(one, context)) }],
        controls: openMenu(papers, context, again, id),
      },
    };
  },
};
