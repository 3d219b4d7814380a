import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Place } from "../core/command.ts";

/** How much one person may ask: what nobody reaches by reading, and what keeps a stuck key from filling the queue. */
const allowances = {
  command: { points: 10, duration: 10 },
  control: { points: 30, duration: 10 },
} as const;

/** Answers how many seconds a person has to wait, 0 for none. */
export interface Limits {
  take(place: Place, what: keyof typeof allowances): Promise<number>;
}

/** Limits per person, kept in memory. The console's one user is not limited. */
export function createLimits(): Limits {
  const limiters = {
    command: new RateLimiterMemory(allowances.command),
    control: new RateLimiterMemory(allowances.control),
  };
  return {
    async take(place, what) {
      if (place.platform === "console") return 0;
      try {
        await limiters[what].consume(place.person.key);
        return 0;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw refused;
      }
    },
  };
}
