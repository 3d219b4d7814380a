import type { Gate } from "../../src/core/digest.ts";
import type { TestClock } from "./clock.ts";

/** A gate on a manual clock: whoever waits lets the time pass. */
export function testGate(clock: TestClock): Gate {
  const held = new Map<string, Promise<void>>();
  const freeAt = new Map<string, number>();
  return {
    async enter(host, signal) {
      for (let holder = held.get(host); holder; holder = held.get(host)) await holder;
      signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(host, promise);
      const closed = Math.max(0, (freeAt.get(host) ?? 0) - clock.now());
      // Longer than any gate is closed: the clock was set back.
      clock.pass(closed > 3_600_000 ? 0 : closed);
      return {
        async release(afterMs = 0) {
          freeAt.set(host, clock.now() + afterMs);
          held.delete(host);
          resolve();
        },
      };
    },
  };
}
