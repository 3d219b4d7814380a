import { startArxiv } from "../fakes/arxiv/server.ts";
import { openTestApp, type TestApp } from "./app.ts";

/** The real app with an arXiv that knows papers which are not held. */
export interface UnknownPapers {
  readonly app: TestApp;
  /** arXiv has one more; its id. */
  publish(title: string): string;
  /** Nobody may ask arXiv until the function that it gives is called. */
  shut(): Promise<() => Promise<void>>;
  /** What arXiv was asked for. */
  asked(): readonly string[];
  close(): Promise<void>;
}

export async function openUnknown(): Promise<UnknownPapers> {
  const arxiv = await startArxiv(Date.now);
  const app = await openTestApp({
    sources: {
      arxiv: { contact: "ops@example.org", categories: [], addresses: arxiv.addresses },
      feeds: [],
      allowPrivate: false,
    },
  });
  let count = 0;
  return {
    app,
    publish(title) {
      count += 1;
      const id = `2611.0${1000 + count}`;
      arxiv.papers.push({ id, categories: ["cs.LG"], title });
      return id;
    },
    async shut() {
      const pass = await app.store.gate.enter("arxiv.org", AbortSignal.timeout(10_000));
      return () => pass.release();
    },
    asked: () => arxiv.asked,
    async close() {
      await app.close();
      await arxiv.close();
    },
  };
}
