import { z } from "zod";
import { type FakeService, serve, translateMarkup } from "./server.ts";

const request = z.strictObject({
  q: z.array(z.string()).min(1).max(128),
  source: z.string(),
  target: z.string(),
  format: z.literal("html"),
});
const languages = ["en", "es", "de", "zh-CN", "zh-TW", "pt"];
const mostBytes = 100 * 1024;
/** Google escapes apostrophes and quotes as well. */
const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Google's form of a refusal. */
export function googleRefusal(code: number, reason: string, message: string, status: string) {
  return {
    status: code,
    body: { error: { code, message, errors: [{ message, domain: "global", reason }], status } },
  };
}

/** Cloud Translation Basic (v2) with an API key. */
export function serveGoogle(key: string): Promise<FakeService> {
  return serve(({ method, path, query, headers, body, bytes }) => {
    if (method !== "POST" || path !== "/language/translate/v2")
      return { status: 404, body: "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>" };
    if ((headers["x-goog-api-key"] ?? query.key) !== key)
      return googleRefusal(
        400,
        "badRequest",
        "API key not valid. Please pass a valid API key.",
        "INVALID_ARGUMENT",
      );
    if (bytes > mostBytes)
      return googleRefusal(400, "badRequest", "Request payload size exceeds the limit", "INVALID_ARGUMENT");
    const { data } = request.safeParse(body);
    if (!data) return googleRefusal(400, "invalid", "Required Text", "INVALID_ARGUMENT");
    if (![data.source, data.target].every((code) => languages.includes(code)))
      return googleRefusal(400, "invalid", "Invalid Value", "INVALID_ARGUMENT");
    const span = /<span translate="no" class="notranslate">\d+<\/span>/;
    const translations = data.q.map((text) => ({
      translatedText: translateMarkup(text, span, escaped) ?? text,
    }));
    return { status: 200, body: { data: { translations } } };
  });
}
