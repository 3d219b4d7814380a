/** The last keys seen, at most `size` of them, so that what is delivered twice is handled once. */
export class RecentKeys {
  readonly #keys = new Set<string>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** False when the key was there already. */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    const oldest = this.#keys.values().next();
    if (this.#keys.size > this.#size && !oldest.done) this.#keys.delete(oldest.value);
    return true;
  }
}

/** How long a person's locale is remembered, in ms: Slack allows about a hundred look-ups a minute. */
const lifetime = 60 * 60 * 1_000;
const most = 10_000;

/** People's locales, asked of Slack once an hour each. */
export class Locales {
  readonly #known = new Map<string, { readonly locale: string | undefined; readonly until: number }>();

  async of(person: string, ask: () => Promise<string | undefined>): Promise<string | undefined> {
    const known = this.#known.get(person);
    if (known && known.until > Date.now()) return known.locale;
    const locale = await ask();
    this.#known.delete(person);
    this.#known.set(person, { locale, until: Date.now() + lifetime });
    const oldest = this.#known.keys().next();
    if (this.#known.size > most && !oldest.done) this.#known.delete(oldest.value);
    return locale;
  }
}
