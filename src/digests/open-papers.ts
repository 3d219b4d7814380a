import { readPaper } from "../app/reading.ts";
import type { Language } from "../core/language.ts";
import type { Paper } from "../core/paper.ts";
import { until } from "../core/until.ts";
import type { Opened } from "../views/translating.ts";
import type { Desk } from "./desk.ts";

/**
 * Papers as a digest shows them: in its language, where a translation is held or made before `signal` is aborted, else
 * in the original, with the menu from which a reader asks for the translation.
 */
export function openPapers(
  desk: Desk,
  papers: readonly Paper[],
  language: Language,
  signal: AbortSignal,
): Promise<readonly Opened[]> {
  return Promise.all(papers.map((paper) => openPaper(desk, paper, language, signal)));
}

async function openPaper(desk: Desk, paper: Paper, language: Language, signal: AbortSignal): Promise<Opened> {
  let latest: Opened = { paper, offered: [] };
  const { later } = await readPaper({ ...desk, language }, paper, false, (opened) => {
    latest = opened;
    return { blocks: [] };
  });
  if (later) for await (const _ of until(signal, later));
  const { translating, ...opened } = latest;
  // What was not done in time is not going on in a post that never changes.
  return translating?.kind === "failed" ? latest : opened;
}
