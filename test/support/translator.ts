import type { Masked, TranslateOptions, Translator } from "../../src/core/translation.ts";

type Sentences = readonly Masked[];
type Answer = (
  sentences: Sentences,
  from: string,
  to: string,
  options: TranslateOptions,
) => Promise<Sentences> | Sentences;

/** A service in this process: what it was asked stays in `asked`, one entry a request. */
export interface ScriptedTranslator extends Translator {
  readonly asked: Sentences[];
  answer: Answer;
  pairs: (from: string, to: string) => boolean | Promise<boolean>;
  revision: string;
  closed: boolean;
}

/** Answers with `shuffled` text unless it is told otherwise. */
export function scripted(name = "babel", changes: Partial<ScriptedTranslator> = {}): ScriptedTranslator {
  const translator: ScriptedTranslator = {
    name,
    credit: name.toUpperCase(),
    local: true,
    asked: [],
    revision: "1",
    closed: false,
    answer: (sentences, _, to) => sentences.map((sentence) => shuffled(sentence, to)),
    pairs: () => true,
    supports: async (from, to) => translator.pairs(from, to),
    version: async () => translator.revision,
    async translate(sentences, from, to, options) {
      options.signal.throwIfAborted();
      translator.asked.push(sentences);
      return translator.answer(sentences, from, to, options);
    },
    async close() {
      translator.closed = true;
    },
    ...changes,
  };
  return translator;
}

const stems = {
  zh: "研究模型数据方法结果网络学习语言",
  ja: "これはモデルのデータをまなぶ",
  ko: "모델과데이터를학습한다",
};

/** Words of the target's script for the words, parts in reverse: deterministic, and of a length that a translation has. */
export function shuffled(sentence: Masked, to: string): Masked {
  return [...sentence].reverse().map((part) => (typeof part === "number" ? part : nonsense(part, to)));
}

function nonsense(text: string, to: string): string {
  const language = (to.split("-")[0] ?? "") as keyof typeof stems;
  const stem = stems[language] ?? "modele lernen daten ";
  const lead = /^\s/.test(text) ? " " : "";
  const tail = /\s$/.test(text) ? " " : "";
  const names =
    text.match(/[\p{L}\d.-]*\p{Lu}[\p{L}\d.-]*\p{Lu}[\p{L}\d.-]*|\p{Lu}+[\w.-]*\d/gu)?.join(" ") ?? "";
  if (!/\p{L}/u.test(text)) return text;
  const inEnglish = text.trim().length / (/\p{sc=Han}/u.test(text) ? 0.3 : 1);
  const length = Math.max(2, Math.round(inEnglish * ({ zh: 0.3, ja: 0.45, ko: 0.45 }[language] ?? 1)));
  const from = text.length % stem.length;
  return `${lead}${names}${stem.repeat(Math.ceil((length + from) / stem.length)).slice(from, from + length)}${tail}`;
}
