import type { Language } from "../core/language.ts";
import { languageName } from "../core/language.ts";
import { newerVersion, type Paper, type TranslatorCredit } from "../core/paper.ts";
import type { Catalog } from "../i18n/catalog.ts";
import type { ChosenText } from "./choose-text.ts";

/** The one line that says whose words these are, in the reader's language. */
export function provenanceLine(paper: Paper, chosen: ChosenText, language: Language, texts: Catalog): string {
  const say = texts.provenance;
  const name = (tag: string) => languageName(tag, language);
  const parts: string[] = [];
  if (chosen.notHeld) parts.push(say.notHeld(name(chosen.language)));
  else if (chosen.missing)
    parts.push((chosen.translation ? say.missingOther : say.missing)(name(language), name(chosen.language)));
  const { translation } = chosen;
  if (!translation) {
    if (!chosen.missing) parts.push(say.original(name(chosen.language)));
    return parts.join(" · ");
  }
  const by = credit(translation.translator, texts);
  const first = translation.from.translator;
  parts.push(
    first
      ? say.translatedTwice(name(translation.from.language), by, credit(first, texts), name(paper.language))
      : say.translated(name(translation.from.language), by),
  );
  if (translation.titleTranslator) parts.push(say.titleBy(credit(translation.titleTranslator, texts)));
  const newer = newerVersion(paper, translation);
  if (translation.version && newer) parts.push(say.stale(translation.version, newer));
  return parts.join(" · ");
}

function credit(translator: TranslatorCredit, texts: Catalog): string {
  const { kind, name } = translator;
  return kind === "human" ? name : texts.provenance[kind](name);
}
