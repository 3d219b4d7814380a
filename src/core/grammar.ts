import { distance } from "fastest-levenshtein";
import { UserError } from "./errors.ts";
import { isLanguage, nativeName, parseLanguage } from "./language.ts";
import type { OptionSpec } from "./options.ts";

/** Quotation marks of the interface languages and of phones' keyboards. */
const quotes = /[“”„‟«»「」『』＂]/gu;

/**
 * Reads what people type after a command: `words words key:value key:"two words"`. Words that are no `key:value` go to
 * the `rest` option in the order typed, with or without its name before them. Full-width colons, spaces and typographic quotes are accepted. A `key:` that is
 * no option is an error, never searched for; a colon followed by a space (`BERT: pre-training`) is text. Options that
 * belong to the rest option's own grammar (`inText`) stay in it as they were typed.
 */
export function parseOptions(
  specs: readonly OptionSpec[],
  rest: string | undefined,
  typed: string,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const words: Token[] = [];
  const filters = specs.filter((spec) => spec.name !== rest);
  const parts = tokens(typed);
  for (let at = 0; at < parts.length; at++) {
    const token = parts[at] as Token;
    const named = rest === undefined ? undefined : afterName(token, rest);
    if (named) {
      if (named.text !== "") words.push(named);
      continue;
    }
    const { text } = token;
    const alone = filters.find((spec) => spec.name === /^([a-z_-]+)[:：]$/iu.exec(text)?.[1]?.toLowerCase());
    const pair =
      alone && !alone.inText
        ? { key: alone.name, value: unquoted(parts[++at]?.text ?? "") }
        : keyAndValue(text);
    if (!pair || filters.some(({ name, inText }) => inText && name === pair.key)) {
      words.push(token);
      continue;
    }
    const spec = filters.find((candidate) => candidate.name === pair.key);
    if (!spec) throw unknownOption(pair.key, filters);
    if (spec.name in found) throw new UserError("repeatedOption", spec.name);
    found[spec.name] = readValue(spec, pair.value);
  }
  const restSpec = specs.find((spec) => spec.name === rest);
  if (!restSpec) {
    if (words.length > 0) throw new UserError("tooManyWords", joined(words));
  } else if (restSpec.choices) {
    takeNamedWords(filters, words, found);
    found[restSpec.name] = readValue(restSpec, joined(words));
  } else {
    found[restSpec.name] = joined(words);
  }
  return found;
}

/** `language zh for channel`: beside a rest option that is one of a few choices, `name value` is read as `name:value`. */
function takeNamedWords(
  filters: readonly OptionSpec[],
  words: Token[],
  found: Record<string, unknown>,
): void {
  while (words.length >= 3) {
    const spec = filters.find((candidate) => candidate.name === words.at(-2)?.text.toLowerCase());
    if (!spec || spec.name in found) return;
    found[spec.name] = readValue(spec, words.at(-1)?.text ?? "");
    words.splice(-2);
  }
}

/** The text that `parseOptions` reads back as these options. */
export function formatOptions(
  specs: readonly OptionSpec[],
  rest: string | undefined,
  options: Record<string, unknown>,
): string {
  const pairs = specs
    .filter((spec) => spec.name !== rest)
    .map((spec) => ({ name: spec.name, value: unquoted(String(options[spec.name] ?? "")).trim() }))
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => `${name}:${/\s/.test(value) ? `"${value}"` : value}`);
  return [...(rest ? [closed(String(options[rest] ?? ""))] : []), ...pairs]
    .filter((part) => part !== "")
    .join(" ");
}

/** Text whose quotes are closed: one that is not would swallow the filters after it. */
function closed(text: string): string {
  const straight = text.replace(quotes, '"');
  const last = straight.lastIndexOf('"');
  return (straight.split('"').length - 1) % 2 === 0
    ? straight
    : straight.slice(0, last) + straight.slice(last + 1);
}

