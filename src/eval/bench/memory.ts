import { Session } from "node:inspector/promises";
import { memoryUsage } from "node:process";
import type { Worker } from "node:worker_threads";

/** Bytes that V8's heap and the buffers that belong to it hold after a collection, over all threads. */
export interface MemoryMeter {
  heap(): Promise<number>;
  stop(): void;
}

/**
 * Measures the memory of this process's threads, whoever starts them: the product's index lives in a worker that it keeps
 * to itself. Counted are live objects on the heap and what they hold outside it (typed arrays), both after a full
 * collection; memory that native libraries allocate for themselves is in the process's RSS only.
 */
export function memoryMeter(): MemoryMeter {
  const workers = new Set<Worker>();
  const started = (worker: Worker) => {
    workers.add(worker);
    worker.once("exit", () => workers.delete(worker));
  };
  process.on("worker", started);
  return {
    async heap() {
      if (workers.size > 0) await collectInWorkers(workers.size);
      (globalThis as { gc?: () => void }).gc?.();
      const { heapUsed, external } = memoryUsage();
      const others = await Promise.all([...workers].map((worker) => worker.getHeapStatistics()));
      return others.reduce(
        (sum, heap) => sum + heap.used_heap_size + heap.external_memory,
        heapUsed + external,
      );
    },
    stop: () => process.off("worker", started),
  };
}

/** `--expose-gc` reaches no function of another thread from here; the inspector does. */
async function collectInWorkers(count: number): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    const ids = new Promise<readonly string[]>((resolve) => {
      const found: string[] = [];
      session.on("NodeWorker.attachedToWorker", ({ params }) => {
        if (found.push(params.sessionId) === count) resolve(found);
      });
    });
    await session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
    for (const sessionId of await ids) {
      const done = new Promise<void>((resolve) => {
        session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
          if (params.sessionId === sessionId) resolve();
        });
      });
      const message = JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" });
      await session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
      await done;
    }
  } finally {
    session.disconnect();
  }
}
