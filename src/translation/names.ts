import type { Stretch } from "../core/text/tex.ts";

/**
 * A name of a model, a method or a data set by its form: capitals with digits (`GPT-4`, `ResNet-50`, `1H-MRS`), a
 * capital within the word (`ImageNet`, `LoRA`), or four capitals and more (`BERT`). Shorter acronyms have forms of their
 * own in some languages (DNA is ADN in French), which the engine knows.
 */
const name =
  /(?<![\p{L}\p{N}-])(?=[\p{L}\p{N}-]*\p{Lu})(?:[\p{L}\p{N}]+-)*(?:\p{L}*\p{Ll}\p{Lu}[\p{L}\p{N}]*|\p{Lu}[\p{Ll}]?\p{Lu}+\p{Ll}\p{L}+|\p{Lu}{4,}|\p{L}*\p{Lu}\p{L}*\d[\p{L}\p{N}]*|\d+\p{Lu}[\p{L}\p{N}]*|\p{Lu}\p{L}*-\d[\p{L}\p{N}.]*(?<!\.))(?:\.\d+)?(?:-(?:\p{Lu}|\d)[\p{L}\p{N}]*(?:\.\d+)?)*(?=s?(?![\p{L}\p{N}]))/gu;

export function namesIn(text: string): readonly Stretch[] {
  // A title in capitals names nothing by them.
  if (!/\p{Ll}{2}/u.test(text)) return [];
  return [...text.matchAll(name)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}
