import type { PostFailure } from "../core/command.ts";

/** How long a post is remembered, in ms: long enough for every press that was meant for the first. */
const lifetime = 5 * 60 * 1_000;
const most = 1_000;

type Outcome = PostFailure | undefined;

/**
 * Posts under way or done, by their keys: a second press on one card posts nothing and is told what became of the first.
 * A post that failed frees its key.
 */
export class PostOnce {
  readonly #posts = new Map<string, { readonly outcome: Promise<Outcome>; readonly until: number }>();

  run(key: string, post: () => Promise<Outcome>): Promise<Outcome> {
    const known = this.#posts.get(key);
    if (known && known.until > Date.now()) return known.outcome;
    const outcome = post();
    const entry = { outcome, until: Date.now() + lifetime };
    const free = () => {
      if (this.#posts.get(key) === entry) this.#posts.delete(key);
    };
    outcome.then((failure) => failure && free(), free);
    this.#posts.delete(key);
    this.#posts.set(key, entry);
    const oldest = this.#posts.keys().next();
    if (this.#posts.size > most && !oldest.done) this.#posts.delete(oldest.value);
    return outcome;
  }
}
