import { z } from "zod";
import type { Translator } from "../core/translation.ts";
import { type Answer, type CallOptions, Calls, faultOfStatus } from "./calls.ts";
import { codeFor } from "./languages.ts";
import { htmlMasks } from "./masks.ts";
import { serviceTranslator, sizeInCharacters } from "./service.ts";

/** Languages of text translation as its documentation lists them. */
const languages =
  `af am ar as az ba be bg bho bn bo brx bs ca cs cy da de doi dsb dv el en es et eu fa fi fil fj fo fr fr-CA ga gl
  gom gu ha he hi hne hr hsb ht hu hy id ig ikt is it iu iu-Latn ja ka kk km kmr kn ko ks ku ky ln lo lt lug lv lzh
  mai mg mi mk ml mn-Cyrl mn-Mong mni mr ms mt mww my nb ne nl nso nya or otq pa pl prs ps pt pt-PT ro ru run rw sd
  si sk sl sm sn so sq sr-Cyrl sr-Latn st sv sw ta te th ti tk tlh-Latn tn to tr tt ty ug uk ur uz vi xh yo yua yue
  zh-Hans zh-Hant zu`.split(/\s+/);

const refusal = z.object({ error: z.object({ code: z.coerce.number() }) });
const translation = z.array(z.object({ translations: z.array(z.object({ text: z.string() })).min(1) }));

/** Codes are the status with three digits more (Translator v3 reference, "Errors"). */
export function azureFault({ status, body }: Answer): ReturnType<typeof faultOfStatus> {
  const code = refusal.safeParse(body).data?.error.code ?? 0;
  if (code === 403_001) return "quota";
  if ([400_050, 400_072, 400_077].includes(code)) return "tooLarge";
  if ([400_003, 400_019, 400_023, 400_035, 400_036, 400_075].includes(code)) return "unsupportedPair";
  return faultOfStatus(status);
}

/** [Azure Translator](https://learn.microsoft.com/azure/ai-services/translator), version 3.0 of its API. */
export function openAzure(
  settings: { readonly key: string; readonly region?: string | undefined; readonly url?: string | undefined },
  options: CallOptions = {},
): Translator {
  const url = settings.url ?? "https://api.cognitive.microsofttranslator.com";
  const calls = new Calls("azure", azureFault, options);

  return serviceTranslator({
    name: "azure",
    credit: "Microsoft Translator",
    local: false,
    masks: htmlMasks,
    // 50,000 characters and 1,000 texts at most; the free plan takes about 33,000 a minute.
    limits: { texts: 1_000, size: 10_000, sizeOf: sizeInCharacters },
    async pair(from, to) {
      const source = codeFor(from, languages, "source");
      const target = codeFor(to, languages, "target");
      return source && target && source !== target ? { from: source, to: target } : undefined;
    },
    version: async () => "3.0",
    async send(texts, { from, to }, signal) {
      const query = new URLSearchParams({ "api-version": "3.0", from, to, textType: "html" });
      const headers = {
        "ocp-apim-subscription-key": settings.key,
        // Keys of one region need it, global ones must do without.
        ...(settings.region && { "ocp-apim-subscription-region": settings.region }),
      };
      const body = texts.map((text) => ({ Text: text }));
      const answer = await calls.json({ url: `${url}/translate?${query}`, headers, body }, signal);
      return translation.safeParse(answer).data?.map(({ translations }) => translations[0]?.text ?? "") ?? [];
    },
  });
}
