import { languageName } from "../core/language.ts";
import { newerVersion, type Paper, type Translation, type TranslatorCredit } from "../core/paper.ts";
import type { Catalog } from "../i18n/catalog.ts";
import { listNames } from "../i18n/format.ts";
import type { ChosenText } from "./choose-text.ts";
import type { Reader } from "./reader.ts";
import { sayProgress, type Translating } from "./translating.ts";

/**
 * The one line that says whose words these are, in the reader's language. `translating`: what is being done, or could not
 * be done, to give the reader their own language.
 */
export function provenanceLine(
  paper: Paper,
  chosen: ChosenText,
  reader: Reader,
  translating?: Translating,
): string {
  const { language, texts } = reader;
  const say = texts.provenance;
  const name = (tag: string) => languageName(tag, language);
  const parts: string[] = [];
  if (translating && translating.kind !== "failed") parts.push(sayProgress(translating, paper, reader));
  if (chosen.notHeld) parts.push(say.notHeld(name(chosen.language)));
  else if (chosen.missing)
    parts.push((chosen.translation ? say.missingOther : say.missing)(name(language), name(chosen.language)));
  if (chosen.translation) parts.push(...translationParts(paper, chosen.translation, reader));
  else if (!chosen.missing) parts.push(say.original(name(chosen.language)));
  if (translating?.kind === "failed") parts.push(sayProgress(translating, paper, reader));
  return parts.join(" · ");
}

function translationParts(
  paper: Paper,
  translation: Translation,
  { language, texts }: Reader,
): readonly string[] {
  const say = texts.provenance;
  const name = (tag: string) => languageName(tag, language);
  const { translator, otherTranslators = [], titleTranslator, from, version, kept } = translation;
  const by = listNames(
    language,
    [translator, ...otherTranslators].map((each) => credit(each, texts)),
  );
  const newer = newerVersion(paper, translation);
  return [
    from.translator
      ? say.translatedTwice(name(from.language), by, credit(from.translator, texts), name(paper.language))
      : say.translated(name(from.language), by),
    ...(titleTranslator ? [say.titleBy(credit(titleTranslator, texts))] : []),
    ...(kept?.title ? [say.keptTitle] : []),
    ...(kept && kept.abstract.length > 0 ? [say.kept(kept.abstract.length)] : []),
    ...(version && newer ? [say.stale(version, newer)] : []),
  ];
}

/** An engine named in brackets shares them: `Firefox Translations (Bergamot, machine)`. */
function credit({ kind, name }: TranslatorCredit, texts: Catalog): string {
  if (kind === "human") return name;
  const [, service = name, engine] = /^(.+?) \(([^()]+)\)$/.exec(name) ?? [];
  return texts.provenance[kind](service, engine);
}
