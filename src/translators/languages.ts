/** Codes of services that are no BCP 47 tags, or not the one that others use. */
const aliases: Readonly<Record<string, string>> = { zt: "zh-Hant", pb: "pt-BR", no: "nb" };

/** A service's code as a BCP 47 tag: `spa` is es, `eng_US` en-US, `iw` he. Undefined where it is none. */
function tagOf(code: string): string | undefined {
  const alias = aliases[code.toLowerCase()];
  if (alias) return alias;
  try {
    return Intl.getCanonicalLocales(code.replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}

/** Tags under which a language may be offered, the best one first. */
function forms(tag: string): string[] {
  const { language, script, region } = new Intl.Locale(tag).maximize();
  // Of languages that few people write, not even this is known.
  if (!script) return [tag, language];
  const usual = new Intl.Locale(`${language}-${script}`).maximize().region;
  const found = [tag, `${language}-${script}`, `${language}-${region}`, `${language}-${usual}`];
  // "zh" alone means Simplified Chinese: it is no answer to who asks for Traditional Chinese.
  return new Intl.Locale(language).maximize().script === script ? [...found, language] : found;
}

/**
 * The code among `codes` by which a service knows the language of a BCP 47 tag; undefined where it has none. A text to
 * be read (`source`) may be of any kind of its language; one to be written must be of the script that was asked for.
 */
export function codeFor(tag: string, codes: readonly string[], as: "source" | "target"): string | undefined {
  const wanted = tagOf(tag);
  if (!wanted) return undefined;
  const byTag = new Map(codes.map((code) => [tagOf(code), code]));
  const possible = forms(wanted);
  if (as === "source") possible.push(new Intl.Locale(wanted).language);
  const form = possible.find((each) => byTag.has(each));
  return form && byTag.get(form);
}
