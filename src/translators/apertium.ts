import { z } from "zod";
import { type Translator, TranslatorError } from "../core/translation.ts";
import { type Answer, type CallOptions, Calls, faultOfStatus } from "./calls.ts";
import { Kept } from "./kept.ts";
import { codeFor } from "./languages.ts";
import { isOwnMachine } from "./local.ts";
import { bracketMasks } from "./masks.ts";
import { serviceTranslator, sizeInCharacters } from "./service.ts";

const refusal = z.object({ explanation: z.string() });
const pairs = z.object({
  responseData: z.array(z.object({ sourceLanguage: z.string(), targetLanguage: z.string() })),
});
const translation = z.object({ responseData: z.object({ translatedText: z.string() }) });

export function apertiumFault({ status, body }: Answer): ReturnType<typeof faultOfStatus> {
  const explanation = refusal.safeParse(body).data?.explanation ?? "";
  if (status === 400 && /pair is (not installed|invalid)/i.test(explanation)) return "unsupportedPair";
  return faultOfStatus(status);
}

/** Apertium marks a word that it cannot write or does not know; where the source has no such sign it is a mark. */
function withoutMarks(answer: string, source: string): string {
  const marks = ["#", "@", "*"].filter((mark) => !source.includes(mark));
  if (marks.length === 0) return answer;
  return answer.replace(new RegExp(`[${marks.join("")}](?=\\p{L})`, "gu"), "");
}

/** [Apertium APY](https://wiki.apertium.org/wiki/Apertium-apy) at the address of a server, which decides the pairs. */
export function openApertium(settings: { readonly url: string }, options: CallOptions = {}): Translator {
  const calls = new Calls("apertium", apertiumFault, options);
  const installed = new Kept(options.clock, async (signal) => {
    const { data } = pairs.safeParse(await calls.json({ url: `${settings.url}/listPairs` }, signal));
    if (data) return data.responseData;
    throw new TranslatorError("badOutput", "apertium does not list its pairs: check its address.");
  });

  return serviceTranslator({
    name: "apertium",
    credit: "Apertium",
    local: isOwnMachine(settings.url),
    masks: bracketMasks,
    limits: { texts: 1, size: 10_000, sizeOf: sizeInCharacters },
    async pair(from, to, signal) {
      const all = await installed.get(signal);
      const source = codeFor(
        from,
        all.map((pair) => pair.sourceLanguage),
        "source",
      );
      const targets = all.filter((pair) => pair.sourceLanguage === source).map((pair) => pair.targetLanguage);
      const target = codeFor(to, targets, "target");
      return source && target ? { from: source, to: target } : undefined;
    },
    version: async () => settings.url,
    async send(texts, { from, to }, signal) {
      const answers: string[] = [];
      for (const text of texts) {
        const body = new URLSearchParams({
          langpair: `${from}|${to}`,
          q: text,
          markUnknown: "no",
          format: "txt",
        });
        const answer = await calls.json({ url: `${settings.url}/translate`, body }, signal);
        const { data } = translation.safeParse(answer);
        if (data) answers.push(withoutMarks(data.responseData.translatedText, text));
      }
      return answers;
    },
  });
}
