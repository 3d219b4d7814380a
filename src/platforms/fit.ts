import type { Block, Span, Text } from "../core/card.ts";
import { clampGraphemes } from "../core/text/graphemes.ts";

/** The shortest a body is cut to before lists are dropped for it. */
const shortestBody = 300;
/** What a text that is no body is cut to when nothing else helps. */
const shortestText = 200;

/**
 * The blocks, shortened until they measure at most `limit`: first the body, then lists from the last, then every other
 * text. Cuts fall between graphemes. `measure` is the size of a block as a platform renders it, separators included.
 */
export function fitBlocks(
  blocks: readonly Block[],
  limit: number,
  measure: (block: Block) => number,
): readonly Block[] {
  let fitted = shrinkBody(blocks, limit, measure);
  while (total(fitted, measure) > limit) {
    const last = fitted.findLastIndex((block) => block.kind === "list");
    if (last === -1) break;
    fitted = shrinkBody(
      blocks
        .filter((block) => fitted.includes(block) || block.kind === "body")
        .filter((block) => block !== fitted[last]),
      limit,
      measure,
    );
  }
  if (total(fitted, measure) <= limit) return fitted;
  const share = Math.max(shortestText, Math.floor(limit / Math.max(1, fitted.length)) - 10);
  fitted = fitted.map((block) => shorten(block, share, measure));
  while (fitted.length > 1 && total(fitted, measure) > limit) fitted = fitted.slice(0, -1);
  return fitted;
}

function shrinkBody(
  blocks: readonly Block[],
  limit: number,
  measure: (block: Block) => number,
): readonly Block[] {
  const over = total(blocks, measure) - limit;
  if (over <= 0) return blocks;
  return blocks.map((block) =>
    block.kind === "body" ? shorten(block, Math.max(shortestBody, measure(block) - over), measure) : block,
  );
}

function total(blocks: readonly Block[], measure: (block: Block) => number): number {
  return blocks.reduce((sum, block) => sum + measure(block), 0);
}

/** A block cut so that it measures at most `limit`, by halving the distance: markup makes sizes uneven. */
function shorten(block: Block, limit: number, measure: (block: Block) => number): Block {
  if (measure(block) <= limit) return block;
  let low = 1;
  let high = limit;
  let best = cut(block, low);
  while (low <= high) {
    const middle = (low + high) >> 1;
    const candidate = cut(block, middle);
    if (measure(candidate) <= limit) {
      best = candidate;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

function cut(block: Block, units: number): Block {
  if (block.kind === "list") return block;
  if (block.kind === "code") return { ...block, text: clampGraphemes(block.text, units) };
  return { ...block, text: cutText(block.text, units) };
}

/**
 * The beginning of a text, `units` UTF-16 units long at most, formatting not counted. A link is kept whole or left out.
 */
export function cutText(text: Text, units: number): Text {
  const kept: Span[] = [];
  let left = units;
  for (const span of text) {
    const words = typeof span === "string" ? span : span.text;
    if (words.length <= left) {
      kept.push(span);
      left -= words.length;
      continue;
    }
    if (left > 0) kept.push(cutSpan(span, left));
    break;
  }
  return kept;
}

function cutSpan(span: Span, units: number): Span {
  if (typeof span === "string") return clampGraphemes(span, units);
  if (span.kind === "link") return "…";
  return { ...span, text: clampGraphemes(span.text, units) };
}
