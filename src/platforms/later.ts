import type { Card } from "../core/card.ts";
import type { Later } from "../core/command.ts";

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

/** What comes before `halt` is aborted: what hangs is not waited for. */
export async function* until<Item>(halt: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const { promise: halted, resolve } = Promise.withResolvers<undefined>();
  const stop = () => resolve(undefined);
  halt.addEventListener("abort", stop, { once: true });
  try {
    while (!halt.aborted) {
      const next = await Promise.race([iterator.next(), halted]);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    halt.removeEventListener("abort", stop);
    // Not waited for: a generator that hangs ends only when what it waits for does.
    void iterator.return?.();
  }
}
