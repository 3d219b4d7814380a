import { controlIds } from "../../src/app/controls.ts";
import { readPaper, type Shown } from "../../src/app/reading.ts";
import { answerSearch } from "../../src/app/search.ts";
import type { Action, Context } from "../../src/core/command.ts";
import type { ControlState } from "../../src/core/control.ts";
import { UserError } from "../../src/core/errors.ts";
import type { Paper } from "../../src/core/paper.ts";
import { singlePaperCard } from "../../src/views/results.ts";

/** What a control describes: a page of results, or one paper when it belongs to no search. */
export async function show(context: Context, state: ControlState): Promise<Shown> {
  const { query } = state;
  if (query !== undefined) return answerSearch(context, { ...state, query });
  const paper = await heldPaper(context, state);
  const id = await controlIds(context.queries, undefined);
  return readPaper(context, paper, state.original === true, (opened) =>
    singlePaperCard(opened, context, state, id),
  );
}

/** The paper that a control is about. */
export async function heldPaper(context: Context, state: ControlState): Promise<Paper> {
  const [paper] = state.paper === undefined ? [] : await context.library.get([state.paper]);
  if (!paper) {
    if (state.paper === undefined) throw new UserError("expiredControl");
    throw new UserError("paperGone", state.paper);
  }
  return paper;
}

/** Pages, the switch to the original and back. */
export const view: Action = {
  name: "view",
  effect: "update",
  run: async (context, state) => ({ kind: "update", ...(await show(context, state)) }),
};

/** Opens another hit from a menu. */
export const open: Action = {
  name: "open",
  effect: "update",
  async run(context, state, value) {
    if (value === undefined) throw new UserError("expiredControl");
    return { kind: "update", ...(await show(context, { ...state, action: "view", paper: value })) };
  },
};

/** Reads the paper in the language chosen from the menu, which the context speaks already. */
export const language: Action = {
  name: "language",
  effect: "update",
  run: async (context, state) => ({
    kind: "update",
    ...(await show(context, { ...state, action: "view", language: context.language })),
  }),
};
