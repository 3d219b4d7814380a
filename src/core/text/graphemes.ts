const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** How far past the cut the segmenter looks: a cluster that is longer begins before the cut all the same. */
const LOOKAHEAD = 64;
const WORD_SHARE = 0.2;

/**
 * `s` in at most `maxUnits` UTF-16 units, the ellipsis included. It is cut between two graphemes, and between two
 * words where that costs little. Of a text that is not empty at least something is left.
 */
export function clampGraphemes(s: string, maxUnits: number, ellipsis = "…"): string {
  if (s.length <= maxUnits) return s;
  const room = Math.max(0, Math.floor(maxUnits));
  if (room === 0) return "";
  const withEllipsis = head(s, room - ellipsis.length);
  if (withEllipsis !== "") return withEllipsis + ellipsis;
  return head(s, room) || points(s, room) || "…";
}

/** The longest part of the beginning that fits and reads well, without white space or a comma at its end. */
function head(s: string, room: number): string {
  if (room <= 0) return "";
  const seen = s.slice(0, room + LOOKAHEAD).toWellFormed();
  const cut = segmenter.segment(seen).containing(room)?.index ?? room;
  const whole = s.slice(0, cut);
  const words = /\s/.test(s.charAt(cut)) ? whole : untilLastSpace(whole);
  return tidyEnd(words) || tidyEnd(whole) || whole;
}

function untilLastSpace(text: string): string {
  const least = Math.floor(text.length * (1 - WORD_SHARE));
  const tail = /\s\S*$/.exec(text.slice(least));
  return tail ? text.slice(0, least + tail.index) : text;
}

function tidyEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;:–—-]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Whole code points, for a single grapheme that is longer than the room. */
function points(s: string, room: number): string {
  const last = s.charCodeAt(room - 1);
  return s.slice(0, last >= 0xd800 && last <= 0xdbff ? room - 1 : room);
}
