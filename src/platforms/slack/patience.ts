import type { Card } from "../../core/card.ts";
import type { Later } from "../../core/command.ts";

interface Said {
  readonly card: Card;
  readonly later?: AsyncIterable<Later>;
}

/**
 * What an answer has come to within `ms`, for where a message cannot be changed once it is sent: what is there in that
 * time needs no second one.
 */
export async function settle({ card, later }: Said, ms: number): Promise<Said> {
  if (!later) return { card };
  const iterator = later[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    let newest = card;
    let whole = false;
    for (;;) {
      const pending = iterator.next();
      const next = await Promise.race([pending, late]);
      if (!next && !whole) return { card: newest, later: resumed(pending, iterator) };
      if (!next || next.done) {
        // What would only add to a whole answer is there for the next request.
        void iterator.return?.();
        return { card: newest };
      }
      newest = next.value.card;
      whole ||= next.value.whole;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function* resumed(
  pending: Promise<IteratorResult<Later>>,
  iterator: AsyncIterator<Later>,
): AsyncGenerator<Later> {
  for (let next = await pending; !next.done; next = await iterator.next()) yield next.value;
}
