/** Abbreviations after which a sentence goes on, lower-cased and without their last full stop. */
const abbreviations = new Set(
  (
    "e.g i.e eg ie cf vs viz resp approx ca w.r.t s.t fig figs eq eqs eqn eqns sec secs sect ref refs tab thm thms " +
    "lem prop cor def no nos vol ch p pp ed eds dr prof mr mrs ms st bzw vgl z.b u.a d.h abb nr p.ej"
  ).split(" "),
);
/** Abbreviations that end a sentence as often as not: what follows decides. */
const perhapsLast = /^(?:al|jr|sr|inc|i\.i\.d|a\.k\.a|u\.s|u\.k|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})$/u;
/** Words that begin a sentence and seldom a name. */
const beginning =
  /^(?:["'“‘([]*)(?:an?|the|this|th[ae]se?|those|that|we|our|i|it|its|they|their|there|here|in|on|at|of|by|for|from|to|with|without|when|where|while|which|what|how|why|if|as|and|or|but|so|not|yet|both|each|all|many|most|some|such|other|more|one|two|three|first|second|third|next|then|thus|hence|also|finally|however|moreover|furthermore|further|additionally|specifically|particularly|notably|instead|despite|although|though|because|since|given|using|based|unlike|unfortunately|recently|recent|existing|previous|results?|experiments?|code|to|towards?|through|throughout|under|over|after|before|during|between|among|across|along|within|is|are|can|do|does|no)\b(?!\.)/i;

const brackets = new Map([
  ["(", ")"],
  ["[", "]"],
  ["（", "）"],
  ["「", "」"],
]);
/** How much of a sentence that goes on is looked at: a bracket that was opened before is not waited for. */
const memory = 2_000;
/** How many of Unicode's sentences a bracket or formula may span: one that is never closed must not swallow the rest. */
const farthest = 3;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language, { granularity: "sentence" });
  segmenters.set(language, made);
  return made;
}

/**
 * The sentences of an academic text, in their order and without the white space between them. Unicode's rules (UAX 29)
 * split it; what they tear apart is put together again: after an abbreviation ("et al.", "Fig."), inside a formula or
 * brackets, and before a lower-case letter. `language` is a BCP 47 tag.
 */
export function sentences(text: string, language: string): readonly string[] {
  const pieces = [...segmenterOf(language).segment(text)].map(({ segment }) => segment);
  const whole: string[] = [];
  let open = "";
  for (const [at, piece] of pieces.entries()) {
    if (open !== "" && ends(open.slice(-memory), pieces.slice(at, at + farthest))) {
      whole.push(open);
      open = "";
    }
    open += piece;
  }
  return [...whole, open].map((sentence) => sentence.trim()).filter((sentence) => sentence !== "");
}

function ends(open: string, following: readonly string[]): boolean {
  const [next = ""] = following;
  if (/^\s*(?:\p{Ll}|[.,;:!?)\]}])/u.test(next)) return false;
  // "https://example.org/a?B": Unicode's rules break after a question mark wherever it stands.
  if (/[.!?]$/.test(open) && /^[\x21-\x7e]/.test(next)) return false;
  if (endsInAbbreviation(open, next)) return false;
  return !isInBrackets(open, following) && !isInFormula(open, following);
}

function endsInAbbreviation(open: string, next: string): boolean {
  const last = /(?:^|[\s("'“‘[])([\p{L}.]+)\.["'”’)\]]*\s*$/u.exec(open)?.[1];
  if (last === undefined) return false;
  if (abbreviations.has(last.toLowerCase())) return true;
  return perhapsLast.test(last) && !beginning.test(next);
}

function isInBrackets(open: string, following: readonly string[]): boolean {
  const expected: string[] = [];
  for (const char of open) {
    const closing = brackets.get(char);
    if (closing !== undefined) expected.push(closing);
    else if (char === expected.at(-1)) expected.pop();
  }
  const closing = expected.at(-1);
  return closing !== undefined && following.some((piece) => piece.includes(closing));
}

/** A dollar sign before a number and a space is money. */
function isInFormula(open: string, following: readonly string[]): boolean {
  const signs = open.replace(/\\\$|\$\d[\d.,]*(?=[\s)])/g, "").split("$").length - 1;
  return signs % 2 === 1 && following.some((piece) => piece.includes("$"));
}
