import { z } from "zod";
import type { Translator } from "../core/translation.ts";
import { type Answer, type CallOptions, Calls, faultOfStatus } from "./calls.ts";
import { codeFor } from "./languages.ts";
import { htmlMasks } from "./masks.ts";
import { serviceTranslator, sizeInCharacters } from "./service.ts";

/** Languages of the general model as its documentation lists them. */
const languages =
  `af am ar as ay az be bg bho bm bn bs ca ceb ckb co cs cy da de doi dv ee el en eo es et eu fa fi fil fr fy ga gd
  gl gn gom gu ha haw he hi hmn hr ht hu hy id ig ilo is it ja jv ka kk km kn ko kri ku ky la lb lg ln lo lt lus lv
  mai mg mi mk ml mn mni-Mtei mr ms mt my ne nl no nso ny om or pa pl ps pt qu ro ru rw sa sd si sk sl sm sn so sq
  sr st su sv sw ta te tg th ti tk tr ts tt ug uk ur uz vi xh yi yo zh-CN zh-TW zu`.split(/\s+/);

const refusal = z.object({
  error: z.object({
    message: z.string().default(""),
    status: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().default("") })).default([]),
  }),
});
const translation = z.object({
  data: z.object({ translations: z.array(z.object({ translatedText: z.string() })) }),
});

/** 403 stands for a wrong key, a day's quota and too many requests alike: the reason tells which. */
export function googleFault({ status, body }: Answer): ReturnType<typeof faultOfStatus> {
  const error = refusal.safeParse(body).data?.error;
  const reasons = error?.errors.map(({ reason }) => reason) ?? [];
  const message = error?.message ?? "";
  if (reasons.some((reason) => /^(dailyLimitExceeded|quotaExceeded)/.test(reason))) return "quota";
  if (/daily limit exceeded|per day/i.test(message)) return "quota";
  if (reasons.some((reason) => /rateLimitExceeded$/i.test(reason)) || error?.status === "RESOURCE_EXHAUSTED")
    return "rate";
  if (status === 400) {
    if (/api key/i.test(message)) return "auth";
    if (/too (large|long|many)|payload|exceeds/i.test(message)) return "tooLarge";
    if (/language|invalid value/i.test(message)) return "unsupportedPair";
  }
  return faultOfStatus(status);
}

/** Milliseconds until the next midnight in Google's own time zone, when daily quotas begin anew. */
export function untilMidnightPacific(now: number): number {
  const time = new Intl.DateTimeFormat("en-US", {
    timeZone: "America/Los_Angeles",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(time.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const seconds = ((parts.hour ?? 0) * 60 + (parts.minute ?? 0)) * 60 + (parts.second ?? 0);
  return (24 * 3_600 - seconds) * 1_000;
}

/** [Google Cloud Translation](https://cloud.google.com/translate/docs/reference/rest/v2/translate), Basic (v2), with an API key. */
export function openGoogle(
  settings: { readonly apiKey: string; readonly url?: string | undefined },
  options: CallOptions = {},
): Translator {
  const url = settings.url ?? "https://translation.googleapis.com";
  const calls = new Calls("google", googleFault, options, untilMidnightPacific);

  return serviceTranslator({
    name: "google",
    credit: "Google Translate",
    local: false,
    masks: htmlMasks,
    // 128 texts and 100 KB at most; 5,000 characters recommended.
    limits: { texts: 128, size: 5_000, sizeOf: sizeInCharacters },
    async pair(from, to) {
      const source = codeFor(from, languages, "source");
      const target = codeFor(to, languages, "target");
      return source && target && source !== target ? { from: source, to: target } : undefined;
    },
    version: async () => "v2",
    async send(texts, { from, to }, signal) {
      const body = { q: texts, source: from, target: to, format: "html" };
      // Not in the address, which ends in logs on the way.
      const headers = { "x-goog-api-key": settings.apiKey };
      const answer = await calls.json({ url: `${url}/language/translate/v2`, headers, body }, signal);
      return translation.safeParse(answer).data?.data.translations.map((each) => each.translatedText) ?? [];
    },
  });
}
