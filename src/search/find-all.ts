import { BestScores } from "./best-scores.ts";
import { Intersection } from "./intersection.ts";
import type { Placed, Wanted } from "./matches.ts";
import type { WindowPair } from "./window.ts";
import type { Group } from "./words.ts";

/** Documents that matched, in order, with their scores. */
export interface Found {
  readonly documents: readonly number[];
  readonly scores: readonly number[];
}

/**
 * Finds the documents that match all of the first `required` groups, of which the rarest should come first; the others
 * only add to scores. Where `best` is given, all are counted but only those kept that may be among the best: `owners`
 * says how many there are.
 */
export function findAll(
  placed: readonly Placed[],
  groups: readonly Group[],
  required: number,
  { passes, best }: Pick<Wanted, "passes" | "best">,
  isLate: () => boolean,
  windows: WindowPair,
): Found & { readonly owners?: number } {
  const documents: number[] = [];
  const scores: number[] = [];
  const reached = best && new BestScores(best);
  for (const window of windows) window.scores.fill(0);
  let owners = 0;
  let last = -1;
  for (const { part, base } of placed) {
    const all = new Intersection(groups.slice(0, required).map((group) => () => group.cursorIn(part)));
    const others = groups.slice(required).map((group) => group.cursorIn(part));
    const passesHere = passes && ((document: number) => passes(base + document));
    for (let start = all.seek(0); start < part.end && !isLate(); ) {
      const found = all.find(windows, start, part.end, passesHere);
      if (found.count > 0) for (const cursor of others) cursor.addTo(found, found);
      for (let at = 0; at < found.count; at++) {
        const place = found.touched[at] as number;
        const document = base + found.start + place;
        if (part.alive[found.start + place] !== 1) continue;
        if (best) {
          const owner = best.owner(document);
          if (owner !== last) owners++;
          last = owner;
        }
        const score = found.scores[place] as number;
        if (reached && score < reached.least) continue;
        documents.push(document);
        scores.push(score);
        reached?.add(document, score);
      }
      found.clear();
      start = all.seek(found.end);
    }
  }
  if (!reached) return { documents, scores };
  const isBest = (at: number) => (scores[at] as number) >= reached.least;
  return {
    documents: documents.filter((_, at) => isBest(at)),
    scores: scores.filter((_, at) => isBest(at)),
    owners,
  };
}
