import { distance } from "fastest-levenshtein";
import { UserError } from "./errors.ts";
import { isLanguage, nativeName, parseLanguage } from "./language.ts";
import type { OptionSpec } from "./options.ts";

/** Quotation marks of the interface languages and of phones' keyboards. */
const quotes = /[“”„‟«»「」『』＂]/gu;

/**
 * Reads what people type after a command: `words words key:value key:"two words"`. Words that are no `key:value` go to
 * the `rest` option in the order typed. Full-width colons, spaces and typographic quotes are accepted. A `key:` that is
 * no option is an error, never searched for; a colon followed by a space (`BERT: pre-training`) is text.
 */
export function parseOptions(
  specs: readonly OptionSpec[],
  rest: string | undefined,
  typed: string,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const words: string[] = [];
  for (const token of tokens(typed)) {
    const pair = keyAndValue(token);
    if (!pair) {
      words.push(token);
      continue;
    }
    const spec = specs.find((candidate) => candidate.name === pair.key && candidate.name !== rest);
    if (!spec) throw unknownOption(pair.key, specs, rest);
    if (spec.name in found) throw new UserError("repeatedOption", spec.name);
    found[spec.name] = readValue(spec, pair.value);
  }
  const restSpec = specs.find((spec) => spec.name === rest);
  if (!restSpec) {
    if (words.length > 0) throw new UserError("tooManyWords", words.join(" "));
  } else if (restSpec.choices) {
    takeNamedWords(specs, words, found);
    found[restSpec.name] = readValue(restSpec, words.join(" "));
  } else {
    found[restSpec.name] = words.join(" ");
  }
  return found;
}

/** `language zh for channel`: beside a rest option that is one of a few choices, `name value` is read as `name:value`. */
function takeNamedWords(specs: readonly OptionSpec[], words: string[], found: Record<string, unknown>): void {
  while (words.length >= 3) {
    const spec = specs.find((candidate) => candidate.name === words.at(-2)?.toLowerCase());
    if (!spec || spec.name in found) return;
    found[spec.name] = readValue(spec, words.at(-1) ?? "");
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
    .filter((spec) => spec.name !== rest && options[spec.name] !== undefined)
    .map((spec) => {
      const value = String(options[spec.name]).replaceAll('"', "");
      return `${spec.name}:${/\s/.test(value) ? `"${value}"` : value}`;
    });
  return [...(rest ? [String(options[rest] ?? "")] : []), ...pairs].filter((part) => part !== "").join(" ");
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
  if (spec.type === "integer") {
    const number = Number(value);
    if (!Number.isInteger(number) || number < (spec.min ?? -Infinity) || number > (spec.max ?? Infinity))
      throw new UserError("badOption", spec.name, value);
    return number;
  }
  if (spec.type === "boolean") {
    if (!/^(yes|no|true|false|on|off)$/i.test(value)) throw new UserError("badOption", spec.name, value);
    return /^(yes|true|on)$/i.test(value);
  }
  if (spec.maxLength !== undefined && value.length > spec.maxLength)
    throw new UserError("badOption", spec.name, `${value.slice(0, 40)}…`);
  return value;
}

function shownChoices({ choices = [], reads }: OptionSpec): string {
  const named = (choice: string) => (isLanguage(choice) ? `${choice} (${nativeName(choice)})` : choice);
  return choices.map((choice) => (reads === "language" ? named(choice) : choice)).join(", ");
}

/** Splits at white space outside quotes; a quoted part stays with the `key:` before it. */
function tokens(typed: string): readonly string[] {
  return typed.replace(quotes, '"').match(/[^\s"]+[:：]"[^"]*"|"[^"]*"|[^\s"]+|"/gu) ?? [];
}

function keyAndValue(token: string): { key: string; value: string } | undefined {
  const split = /^([a-z][a-z_-]{1,19})[:：](?!\/\/)(.+)$/isu.exec(token);
  if (!split?.[1] || split[2] === undefined) return undefined;
  const key = split[1].toLowerCase();
  // `arXiv:2212.12206` and `doi:10.…` name a paper.
  if (key === "arxiv" || key === "doi") return undefined;
  return { key, value: split[2].replaceAll('"', "") };
}

function unknownOption(key: string, specs: readonly OptionSpec[], rest: string | undefined): UserError {
  const filters = specs.filter((spec) => spec.name !== rest);
  const near = filters
    .map((spec) => ({
      name: spec.name,
      off: Math.min(
        ...[spec.name, ...spec.aliases].map(
          (word) => distance(word, key) / Math.max(word.length, key.length),
        ),
      ),
    }))
    .sort((a, b) => a.off - b.off)[0];
  if (near && near.off <= 0.5) return new UserError("unknownOptionNear", key, near.name);
  return new UserError("unknownOption", key, filters.map((spec) => `\`${spec.name}:\``).join(", "));
}
