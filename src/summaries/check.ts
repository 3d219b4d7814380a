import { cleanText } from "../core/text/clean.ts";
import { meaningsIn, unknownNumber } from "./numbers.ts";
import type { Answer, Source } from "./prompt.ts";
import { isIn } from "./script.ts";

/** A quotation of less proves nothing. */
const shortestQuote = 20;

/**
 * What is wrong with a model's summary, as the end of a sentence that begins with "because"; undefined where nothing
 * is. What can be checked without understanding is: quotations are in the abstract word for word, numbers and names in
 * capitals are those of the paper, no address or mention is there at all, and the words are of the reader's language.
 */
export function violation(answer: Answer, source: Source, language: string): string | undefined {
  const { evidence, ...parts } = answer;
  const abstract = comparable(source.abstract);
  const all = `${source.title}\n${source.abstract}`;
  for (const quote of evidence.map(comparable)) {
    if (quote.length < Math.min(shortestQuote, abstract.length))
      return "a quotation in evidence is too short";
    if (!abstract.includes(quote)) return "a quotation in evidence is not in the abstract word for word";
  }
  const known = meaningsIn(all);
  const names = capitalsIn(all);
  for (const [field, said] of Object.entries(parts)) {
    if (address.test(said.normalize("NFKC"))) return `${field} has a web address or a mention in it`;
    const number = unknownNumber(said, known);
    if (number !== undefined) return `${field} has the number ${number}, which the paper does not have`;
    if (spelledShare.test(said)) return `${field} has a number in words, which belongs in digits`;
    const name = [...capitalsIn(said)].find((one) => !names.has(one));
    if (name !== undefined)
      return `${field} has the name ${name.slice(0, 40)}, which the paper does not have`;
    if (!isIn(language, said, names)) return `${field} is not written in the language that was asked for`;
  }
  return undefined;
}

/** Text in which typography makes no difference. */
function comparable(text: string): string {
  return cleanText(text)
    .normalize("NFKC")
    .replace(/[‘’‚‛′`´]/g, "'")
    .replace(/[“”„‟″«»]|''/g, '"')
    .replace(/[‐‑‒–—―−]+|--+/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/** Web addresses, bare hosts, mail addresses and mentions. */
const address =
  /https?:|www\.|\b[\w-]+\.(?:com|org|net|io|ai|dev|cn|edu|gov|info|xyz|app|me|co|ru|de|fr|jp|kr|uk|ly|example)\b(?!\.\w)|@\w|<[@#!]|\]\(/i;

const spelledShare =
  /百分之[零〇一二两兩三四五六七八九十百]|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b|\b(?:hundred|thousand|million|billion) (?:of )?(?:per ?cent|times)|[一二三四五六七八九十]+(?:倍|割)/i;

/** Words with two or more capitals (BERT, ImageNet, GPT-4), each part of a compound by itself, without a plural's s. */
function capitalsIn(text: string): ReadonlySet<string> {
  const words = text.normalize("NFKC").match(/[\p{sc=Latin}\p{Nd}]+/gu) ?? [];
  return new Set(
    words.filter((word) => /\p{Lu}.*\p{Lu}/u.test(word)).map((word) => word.replace(/(?<=\p{Lu})s$/u, "")),
  );
}
