import { match } from "@formatjs/intl-localematcher";
import { type Language, languages } from "../core/language.ts";
import type { Catalog } from "./catalog.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { zhHans } from "./zh-Hans.ts";
import { zhHant } from "./zh-Hant.ts";

export const catalogs: Readonly<Record<Language, Catalog>> = {
  en,
  "zh-Hans": zhHans,
  "zh-Hant": zhHant,
  ja,
  ko,
  de,
  fr,
  es,
};

/** The reply language nearest to a platform's locale (`zh-CN`, `es-419`, `fr_CA.UTF-8`); undefined when none is near. */
export function negotiate(locale: string | undefined): Language | undefined {
  const tag = canonical(locale);
  if (tag === undefined) return undefined;
  const none = "und";
  const found = match([tag], [...languages], none);
  return found === none ? undefined : (found as Language);
}

/** `match` throws on what is not a language tag, and platforms and environments send such things. */
function canonical(locale: string | undefined): string | undefined {
  const cleaned = (locale ?? "").split(".")[0]?.replaceAll("_", "-") ?? "";
  try {
    return Intl.getCanonicalLocales(cleaned)[0];
  } catch {
    return undefined;
  }
}
