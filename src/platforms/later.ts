import type { Card } from "../core/card.ts";
import type { Later } from "../core/command.ts";
import { until } from "../core/until.ts";

/** How much of the way to a whole card is shown: at most `most` cards, with at least `pauseMs` between two. */
export interface Pace {
  readonly most: number;
  readonly pauseMs: number;
}

/**
 * Shows what comes later: whole cards always, the others at the pace. Ends with the last card, when `show` resolves to
 * false (nobody looks there any more), or when `halt` is aborted.
 */
export async function showLater(
  later: AsyncIterable<Later>,
  pace: Pace,
  halt: AbortSignal,
  show: (card: Card) => Promise<boolean>,
): Promise<void> {
  let shown = 0;
  let at = Number.NEGATIVE_INFINITY;
  for await (const { card, whole } of until(halt, later)) {
    if (!whole && (shown >= pace.most || performance.now() - at < pace.pauseMs)) continue;
    if (!(await show(card))) return;
    shown += 1;
    at = performance.now();
  }
}
