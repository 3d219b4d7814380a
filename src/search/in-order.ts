import { compareTexts, type Texts } from "./texts.ts";

/** One text of a sorted table, of a list of fresh ones, or of both: -1 where it is not. */
export interface InOrder {
  readonly old: number;
  readonly fresh: number;
}

/**
 * Walks over the texts of a sorted table and fresh ones as one sorted list. It yields undefined where nothing has come
 * up for a while.
 */
export function* inOrder(table: Texts, fresh: readonly string[]): Generator<InOrder | undefined, void> {
  const places: { text: string; number: number; index: number; found: boolean }[] = [];
  for (const [number, text] of fresh.entries()) {
    places.push({ text, number, ...table.place(text) });
    if (number % 200 === 199) yield undefined;
  }
  places.sort((a, b) => a.index - b.index || compareTexts(a.text, b.text));
  let old = 0;
  for (const { index, number, found } of places) {
    for (; old < index; old++) yield { old, fresh: -1 };
    const both = found && old === index;
    yield { old: both ? old++ : -1, fresh: number };
  }
  for (; old < table.size; old++) yield { old, fresh: -1 };
}
