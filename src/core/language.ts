/**
 * The languages in which Paperboy replies: each has an interface catalog, and the shipped papers exist in all of them.
 * Tags are BCP 47.
 */
export const languages = ["en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es"] as const;

export type Language = (typeof languages)[number];

export function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag);
}

/** Names under which people ask for a language besides its tag and what `Intl.DisplayNames` calls it. */
const nicknames = new Map<string, Language>([
  ["cn", "zh-Hans"],
  ["chs", "zh-Hans"],
  ["mandarin", "zh-Hans"],
  ["汉语", "zh-Hans"],
  ["简体", "zh-Hans"],
  ["简中", "zh-Hans"],
  ["tw", "zh-Hant"],
  ["hk", "zh-Hant"],
  ["cht", "zh-Hant"],
  ["漢語", "zh-Hant"],
  ["繁體", "zh-Hant"],
  ["繁体", "zh-Hant"],
  ["繁中", "zh-Hant"],
  ["正體", "zh-Hant"],
  ["正體中文", "zh-Hant"],
  ["國語", "zh-Hant"],
  ["cantonese", "zh-Hant"],
  ["yue", "zh-Hant"],
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
export function languageName(tag: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: "language", fallback: "code" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The name that speakers of a language use for it, capitalised as a menu entry. */
export function nativeName(tag: string): string {
  const base = languageName(tag, tag);
  return base.charAt(0).toLocaleUpperCase(tag) + base.slice(1);
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
  for (const tag of languages) if (namesOf(tag).some((name) => plainName(name) === wanted)) return tag;
  const [primary] = wanted.split("-");
  return primary === "zh" ? chineseOf(wanted) : languages.find((tag) => tag === primary);
}

function namesOf(tag: Language): readonly string[] {
  const own = [tag, nativeName(tag), ...languages.map((inLanguage) => languageName(tag, inLanguage))];
  // Most who say "Chinese" and no more write it in simplified characters.
  return tag === "zh-Hans" ? [...own, ...languages.map((inLanguage) => languageName("zh", inLanguage))] : own;
}

/** Which Chinese a tag such as `zh-hk` means: by its script, else by how the place is written in. */
function chineseOf(tag: string): Language | undefined {
  try {
    return new Intl.Locale(tag).maximize().script === "Hant" ? "zh-Hant" : "zh-Hans";
  } catch {
    return undefined;
  }
}
