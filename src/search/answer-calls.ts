/** The index in its thread. Queries are answered as they come; puts and saves wait for one another inside it. */
import { flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { MiniSearchIndex } from "./minisearch.ts";
import type { Call, Message } from "./protocol.ts";

const port = parentPort;
if (!port) throw new Error("src/search/worker.js runs as a worker thread only");

const send = (message: Message) => port.postMessage(message);
const { folder, lexicon } = workerData as { folder: string; lexicon?: string };
const index = await MiniSearchIndex.open({
  folder,
  ...(lexicon !== undefined && { lexicon }),
  onProblem: (message) => send({ kind: "problem", message }),
});

port.on("message", ({ number, method, args }: Call) => {
  const call = index[method] as (...args: readonly unknown[]) => Promise<unknown>;
  call.apply(index, [...args]).then(
    (value) => send({ kind: "done", number, value }),
    (error: unknown) =>
      send({ kind: "failed", number, message: error instanceof Error ? error.message : String(error) }),
  );
});
send({ kind: "ready" });
// A thread that is terminated keeps nothing.
flushCompileCache();
// An index that is not what was saved ends the thread, which is started again without it.
await index.verify();
await index.warmUp();
