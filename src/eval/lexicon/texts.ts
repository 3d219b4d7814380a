import { splitArxivId } from "../../core/arxiv-id.ts";
import { readJsonLines } from "../../sources/jsonl.ts";
import { readRecord } from "../../sources/record.ts";
import {
  displayText,
  type Fields,
  isFields,
  longestAbstract,
  longestTitle,
  plainText,
} from "../../sources/texts.ts";
import { FileProblem } from "../collection.ts";
import { languageOfText } from "../script.ts";

/** The same text in two languages: a title, an abstract or a summary. */
export interface TextPair {
  readonly from: string;
  readonly to: string;
  readonly source: string;
  readonly target: string;
}

/**
 * The translated texts of one line of a file: of the record format, or of the shape in which others publish translated
 * papers (`translations` an object by language, with `title`, `abstract` and `tldr`; the original's is `en_tldr`).
 * Nothing where the paper is to be left out (by its `bareId`), or has no translations.
 */
export function pairsOf(value: unknown, leaveOut: ReadonlySet<string>): readonly TextPair[] {
  if (!isFields(value) || leaveOut.has(bareId(value.id))) return [];
  if (isFields(value.translations)) return pairsByLanguage(value, value.translations);
  const read = readRecord(value);
  if (!read.ok) return [];
  const { paper } = read;
  return paper.translations.flatMap(({ language, title, abstract }) => [
    { from: paper.language, to: language, source: paper.title, target: title },
    ...(paper.abstract === null
      ? []
      : [{ from: paper.language, to: language, source: paper.abstract, target: abstract }]),
  ]);
}

/** An id under which a paper is known however it is written: judgments may name a version, or an address. */
export function bareId(id: unknown): string {
  return splitArxivId(id)?.id ?? String(id);
}

function pairsByLanguage(paper: Fields, translations: Fields): TextPair[] {
  const from = languageOfText(`${paper.title ?? ""} ${paper.abstract ?? ""}`);
  return Object.entries(translations).flatMap(([to, translated]) => {
    if (!isFields(translated) || !/^[a-z]{2,3}(-|$)/i.test(to)) return [];
    const kinds = [
      [displayText(paper.title, longestTitle), plainText(translated.title, longestTitle)],
      [displayText(paper.abstract, longestAbstract), displayText(translated.abstract, longestAbstract)],
      [displayText(paper[`${from}_tldr`], longestAbstract), plainText(translated.tldr, longestAbstract)],
    ];
    return kinds.flatMap(([source, target]) =>
      typeof source === "string" && typeof target === "string" && source !== "" && target !== ""
        ? [{ from, to, source, target }]
        : [],
    );
  });
}

/** Every translated text of a file. */
export async function* readPairs(path: string, leaveOut: ReadonlySet<string>): AsyncGenerator<TextPair[]> {
  for await (const entry of readJsonLines(path)) {
    if ("broken" in entry) throw new FileProblem(`${path}, line ${entry.line}: ${entry.problem}`);
    const pairs = "value" in entry ? pairsOf(entry.value, leaveOut) : [];
    if (pairs.length > 0) yield [...pairs];
  }
}
