/**
 * The languages in which Paperboy replies: each has an interface catalog, and the shipped papers exist in all of them.
 * Tags are BCP 47.
 */
export const languages = ["en", "zh-Hans", "ja", "ko", "de", "fr", "es"] as const;

export type Language = (typeof languages)[number];

export function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag);
}

/** Names under which people ask for a language besides its tag and what `Intl.DisplayNames` calls it. */
const nicknames = new Map<string, Language>([
  ["zh", "zh-Hans"],
  ["zh-cn", "zh-Hans"],
  ["cn", "zh-Hans"],
  ["mandarin", "zh-Hans"],
  ["中文", "zh-Hans"],
  ["汉语", "zh-Hans"],
  ["简体", "zh-Hans"],
  ["jp", "ja"],
  ["kr", "ko"],
  ["英文", "en"],
  ["日文", "ja"],
  ["韩文", "ko"],
  ["法文", "fr"],
  ["德文", "de"],
  ["西班牙文", "es"],
]);

/** The name of a language in the words of another, for example `languageName("de", "fr")` is "allemand". */
export function languageName(tag: string, inLanguage: Language): string {
  try {
    // People say "Chinese": the script is named only where a menu tells two of them apart.
    const spoken = tag === "zh-Hans" ? "zh" : tag;
    return new Intl.DisplayNames([inLanguage], { type: "language", fallback: "code" }).of(spoken) ?? tag;
  } catch {
    return tag;
  }
}

/** The name that speakers of a language use for it, capitalised as a menu entry. */
export function nativeName(tag: string): string {
  const base = tag === "zh-Hans" ? "简体中文" : safeName(tag);
  return base.charAt(0).toLocaleUpperCase(tag) + base.slice(1);
}

function safeName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Without case and accents: `francais` is français. */
function plainName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036F]/g, "")
    .normalize("NFC")
    .toLowerCase();
}

/** What a person typed after `lang:`, as one of our languages; undefined when it is none of them. */
export function parseLanguage(typed: string): Language | undefined {
  const wanted = plainName(typed.normalize("NFKC").trim().replaceAll("_", "-"));
  if (wanted === "") return undefined;
  const nickname = nicknames.get(wanted);
  if (nickname) return nickname;
  for (const tag of languages) {
    const names = [tag, nativeName(tag), ...languages.map((inLanguage) => languageName(tag, inLanguage))];
    if (names.some((name) => plainName(name) === wanted)) return tag;
  }
  const [primary] = wanted.split("-");
  return primary !== "zh" || wanted === "zh-sg" || wanted.startsWith("zh-hans")
    ? languages.find((tag) => tag.toLowerCase() === primary || (primary === "zh" && tag === "zh-Hans"))
    : undefined;
}
