import { setTimeout as wait } from "node:timers/promises";

/**
 * Throws when the time for an attempt is over. To be awaited between two requests of one attempt: a process that stood
 * still finds the first one's answer before its own timers have run, and by then the attempt may be another worker's.
 */
export async function stillWanted(signal: AbortSignal): Promise<void> {
  await wait(1);
  signal.throwIfAborted();
}
