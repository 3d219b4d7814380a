/**
 * Waiting without sleeping: whoever changes the stand-in's state says so, and waiters look again. They
 * also look every few milliseconds, for conditions on a test's own variables.
 */

const LOOK_MS = 10;

export class Changes {
  readonly #waiters = new Set<() => void>();

  notify(): void {
    for (const look of [...this.#waiters]) look();
  }

  /** The first truthy answer of `look`; `undefined` after the timeout. */
  async within<T>(look: () => T | undefined | false, timeoutMs: number): Promise<T | undefined> {
    const now = look();
    if (now) return now;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        clearInterval(looking);
        this.#waiters.delete(check);
      };
      const check = () => {
        try {
          const value = look();
          if (!value) return;
          stop();
          resolve(value);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        stop();
        resolve(undefined);
      }, timeoutMs);
      const looking = setInterval(check, LOOK_MS);
      this.#waiters.add(check);
    });
  }

  async until<T>(look: () => T | undefined | false, what: string, timeoutMs = 5000): Promise<T> {
    const value = await this.within(look, timeoutMs);
    if (value === undefined) throw new Error(`the Slack stand-in waited ${timeoutMs} ms for ${what}`);
    return value;
  }
}
