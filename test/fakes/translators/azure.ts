import { z } from "zod";
import { type FakeService, serve, translateMarkup } from "./server.ts";

const request = z.array(z.strictObject({ Text: z.string() })).min(1);
const query = z.strictObject({
  "api-version": z.literal("3.0"),
  from: z.string(),
  to: z.string(),
  textType: z.literal("html"),
});
const languages = ["en", "es", "de", "zh-Hans", "zh-Hant", "pt"];
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const azureRefusal = (code: number, message: string) => ({
  status: Math.floor(code / 1_000),
  body: { error: { code, message } },
});

/** Azure Translator 3.0: `POST /translate`. */
export function serveAzure(key: string, region?: string): Promise<FakeService> {
  return serve((exchange) => {
    const { method, path, headers } = exchange;
    if (method !== "POST" || path !== "/translate") return azureRefusal(404000, "Resource not found");
    if (headers["ocp-apim-subscription-key"] !== key || headers["ocp-apim-subscription-region"] !== region)
      return azureRefusal(
        401_000,
        "The request isn't authorized because credentials are missing or invalid.",
      );
    const asked = query.safeParse(exchange.query).data;
    if (!asked) return azureRefusal(400_021, "The API version parameter is missing or invalid.");
    for (const [code, refusal] of [
      [asked.from, 400_035],
      [asked.to, 400_036],
    ] as const)
      if (!languages.includes(code)) return azureRefusal(refusal, "The language is not valid.");
    const { data } = request.safeParse(exchange.body);
    if (!data) return azureRefusal(400_074, "The body of the request isn't valid JSON.");
    if (data.length > 1_000) return azureRefusal(400_072, "The array of input text has too many elements.");
    if (data.map(({ Text }) => Text).join("").length > 50_000)
      return azureRefusal(400_077, "The maximum request size has been exceeded.");
    const span = /<span translate="no" class="notranslate">\d+<\/span>/;
    const body = data.map(({ Text }) => ({
      translations: [{ text: translateMarkup(Text, span, escaped) ?? Text, to: asked.to }],
    }));
    return { status: 200, body };
  });
}
