import type { Context } from "../core/command.ts";
import type { Paper } from "../core/paper.ts";
import type { Summary } from "../core/summary.ts";
import { chooseText } from "../views/choose-text.ts";

/** The summary that a card can show without waiting: a model's where one is kept, else a sentence of the shown text. */
export async function summaryAtOnce(
  { summaries, language }: Context,
  paper: Paper,
  original = false,
): Promise<Summary | undefined> {
  const held = await summaries.held(paper, language);
  return held ?? summaries.extracted(paper, chooseText(paper, language, original));
}
