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
  ["zh-TW", undefined],
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
