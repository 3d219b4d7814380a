import { z } from "zod";
import { type FakeService, serve, translated } from "./server.ts";

const request = z.strictObject({
  q: z.union([z.string().min(1), z.array(z.string()).min(1)]),
  source: z.string(),
  target: z.string(),
  format: z.enum(["text", "html"]).optional(),
  api_key: z.string().optional(),
});

/** LibreTranslate 1.9: `app.py`. Older servers know `zh` and `zt` only. */
export function serveLibretranslate(
  options: { key?: string; charLimit?: number; batchLimit?: number; codes?: readonly string[] } = {},
): Promise<FakeService> {
  const codes = options.codes ?? ["en", "es", "de", "zh-Hans", "zh-Hant", "pt-BR"];
  const refuse = (status: number, error: string) => ({ status, body: { error } });
  return serve(({ method, path, body }) => {
    if (method === "GET" && path === "/languages")
      return { status: 200, body: codes.map((code) => ({ code, name: code, targets: codes })) };
    if (method !== "POST" || path !== "/translate") return { status: 404, body: "<h1>Not Found</h1>" };
    const { data } = request.safeParse(body);
    if (!data) return refuse(400, "Invalid request: missing q parameter");
    if (options.key && !data.api_key)
      return refuse(400, "Please contact the server operator to get an API key");
    if (options.key && data.api_key !== options.key) return refuse(403, "Invalid API key");
    const texts = typeof data.q === "string" ? [data.q] : data.q;
    const characters = texts.join("").length;
    for (const [size, limit] of [
      [texts.length, options.batchLimit],
      [characters, options.charLimit],
    ] as const)
      if (limit !== undefined && size > limit)
        return refuse(400, `Invalid request: request (${size}) exceeds text limit (${limit})`);
    for (const code of [data.source, data.target])
      if (!codes.includes(code)) return refuse(400, `${code} is not supported`);
    const results = texts.map(translated);
    return { status: 200, body: { translatedText: typeof data.q === "string" ? results[0] : results } };
  });
}
