import { ALPHABETS, FRACTIONS, MATH_ACCENTS, MATH_ARGUMENT, TEXT_ARGUMENT } from "./tex-symbols.ts";

/** A URL as it is meant: TeX's escapes undone. */
export function plainUrl(raw: string): string {
  return raw.replace(/\\([_%#&~$^-])(?:\{\})?/g, "$1").replace(/\s+/g, "");
}

/** How many arguments belong to a macro that is itself an argument without braces. */
export function argumentCount(name: string): number {
  if (FRACTIONS.has(name) || name === "binom") return 2;
  const one = name === "sqrt" || MATH_ACCENTS.has(name) || TEXT_ARGUMENT.has(name) || MATH_ARGUMENT.has(name);
  return one || (ALPHABETS.has(name) && name.length > 4) ? 1 : 0;
}

/** For each opening brace the place of the one that closes it, -1 where there is none. */
export function matchBraces(src: string): { match: Int32Array; unclosed: boolean } {
  const match = new Int32Array(src.length).fill(-1);
  const open: number[] = [];
  for (let i = 0; i < src.length; i++) {
    const char = src[i];
    if (char === "\\") i++;
    else if (char === "{") open.push(i);
    else if (char === "}") {
      const start = open.pop();
      if (start !== undefined) match[start] = i;
    }
  }
  return { match, unclosed: open.length > 0 };
}
