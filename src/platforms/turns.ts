/** Cards that are remembered. */
const most = 10_000;

interface Standing {
  /** Turns given out so far. */
  turns: number;
  /** The turn whose answer the card shows. */
  shown: number;
  /** Settles when the edit before is done: edits of one card reach the platform in their order. */
  edited: Promise<unknown>;
}

/** One answer's place among those that edit one card. */
export interface Turn {
  /** Edits the card; false, and nothing is done, when it shows a later answer by now. */
  edit(work: () => Promise<unknown>): Promise<boolean>;
}

/** Which answer each card shows: what comes late for one must not take the place of what was asked for since. */
export class Turns {
  readonly #cards = new Map<string, Standing>();

  /** Of the answer that made the card. */
  first(card: string): Turn {
    return this.#turn(card, 0);
  }

  /** Of a press on the card, taken when it comes in. A press that leaves the card alone takes nothing from others. */
  next(card: string): Turn {
    const standing = this.#standing(card);
    standing.turns += 1;
    return this.#turn(card, standing.turns);
  }

  #turn(card: string, turn: number): Turn {
    return {
      edit: (work) => {
        const standing = this.#standing(card);
        const edited = standing.edited.then(async () => {
          if (standing.shown > turn) return false;
          standing.shown = turn;
          await work();
          return true;
        });
        standing.edited = edited.catch(() => undefined);
        return edited;
      },
    };
  }

  #standing(card: string): Standing {
    const standing = this.#cards.get(card) ?? { turns: 0, shown: 0, edited: Promise.resolve() };
    this.#cards.delete(card);
    this.#cards.set(card, standing);
    const oldest = this.#cards.keys().next();
    if (this.#cards.size > most && !oldest.done) this.#cards.delete(oldest.value);
    return standing;
  }
}
