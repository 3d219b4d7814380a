import type { GroupCursor } from "./group-cursor.ts";
import type { Passes, Window, WindowPair } from "./window.ts";

/** The documents of a part that match all of some groups. */
export class Intersection {
  readonly #rarest: GroupCursor;
  readonly #others: readonly GroupCursor[];
  /** The rarest again: its documents are only scored once the others are known to match. */
  readonly #again: GroupCursor | undefined;

  /** The cursors of the groups, the rarest first, each made anew by every call. */
  constructor(cursors: readonly (() => GroupCursor)[]) {
    const [rarest, ...others] = cursors.map((make) => make());
    if (!rarest) throw new Error("an intersection is of one group at least");
    this.#rarest = rarest;
    this.#others = others;
    this.#again = others.length > 0 && !rarest.isApart ? cursors[0]?.() : undefined;
  }

  /** The first document from the given one on that may match. */
  seek(document: number): number {
    return this.#rarest.seek(document);
  }

  /**
   * Finds documents that pass from `start` on, as far as a window goes, with the sums of their scores and in order, dead
   * ones too. The two windows, in which it works, must be clear; one of them is returned, which the caller clears.
   */
  find([first, second]: WindowPair, start: number, end: number, passes?: Passes): Window {
    let [found, next] = [first, second];
    found.goTo(start, end);
    if (this.#again) this.#rarest.touchIn(found);
    else this.#rarest.scoreIn(found);
    if (passes) found.keep(0, passes);
    if (this.#rarest.isApart) found.sort();
    for (const cursor of this.#others) {
      if (found.count === 0) break;
      next.goTo(start, end);
      cursor.addTo(found, next);
      if (cursor.isApart) next.sort();
      found.clear();
      [found, next] = [next, found];
    }
    this.#again?.addTo(found, found);
    return found;
  }
}
