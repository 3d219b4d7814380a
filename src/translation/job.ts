import type { TranslationProgress } from "../core/translation.ts";

/** The translation of one paper under way, followed by all its readers. Each sees the newest progress, and the end. */
export class Job {
  #progress: TranslationProgress | undefined;
  #changed = Promise.withResolvers<void>();

  report(progress: TranslationProgress): void {
    this.#progress = progress;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  async *follow(): AsyncGenerator<TranslationProgress> {
    for (let seen: TranslationProgress | undefined; ; ) {
      const changed = this.#changed.promise;
      const progress = this.#progress;
      if (progress === undefined || progress === seen) await changed;
      else {
        seen = progress;
        yield progress;
        if (progress.kind !== "preparing") return;
      }
    }
  }
}
