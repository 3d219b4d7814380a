import { z } from "zod";
import { type FakeService, serve, translated } from "./server.ts";

const request = z.strictObject({
  langpair: z.string(),
  q: z.string(),
  markUnknown: z.literal("no"),
  format: z.literal("txt"),
});

/** Apertium APY 0.11: `handlers/translate.py`. It puts a space before what it translates. */
export function serveApertium(): Promise<FakeService> {
  const pairs = [
    { sourceLanguage: "spa", targetLanguage: "eng" },
    { sourceLanguage: "spa", targetLanguage: "eng_US" },
    { sourceLanguage: "eng", targetLanguage: "spa" },
  ];
  const refuse = (explanation: string) => ({
    status: 400,
    body: { status: "error", code: 400, message: "Bad Request", explanation },
  });
  const answer = (responseData: unknown) => ({
    status: 200,
    body: { responseData, responseDetails: null, responseStatus: 200 },
  });
  return serve(({ method, path, body }) => {
    if (path === "/listPairs") return answer(pairs);
    if (method !== "POST" || path !== "/translate")
      return { status: 404, body: { status: "error", code: 404, message: "Not Found" } };
    const { data } = request.safeParse(body);
    if (!data) return refuse("Missing argument q");
    const [from, to, ...more] = data.langpair.split("|");
    if (!from || !to || more.length > 0) return refuse("That pair is invalid, use e.g. eng|spa");
    if (!pairs.some((pair) => pair.sourceLanguage === from && pair.targetLanguage === to))
      return refuse("That pair is not installed");
    return answer({ translatedText: ` ${translated(data.q)}` });
  });
}
