import { z } from "zod";
import { type Translator, TranslatorError } from "../core/translation.ts";
import { type Answer, type CallOptions, Calls, faultOfStatus } from "./calls.ts";
import { Kept } from "./kept.ts";
import { codeFor } from "./languages.ts";
import { isOwnMachine } from "./local.ts";
import { bracketMasks } from "./masks.ts";
import { serviceTranslator, sizeInCharacters } from "./service.ts";

const refusal = z.object({ error: z.string() });
const languages = z.array(z.object({ code: z.string(), targets: z.array(z.string()).optional() }));
const translation = z.object({ translatedText: z.array(z.string()) });

/** LibreTranslate says most things with status 400 and a sentence (its `app.py`). */
export function libretranslateFault({ status, body }: Answer): ReturnType<typeof faultOfStatus> {
  const sentence = refusal.safeParse(body).data?.error ?? "";
  if (status === 400) {
    if (/api key/i.test(sentence)) return "auth";
    if (/exceeds text limit/i.test(sentence)) return "tooLarge";
    if (/is not supported|not available as a target/i.test(sentence)) return "unsupportedPair";
  }
  // Who goes on after "Slowdown" is banned for a while.
  if (status === 403 && /limit|violation/i.test(sentence)) return "quota";
  return faultOfStatus(status);
}

/** [LibreTranslate](https://docs.libretranslate.com) at the address of a server, by which its languages are decided too. */
export function openLibretranslate(
  settings: { readonly url: string; readonly apiKey?: string | undefined },
  options: CallOptions = {},
): Translator {
  // A server without a graphics card takes some seconds for an abstract.
  const calls = new Calls("libretranslate", libretranslateFault, { timeoutMs: 60_000, ...options });
  const offered = new Kept(options.clock, async (signal) => {
    const { data } = languages.safeParse(await calls.json({ url: `${settings.url}/languages` }, signal));
    if (data) return data;
    throw new TranslatorError("badOutput", "libretranslate does not list its languages: check its address.");
  });

  return serviceTranslator({
    name: "libretranslate",
    credit: "LibreTranslate",
    local: isOwnMachine(settings.url),
    masks: bracketMasks,
    // A server's own limits are unknown; these keep one request within the time that people wait.
    limits: { texts: 24, size: 2_500, sizeOf: sizeInCharacters },
    async pair(from, to, signal) {
      const all = await offered.get(signal);
      const codes = all.map(({ code }) => code);
      const source = codeFor(from, codes, "source");
      const targets = all.find(({ code }) => code === source)?.targets ?? codes;
      const target = codeFor(to, targets, "target");
      return source && target && source !== target ? { from: source, to: target } : undefined;
    },
    version: async () => settings.url,
    async send(texts, { from, to }, signal) {
      const body = {
        q: texts,
        source: from,
        target: to,
        format: "text",
        ...(settings.apiKey && { api_key: settings.apiKey }),
      };
      const answer = await calls.json({ url: `${settings.url}/translate`, body }, signal);
      return translation.safeParse(answer).data?.translatedText ?? [];
    },
  });
}
