import { z } from "zod";
import { type ChatServer, type CompletionRequest, openChatServer } from "../chat-completions.ts";
import { translated } from "./server.ts";

const sentences = z.strictObject({ s: z.array(z.strictObject({ i: z.int(), t: z.string() })).min(1) });

/** What a request asks to be translated: the first line of the last message, as data. */
export function sentencesOf({ messages }: CompletionRequest): z.infer<typeof sentences>["s"] {
  return sentences.parse(JSON.parse(messages.at(-1)?.content.split("\n")[0] ?? "")).s;
}

export const answerOf = (request: CompletionRequest) =>
  JSON.stringify({ s: sentencesOf(request).map(({ i, t }) => ({ i, t: translated(t) })) });

/** A well-behaved model; `answer` makes it another one. */
export function serveOpenai(
  options: Partial<Parameters<typeof openChatServer>[0]> = {},
): Promise<ChatServer> {
  return openChatServer({ answer: answerOf, ...options });
}
