import type { Action } from "../../src/core/command.ts";
import { paperLabel } from "../../src/core/paper-id.ts";
import { bibtexOf } from "../../src/views/bibtex.ts";
import { heldPaper } from "./view.ts";

/** The entry to cite a paper by, to copy. */
export const bibtex: Action = {
  name: "bibtex",
  effect: "answer",
  async run(context, state) {
    const paper = await heldPaper(context, state);
    const title = `${context.texts.replies.bibtexTitle} · ${paperLabel(paper)}`;
    return { kind: "answer", card: { title, blocks: [{ kind: "code", text: bibtexOf(paper) }] } };
  },
};
