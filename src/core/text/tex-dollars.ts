/** Which dollar signs are mathematics and which are money, variables of a shell or the rest of a cut formula. */

export type Span = { from: number; to: number; next: number };
const FARTHEST = 4_000;
const LONGEST_PLAIN = 80;
const TEX_SIGN = /[\\^_]/;
const FONT_SWITCH = /\\(?:rm|it|bf|sf|tt|sc|text[a-z]*|mathrm|mathit)(?![A-Za-z])/;
const TWO_WORDS = /(?<![A-Za-z])[A-Za-z]{2,}[,;.]?\s+[A-Za-z]{2,}(?![A-Za-z])/;
const RELATION = /[=<>≤≥∼≲≳]|\\(?:le|ge|sim|approx|in|lesssim|gtrsim)(?![a-z])/;
/** `$ n $`, `$ 34.2% $`. */
const LOOSE = /^\s+(?:[^\s]{1,6}|[\d.,]+%?)\s+$/;
const ONE_WORD = /(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z])/;

/** The formula that the dollar sign at `at` begins, or undefined where it is just a dollar sign. */
export function dollarSpan(src: string, match: Int32Array, at: number, to: number): Span | undefined {
  if (src[at + 1] === "$") {
    const end = src.slice(at + 2, Math.min(to, at + 2 + FARTHEST)).indexOf("$$");
    if (end < 1 || !isFormula(src.slice(at + 2, at + 2 + end).trim(), "")) return undefined;
    return { from: at + 2, to: at + 2 + end, next: at + 4 + end };
  }
  const end = closing(src, match, at + 1, Math.min(to, at + FARTHEST));
  if (end < 0 || !isFormula(src.slice(at + 1, end), src.charAt(end + 1))) return undefined;
  return { from: at + 1, to: end, next: end + 1 };
}

function closing(src: string, match: Int32Array, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const char = src[i];
    if (char === "$") return i;
    if (char === "\\") i++;
    else if (char === "{") {
      const close = match[i] ?? -1;
      if (close > i && close < to) i = close;
    }
  }
  return -1;
}

function isFormula(inside: string, after: string): boolean {
  if (inside.trim() === "") return false;
  const loose = /^\s/.test(inside) || /\s$/.test(inside);
  if (TEX_SIGN.test(inside)) {
    if (FONT_SWITCH.test(inside) && !loose) return true;
    const bare = inside
      .replace(/\{[^{}]*\}/g, "")
      .replace(/\{[^{}]*\}/g, "")
      .replace(/\\[A-Za-z]+/g, " + ");
    return !TWO_WORDS.test(bare) && !(loose && ONE_WORD.test(bare) && !RELATION.test(inside));
  }
  if (loose) return LOOSE.test(inside) || (RELATION.test(inside) && !TWO_WORDS.test(inside));
  if (/^[\d.,]+/.test(inside) && /^\d/.test(after)) return false;
  if (/^[^\d\s]{1,4}-$/.test(inside)) return true;
  if (/[/:.,;-]$/.test(inside) && inside.length > 1 && /^[\p{L}\p{N}]/u.test(after)) return false;
  return inside.length <= LONGEST_PLAIN && !TWO_WORDS.test(inside);
}