export function unquoted(text: string): string {
  return text.replace(quotes, '"').replaceAll('"', "");
}

/** What one option's typed value means. */
export function readValue(spec: OptionSpec, typed: string): unknown {
  const value = typed.trim();
  if (value === "")
    throw spec.choices
      ? new UserError("missingChoice", shownChoices(spec))
      : new UserError("missingOption", spec.name);
  if (spec.choices) {
    const wanted = spec.reads === "language" ? (parseLanguage(value) ?? value) : value;
    const choice = spec.choices.find((candidate) => candidate.toLowerCase() === wanted.toLowerCase());
    if (choice !== undefined) return choice;
    throw spec.reads === "language"
      ? new UserError("badLanguage", value, shownChoices(spec))
      : new UserError("badChoice", spec.name, value, shownChoices(spec));
  }
  if (spec.maxLength !== undefined && value.length > spec.maxLength)
    throw new UserError("badOption", spec.name, `${value.slice(0, 40)}…`);
  return value;
}

function shownChoices({ choices = [], reads }: OptionSpec): string {
  const named = (choice: string) => (isLanguage(choice) ? `${choice} (${nativeName(choice)})` : choice);
  return choices.map((choice) => (reads === "language" ? named(choice) : choice)).join(", ");
}

/** Typed text with straight quotes, all closed (one that is not counts for nothing), and plain Latin letters and digits. */
export function plainMarks(typed: string): string {
  return closed(typed.replace(/[Ａ-Ｚａ-ｚ０-９]/gu, (wide) => wide.normalize("NFKC")));
}

interface Token {
  readonly text: string;
  /** Whether white space stands before it. */
  readonly apart: boolean;
}

/** Splits at white space outside quotes; a quoted part stays with the `key:` before it. */
function tokens(typed: string): readonly Token[] {
  return [...plainMarks(typed).matchAll(/(\s*)([^\s"]+[:：]"[^"]*"|"[^"]*"|[^\s"]+)/gu)].map(
    ([, space = "", text = ""]) => ({ text, apart: space !== "" }),
  );
}

/** What stands after `rest:`; undefined where the token does not begin so. Its quotes stay: the text has its own grammar. */
function afterName({ text, apart }: Token, rest: string): Token | undefined {
  const named = /^([a-z_-]+)[:：](.*)$/isu.exec(text);
  if (named?.[1]?.toLowerCase() !== rest) return undefined;
  return { text: named[2] ?? "", apart };
}

function joined(words: readonly Token[]): string {
  return words.map(({ text, apart }, index) => (apart && index > 0 ? ` ${text}` : text)).join("");
}

function keyAndValue(token: string): { key: string; value: string } | undefined {
  const split = /^([a-z][a-z_-]{1,19})[:：](?!\/\/)(.+)$/isu.exec(token);
  if (!split?.[1] || split[2] === undefined) return undefined;
  const key = split[1].toLowerCase();
  return isKey(key) ? { key, value: unquoted(split[2]) } : undefined;
}

/** Whether a word before a colon is meant as a filter: `arXiv:2212.12206` and `doi:10.…` name a paper. */
export function isKey(word: string): boolean {
  return word !== "arxiv" && word !== "doi" && word !== "url";
}

/** Shares of a word that may differ for it to count as a slip: of a filter's name, and of another word for it. */
const slip = { name: 0.5, alias: 0.34 } as const;

export function unknownOption(key: string, filters: readonly OptionSpec[]): UserError {
  const off = (word: string) => distance(word, key) / Math.max(word.length, key.length);
  const near = filters
    .filter((spec) => off(spec.name) <= slip.name || spec.aliases.some((alias) => off(alias) <= slip.alias))
    .sort((a, b) => off(a.name) - off(b.name))[0];
  if (near) return new UserError("unknownOptionNear", key, near.name);
  return new UserError("unknownOption", key, filters.map((spec) => `\`${spec.name}:\``).join(", "));
}
