import { BestScores } from "./best-scores.ts";
import type { Found } from "./find-all.ts";
import type { GroupCursor } from "./group-cursor.ts";
import type { Best, Placed } from "./matches.ts";
import { Window } from "./window.ts";
import type { Group } from "./words.ts";

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
): Found {
  const documents: number[] = [];
  const scores: number[] = [];
  const reached = new BestScores(best);
  for (const { part, base } of placed) {
    const cursors = groups.map((group) => group.cursorIn(part));
    const passesHere = passes && ((document: number) => passes(base + document));
    for (let start = 0; start < part.end && !isLate(); start += Window.size) {
      let leading = groups.length;
      let left = 0;
      while (leading > 0 && left + (groups[leading - 1] as Group).most < reached.least)
        left += (groups[--leading] as Group).most;
      window.begin(start, part.end);
      for (let at = 0; at < leading; at++) (cursors[at] as GroupCursor).scoreIn(window);
      window.keep(reached.least - left, passesHere);
      for (let at = leading; at < groups.length && window.count > 0; at++) {
        (cursors[at] as GroupCursor).addTo(window, window, reached.least - left);
        left -= (groups[at] as Group).most;
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
