/** The terms of one side of a bitext by stretch, as numbers, in memory that is a few bytes a term. */
export class Side {
  readonly terms: string[] = [];
  /** In how many stretches each term stands. */
  readonly counts: number[] = [];
  readonly #numbers = new Map<string, number>();
  #tokens = new Uint32Array(4096);
  #starts: number[] = [0];
  #end = 0;

  /** How many stretches there are. */
  get size(): number {
    return this.#starts.length - 1;
  }

  get tokenCount(): number {
    return this.#end;
  }

  /** Adds a stretch. A term counts once in it. */
  add(terms: Iterable<string>): void {
    for (const term of new Set(terms)) {
      let number = this.#numbers.get(term);
      if (number === undefined) {
        number = this.terms.length;
        this.#numbers.set(term, number);
        this.terms.push(term);
        this.counts.push(0);
      }
      this.counts[number] = (this.counts[number] as number) + 1;
      if (this.#end === this.#tokens.length) {
        const more = new Uint32Array(this.#tokens.length * 2);
        more.set(this.#tokens);
        this.#tokens = more;
      }
      this.#tokens[this.#end++] = number;
    }
    this.#starts.push(this.#end);
  }

  /** Where a stretch begins in `tokens`; it ends where the next begins. */
  start(stretch: number): number {
    return this.#starts[stretch] as number;
  }

  get tokens(): Uint32Array {
    return this.#tokens;
  }

  /** The stretches in which each term stands: those of term n lie between `ends[n - 1]` and `ends[n]`. */
  stretches(): { readonly ends: Uint32Array; readonly list: Uint32Array } {
    const next = new Uint32Array(this.terms.length);
    let sum = 0;
    for (const [term, count] of this.counts.entries()) {
      next[term] = sum;
      sum += count;
    }
    const list = new Uint32Array(this.#end);
    for (let stretch = 0; stretch < this.size; stretch++) {
      for (let at = this.start(stretch); at < this.start(stretch + 1); at++) {
        const term = this.#tokens[at] as number;
        list[next[term] as number] = stretch;
        next[term] = (next[term] as number) + 1;
      }
    }
    return { ends: next, list };
  }
}

/** Stretches of text in two languages that translate each other. */
export class Bitext {
  readonly source = new Side();
  readonly target = new Side();

  add(source: Iterable<string>, target: Iterable<string>): void {
    this.source.add(source);
    this.target.add(target);
  }
}
