import type { Masked } from "../../core/translation.ts";

/** Letters of scripts that set words apart. A Korean particle, say, follows a formula without a space. */
const spaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/**
 * The engine drops spaces around what it copies. Those that the sentence had are put back where a formula would
 * otherwise run into a word or into another formula.
 */
export function restoreSpaces(translated: Masked, sentence: Masked): Masked {
  const spaces = spacesAround(sentence);
  return translated.flatMap((part, index) => {
    const [previous, next] = [translated[index - 1], translated[index + 1]];
    const before = previous !== undefined && runsInto(previous, part, spaces);
    if (typeof part === "number") return before && typeof previous === "number" ? [" ", part] : [part];
    const after = next !== undefined && runsInto(part, next, spaces);
    return [`${before ? " " : ""}${part}${after ? " " : ""}`];
  });
}

type Spaces = ReadonlyMap<number, { readonly before: boolean; readonly after: boolean }>;

function spacesAround(sentence: Masked): Spaces {
  const isSpace = (part: string | number | undefined, at: 0 | -1) =>
    typeof part === "string" && /^\s$/.test(part.at(at) ?? "");
  return new Map(
    sentence.flatMap((part, index) =>
      typeof part === "number"
        ? [[part, { before: isSpace(sentence[index - 1], -1), after: isSpace(sentence[index + 1], 0) }]]
        : [],
    ),
  );
}

function runsInto(left: string | number, right: string | number, spaces: Spaces): boolean {
  const wanted =
    (typeof left === "number" && spaces.get(left)?.after) ||
    (typeof right === "number" && spaces.get(right)?.before);
  const isWord = (part: string | number, at: 0 | -1) =>
    typeof part === "number" || spaced.test(part.at(at) ?? "");
  return wanted === true && isWord(left, -1) && isWord(right, 0);
}
