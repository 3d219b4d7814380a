import { setImmediate as turn } from "node:timers/promises";

/** How long work may hold a thread before waiting queries get their turn. */
const sliceMilliseconds = 5;

/** Runs a generator to its end, letting the event loop turn between its steps whenever a slice of time is used up. */
export async function inSlices<T>(work: Iterator<unknown, T>): Promise<T> {
  let until = performance.now() + sliceMilliseconds;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await turn();
    until = performance.now() + sliceMilliseconds;
  }
}
