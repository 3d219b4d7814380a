import type { Clock } from "../../src/translators/patience.ts";

export interface TestClock extends Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[];
  pass(ms: number): void;
}

/** Time that passes only when somebody waits, at once. */
export function testClock(): TestClock {
  let now = Date.parse("2026-01-15T12:00:00Z");
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    async sleep(ms, signal) {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
    random: () => 0.5,
  };
}
