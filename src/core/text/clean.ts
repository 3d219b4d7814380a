/** C0 and C1 controls that are not white space, and format characters that are invisible or change direction. */
const HIDDEN =
  /(?![\s\u0085])\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Noncharacter_Code_Point}/gu;
const SPACE = /[\s\u0085]+/gu;
/** Marks and joiners that stand together, with the character before and the character after them. */
const MARK_RUN = /([^\p{M}\u200c\u200d]?)([\p{M}\u200c\u200d]+)(?=([^\p{M}\u200c\u200d]?))/gu;
const ORDINARY = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/;

const NON_JOINING =
  "\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}";
const JOINING = new RegExp(`^(?![${NON_JOINING}])[\\p{L}\\p{M}]$`, "u");
const EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;
const MAX_MARKS = 3;
const ZWJ = "\u200d";

/**
 * One line of plain text without anything that hides or reorders what a reader sees: well-formed, NFC, white space
 * folded, and no more than three marks on a base. Joiners stay where a script or an emoji needs them.
 */
export function cleanText(raw: string): string {
  if (ORDINARY.test(raw)) return raw;
  let text = raw;
  // Taking out a joiner can let two characters compose, which can matter to the next joiner: twice is the rule.
  for (let round = 0; round < 5; round++) {
    const next = cleanOnce(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

function cleanOnce(raw: string): string {
  return raw
    .toWellFormed()
    .replace(HIDDEN, "")
    .normalize("NFC")
    .replace(SPACE, " ")
    .trim()
    .replace(MARK_RUN, (_, base: string, run: string, after: string) => base + tidyRun(base, run, after))
    .normalize("NFC");
}

function tidyRun(base: string, run: string, after: string): string {
  let marks = 0;
  const kept: string[] = [];
  for (const char of run) if (isJoiner(char) || ++marks <= MAX_MARKS) kept.push(char);
  return kept
    .filter((char, at) => !isJoiner(char) || joins(char, base, kept[at + 1] ?? after, kept[at - 1]))
    .join("");
}

function joins(joiner: string, base: string, next: string, previous: string | undefined): boolean {
  if (previous !== undefined && isJoiner(previous)) return false;
  if (joiner === ZWJ && EMOJI.test(base) && EMOJI.test(next)) return true;
  return JOINING.test(base) && JOINING.test(next);
}

function isJoiner(char: string): boolean {
  return char === ZWJ || char === "\u200c";
}
