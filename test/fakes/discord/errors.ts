/** Discord's error answers: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
import { emptyMessage } from "./rules.ts";
import type { Answer, Json } from "./types.ts";

const known = {
  10003: [404, "Unknown Channel"],
  10008: [404, "Unknown Message"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  40060: [400, "Interaction has already been acknowledged."],
  40094: [400, "Maximum number of follow-up messages for this interaction reached"],
  50001: [403, "Missing Access"],
  50006: [400, "Cannot send an empty message"],
  50013: [403, "Missing Permissions"],
  50024: [400, "Cannot execute action on this channel type"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  160004: [400, "A thread has already been created for this message"],
  50109: [400, "The request body contains invalid JSON."],
} as const;

export type RefusalCode = keyof typeof known;

export function refuse(code: RefusalCode): Answer {
  const [status, message] = known[code];
  return { status, body: { message, code } };
}

export const unauthorized: Answer = { status: 401, body: { message: "401: Unauthorized", code: 0 } };
export const notFound: Answer = { status: 404, body: { message: "404: Not Found", code: 0 } };
export const wrongContentType: Answer = {
  status: 400,
  body: { message: "Expected \"Content-Type\" header to be one of {'application/json'}.", code: 50035 },
};

/** `embeds.0.title: too long` becomes `{ embeds: { 0: { title: { _errors: [...] } } } }`. */
export function invalidForm(problems: readonly string[]): Answer {
  const [first] = problems;
  if (problems.length === 1 && first?.endsWith(`: ${emptyMessage}`)) return refuse(50006);
  const errors: Json = {};
  for (const problem of problems) {
    const [path = "", ...what] = problem.split(": ");
    let node = errors;
    for (const key of path.split(".").filter(Boolean)) {
      node[key] ??= {};
      node = node[key] as Json;
    }
    node._errors ??= [];
    (node._errors as Json[]).push({ code: "BASE_TYPE_BAD_VALUE", message: what.join(": ") });
  }
  return { status: 400, body: { message: "Invalid Form Body", code: 50035, errors } };
}
