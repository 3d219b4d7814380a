import type { Suggestion } from "../../core/command.ts";

/** What the end of a line, `typed`, can become. The line before it stays as it is. */
export interface Completion {
  readonly found: readonly string[];
  readonly typed: string;
}

/** Longer titles are more than a query may be: the paper's id stands for them. */
const longestTitle = 200;

/** Words to search, with or without `/paper` before them. */
export function isSearch(line: string): boolean {
  return !/^\s*\//.test(line) || /^\s*\/paper\s/.test(line);
}

/** Commands word by word: of `/paperboy language ja` no more than the word that is being typed. */
export function completeCommand(line: string, commands: readonly string[]): Completion {
  const found = commands
    .filter((command) => command.startsWith(line))
    .map((command) => line + (/^\S*/.exec(command.slice(line.length))?.[0] ?? ""))
    .filter((command) => command !== line);
  return { found: [...new Set(found)], typed: line };
}

/**
 * The words at the end of a search as titles of papers, and its last word as a filter. `filters` are keys (`lang:`) and
 * keys with a value (`lang:ja`).
 */
export async function completeWords(
  line: string,
  filters: readonly string[],
  suggest: (words: string) => Promise<readonly Suggestion[]>,
): Promise<Completion> {
  const keys = filters.filter((filter) => filter.endsWith(":"));
  const last = /\S*$/.exec(line)?.[0] ?? "";
  const lower = last.toLowerCase();
  if (keys.some((key) => lower.startsWith(key)))
    return {
      found: filters.filter((filter) => filter.toLowerCase().startsWith(lower) && !keys.includes(filter)),
      typed: last,
    };
  const words = wordsAtEnd(line, keys);
  const before = words.slice(0, words.length - last.length);
  const started = keys
    .filter((key) => key.startsWith(lower) && (lower !== "" || words === ""))
    .map((key) => before + key);
  const titles = words.trim() === "" ? [] : (await suggest(words)).map(wordsFor);
  return { found: [...new Set([...started, ...titles])], typed: words };
}

/** What follows the command and the last filter. */
function wordsAtEnd(line: string, keys: readonly string[]): string {
  const start = /^\s*(?:\/paper\s+)?/.exec(line)?.[0].length ?? 0;
  const filter = /(?<!\S)([a-z]+:)(?:"[^"]*"|\S*)\s+/giu;
  let end = start;
  for (const found of line.slice(start).matchAll(filter))
    if (keys.includes(found[1]?.toLowerCase() ?? "")) end = start + found.index + found[0].length;
  return line.slice(end);
}

/** A title finds its paper, unless the grammar would read it as something else. */
function wordsFor({ title, value }: Suggestion): string {
  return title.length > longestTitle || /\S[:：]\S|["“”„«»「」『』]|^\/|^\d+$/u.test(title) ? value : title;
}
