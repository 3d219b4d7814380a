import type { Paper } from "../core/paper.ts";
import type { PaperStore } from "../core/ports.ts";
import type { Sources } from "./open.ts";

/** An id that arXiv does not know is not asked for again so soon, in ms. */
const unknownMs = 3_600_000;
const mostUnknown = 1_000;
/** With three seconds to each, who comes later would wait longer than anybody looks. */
const mostAtOnce = 20;

/**
 * Fetches papers that are not held and puts them into the store. Whoever asks for one that is being fetched waits for
 * that. Rejects where arXiv cannot be asked.
 */
export function paperLookup(
  ask: NonNullable<Sources["paper"]>,
  papers: PaperStore,
  closing: AbortSignal,
  now: () => number = Date.now,
): (id: string) => Promise<Paper | undefined> {
  const underWay = new Map<string, Promise<Paper | undefined>>();
  const unknown = new Map<string, number>();
  const fetch = async (id: string) => {
    const found = await ask(id, closing);
    if (found) {
      await papers.put([found]);
      return (await papers.get([id]))[0];
    }
    unknown.set(id, now() + unknownMs);
    for (const [oldest] of unknown) if (unknown.size > mostUnknown) unknown.delete(oldest);
    return undefined;
  };
  return async (id) => {
    if ((unknown.get(id) ?? 0) > now()) return undefined;
    unknown.delete(id);
    const asked = underWay.get(id);
    if (asked) return asked;
    if (underWay.size >= mostAtOnce) throw new Error("too many papers are being fetched already");
    const work = fetch(id).finally(() => underWay.delete(id));
    underWay.set(id, work);
    return work;
  };
}
