import { expect, test } from "vitest";
import { languageName, languages, nativeName, parseLanguage } from "../../src/core/language.ts";
import { negotiate } from "../../src/i18n/index.ts";

test.each([
  ["zh", "zh-Hans"],
  ["ZH_cn", "zh-Hans"],
  ["zh-Hans", "zh-Hans"],
  ["chinese", "zh-Hans"],
  ["中文", "zh-Hans"],
  ["英語", "en"],
  ["Deutsch", "de"],
  ["allemand", "de"],
  ["de-AT", "de"],
  ["jp", "ja"],
  ["español", "es"],
  ["", undefined],
  ["zh-TW", "zh-Hant"],
  ["zh_HK", "zh-Hant"],
  ["zh-mo", "zh-Hant"],
  ["zh-SG", "zh-Hans"],
  ["zh-x", undefined],
  ["繁體", "zh-Hant"],
  ["繁體中文", "zh-Hant"],
  ["簡體中文", "zh-Hans"],
  ["traditional chinese", "zh-Hant"],
  ["Chinesisch (traditionell)", "zh-Hant"],
  ["chinois", "zh-Hans"],
  ["klingon", undefined],
  ["xx", undefined],
  ["constructor", undefined],
  ["__proto__", undefined],
  ["日文", "ja"],
  ["francais", "fr"],
])("%j is the language %s", (typed, language) => {
  expect(parseLanguage(typed)).toBe(language);
});

test.each([
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-HK", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh_TW.UTF-8", "zh-Hant"],
  ["es-419", "es"],
  ["fr_CA.UTF-8", "fr"],
  ["en-GB", "en"],
  ["pt-BR", undefined],
  ["C", undefined],
  ["", undefined],
  ["xx-invalid-!!", undefined],
  [undefined, undefined],
])("the locale %j is answered in %s", (locale, language) => {
  expect(negotiate(locale)).toBe(language);
});

test("every language has a name of its own and in the others", () => {
  for (const tag of languages) {
    expect(nativeName(tag)).not.toBe(tag);
    for (const other of languages) expect(languageName(tag, other)).not.toBe(tag);
  }
});
