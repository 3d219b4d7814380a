/** Keys in order, to find those with a prefix; each carries a number. Additions are merged in from time to time. */
export class PrefixTable {
  #keys: string[] = [];
  #values: number[] = [];
  #fresh: { key: string; value: number }[] = [];

  add(key: string, value: number): void {
    this.#fresh.push({ key, value });
    // Merging costs time in proportion to the table, so a table that grows merges less and less often.
    if (this.#fresh.length > 500 + this.#keys.length / 16) this.merge(() => true);
  }

  /** Puts additions in their places and leaves out the values that `keep` does not want. */
  merge(keep: (value: number) => boolean): void {
    const fresh = this.#fresh.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const keys: string[] = [];
    const values: number[] = [];
    const push = (key: string, value: number) => {
      if (!keep(value)) return;
      keys.push(key);
      values.push(value);
    };
    let next = 0;
    for (const [index, key] of this.#keys.entries()) {
      for (let entry = fresh[next]; entry && entry.key < key; entry = fresh[++next])
        push(entry.key, entry.value);
      push(key, this.#values[index] as number);
    }
    for (const entry of fresh.slice(next)) push(entry.key, entry.value);
    this.#keys = keys;
    this.#values = values;
    this.#fresh = [];
  }

  /** Values of the keys that begin with a prefix. */
  *startingWith(prefix: string): Generator<number> {
    for (let index = this.#lowerBound(prefix); this.#keys[index]?.startsWith(prefix); index++) {
      yield this.#values[index] as number;
    }
    for (const { key, value } of this.#fresh) if (key.startsWith(prefix)) yield value;
  }

  /** Values of the keys that have a text anywhere: a walk over the whole table. */
  *containing(text: string): Generator<number> {
    for (const [index, key] of this.#keys.entries())
      if (key.includes(text)) yield this.#values[index] as number;
    for (const { key, value } of this.#fresh) if (key.includes(text)) yield value;
  }

  *entries(): Generator<[string, number]> {
    for (const [index, key] of this.#keys.entries()) yield [key, this.#values[index] as number];
    for (const { key, value } of this.#fresh) yield [key, value];
  }

  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
