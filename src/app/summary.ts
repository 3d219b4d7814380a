import type { Context } from "../core/command.ts";
import type { Paper } from "../core/paper.ts";
import type { Summary } from "../core/summary.ts";
import { chooseText } from "../views/choose-text.ts";
import type { Opened } from "../views/translating.ts";

/** What a paper is read with. */
export type Reading = Pick<Context, "language" | "translations" | "summaries">;

/** What a card shows from then on, as `Later` has it. */
export interface Step {
  readonly opened: Opened;
  readonly whole: boolean;
}

/** The summary that a card can show without waiting: a model's where one is kept, else a sentence of the shown text. */
export async function summaryAtOnce(
  { summaries, language }: Reading,
  paper: Paper,
  original = false,
): Promise<Summary | undefined> {
  const held = await summaries.held(paper, language);
  return held ?? summaries.extracted(paper, chooseText(paper, language, original));
}

/**
 * The steps with a model's summary as soon as it is there, and one more where it comes after them: nothing waits for it.
 * What was asked for is asked while the steps go on. The steps as they are where there is no model or its summary is
 * shown already.
 */
export function withModelsSummary(
  context: Reading,
  shown: Opened,
  steps: AsyncIterable<Step> | undefined,
): AsyncIterable<Step> | undefined {
  const { summaries, language } = context;
  // Where there is no sentence to extract there is nothing to summarise either.
  if (!summaries.service || shown.summary?.by.kind !== "extracted") return steps;
  return (async function* () {
    const leaving = new AbortController();
    let better: Summary | undefined;
    const asked = summaries
      .summarise(shown.paper, language, leaving.signal)
      .catch(() => undefined)
      .then((summary) => {
        better = summary;
      });
    try {
      let newest = shown;
      for await (const { opened, whole } of steps ?? []) {
        newest = { ...opened, ...(better && { summary: better }) };
        yield { opened: newest, whole };
      }
      await asked;
      if (better && newest.summary !== better) yield { opened: { ...newest, summary: better }, whole: true };
    } finally {
      leaving.abort();
    }
  })();
}
