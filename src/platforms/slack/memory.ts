import { atMost } from "./calls.ts";

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

/** What Slack knows of a person that answers go by. */
export interface Profile {
  readonly locale?: string;
  readonly timeZone?: string;
  readonly isAdmin: boolean;
}

/** How long a person's profile is remembered, in ms: Slack allows about a hundred look-ups a minute. */
const lifetime = 60 * 60 * 1_000;
/** How long nothing is asked after a look-up failed, in ms. */
const lifetimeOfFailure = 60 * 1_000;
/** How long an answer waits for a profile, in ms. What comes later serves the next one. */
const patience = 1_000;
const most = 10_000;

interface Known {
  profile: Profile | undefined;
  /** Settles when the profile is known or will not be waited for any more. */
  waited: Promise<void>;
  until: number;
}

/** People's profiles, asked of Slack once an hour each. A look-up that fails or hangs costs nobody their answer. */
export class Profiles {
  readonly #known = new Map<string, Known>();

  async of(person: string, ask: () => Promise<Profile>): Promise<Profile | undefined> {
    const known = this.#remembered(person) ?? this.#ask(person, ask);
    await known.waited;
    return known.profile;
  }

  #remembered(person: string): Known | undefined {
    const known = this.#known.get(person);
    return known && known.until > Date.now() ? known : undefined;
  }

  #ask(person: string, ask: () => Promise<Profile>): Known {
    const known: Known = { profile: undefined, waited: Promise.resolve(), until: Date.now() + lifetime };
    const asked = ask().then(
      (profile) => {
        known.profile = profile;
      },
      () => {
        known.until = Date.now() + lifetimeOfFailure;
      },
    );
    known.waited = atMost(patience, asked);
    this.#known.delete(person);
    this.#known.set(person, known);
    const oldest = this.#known.keys().next();
    if (this.#known.size > most && !oldest.done) this.#known.delete(oldest.value);
    return known;
  }
}
