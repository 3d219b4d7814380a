import { z } from "zod";
import { type FakeService, serve, translateMarkup } from "./server.ts";

const request = z.strictObject({
  text: z.array(z.string()).min(1).max(50),
  source_lang: z.string().regex(/^[A-Z]{2}$/),
  target_lang: z.string(),
  tag_handling: z.literal("xml"),
  tag_handling_version: z.literal("v2"),
  ignore_tags: z.tuple([z.literal("x")]),
  split_sentences: z.enum(["0", "1", "nonewlines"]),
  preserve_formatting: z.boolean(),
});
const targets = ["DE", "ES", "FR", "EN-US", "ZH-HANS", "ZH-HANT", "PT-BR"];
const mostBytes = 128 * 1024;
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** DeepL's API 3.11: `POST /v2/translate` with strict tag handling. */
export function serveDeepl(key: string): Promise<FakeService> {
  const refuse = (status: number, message: string) => ({ status, body: { message } });
  return serve(({ method, path, headers, body, bytes }) => {
    if (path !== "/v2/translate") return refuse(404, "Not Found");
    if (method !== "POST") return refuse(405, "Method not allowed");
    if (headers.authorization !== `DeepL-Auth-Key ${key}`) return refuse(403, "Forbidden");
    if (bytes > mostBytes) return refuse(413, "Request Entity Too Large");
    const { data, error } = request.safeParse(body);
    if (!data) return refuse(400, `Bad request. Reason: ${error?.issues[0]?.path.join(".")}`);
    if (!targets.includes(data.target_lang)) return refuse(400, "Value for 'target_lang' not supported.");
    const texts = data.text.map((text) => translateMarkup(text, /<x>\d+<\/x>/, escaped));
    if (texts.includes(undefined)) return refuse(400, "Tag handling parsing failed");
    return {
      status: 200,
      body: { translations: texts.map((text) => ({ detected_source_language: data.source_lang, text })) },
    };
  });
}
