import { BestScores } from "./best-scores.ts";
import type { Best, Placed } from "./matches.ts";
import { type Group, type GroupCursor, Window } from "./words.ts";

/** Looking one document up in a list takes about as long as walking over so many. */
const stepsOfSeek = 6;

/**
 * Scores documents a window at a time, so that what is added up stays in the processor's cache. `groups` are in the order
 * in which scores are added, the rarest first. The commonest groups that cannot by themselves lift a document among the
 * best found so far are only looked up for documents that have others and may get there (MaxScore).
 */
export function findBest(
  placed: readonly Placed[],
  groups: readonly Group[],
  best: Best,
  passes: ((document: number) => boolean) | undefined,
  isLate: () => boolean,
  window: Window,
): { readonly documents: number[]; readonly scores: number[] } {
  const documents: number[] = [];
  const scores: number[] = [];
  const reached = new BestScores(best);
  for (const { part, base } of placed) {
    const cursors = groups.map((group) => group.cursorIn(part));
    for (let start = 0; start < part.end && !isLate(); start += Window.size) {
      let leading = groups.length;
      let left = 0;
      while (leading > 0 && left + (groups[leading - 1] as Group).most < reached.least)
        left += (groups[--leading] as Group).most;
      window.begin(start, part.end);
      for (let at = 0; at < leading; at++) (cursors[at] as GroupCursor).scoreIn(window, part, base, passes);
      window.keep(reached.least - left);
      for (let at = leading; at < groups.length && window.count > 0; at++) {
        const { holders, most } = groups[at] as Group;
        const cursor = cursors[at] as GroupCursor;
        if (window.count * stepsOfSeek * part.end > holders * Window.size)
          cursor.scoreIn(window, part, base, undefined, reached.least - left);
        else cursor.lookUpIn(window);
        left -= most;
        window.keep(reached.least - left);
      }
      for (let at = 0; at < window.count; at++) {
        const place = window.touched[at] as number;
        const score = window.scores[place] as number;
        if (score >= reached.least) {
          documents.push(base + start + place);
          scores.push(score);
          reached.add(base + start + place, score);
        }
      }
    }
  }
  const last = documents.filter((_, at) => (scores[at] as number) >= reached.least);
  return { documents: last, scores: scores.filter((score) => score >= reached.least) };
}
