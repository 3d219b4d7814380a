import { text } from "../core/card.ts";
import type { Context, Later } from "../core/command.ts";
import type { Paper } from "../core/paper.ts";
import type { Shown } from "./reading.ts";

/** Says that a paper is not held and, while arXiv is asked for it, shows it as soon as it is there (`read`). */
export function fetchUnknown(
  { texts }: Context,
  id: string,
  find: NonNullable<Context["findPaper"]>,
  read: (paper: Paper) => Promise<Shown>,
): Shown {
  const said = (sentence: string) => ({ blocks: [text(sentence)] });
  const later = async function* (): AsyncGenerator<Later> {
    const paper = await find(id).catch(() => "unreachable" as const);
    if (paper === "unreachable") yield { card: said(texts.replies.arxivUnreachable(id)), whole: true };
    else if (!paper) yield { card: said(texts.replies.notOnArxiv(id)), whole: true };
    else {
      const shown = await read(paper);
      yield { card: shown.card, whole: shown.later === undefined };
      if (shown.later) yield* shown.later;
    }
  };
  return { card: said(texts.replies.askingArxiv(id)), later: later() };
}
