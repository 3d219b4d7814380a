/** Small words that texts of a language are full of and those of the others have not. */
const common: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words("the of and to in is that for with by this are we on as which from an be it their our"),
  de: words(
    "der die das und von zu mit ein eine einer wir für auf ist dass durch bei nicht sich werden den dem des im",
  ),
  fr: words("le la les de des du et un une dans pour que qui par est sur avec nous en ce cette aux au à l d"),
  es: words("el la los las de del y un una en para que con por es se su como al lo nosotros mediante"),
};

const scripts: Readonly<Record<string, RegExp>> = {
  zh: /\p{sc=Han}/gu,
  ja: /[\p{sc=Hiragana}\p{sc=Katakana}]/gu,
  ko: /\p{sc=Hangul}/gu,
};
/** The share of letters that must be of the script, names of the paper not counted: Japanese writes much in Han. */
const leastShare: Readonly<Record<string, number>> = { zh: 0.35, ja: 0.1, ko: 0.35 };

/**
 * Whether a text is written in a language, as far as its letters and small words tell. `names` (in capitals) may be of
 * any. Of languages that are not known here only Latin letters or their absence are looked at.
 */
export function isIn(language: string, text: string, names: ReadonlySet<string>): boolean {
  const [base = ""] = language.split("-");
  const prose = text.replace(/[\p{sc=Latin}\p{Nd}]+/gu, (word) => (names.has(word) ? " " : word));
  const letters = count(prose, /\p{L}/gu);
  const script = scripts[base];
  if (script) {
    if (base === "zh" && count(prose, /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu) > 0) return false;
    return count(prose, script) >= letters * (leastShare[base] ?? 0);
  }
  const own = common[base];
  if (!own) return true;
  if (count(prose, /\p{sc=Latin}/gu) < letters * 0.8) return false;
  const said = prose.toLowerCase().match(/\p{L}+/gu) ?? [];
  const found = (set: ReadonlySet<string>) => said.filter((word) => set.has(word)).length;
  return Object.values(common).every((other) => found(other) <= found(own) || found(own) >= 3);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}
