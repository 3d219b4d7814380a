import type { Translation, TranslatorCredit } from "../core/paper.ts";
import type { Unit } from "./units.ts";

/** A unit's words as a reader is shown them. `by` is the credit of who translated; without it there was nothing to translate. */
export interface Outcome {
  readonly text: string;
  readonly by?: string;
  /** No service could translate it: these are the source's words. */
  readonly kept: boolean;
}

type Parts = Pick<
  Translation,
  "title" | "abstract" | "translator" | "titleTranslator" | "otherTranslators" | "kept"
>;

/** One text of the outcomes of a title and of sentences; undefined where nothing of the abstract was translated. */
export function composeParts(
  source: string,
  title: Outcome,
  sentences: readonly { readonly unit: Unit; readonly outcome: Outcome }[],
  to: string,
): Parts | undefined {
  const kept: { from: number; to: number }[] = [];
  let abstract = "";
  let end = 0;
  for (const { unit, outcome } of sentences) {
    if (abstract !== "") abstract += gap(abstract, source.slice(end, unit.from), to);
    if (outcome.kept) kept.push({ from: abstract.length, to: abstract.length + outcome.text.length });
    abstract += outcome.text;
    end = unit.to;
  }
  const [main, ...others] = byAmount(sentences.map(({ outcome }) => outcome));
  if (main === undefined) return undefined;
  const credit = (name: string): TranslatorCredit => ({ kind: "machine", name: name.slice(0, 100) });
  return {
    title: title.text,
    abstract,
    translator: credit(main),
    ...(title.by !== undefined && title.by !== main && { titleTranslator: credit(title.by) }),
    ...(others.length > 0 && { otherTranslators: others.slice(0, 10).map(credit) }),
    ...((kept.length > 0 || title.kept) && {
      kept: { ...(title.kept && { title: true as const }), abstract: kept },
    }),
  };
}

/** Chinese and Japanese sentences follow each other without a space. */
function gap(before: string, inSource: string, language: string): string {
  const spaceless = /^(?:zh|ja)(?:-|$)/.test(language);
  if (spaceless) return /[。！？：；」』）”…]$/u.test(before) ? "" : " ";
  return inSource === "" ? " " : inSource;
}

/** Who translated, the one of the most characters first. */
function byAmount(outcomes: readonly Outcome[]): readonly string[] {
  const amounts = new Map<string, number>();
  for (const { by, text } of outcomes)
    if (by !== undefined) amounts.set(by, (amounts.get(by) ?? 0) + text.length);
  return [...amounts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}
