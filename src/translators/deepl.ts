import { z } from "zod";
import type { Translator } from "../core/translation.ts";
import { type Answer, type CallOptions, Calls, faultOfStatus } from "./calls.ts";
import { codeFor } from "./languages.ts";
import { xmlMasks } from "./masks.ts";
import { serviceTranslator, sizeInBytes } from "./service.ts";

/** As in DeepL's OpenAPI document: these are what text translation reads and writes. */
const sources =
  "AR BG CS DA DE EL EN ES ET FI FR HE HU ID IT JA KO LT LV NB NL PL PT RO RU SK SL SV TH TR UK VI ZH".split(
    " ",
  );
const targets =
  "AR BG CS DA DE EL EN-GB EN-US ES ES-419 ET FI FR HE HU ID IT JA KO LT LV NB NL PL PT-BR PT-PT RO RU SK SL SV TH TR UK VI ZH-HANS ZH-HANT".split(
    " ",
  );

const refusal = z.object({ message: z.string() });
const translation = z.object({ translations: z.array(z.object({ text: z.string() })) });

/** 456 is DeepL's own status for a quota that is used up, 529 for too many requests. */
export function deeplFault({ status, body }: Answer): ReturnType<typeof faultOfStatus> {
  if (status === 456) return "quota";
  if (status === 529) return "rate";
  const message = refusal.safeParse(body).data?.message ?? "";
  if (status === 400 && /(source|target)_lang/.test(message)) return "unsupportedPair";
  return faultOfStatus(status);
}

/** Keys of the free plan end in `:fx` and have a server of their own. */
export function deeplServer(apiKey: string): string {
  return apiKey.endsWith(":fx") ? "https://api-free.deepl.com" : "https://api.deepl.com";
}

/** [DeepL](https://developers.deepl.com). */
export function openDeepl(
  settings: { readonly apiKey: string; readonly url?: string | undefined },
  options: CallOptions = {},
): Translator {
  const url = settings.url ?? deeplServer(settings.apiKey);
  const calls = new Calls("deepl", deeplFault, options);

  return serviceTranslator({
    name: "deepl",
    credit: "DeepL",
    local: false,
    masks: xmlMasks,
    // 128 KiB for the whole request.
    limits: { texts: 50, size: 120_000, sizeOf: (text) => sizeInBytes(text) + 1 },
    async pair(from, to) {
      const source = codeFor(from, sources, "source");
      const target = codeFor(to, targets, "target");
      return source && target && source !== target.split("-")[0] ? { from: source, to: target } : undefined;
    },
    version: async () => "v2 tags v2",
    async send(texts, { from, to }, signal) {
      const body = {
        text: texts,
        source_lang: from,
        target_lang: to,
        tag_handling: "xml",
        tag_handling_version: "v2",
        ignore_tags: ["x"],
        split_sentences: "0",
        preserve_formatting: true,
      };
      const headers = { authorization: `DeepL-Auth-Key ${settings.apiKey}` };
      const answer = await calls.json({ url: `${url}/v2/translate`, headers, body }, signal);
      return translation.safeParse(answer).data?.translations.map(({ text }) => text) ?? [];
    },
  });
}
