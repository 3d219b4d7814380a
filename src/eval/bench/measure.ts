import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../metrics.ts";
import type { BenchEngine } from "./engine.ts";
import type { BenchQuery } from "./queries.ts";

/** Asked before the clock runs. */
const warmUp = 50;
/** An engine that takes long is asked fewer queries, but never fewer than these. */
const longest = { ms: 90_000, least: 100 } as const;
const perSecond = 20;
/** The finest that timers have. */
const resolution = 1;

export interface Latency {
  readonly asked: number;
  /** Share of the queries for which the engine found anything. */
  readonly answered: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Milliseconds from asking to the answer, one query at a time. `ask` says how many were found. */
export async function latency<Query>(
  ask: (query: Query) => Promise<number>,
  queries: readonly Query[],
): Promise<Latency> {
  for (const query of queries.slice(0, warmUp)) await ask(query);
  const times: number[] = [];
  let answered = 0;
  const started = performance.now();
  for (const query of queries.slice(warmUp)) {
    const asked = performance.now();
    const found = await ask(query);
    times.push(performance.now() - asked);
    if (found > 0) answered++;
    if (times.length >= longest.least && performance.now() - started > longest.ms) break;
  }
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share)) as [
    number,
    number,
    number,
  ];
  return { asked: times.length, answered: answered / Math.max(1, times.length), p50, p95, p99 };
}

/**
 * The 99th percentile, in milliseconds, of how much later than due the main thread's event loop turns while 20 queries
 * a second are asked. That is how long whatever else the process does (acknowledging a command, say) is held up.
 */
export async function stall(
  engine: BenchEngine,
  queries: readonly BenchQuery[],
  seconds: number,
): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution });
  const open: Promise<unknown>[] = [];
  delay.enable();
  const started = performance.now();
  for (let turn = 0; performance.now() - started < seconds * 1000; turn++) {
    const query = queries[turn % queries.length];
    if (query) open.push(engine.search(query));
    // Where the engine holds the thread up, queries that were due meanwhile are left out rather than piled up.
    await sleep(Math.max(1, (turn + 1) * (1000 / perSecond) - (performance.now() - started)));
  }
  delay.disable();
  await Promise.all(open);
  // What is recorded is the time between two turns of a timer, which is its interval when nothing is late.
  return Math.max(0, delay.percentile(99) / 1e6 - resolution);
}
